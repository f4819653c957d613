"""Guard: figures that the guide tells people are those of the code."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from twoshores.actors.consent_texts import CURRENT_VERSION, TEXTS
from twoshores.actors.models import ConsentPurpose
from twoshores.actors.services.introductions import REMIND_AFTER_DAYS
from twoshores.capacities.importing.columns import KEYS, MOST_ROWS
from twoshores.capacities.selectors.places_shown import SMALLEST_GROUP
from twoshores.capacities.services.profiles import MAX_SKILLS
from twoshores.capacities.services.stale import ASK_AFTER, SINK_AFTER, SLEEP_AFTER
from twoshores.engines.matching import bonuses
from twoshores.engines.matching.problem import DEFAULT_SCALE, SKILL_POINTS

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
NUMBERS = {3: "three", 5: "five", 12: "twelve"}


def text(name: str) -> str:
    return " ".join((GUIDE / f"{name}.md").read_text().split())


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("a narrower one", DEFAULT_SCALE.narrower),
        ("one close in meaning, or another meaning", DEFAULT_SCALE.close),
        ("a wider one", DEFAULT_SCALE.broader),
        ("one akin in meaning", DEFAULT_SCALE.akin),
        ("one of the same group", DEFAULT_SCALE.same_group),
        ("a skill and a trade that go together", DEFAULT_SCALE.shared_occupation),
    ],
)
def test_shares_of_an_answer(words: str, share: int) -> None:
    assert re.search(rf"\| {words}[^|]*\| {share} % \|", text("who-could-help"))


def test_points_and_levels() -> None:
    page = text("who-could-help")
    *first, last = DEFAULT_SCALE.gains
    assert f"| {SKILL_POINTS} | what the need asks" in page
    assert f"of that, {', '.join(map(str, first))} or {last} %" in page
    ties = [p // 100 for p in (bonuses.TIE_LOCALITY, bonuses.TIE_REGION, bonuses.TIE_COUNTRY)]
    assert "| {}, {} or {} | a tie".format(*ties) in page
    assert f"| {bonuses.TIME_FIT // 100} | time at the hours" in page
    fresh = [p // 100 for p in bonuses.FRESH_POINTS]
    assert "| {}, {} or {} | a profile confirmed".format(*fresh) in page
    assert bonuses.FRESH_DAYS == (90, 180, 365), "the guide says: 90 days, half a year, a year"
    assert f"From {DEFAULT_SCALE.covers_from} % on it counts as met" in page


def test_an_introduction_in_days() -> None:
    page = text("introductions")
    first, second = REMIND_AFTER_DAYS
    assert (
        f"{settings.INTRODUCTION_DAYS} days, with reminders on day {first} and day {second}" in page
    )
    assert f"more than {NUMBERS[settings.OPEN_INTRODUCTIONS_LIMIT]} open asks" in page


def test_consents() -> None:
    page = text("your-data")
    assert f"{NUMBERS[settings.CONSENT_MONTHS]} months at most" in page
    assert f"{NUMBERS[settings.OPEN_INTRODUCTIONS_LIMIT]} open asks at most" in page
    rows = re.findall(r"\| (listed|compared|asked|counted) \|", page)
    assert len(rows) == len(ConsentPurpose.values) == len(TEXTS[CURRENT_VERSION])


def test_joining() -> None:
    page = text("joining")
    assert f"Up to {NUMBERS[MAX_SKILLS]}" in page
    assert f"at least {NUMBERS[SMALLEST_GROUP]} listed people" in page
    assert "After half a year we ask" in page
    assert timedelta(days=180) <= ASK_AFTER <= timedelta(days=190)
    assert "a month later, and two months after that not at all" in page
    assert timedelta(days=28) <= SINK_AFTER - ASK_AFTER <= timedelta(days=31)
    assert timedelta(days=58) <= SLEEP_AFTER - SINK_AFTER <= timedelta(days=62)


def test_the_file_of_people() -> None:
    page = text("registering")
    megabytes = settings.UPLOAD_MAX_BYTES // 1_000_000
    assert f"{MOST_ROWS:,} rows and {megabytes} MB at most" in page
    assert [key for key in KEYS if f"`{key}`" not in page] == []
