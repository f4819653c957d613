"""Each rule by its examples; random designs full of gaps; what every review keeps to."""

import dataclasses
import random
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.review import (
    BLOCKS,
    PHASES,
    QUESTIONS,
    RULES,
    Activity,
    Agreement,
    Answer,
    Authority,
    Country,
    Design,
    Difference,
    Indicator,
    Line,
    Need,
    Partner,
    Result,
    Risk,
    questions_for,
    review,
)

from .cases import BOTH, CASES, FRANCE, MALI, blocks, lines, plan

BY_ID = {rule.id: rule for rule in RULES}
IDS = [rule.id for rule in RULES]


def test_there_are_rules_enough_and_ids_are_stable_slugs():
    assert len(RULES) >= 30
    assert len(set(IDS)) == len(IDS)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in IDS)


@pytest.mark.parametrize("rule", IDS)
def test_each_rule_has_its_three_examples(rule):
    passing, failing, open_ = CASES[rule]
    check = BY_ID[rule].check
    assert check(passing).answer is Answer.HOLDS
    assert check(failing).answer is Answer.DOES_NOT
    assert check(open_).answer is Answer.NOT_KNOWN
    assert check(passing).findings == ()
    assert check(open_).missing


def test_no_example_is_left_without_its_rule():
    assert set(CASES) == set(IDS)


def test_a_design_of_which_nothing_is_known_passes_and_fails_nothing():
    assert set(review(Design()).counts) == {Answer.NOT_KNOWN}
    assert not review(Design()).is_clean


def test_findings_say_numbers_and_names():
    rows = tuple(Partner(str(n), f"Partner {n}", role="") for n in range(5))
    (found,) = BY_ID["partner-without-role"].check(Design(partners=rows)).findings
    assert dict(found.params) == {"count": 5, "names": ("Partner 0", "Partner 1", "Partner 2")}
    assert found.subjects == ("0", "1", "2")


def test_a_finding_does_not_hide_what_is_not_known_beside_it():
    verdict = BY_ID["migrants-absent"].check(Design(says={"design": "none"}))
    assert verdict.findings[0].field == "people.design"
    assert "people.evaluation" in verdict.missing
    assert "people.design" not in verdict.missing


def test_one_language_takes_the_need_for_translation_away():
    design = dataclasses.replace(lines("staff"), answers={"one-language": True})
    assert BY_ID["no-translation"].check(design).answer is Answer.HOLDS
    assert BY_ID["no-translation"].check(lines("staff")).missing == ("answers.one-language",)


def test_rules_of_other_blocks_are_not_concerned_and_their_questions_not_asked():
    design = blocks("micro-credit")
    assert BY_ID["no-referral"].check(design).answer is Answer.NOT_CONCERNED
    assert "referral" not in questions_for(design)
    assert {"tie", "say-in-credit", "revenue"} <= set(questions_for(design))
    assert "referral" in questions_for(blocks("services-return"))
    assert set(questions_for(Design())) == set(QUESTIONS)


def test_no_volunteers_is_not_a_finding():
    assert BY_ID["volunteers-office-hours"].check(plan(has_volunteers=False)).concerned is False


@pytest.mark.parametrize(
    ("rule", "design"),
    [
        (
            "training-at-one-end",
            blocks(
                "md-training",
                countries=(MALI, FRANCE),
                activities=(
                    Activity("a", block="md-training", country="ML"),
                    Activity("b", block="md-training", country="FR"),
                ),
            ),
        ),
        ("no-financial-actor", blocks("insurance", partners=(Partner("1", kind="bank"),))),
        ("no-employers", blocks("job-placement", partners=(Partner("1", kind="chamber"),))),
        ("skills-without-needs", blocks("skill-mapping", "needs-assessment")),
        ("never-face-to-face", blocks("virtual-spaces", lines=(Line(category="travel"),))),
    ],
)
def test_facts_that_already_say_it_make_a_question_needless(rule, design):
    assert BY_ID[rule].check(design).answer is Answer.HOLDS


def test_big_figures_of_a_campaign_are_not_out_of_scale():
    row = Indicator("i", counts_people=True, block="information-campaigns", target=Decimal(10**6))
    design = Design(indicators=(row,), euros=Decimal(1000))
    assert BY_ID["targets-over-money"].check(design).answer is Answer.NOT_CONCERNED


def test_two_leading_partners_are_told():
    rows = tuple(dataclasses.replace(row, is_lead=True) for row in BOTH)
    (found,) = BY_ID["no-one-leads"].check(Design(partners=rows)).findings
    assert found.code == "several-lead"


def test_the_gravest_findings_come_first():
    ranks = [row.rule.severity for row in review(CASES["partner-alone"][1]).findings]
    assert ranks == sorted(ranks, key=["blocker", "mind", "advice"].index)


IDENTITY = st.sampled_from(["", "1", "2", "3"])
NAME = st.text(max_size=4)
MAYBE = st.none() | st.booleans()
DAY = st.none() | st.dates()
AMOUNT = st.none() | st.decimals(-10, 10**9, places=2)
CODE = st.none() | st.sampled_from(["ML", "FR", "", "XX"])
BLOCK = st.none() | st.sampled_from(["", *sorted(BLOCKS)])


