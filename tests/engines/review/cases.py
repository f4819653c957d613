"""For every rule a design that meets it, one that does not, and one of which it is not known."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from twoshores.engines.review import (
    PHASES,
    Activity,
    Agreement,
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
)
from twoshores.engines.review.blocks import ASKED

MALI, FRANCE = Country("ML", "origin"), Country("FR", "residence")
KAYES = Partner("1", "Kayes Water", "ML", "ngo", True, "digs", "signed", False)
PARIS = Partner("2", "Kayes in Paris", "FR", "ngo", False, "collects", "signed", True)
BOTH = (KAYES, PARIS)
TOGETHER = dict.fromkeys(PHASES, "together")
NOTHING = Design()
YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def people(target: int | None, **more) -> Indicator:
    facts = {"counts_people": True, "has_target": target is not None}
    number = None if target is None else Decimal(target)
    return Indicator("i", "Women trained", target=number, **(facts | more))


def activity(**more) -> Activity:
    return Activity("a", "Dig a well", **more)


def plan(**more) -> Design:
    return Design(activities=(activity(**more),))


def lines(*categories: str | None, **more) -> Design:
    return Design(partners=BOTH, lines=tuple(Line("1", x, "money", **more) for x in categories))


def shares(first: int, second: int | None) -> Design:
    rows = [Line("1", "staff", "money", Decimal(first))]
    rows.append(Line("2", "staff", "money", None if second is None else Decimal(second)))
    return Design(partners=BOTH, lines=tuple(rows))


def risks(*rows: Risk) -> Design:
    return Design(risks=rows)


def blocks(*keys: str, **more) -> Design:
    return Design(blocks=frozenset(keys), **more)


def partners(*rows: Partner) -> Design:
    return Design(partners=rows)


def joined(**more) -> Design:
    return Design(partners=BOTH, **more)


def needs(*holders: str, weight: int = 1, **more) -> Design:
    """The first need is met by both; a second one by the holders named."""
    first = Need("n", "Dig", 1, frozenset("12"))
    return joined(needs=(first, Need("m", "Reach", weight, frozenset(holders))), **more)


def loads(*responsible: str | None) -> Design:
    rows = (Activity(str(n), responsible=who) for n, who in enumerate(responsible))
    return joined(activities=tuple(rows))


OUTCOME = Result("o", "outcome", "Water all year", "", 0)
OUTPUT = Result("p", "output", "Wells dug", "photographs", 1)

# Rule -> (holds, does not, not known).
CASES: dict[str, tuple[Design, Design, Design]] = {
    "one-capital": (blocks("micro-credit", "migrant-led"), blocks("insurance"), NOTHING),
    "one-shore": (
        Design(countries=(MALI, FRANCE)),
        Design(countries=(MALI,)),
        Design(countries=(MALI, Country("FR"))),
    ),
    "no-tie": (
        Design(answers={"tie": True}),
        Design(answers={"tie": False}, countries=(MALI, FRANCE)),
        Design(countries=(MALI, FRANCE)),
    ),
    "partners-one-side": (
        Design(countries=(MALI, FRANCE), partners=BOTH),
        Design(countries=(MALI, FRANCE), partners=(KAYES,)),
        Design(countries=(MALI, FRANCE), partners=(KAYES, Partner("2"))),
    ),
    "migrants-absent": (
        Design(says=TOGETHER),
        Design(says=TOGETHER | {"evaluation": "none"}),
        Design(says={"design": "lead"}),
    ),
    "migrants-only-heard": (
        Design(says={"design": "lead"}),
        Design(says=dict.fromkeys(PHASES, "consulted")),
        Design(says={"design": "consulted"}),
    ),
    "nobody-reaches-migrants": (partners(*BOTH), partners(KAYES), partners(KAYES, Partner("2"))),
    "volunteers-office-hours": (
        plan(has_volunteers=True, times=frozenset({"evenings"})),
        plan(has_volunteers=True, times=frozenset({"office"})),
        plan(has_volunteers=True),
    ),
    "volunteers-not-valued": (
        Design(activities=(activity(has_volunteers=True),), lines=(Line(source="volunteers"),)),
        Design(activities=(activity(has_volunteers=True),), lines=(Line(source="money"),)),
        plan(has_volunteers=True),
    ),
    "partner-alone": (partners(*BOTH), partners(KAYES), NOTHING),
    "too-many-partners": (
        partners(*BOTH),
        partners(*(Partner(str(number)) for number in range(6))),
        NOTHING,
    ),
    "partner-without-role": (
        partners(*BOTH),
        partners(KAYES, Partner("2", role="")),
        partners(KAYES, Partner("2")),
    ),
    "role-without-partner": (
        Design(partners=BOTH, activities=(activity(responsible="1"),)),
        Design(partners=BOTH, activities=(activity(responsible=""),)),
        Design(partners=BOTH, activities=(activity(),)),
    ),
    "partner-without-activity": (
        Design(
            partners=BOTH,
            activities=(activity(responsible="1", contributors=frozenset({"2"})),),
        ),
        Design(partners=BOTH, activities=(activity(responsible="1", contributors=frozenset()),)),
        Design(partners=BOTH, activities=(activity(responsible="1"),)),
    ),
    "no-agreement": (
        partners(*BOTH),
        partners(KAYES, Partner("2", is_lead=False, agreement="none")),
        partners(KAYES, Partner("2")),
    ),
    "no-one-leads": (partners(*BOTH), partners(PARIS), partners(PARIS, Partner("3"))),
    "no-travel": (lines("staff", "travel"), lines("staff"), lines("staff", None)),
    "no-communication": (lines("communication"), lines("staff"), NOTHING),
    "no-translation": (lines("translation"), lines("staff"), lines(None)),
    "money-on-one-side": (shares(60, 40), shares(90, 10), shares(90, None)),
    "drafted-by-one": (
        Design(drafting=frozenset({"partner"})),
        Design(drafting=frozenset({"community"})),
        NOTHING,
    ),
    "no-meetings": (
        Design(answers={"meetings": True}),
        Design(answers={"meetings": False}),
        NOTHING,
    ),
    "no-local-authority": (
        partners(Partner("1", kind="local_authority")),
        Design(answers={"local-authority": False}),
        partners(*BOTH),
    ),
    "goal-in-some-words": (
        joined(visions=frozenset("12")),
        joined(visions=frozenset("1")),
        joined(visions=frozenset("1"), is_whole=False),
    ),
    "goal-not-agreed": (
        joined(agreed=frozenset("12")),
        joined(agreed=frozenset()),
        joined(agreed=None),
    ),
    "differences-open": (
        joined(differences=(Difference("d", "Who pays", is_open=False),)),
        joined(differences=(Difference("d", "Who pays"),)),
        joined(),
    ),
    "work-on-one-side": (loads(*"11122"), loads(*"11111"), loads(*"1111", None)),
    "agreement-ends-early": (
        joined(ends=YEAR[1], agreements=(Agreement("g", "Memorandum", YEAR[1]),)),
        joined(ends=YEAR[1], agreements=(Agreement("g", "Memorandum", YEAR[0]),)),
        joined(agreements=(Agreement("g", "Memorandum", YEAR[0]),)),
    ),
    "need-uncovered": (needs("1"), needs(), needs(is_whole=False)),
    "need-on-one-partner": (
        needs("1", "2", weight=5),
        needs("1", weight=4),
        needs("1", weight=5, is_whole=False),
    ),
    "partner-brings-nothing": (
        needs("1"),
        joined(needs=(Need("n", "Dig", 1, frozenset("1")),)),
        joined(needs=(Need("n", "Dig"),)),
    ),
    "learning-one-way": (
        joined(learning=frozenset({("1", "2"), ("2", "1")})),
        joined(learning=frozenset({("1", "2")})),
        joined(learning=frozenset({("1", "2")}), is_whole=False),
    ),
    "authority-not-approached": (
        joined(authorities=(Authority("t", "Town hall", is_approached=True),)),
        joined(authorities=(Authority("t", "Town hall"),)),
        joined(),
    ),
    "targets-over-time": (
        Design(*YEAR, indicators=(people(300),)),
        Design(*YEAR, indicators=(people(5000),)),
        Design(indicators=(people(300),)),
    ),
    "targets-over-money": (
        Design(euros=Decimal(10000), indicators=(people(300),)),
        Design(euros=Decimal(10000), indicators=(people(5000),)),
        Design(indicators=(people(300),)),
    ),
    "indicator-without-target": (
        Design(indicators=(people(300),)),
        Design(indicators=(people(None),)),
        Design(indicators=(people(None, has_target=None),)),
    ),
    "outcome-without-indicator": (
        Design(results=(OUTCOME,), indicators=(people(3, result="o"),)),
        Design(results=(OUTCOME,), indicators=(people(3, result="p"),)),
        Design(results=(OUTCOME,), indicators=(people(3),)),
    ),
    "not-split": (
        Design(indicators=(people(3, splits=frozenset({"sex", "age"})),)),
        Design(indicators=(people(3, splits=frozenset({"sex"})),)),
        Design(indicators=(people(3),)),
    ),
    "activity-serves-nothing": (plan(result="p"), plan(result=""), plan()),
    "output-without-activity": (
        Design(results=(OUTPUT,), activities=(activity(result="p"),)),
        Design(results=(OUTPUT,), activities=(activity(result=""),)),
        Design(results=(OUTPUT,), activities=(activity(),)),
    ),
    "outside-the-project": (
        Design(*YEAR, activities=(activity(starts=YEAR[0], ends=YEAR[1]),)),
        Design(*YEAR, activities=(activity(starts=date(2026, 12, 31), ends=YEAR[1]),)),
        Design(*YEAR, activities=(activity(starts=YEAR[0]),)),
    ),
    "outcome-without-assumption": (
        Design(results=(Result("o", "outcome", assumptions=1),)),
        Design(results=(OUTCOME,)),
        Design(results=(Result("o", "outcome"),)),
    ),
    "result-not-verifiable": (
        Design(results=(OUTPUT,)),
        Design(results=(OUTCOME,)),
        Design(results=(Result("o", "outcome"),)),
    ),
    "threat-not-thought-of": (
        risks(*(Risk(x, kind=x) for x in ("external", "capacity", "project", "relational"))),
        risks(Risk("r", kind="external")),
        risks(Risk("r")),
    ),
    "grave-risk-unanswered": (
        risks(Risk("r", weight=25, has_owner=True, has_response=True)),
        risks(Risk("r", weight=25, has_owner=True, has_response=False)),
        risks(Risk("r", has_owner=True, has_response=True)),
    ),
    "no-money-for-monitoring": (lines("monitoring"), lines("staff"), lines(None)),
    "no-plan-served": (
        Design(alignments=frozenset({"local_plan"})),
        Design(answers={"plan-served": False}),
        NOTHING,
    ),
    "lessons-not-shared": (
        blocks("knowledge-sharing"),
        Design(answers={"lessons": False}),
        NOTHING,
    ),
    "community-not-heard": (
        Design(drafting=frozenset({"women"})),
        Design(drafting=frozenset({"partner"})),
        NOTHING,
    ),
    "campaign-without-baseline": (
        blocks("information-campaigns", indicators=(people(3, has_baseline=True),)),
        blocks("information-campaigns", indicators=(people(3, has_baseline=False),)),
        blocks("information-campaigns", indicators=(people(3),)),
    ),
}


def _answered(question: str, block: str, answer: bool | None) -> Design:
    answers: Mapping[str, bool] = {} if answer is None else {question: answer}
    return blocks(block, answers=answers)


# Rules that ask a question: wanted answer, the other one, none. Written out, so that a rule whose
# sense is turned round by mistake is noticed.
WANTED = {
    "event-without-follow-up": ("networking-events", "follow-up", True),
    "event-same-people": ("networking-events", "new-contacts", True),
    "no-keeper": ("virtual-spaces", "keeper", True),
    "never-face-to-face": ("virtual-spaces", "face-to-face", True),
    "registered-for-nothing": ("skill-mapping", "gain-for-registered", True),
    "personal-data-open": ("job-placement", "personal-data", True),
    "no-materials": ("md-training", "materials", True),
    "training-at-one-end": ("md-training", "both-ends", True),
    "trainers-not-trained": ("experts-trainers", "trainers-trained", True),
    "terms-not-written": ("experts-trainers", "terms", True),
    "skills-without-needs": ("skill-mapping", "needs-known", True),
    "no-authorisation": ("institutional-collaboration", "authorisation", True),
    "no-employers": ("job-placement", "employers", True),
    "literacy-on-one-side": ("financial-literacy", "senders-and-receivers", True),
    "no-financial-actor": ("transfer-tools", "financial-actor", True),
    "credit-without-say": ("revolving-credit", "say-in-credit", True),
    "revenue-expected": ("cooperatives", "revenue", False),
    "support-at-one-end": ("business-support", "support-both-ends", True),
    "support-ends": ("business-support", "support-after", True),
    "not-researched": ("information-campaigns", "research", True),
    "campaign-in-one-language": ("information-campaigns", "languages", True),
    "campaign-without-audience": ("information-campaigns", "audience", True),
    "no-referral": ("services-return", "referral", True),
    "no-consent": ("services-families", "consent", True),
    "no-access-to-the-vulnerable": ("services-return", "access", True),
}
assert set(WANTED) == {rule.id for rule in ASKED}, "every rule that asks has its answer here"
for _rule, (_block, _question, _yes) in WANTED.items():
    CASES[_rule] = (
        _answered(_question, _block, _yes),
        _answered(_question, _block, not _yes),
        _answered(_question, _block, None),
    )
