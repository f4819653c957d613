import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.linking.conftest import labels
from twoshores.engines.linking import (
    Label,
    LinkIndex,
    Progress,
    Refusal,
    build_index,
    encoder,
    labels_hash,
)
from twoshores.engines.linking.encoder import encode, encode_many
from twoshores.engines.linking.text import fold, for_encoder


@pytest.mark.parametrize(
    ("text", "language", "uri"),
    [
        ("Maçonne (h/f/x)", "fr", "urn:occupation:0"),
        ("ممرضة", "ar", "urn:occupation:1"),
        ("enfermera", "es", "urn:occupation:1"),
        ("panadero", None, "urn:occupation:3"),
        ("FISH FARM MANAGER", "en", "urn:occupation:2"),
    ],
)
def test_a_trade_in_own_words_finds_its_concept(
    index: LinkIndex, text: str, language: str | None, uri: str
) -> None:
    assert index.link(text, language, "occupation")[0].uri == uri


def test_suggestions_say_which_label_matched_and_in_which_language(index: LinkIndex) -> None:
    best = index.link("infirmière", "fr")[0]
    assert (best.label, best.matched_label, best.language) == (
        "infirmier/infirmière",
        "infirmière",
        "fr",
    )
    assert best.semantic == pytest.approx(1, abs=0.01)
    assert best.lexical == pytest.approx(1, abs=0.01)
    assert index.link("infirmière", "es")[0].label == "nurse", "English where Spanish is not loaded"


def test_only_a_near_certain_label_in_the_stated_language_goes_unconfirmed(
    index: LinkIndex,
) -> None:
    assert not index.link("infirmière", "fr")[0].needs_confirmation
    assert index.link("infirmière", None)[0].needs_confirmation
    assert index.link("enfermera", "es")[0].needs_confirmation
    assert index.link("quelqu'un qui soigne", "fr")[0].needs_confirmation


def test_kind_limits_what_is_suggested(index: LinkIndex) -> None:
    assert {c.kind for c in index.link("bread", "en", "skill")} == {"skill"}
    assert {c.kind for c in index.link("bread", "en", "occupation")} == {"occupation"}
    assert {c.kind for c in index.link("bread", "en", top=10)} == {"occupation", "skill"}


@pytest.mark.parametrize(
    ("text", "language", "why"),
    [
        ("მასწავლებელი", None, Refusal.LANGUAGE),
        ("መምህር", None, Refusal.LANGUAGE),
        ("መምህር", "en", Refusal.LANGUAGE),
        ("karamɔgɔ", "bm", Refusal.LANGUAGE),
        ("profesor", "ro", Refusal.LANGUAGE),
        ("", "fr", Refusal.EMPTY),
        ("  🙂 123 !", None, Refusal.EMPTY),
    ],
)
def test_nothing_is_suggested_by_chance(
    index: LinkIndex, text: str, language: str | None, why: Refusal
) -> None:
    result = index.link(text, language)
    assert len(result) == 0
    assert result.refusal is why


def test_a_language_with_loaded_labels_is_read_even_if_the_encoder_does_not_know_it(
    folder: Path,
) -> None:
    georgian = Label("urn:occupation:4", "occupation", "ka", "მასწავლებელი", True)
    index = build_index([*labels(), georgian], folder)
    assert index.link("მასწავლებელი", None, "occupation")[0].uri == "urn:occupation:4"
    assert index.link("მასწავლებელი", "ka", "occupation")[0].uri == "urn:occupation:4"


def test_a_kind_without_labels_is_said(index: LinkIndex) -> None:
    assert index.link("bread", "en", "group").refusal is Refusal.NOTHING_LOADED


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=400), kind=st.sampled_from([None, "occupation", "skill"]))
def test_any_text_gets_an_answer_or_a_reason(index: LinkIndex, text: str, kind: str | None) -> None:
    result = index.link(text, None, kind)
    assert (len(result) > 0) != (result.refusal is not None)
    scores = [c.score for c in result]
    assert scores == sorted(scores, reverse=True)
    assert len({c.uri for c in result}) == len(result) <= 5
    assert all(0 <= c.lexical <= 1 and -1.02 <= c.semantic <= 1.02 for c in result)


def test_ten_thousand_characters_are_read_in_time(index: LinkIndex) -> None:
    assert len(index.link("maçon " * 1700, "fr")) == 5


def test_cosines_kept_in_bytes_stay_within_a_hundredth(index: LinkIndex) -> None:
    rows, _, cosine, _ = index.rank("brick", "en", "occupation")
    exact = encode([for_encoder(index.text(int(row))) for row in rows]) @ encode(["brick"])[0]
    assert np.abs(cosine - exact).max() < 0.01


