"""Rules and findings in words: every rule and every code has its own."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from twoshores.engines import eligibility
from twoshores.engines.eligibility import Application, Partner, check, parse
from twoshores.programmes.eligibility_found import FOUND
from twoshores.programmes.eligibility_texts import wanted, worded
from twoshores.programmes.models import Call
from twoshores.programmes.selectors.call_rules import counted_on, rules_of

EVERY = [
    {"rule": "partners", "least": 2, "most": 4},
    {"rule": "countries", "group": "Origin", "countries": ["EG", "MA"]},
    {"rule": "countries_allowed", "countries": ["EG"]},
    {"rule": "kinds", "any_of": ["migrant_association"], "or_mobilises_migrants": True},
    {"rule": "kinds_allowed", "kinds": ["ngo"]},
    {"rule": "lead_in", "countries": ["EG"]},
    {"rule": "recognition", "any_of": ["registered"], "years": 2},
    {"rule": "grant", "least": 1000, "most": 2000},
    {"rule": "duration", "least": 6, "most": 18},
    {"rule": "share_most", "percent": 70},
    {"rule": "ceiling", "category": "administration", "percent": 7},
    {"rule": "cofinancing", "percent": 10, "in_kind_counts": True},
]


def test_every_code_of_the_engine_has_words_and_no_other():
    """Codes stand in the engine as texts in quotes: whole, or as a beginning with its endings."""
    folder = Path(eligibility.__file__).parent
    code = "".join((folder / f"{name}.py").read_text() for name in ("partnership", "costs"))
    begins = {"countries", "kinds", "kinds-or-reach", "countries-allowed", "kinds-allowed"}
    begins |= {"lead-in", "recognition"}
    whole = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', code)) - begins
    assert whole <= set(FOUND)
    made = {found for found in FOUND if found.rsplit("-", 1)[0] in begins}
    assert set(FOUND) == whole | made
    assert all(told.found for told in FOUND.values())


def test_every_rule_is_a_sentence_of_its_own():
    rules = parse(EVERY)
    assert {type(rule) for rule in rules} == {made for made, _f in eligibility.FIELDS.values()}
    said = [wanted(rule, "EUR") for rule in rules]
    assert len(set(said)) == len(said)
    assert said[0] == "From 2 to 4 partners."
    assert said[7] == "All partners together ask for EUR\u00a01,000 to EUR\u00a02,000."


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_finding_says_what_to_change(language):
    partner = Partner("1", "Cairo", country="EG", kind="ngo")
    with override(language):
        rows = [worded(found, "EUR") for found in check(parse(EVERY), Application((partner,)))]
    assert all(row.found and "%(" not in row.found + row.mend + row.wanted for row in rows)
    assert all(bool(row.mend) == (row.finding.answer != "met") for row in rows)
    if language == "en":
        assert rows[0].mend == "Partners to add: 1."
        assert rows[1].countries == "Egypt, Morocco"


def test_bounds_among_the_facts_are_rules_too(programme):
    call = Call(
        programme=programme,
        rules=EVERY[:1],
        grant_most=200_000,
        months_least=6,
        deadline=datetime(2027, 1, 1, 3, tzinfo=UTC),
        time_zone="America/Guayaquil",
    )
    said = [wanted(rule, call.currency) for rule in rules_of(call)]
    assert said[1:] == [
        "All partners together ask for at most EUR\u00a0200,000.",
        "The project lasts at least 6 months.",
    ]
    assert counted_on(call, call.deadline) == date(2026, 12, 31)
