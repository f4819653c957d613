"""Judgements of relevance: still about what needs and people say, and measured rightly."""

import math

import pytest

from benchmarks.relevance.__main__ import Languages, figures
from benchmarks.relevance.judgements import JUDGEMENTS, Judgements, read_judgements
from benchmarks.relevance.measures import mean, ndcg_at, recall_at
from benchmarks.relevance.pool import (
    demo_needs,
    demo_people,
    fingerprint,
    text_of,
    text_of_need,
)

FEWEST_JUDGED = 40  # a need


@pytest.fixture(scope="module")
def judged() -> Judgements:
    return read_judgements(JUDGEMENTS)


def test_every_need_is_judged_on_enough_people(judged: Judgements) -> None:
    assert set(judged.grades) == set(demo_needs())
    assert min(len(row) for row in judged.grades.values()) >= FEWEST_JUDGED
    assert {grade for row in judged.grades.values() for grade in row.values()} == {0, 1, 2}


def test_the_judged_words_are_still_those_of_the_demo(judged: Judgements) -> None:
    """Whoever changes a text has to judge it anew: python -m benchmarks.relevance.pool."""
    people = demo_people()
    assert {number for row in judged.grades.values() for number in row} == set(judged.texts)
    changed = [n for n, text in judged.texts.items() if fingerprint(text_of(people[n])) != text]
    assert changed == []
    needs = {code: fingerprint(text_of_need(row)) for code, row in demo_needs().items()}
    assert {code for code, text in judged.needs.items() if needs[code] != text} == set()


def test_ndcg_by_hand() -> None:
    grades = {1: 2, 2: 1, 3: 0}
    best = 3 + 1 / math.log2(3)
    assert ndcg_at(10, [1, 2, 3], grades) == pytest.approx(1)
    assert ndcg_at(10, [3, 2, 1], grades) == pytest.approx((1 / math.log2(3) + 3 / 2) / best)
    assert ndcg_at(1, [2, 1], grades) == pytest.approx(1 / 3)
    assert ndcg_at(10, [], grades) == 0
    assert ndcg_at(10, [3], {3: 0}) is None


def test_recall_counts_those_who_clearly_could_help_and_at_most_k() -> None:
    grades = {1: 2, 2: 2, 3: 1, 4: 0}
    assert recall_at(20, [1, 4, 3], grades) == 0.5
    assert recall_at(1, [2], grades) == 1
    assert recall_at(20, [3], {3: 1}) is None
    assert mean([None, 0.5, 1]) == 0.75
    assert mean([None]) is None


def test_figures_by_language_leave_out_who_was_not_judged() -> None:
    judged = Judgements({"a": {1: 2, 2: 0, 3: 2}}, {"a": ""}, {})
    languages = Languages({"a": "fr"}, {1: "fr", 2: "fr", 3: "ar", 4: "fr"})
    found = figures({"a": [4, 1, 2]}, judged, languages)
    assert found["fr -> fr"]["ndcg@10"] == 1
    assert found["fr -> fr"]["judged@10"] == pytest.approx(2 / 3)
    assert found["fr -> ar"] == {"needs": 1, "ndcg@10": 0, "recall@20": 0, "judged@10": None}
    assert found["all"]["recall@20"] == 0.5
    assert found["same"]["needs"] == found["other"]["needs"] == 1
