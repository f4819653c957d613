"""Phrases: packed small, found by meaning, and counted as any other answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.linking.phrases import asked_phrases, claimed_phrases
from twoshores.engines.matching import (
    FIRST_PHRASE,
    Delta,
    Index,
    Kind,
    Need,
    Phrases,
    Profile,
    RelationTable,
    Requirement,
    open_index,
    pack,
    write_index,
)
from twoshores.engines.matching import phrases as engine
from twoshores.engines.matching.phrases import BANDS, kinds_of, packed, unpacked, vectors_of


def units(count, seed=0):
    """Unit vectors that lean to one side, more or less, so that all bands are met."""
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((count, 512)) + rng.uniform(0.6, 2, (count, 1))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def store(vectors, first=FIRST_PHRASE):
    return Phrases.of((first + n, row) for n, row in enumerate(packed(vectors)))


@given(st.integers(0, 2**32 - 1), st.integers(0, 40))
def test_a_packed_vector_keeps_its_cosines(seed, count):
    vectors = units(count, seed)
    rows = packed(vectors)
    assert all(len(row) == engine.PACKED_BYTES for row in rows)
    assert np.abs(vectors_of(rows) @ vectors.T - vectors @ vectors.T).max(initial=0) < 0.002


def test_a_vector_of_nothing_is_near_nothing():
    rows = packed(np.zeros((1, 512), np.float32))
    assert Phrases.of([(FIRST_PHRASE, rows[0])]).near(units(2))[0][0].size == 0


def test_other_bytes_and_numbers_are_refused():
    (row,) = packed(units(1))
    with pytest.raises(ValueError, match="bytes"):
        unpacked([row[:-1]])
    for numbers in [(7,), (FIRST_PHRASE, FIRST_PHRASE), (FIRST_PHRASE + 1, FIRST_PHRASE)]:
        with pytest.raises(ValueError, match="number"):
            Phrases.of((number, row) for number in numbers)


def test_the_nearest_come_first_and_block_by_block_all_are_seen(monkeypatch):
    monkeypatch.setattr(engine, "_BLOCK", 7)
    vectors, lines = units(50), units(3, seed=1)
    phrases = store(vectors)
    exact = lines @ vectors_of(packed(vectors)).T
    for near, line in zip(phrases.near(lines), exact, strict=True):
        wanted = [n for n in np.argsort(-line, kind="stable") if line[n] >= BANDS[-1][0]]
        assert wanted, "nothing would be tested"
        assert (near[0] - FIRST_PHRASE).tolist() == wanted
    monkeypatch.setattr(engine, "NEAREST", 4)
    assert [near[0].size for near in phrases.near(lines)] == [4, 4, 4]


def test_a_cosine_is_worth_its_band():
    cosines = np.array([0.99, 0.65, 0.6499, 0.5, 0.4999, 0.4], np.float32)
    ids = np.arange(6, dtype=np.uint32)
    kinds = [kind for _, kind in kinds_of((ids, cosines))]
    assert kinds == [
        *(Kind.NEAR_WORDS, Kind.NEAR_WORDS, Kind.CLOSE_WORDS),
        *(Kind.CLOSE_WORDS, Kind.AKIN_WORDS, Kind.AKIN_WORDS),
    ]


def test_an_index_keeps_phrases_on_disk_and_a_delta_adds_newer_ones(tmp_path):
    old, new, line = units(5), units(4, seed=2), units(1, seed=3)
    write_index(tmp_path, pack([Profile(1, ((FIRST_PHRASE, 4),), consent=True)]), 1, store(old))
    index = open_index(tmp_path)
    assert index.phrases.lacks([FIRST_PHRASE + 9, FIRST_PHRASE + 4, FIRST_PHRASE + 7]) == [
        FIRST_PHRASE + 7,
        FIRST_PHRASE + 9,
    ]
    delta = Delta(1, 2, phrases=store(new, FIRST_PHRASE + 5))
    (found,) = index.near_phrases(line, delta)
    (both,) = store(np.vstack([old, new])).near(line)
    assert found[0].tolist() == both[0].tolist()
    (before,) = index.near_phrases(line)
    assert before[0].tolist() == [n for n in both[0].tolist() if n < FIRST_PHRASE + 5]


def test_what_was_said_answers_a_line_without_a_concept_and_adds_nothing_twice():
    need = Need((Requirement(2**32 - 2, 45), Requirement(5, 40)))
    said = FIRST_PHRASE + 3
    relations = RelationTable(
        {2**32 - 2: [(said, Kind.CLOSE_WORDS)], 5: [(6, Kind.NARROWER), (said, Kind.NEAR_WORDS)]}
    )
    index = Index.of([Profile(1, ((said, 3), (6, 3)), consent=True)])
    (match,) = index.shortlist(need, relations=relations)
    assert [(row.claimed, row.relation, row.hundredths) for row in match.rows] == [
        (said, Kind.CLOSE_WORDS, 45 * 70 * 90 // 100),
        (6, Kind.NARROWER, 40 * 90 * 90 // 100),  # as much by the concept: that is the reason
    ]
    assert (match.covered, match.points) == (2, 61)


def test_a_text_is_claimed_whole_and_in_parts_but_asked_whole():
    said = [("Krankenschwester, 7 Jahre Intensivstation", "de"), ("", "")]
    assert claimed_phrases(said) == [
        "krankenschwester, 7 jahre intensivstation",
        "krankenschwester",
        "intensivstation",
    ]
    assert asked_phrases(said) == ["krankenschwester, 7 jahre intensivstation"]
    assert asked_phrases([("ጤና", "ti"), ("Nurse", "en")]) == ["nurse"]  # no vectors for Tigrinya
    assert claimed_phrases([("12345", "en")]) == []