def words(*known: str):
    return st.none() | st.sampled_from(["", "odd", *known])


def rows(of):
    return st.none() | st.lists(of, max_size=4).map(tuple)


def bag(*known: str):
    return st.none() | st.frozensets(st.sampled_from(["odd", *known]))


PARTNERS = st.builds(
    Partner,
    id=IDENTITY,
    name=NAME,
    country=CODE,
    kind=words("bank", "local_authority", "migrant_association"),
    is_lead=MAYBE,
    role=words("digs"),
    agreement=words("none", "drafted", "signed"),
    mobilises_migrants=MAYBE,
)
ACTIVITIES = st.builds(
    Activity,
    id=IDENTITY,
    title=NAME,
    result=words("1", "2"),
    block=BLOCK,
    starts=DAY,
    ends=DAY,
    times=bag("office", "evenings"),
    has_volunteers=MAYBE,
    country=CODE,
    responsible=words("1", "2"),
    contributors=bag("1", "2"),
)
INDICATORS = st.builds(
    Indicator,
    id=IDENTITY,
    text=NAME,
    result=words("1", "2"),
    block=BLOCK,
    counts_people=MAYBE,
    splits=bag("sex", "age"),
    has_baseline=MAYBE,
    has_target=MAYBE,
    target=AMOUNT,
)
RESULTS = st.builds(
    Result,
    id=IDENTITY,
    level=st.sampled_from(["goal", "outcome", "output", "odd"]),
    text=NAME,
    verification=words("seen"),
    assumptions=st.none() | st.integers(0, 3),
)
RISKS = st.builds(
    Risk,
    id=IDENTITY,
    text=NAME,
    kind=words("external", "capacity", "project", "relational"),
    weight=st.none() | st.integers(1, 25),
    has_owner=MAYBE,
    has_response=MAYBE,
    has_review=MAYBE,
)
LINES = st.builds(
    Line,
    partner=words("1", "2"),
    category=words("travel", "translation", "communication", "monitoring"),
    source=words("money", "in_kind", "volunteers"),
    amount=AMOUNT,
)
IDS_HERE = st.none() | st.frozensets(st.sampled_from("123"))
DESIGNS = st.builds(
    Design,
    starts=DAY,
    ends=DAY,
    blocks=bag(*sorted(BLOCKS)),
    capitals=bag("social", "financial", "human", "cultural"),
    countries=rows(st.builds(Country, st.just("ML"), words("origin", "residence", "other"))),
    partners=rows(PARTNERS),
    results=rows(RESULTS),
    activities=rows(ACTIVITIES),
    indicators=rows(INDICATORS),
    lines=rows(LINES),
    risks=rows(RISKS),
    drafting=bag("partner", "women", "local_authority"),
    alignments=bag("local_plan", "sdg"),
    says=st.dictionaries(
        st.sampled_from(PHASES), st.sampled_from(["none", "informed", "together", "odd"])
    ),
    answers=st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.booleans()),
    euros=AMOUNT,
    visions=IDS_HERE,
    agreed=IDS_HERE,
    differences=rows(st.builds(Difference, IDENTITY, NAME, st.booleans())),
    agreements=rows(st.builds(Agreement, IDENTITY, NAME, DAY)),
    needs=rows(
        st.builds(Need, IDENTITY, NAME, st.integers(1, 5), st.frozensets(st.sampled_from("123")))
    ),
    learning=st.none() | st.frozensets(st.tuples(st.sampled_from("123"), st.sampled_from("123"))),
    authorities=rows(st.builds(Authority, IDENTITY, NAME, st.booleans())),
    is_whole=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(DESIGNS, st.randoms(use_true_random=False))
def test_gaps_never_crash_and_the_order_of_rows_changes_nothing(
    design: Design, dice: random.Random
):
    facts = {}
    for field in dataclasses.fields(design):
        value = getattr(design, field.name)
        if isinstance(value, tuple):
            value = tuple(dice.sample(value, len(value)))
        facts[field.name] = value
    assert review(Design(**facts)) == review(design) == review(design)


EMPTIED = {
    "plan": ("activities",),
    "indicators": ("indicators",),
    "chain": ("results",),
    "partners": ("partners",),
    "risks": ("risks",),
    "drafting": ("drafting",),
    "visions": ("visions",),
    "goal": ("agreed",),
    "differences": ("differences",),
    "agreements": ("agreements",),
    "needs": ("needs",),
    "strengths": ("needs",),
    "learning": ("learning",),
    "stakeholders": ("authorities",),
}


@settings(max_examples=200, deadline=None)
@given(DESIGNS)
def test_taking_all_facts_of_a_rules_field_away_never_makes_it_pass(design: Design):
    """Missing facts are no pass: a rule that did not hold cannot hold for want of its facts."""
    for field, names in EMPTIED.items():
        bare = dataclasses.replace(design, **dict.fromkeys(names))
        for rule in RULES:
            if rule.field == field and rule.check(design).answer is Answer.DOES_NOT:
                assert rule.check(bare).answer is not Answer.HOLDS, rule.id
