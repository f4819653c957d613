"""Rules of a call: the real programme's, three answers, and what holds for every application."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.eligibility import (
    FIELDS,
    Answer,
    Application,
    Known,
    Line,
    Partner,
    RulesError,
    Source,
    as_json,
    check,
    outcome,
    parse,
    rule_json,
)

ORIGIN = ["DZ", "CV", "EC", "EG", "ET", "GE", "GH", "JM", "ML", "MD", "MA", "NG", "PH", "SN", "LK"]
ORIGIN.append("TN")
UNION = ["BE", "CY", "DE", "ES", "FR", "GR", "IT", "NL", "PT", "GB"]
# Two to four partners, one on each shore, one of migrants or proven to mobilise them; full
# funding, in a grant of the programme's size and time.
REAL = [
    {"rule": "partners", "least": 2, "most": 4},
    {"rule": "countries", "group": "Countries of origin", "countries": ORIGIN, "least": 1},
    {"rule": "countries", "group": "European Union", "countries": UNION, "least": 1},
    {"rule": "kinds", "any_of": ["migrant_association"], "or_mobilises_migrants": True},
    {"rule": "grant", "least": "50000", "most": 200000},
    {"rule": "duration", "most": 18},
    {"rule": "share_most", "percent": 70},
    {"rule": "ceiling", "category": "administration", "percent": 7},
    {"rule": "cofinancing", "percent": 0, "in_kind_counts": True},
]
CAIRO = Partner("1", "Cairo", country="EG", kind="ngo", asked=D(100_000), leads=True)
ATHENS = Partner("2", "Athens", country="GR", kind="migrant_association", asked=D(60_000))
GOOD = Application(
    partners=(CAIRO, ATHENS),
    starts=date(2027, 1, 1),
    ends=date(2028, 6, 30),
    lines=(Line("staff", D(93_000)), Line("administration", D(7_000))),
)


def said(raw, application) -> list[tuple[str, str]]:
    return [(row.answer.value, row.code) for row in check(parse(raw), application)]


def one(rule, application=GOOD):
    return check(parse([rule]), application)[0]


def test_the_real_programme():
    findings = check(parse(REAL), GOOD)
    assert {row.answer for row in findings} == {Answer.MET}
    assert outcome(findings) is Answer.MET
    # Without the partner from the other shore, four things are wrong and each says what.
    alone = check(parse(REAL), replace(GOOD, partners=(CAIRO,)))
    assert [(row.code, row.found.get("missing")) for row in alone if row.answer != "met"] == [
        ("partners-few", 1),
        ("countries-few", 1),
        ("kinds-or-reach-open", 1),  # of Cairo it is not known whether it mobilises migrants
        ("share-much", None),
    ]
    assert outcome(alone) is Answer.NOT_MET


def test_who_is_proven_to_mobilise_migrants_counts_as_an_association_does():
    rule = REAL[3]
    for reach, answer in ((True, "met"), (False, "not_met"), (None, "not_known")):
        athens = replace(ATHENS, kind="ngo", mobilises_migrants=reach)
        cairo = replace(CAIRO, mobilises_migrants=False)
        found = one(rule, replace(GOOD, partners=(cairo, athens)))
        assert found.answer == answer
    assert found.subjects == ("2",)
    assert found.found["names"] == ("Athens",)


def test_an_organisation_listed_twice_is_one_partner():
    twice = tuple(replace(CAIRO, id=key, organisation="x") for key in "ab")
    assert one({"rule": "partners", "least": 2}, replace(GOOD, partners=twice)).code == (
        "partners-few"
    )


@pytest.mark.parametrize(
    ("rule", "change", "answer", "code"),
    [
        ({"rule": "partners", "most": 1}, {}, "not_met", "partners-many"),
        (REAL[1], {"partners": (replace(CAIRO, country=None),)}, "not_known", "countries-open"),
        ({"rule": "countries_allowed", "countries": UNION}, {}, "not_met", "countries-allowed-not"),
        ({"rule": "countries_allowed", "countries": UNION}, {"partners": ()}, "not_known", None),
        ({"rule": "kinds_allowed", "kinds": ["ngo"]}, {}, "not_met", "kinds-allowed-not"),
        ({"rule": "lead_in", "countries": ["EG"]}, {}, "met", "lead-in-met"),
        ({"rule": "lead_in", "countries": UNION}, {}, "not_met", "lead-in-not"),
        ({"rule": "lead_in", "countries": ["EG"]}, {"partners": (ATHENS,)}, "not_known", "no-lead"),
        ({"rule": "grant", "most": 159_999}, {}, "not_met", "grant-much"),
        ({"rule": "grant", "least": 160_001}, {}, "not_met", "grant-little"),
        ({"rule": "duration", "most": 17}, {}, "not_met", "duration-long"),
        ({"rule": "duration", "most": 18}, {"ends": date(2028, 7, 1)}, "not_met", "duration-long"),
        ({"rule": "duration", "least": 19}, {}, "not_met", "duration-short"),
        ({"rule": "duration", "most": 18}, {"ends": None}, "not_known", "duration-open"),
        ({"rule": "share_most", "percent": 60}, {}, "not_met", "share-much"),
        ({"rule": "share_most", "percent": "62.5"}, {}, "met", "share-met"),  # exactly
        (REAL[7], {"lines": None}, "not_known", "no-budget"),
        (REAL[7], {"lines": ()}, "met", "ceiling-met"),
        ({"rule": "cofinancing", "percent": 10}, {}, "not_known", "cofinancing-open"),
    ],
)
def test_what_each_rule_says(rule, change, answer, code):
    found = one(rule, replace(GOOD, **change))
    assert found.answer == answer
    assert code in (None, found.code)


def test_blank_is_not_zero_and_what_is_said_may_decide_already():
    silent = replace(GOOD, partners=(CAIRO, replace(ATHENS, asked=None)))
    assert one({"rule": "grant", "least": 1, "most": 200_000}, silent).answer == "not_known"
    assert one({"rule": "grant", "most": 99_999}, silent).answer == "not_met"
    assert one({"rule": "grant", "least": 100_000}, silent).answer == "met"
    nothing = replace(GOOD, partners=(CAIRO, replace(ATHENS, asked=D(0))))
    assert one({"rule": "share_most", "percent": 70}, nothing).answer == "not_met"
    assert one({"rule": "share_most", "percent": 70}, silent).subjects == ("2",)


def test_a_ceiling_counts_money_only_and_knows_lines_without_a_rate():
    rule = {"rule": "ceiling", "category": "staff", "percent": 50}
    kind = Line("administration", D(900), Source.IN_KIND)
    lines = (Line("staff", D(60)), Line("travel", D(40)), kind)
    found = one(rule, replace(GOOD, lines=lines))
    assert (found.answer, found.found["percent"], found.found["limit"]) == (
        "not_met",
        D("60.0"),
        50,
    )
    assert one(rule, replace(GOOD, lines=(*lines, Line("travel", None)))).answer == "not_known"
    assert one(rule, replace(GOOD, lines=(*lines, Line("staff", None)))).answer == "not_met"
    amount = {"rule": "ceiling", "category": "staff", "amount": 60}
    assert one(amount, replace(GOOD, lines=lines)).answer == "met"


def test_cofinancing_with_and_without_what_comes_in_kind():
    partners = (replace(CAIRO, asked=D(80), own=D(10)), replace(ATHENS, asked=D(0), own=D(0)))
    row = replace(GOOD, partners=partners, lines=(Line("staff", D(10), Source.IN_KIND),))
    twenty = {"rule": "cofinancing", "percent": 20}
    found = one(twenty, row)
    assert (found.code, found.found["missing"]) == ("cofinancing-little", D(8))
    assert one(twenty | {"in_kind_counts": True}, row).code == "cofinancing-met"
    assert one(twenty | {"in_kind_counts": True}, replace(row, lines=None)).answer == "not_known"


def test_recognition_for_some_years():
    rule = {"rule": "recognition", "any_of": ["registered"], "years": 2, "only_lead": True}
    row = replace(CAIRO, recognition="registered", recognised_since=2024)
    for change, on, answer in (
        ({}, date(2026, 1, 1), "met"),
        ({}, date(2025, 12, 31), "not_met"),
        ({}, None, "not_known"),
        ({"recognised_since": None}, date(2026, 1, 1), "not_known"),
        ({"recognition": "informal"}, None, "not_met"),
        ({"recognition": None}, None, "not_known"),
    ):
        assert one(rule, Application((replace(row, **change), ATHENS), on=on)).answer == answer


def test_what_is_wrong_in_rules_is_said_all_at_once():
    raw = [
        {"rule": "partners", "least": 4, "most": 2},
        {"rule": "partners"},
        {"rule": "countries", "countries": ["EG", "egypt"], "least": 0},
        {"rule": "kinds", "any_of": ["pirates"], "colour": "red"},
        {"rule": "rabbits"},
        "partners",
        {"rule": "ceiling", "category": "staff", "percent": 101},
        {"rule": "ceiling", "category": "staff"},
        {"rule": "share_most", "percent": "NaN"},
        {"rule": "kinds", "any_of": ["ngo"], "or_mobilises_migrants": "yes"},
    ]
    with pytest.raises(RulesError) as caught:
        parse(raw, Known(kinds={"ngo"}))
    assert [(row.number, row.field, row.code) for row in caught.value.problems] == [
        (1, "most", "upside-down"),
        (2, "", "says-nothing"),
        (3, "group", "missing"),
        (3, "countries", "unknown-code"),
        (4, "colour", "unknown-field"),
        (4, "any_of", "unknown-code"),
        (5, "rule", "unknown-rule"),
        (6, "", "not-a-rule"),
        (7, "percent", "out-of-range"),
        (8, "percent", "one-of-two"),
        (9, "percent", "not-a-number"),
        (10, "or_mobilises_migrants", "not-a-flag"),
    ]
    assert "rule 5 (rabbits) rule: unknown-rule" in str(caught.value)
    for raw in ({}, [{"rule": "partners", "least": 1}] * 61):
        with pytest.raises(RulesError):
            parse(raw)


def test_rules_are_written_and_read_back():
    rules = parse(REAL)
    assert parse([rule_json(rule) for rule in rules]) == rules
    assert set(FIELDS) >= {row["rule"] for row in REAL}


def test_findings_are_kept_without_names():
    kept = as_json(one({"rule": "kinds_allowed", "kinds": ["ngo"]}))
    assert kept["subjects"] == ["2"]
    assert "Athens" not in str(kept)


amounts = st.none() | st.integers(0, 300).map(D)
kinds = st.none() | st.sampled_from(["ngo", "migrant_association", "bank"])
partners = st.builds(
    Partner,
    id=st.uuids().map(str),
    name=st.sampled_from("abc"),
    organisation=st.none() | st.sampled_from("xyz"),
    country=st.none() | st.sampled_from(["EG", "GR", "MA"]),
    kind=kinds,
    mobilises_migrants=st.none() | st.booleans(),
    leads=st.booleans(),
    recognition=st.none() | st.sampled_from(["registered", "informal"]),
    asked=amounts,
    own=amounts,
)
lines = st.builds(
    Line, st.sampled_from(["staff", "administration"]), amounts, st.sampled_from(list(Source))
)
days = st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1))
applications = st.builds(
    Application,
    partners=st.lists(partners, max_size=5).map(tuple),
    starts=days,
    ends=days,
    lines=st.none() | st.lists(lines, max_size=5).map(tuple),
)
ALL_RULES = parse(
    [
        *REAL,
        {"rule": "countries_allowed", "countries": ["EG", "GR"]},
        {"rule": "kinds", "any_of": ["ngo"], "least": 2},
        {"rule": "kinds_allowed", "kinds": ["ngo", "bank"]},
        {"rule": "lead_in", "countries": ["EG"]},
        {"rule": "recognition", "any_of": ["registered"]},
        {"rule": "grant", "least": 100, "most": 400},
        {"rule": "ceiling", "category": "staff", "amount": 100},
        {"rule": "cofinancing", "percent": 20, "in_kind_counts": True},
    ]
)


@settings(deadline=None)
@given(applications, st.randoms(use_true_random=False))
def test_the_order_of_partners_changes_nothing(application, chance: random.Random):
    shuffled = list(application.partners)
    chance.shuffle(shuffled)
    other = replace(application, partners=tuple(shuffled))
    assert check(ALL_RULES, application) == check(ALL_RULES, other)


LEAST = parse([{"rule": "partners", "least": 2}, REAL[1], REAL[3], {"rule": "grant", "least": 100}])


@settings(deadline=None)
@given(applications, partners)
def test_another_partner_never_breaks_a_rule_of_at_least(application, partner):
    more = replace(application, partners=(*application.partners, partner))
    for before, after in zip(check(LEAST, application), check(LEAST, more), strict=True):
        if before.answer is Answer.MET and (before.name != "grant" or partner.asked is not None):
            assert after.answer is Answer.MET


def _said_more(chance: random.Random, application: Application) -> Application:
    """The same with every blank filled in, one way or another."""
    kind, money = ["ngo", "migrant_association", "bank"], lambda: D(chance.randint(0, 300))

    def filled(row: Partner) -> Partner:
        blanks = {
            "country": chance.choice(["EG", "GR", "MA"]),
            "kind": chance.choice(kind),
            "mobilises_migrants": chance.random() < 0.5,
            "recognition": chance.choice(["registered", "informal"]),
            "asked": money(),
            "own": money(),
        }
        return replace(row, **{k: v for k, v in blanks.items() if getattr(row, k) is None})

    rows = tuple(filled(row) for row in application.partners)
    known = application.lines
    whole = tuple(
        row if row.amount is not None else replace(row, amount=money()) for row in known or ()
    )
    return replace(application, partners=rows, lines=whole if known is not None else None)


@settings(deadline=None)
@given(applications, st.randoms(use_true_random=False))
def test_what_is_decided_stays_so_whatever_the_blanks_turn_out_to_be(application, chance):
    """Met and not met are said only where no filling of the blanks would change it."""
    whole = _said_more(chance, application)
    for before, after in zip(check(ALL_RULES, application), check(ALL_RULES, whole), strict=True):
        if before.answer is not Answer.NOT_KNOWN:
            assert after.answer is before.answer
