import json
from pathlib import Path

import pytest

from twoshores.cli import main
from twoshores.engines.linking.esco_csv import read_official


@pytest.fixture
def official(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "occupations_fr.csv").write_text(
        "conceptUri,iscoGroup,preferredLabel,altLabels\n"
        "http://data.europa.eu/esco/occupation/1,7112,maçon/maçonne,\n"
    )
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    import lzma

    path = tmp_path / "small.jsonl.xz"
    lines = [
        {"format": "twoshores-taxonomy/1", "language": "en"},
        {"u": "http://data.europa.eu/esco/occupation/1", "k": "occupation", "p": "bricklayer"},
        {"u": "http://data.europa.eu/esco/skill/2", "k": "skill", "p": "breed fish"},
    ]
    path.write_bytes(lzma.compress("\n".join(map(json.dumps, lines)).encode()))
    return path


def test_the_list_has_its_stable_keys(
    official: Path, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--taxonomy", str(small), "--esco", str(official), "--json", "--top", "1"]
    assert main(["link", "maçonne", "--lang", "fr", *options]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "uri",
        "label",
        "matched_label",
        "language",
        "score",
        "semantic",
        "lexical",
    ]
    assert (found["label"], found["matched_label"]) == ("maçon/maçonne", "maçonne")


def test_an_unknown_language_gets_nothing_and_the_reason(
    official: Path, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["link", "მასწავლებელი", "--taxonomy", str(small), "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out) == []
    assert "No suggestions" in told.err


def test_an_unreadable_taxonomy_is_a_sentence_not_a_traceback(
    official: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["link", "x", "--taxonomy", str(tmp_path / "missing")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    broken = tmp_path / "broken"
    broken.write_bytes(b"not xz")
    assert main(["link", "x", "--taxonomy", str(broken)]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert read_official(official).concepts