def test_likeness_of_spelling_is_a_tf_idf_cosine(index: LinkIndex) -> None:
    """The same figures from a plain computation over whole dictionaries."""
    texts = [fold(index.text(row)) for row in range(index.size)]
    frequency: dict[str, int] = {}
    for text in texts:
        for gram in set(_grams(text)):
            frequency[gram] = frequency.get(gram, 0) + 1

    def weights(text: str) -> dict[str, float]:
        grams = _grams(text)
        found = {
            g: grams.count(g) * (np.log((1 + len(texts)) / (1 + frequency.get(g, 0))) + 1)
            for g in grams
        }
        norm = np.sqrt(sum(w * w for w in found.values()))
        return {g: w / norm for g, w in found.items()}

    query = weights(fold("bread baker"))
    rows, _, _, lexical = index.rank("bread baker", "en", "occupation")
    for row, value in zip(rows, lexical, strict=True):
        label = weights(texts[row])
        plain = sum(w * query.get(g, 0) for g, w in label.items())
        assert value == pytest.approx(plain, abs=2e-3)


def _grams(text: str) -> list[str]:
    words = [f" {word} " for word in text.split()]
    return [w[i : i + n] for w in words for n in (2, 3, 4, 5) for i in range(len(w) - n + 1)]


def test_building_again_changes_nothing_and_order_does_not_matter(folder: Path) -> None:
    told: list[Progress] = []
    first = build_index(labels(), folder)
    again = build_index(reversed(labels()), folder, progress=told.append)
    assert first.hash == again.hash == labels_hash(labels())
    assert told == []


def test_a_staged_build_publishes_preferred_labels_first(folder: Path) -> None:
    stages: list[tuple[str, int]] = []

    def look(progress: Progress) -> None:
        published = LinkIndex.open(folder)
        stages.append((progress.stage, published.size if published else 0))

    final = build_index(labels(), folder, staged=True, progress=look)
    preferred = sum(label.preferred for label in labels())
    assert stages[0] == ("preferred", 0)
    assert ("all", preferred) in stages
    assert final.stage == "all"
    assert final.size == len(set(labels()))


def test_a_new_language_takes_over_the_vectors_of_the_others(folder: Path) -> None:
    build_index([label for label in labels() if label.language == "en"], folder)
    told: list[Progress] = []
    before = LinkIndex.open(folder)
    index = build_index(labels(), folder, progress=told.append)
    assert before is not None
    assert told[0].total < index.size - before.size + 1
    assert index.link("خباز", "ar")[0].uri == "urn:occupation:3"
    assert before.link("baker", "en")[0].uri == "urn:occupation:3", "open readers keep theirs"


def test_a_build_that_died_leaves_the_earlier_index_and_is_swept(folder: Path) -> None:
    kept = build_index(labels(), folder)

    def die(progress: Progress) -> None:
        if progress.done:
            raise KeyboardInterrupt

    extra = [*labels(), Label("urn:occupation:9", "occupation", "en", "beekeeper", True)]
    with pytest.raises(KeyboardInterrupt):
        build_index(extra, folder, progress=die)
    still = LinkIndex.open(folder)
    assert still is not None
    assert still.hash == kept.hash
    (folder / "building-left").mkdir()
    os.utime(folder / "building-left", (0, 0))
    built = build_index(extra, folder)
    assert {path.name for path in folder.iterdir()} == {"current", built.hash}


def test_an_empty_taxonomy_makes_an_empty_index(folder: Path) -> None:
    index = build_index([], folder)
    assert index.size == 0
    assert index.link("baker", "en").refusal is Refusal.NOTHING_LOADED


def test_many_texts_on_several_processes_give_the_same_vectors() -> None:
    texts = [f"maker of {number} cheeses" for number in range(40)]
    told: list[int] = []
    spread = np.concatenate([encode_many(texts[:20], workers=1), encode_many(texts[20:])])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoder, "BATCH", 5)
        patch.setattr(encoder, "FEWEST", 2)
        several = encode_many(texts, workers=2, done=told.append)
    assert np.abs(spread - several).max() < 1e-5
    assert told == sorted(told)
    assert told[-1] == 40


def test_a_process_that_dies_is_an_error_not_a_gap() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoder, "BATCH", 5)
        patch.setattr(encoder, "FEWEST", 2)
        patch.setattr(encoder, "COMMAND", [sys.executable, "-c", "pass"])
        with pytest.raises(OSError, match=r"ended before|Broken pipe"):
            encode_many(["a"] * 40, workers=2)
