from pathlib import Path

import numpy as np
import pytest

from twoshores.engines.linking.bench import (
    Dataset,
    _rank,
    bench_linking,
    char_tf_idf_baseline,
    read_dataset,
)

ROWS = [("C1", "baker"), ("C2", "bread baker"), ("C3", "bricklayer"), ("C4", "teacher")]


def dataset(folder: Path, name: str = "abc_q_fr_c_en") -> Path:
    place = folder / name
    place.mkdir(parents=True)
    (place / "queries.tsv").write_text("Q1\tboulanger (h/f)\nQ2\tmaçon\nQ3\tunjudged\n")
    (place / "corpus_elements.tsv").write_text("".join(f"{i}\t{t}\n" for i, t in ROWS))
    (place / "annotations.tsv").write_text("Q1\t0\tC1\t1\nQ1\t0\tC2\t1\nQ2\t0\tC3\t1\n")
    mapping = (("C1", "urn:a"), ("C2", "urn:a"), ("C3", "urn:b"), ("C4", "urn:c"))
    (place / "concept_mapping.tsv").write_text("".join(f"{i}\t{u}\n" for i, u in mapping))
    return place


def test_the_report_has_its_stable_shape_and_right_figures(tmp_path: Path) -> None:
    dataset(tmp_path)
    report = bench_linking(tmp_path)
    expected = {"mrr": 1.0, "acc1": 1.0, "acc5": 1.0, "acc10": 1.0}
    assert report["sets"] == {"abc_q_fr_c_en": expected}
    assert report["query_ms"] > 0
    assert report["rss_mb"] > 0


def test_queries_without_judgement_are_left_out(tmp_path: Path) -> None:
    data = read_dataset(dataset(tmp_path))
    assert data.queries == ["boulanger (h/f)", "maçon"]
    assert (data.query_language, data.corpus_language) == ("fr", "en")


def test_ties_go_to_the_higher_identifier_as_in_trec_eval() -> None:
    data = Dataset("x", None, "en", ["q"], ["C1", "C2", "C3"], [], [], [np.array([0])])
    places = np.array([0, 1, 2])
    assert _rank(data, 0, places, np.array([0.5, 0.5, 0.1])) == 2
    assert _rank(data, 0, places, np.array([0.500004, 0.5, 0.1])) == 2, "five decimals count"
    assert _rank(data, 0, places, np.array([0.6, 0.5, 0.1])) == 1


def test_the_baseline_finds_what_is_spelt_alike(tmp_path: Path) -> None:
    place = dataset(tmp_path)
    (place / "queries.tsv").write_text("Q1\tBaker\nQ2\tzzz\n")
    figures = char_tf_idf_baseline(place)
    assert figures["acc1"] == 0.5


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No MELO dataset"):
        bench_linking(tmp_path)
