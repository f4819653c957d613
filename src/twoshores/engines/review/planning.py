"""Rules about results, plan, figures and risks (section 6.4, final recommendations 5-7)."""

from decimal import Decimal

from .design import Design, Indicator
from .verdict import (
    HOLDS,
    NOT_CONCERNED,
    Rules,
    Severity,
    Verdict,
    asked,
    fails,
    judged,
    unknown,
)

# Of our own, to have figures looked at twice: the handbook names none. Campaigns, which reach
# many at once, are left out.
MOST_PEOPLE_A_DAY = 10
LEAST_EUR_A_PERSON = 10
GRAVE = 8  # likelihood x effect from which a risk needs an answer
THREATS = ("external", "capacity", "project", "relational")
CAMPAIGNS = "information-campaigns"
RULES = Rules()


def _most_people(design: Design) -> tuple[Decimal, Indicator] | None:
    """The largest target that counts people reached otherwise than by a campaign."""
    found = [
        (row.target, row)
        for row in design.indicators or ()
        if row.counts_people and row.target is not None and row.block != CAMPAIGNS
    ]
    return max(found, key=lambda pair: (pair[0], pair[1].text, pair[1].id)) if found else None


def _has_open_target(design: Design) -> bool:
    return any(
        row.counts_people is None or (row.counts_people and row.has_target is not False)
        for row in design.indicators or ()
        if row.target is None and row.block != CAMPAIGNS
    )


def _scale(design: Design, code: str, room: Decimal | None, field: str, **params: int) -> Verdict:
    """The largest target of people against `room` people; None: not known, for lack of `field`."""
    if not design.indicators:
        return unknown("indicators")
    found = _most_people(design)
    if found is None:
        return unknown("indicators") if _has_open_target(design) else NOT_CONCERNED
    if room is None:
        return unknown(field)
    target, row = found
    if target > room:
        subjects = [(row.text, row.id)]
        return fails(code, "indicators", subjects=subjects, people=int(target), **params)
    return unknown("indicators") if _has_open_target(design) else HOLDS


@RULES.add("targets-over-time", "final 6", Severity.MIND, "indicators")
def targets_over_time(design: Design) -> Verdict:
    days = design.days
    room = None if days is None else Decimal(days * MOST_PEOPLE_A_DAY)
    return _scale(
        design, "targets-over-time", room, "basics", days=days or 0, most=MOST_PEOPLE_A_DAY
    )


@RULES.add("targets-over-money", "final 6", Severity.MIND, "indicators")
def targets_over_money(design: Design) -> Verdict:
    euros = design.euros
    room = None if euros is None else euros / LEAST_EUR_A_PERSON
    return _scale(
        design,
        "targets-over-money",
        room,
        "budget",
        euros=int(euros or 0),
        least=LEAST_EUR_A_PERSON,
    )


@RULES.add("indicator-without-target", "final 6", Severity.MIND, "indicators")
def indicator_without_target(design: Design) -> Verdict:
    if not design.indicators:
        return unknown("indicators")
    bad = [(row.text, row.id) for row in design.indicators if row.has_target is False]
    is_open = any(row.has_target is None for row in design.indicators)
    return judged("indicator-without-target", "indicators", bad, is_open)


@RULES.add("outcome-without-indicator", "6.4", Severity.MIND, "indicators")
def outcome_without_indicator(design: Design) -> Verdict:
    outcomes = [row for row in design.results or () if row.level == "outcome"]
    if not outcomes:
        return unknown("chain")
    if design.indicators is None:
        return unknown("indicators")
    served = {row.result for row in design.indicators}
    bad = [(row.text, row.id) for row in outcomes if row.id not in served]
    if bad and None in served:
        return unknown("indicators")
    return judged("outcome-without-indicator", "indicators", bad, False)


@RULES.add("not-split", "4 in short", Severity.MIND, "indicators")
def not_split(design: Design) -> Verdict:
    """Figures of people are split by sex and by age."""
    if not design.indicators:
        return unknown("indicators")
    people = [row for row in design.indicators if row.counts_people]
    is_open = any(row.counts_people is None for row in design.indicators)
    if not people:
        return unknown("indicators") if is_open else NOT_CONCERNED
    bad = [
        (row.text, row.id)
        for row in people
        if row.splits is not None and not {"sex", "age"} <= row.splits
    ]
    is_open = is_open or any(row.splits is None for row in people)
    return judged("not-split", "indicators", bad, is_open)


@RULES.add("activity-serves-nothing", "6.4", Severity.MIND, "plan")
def activity_serves_nothing(design: Design) -> Verdict:
    if not design.activities:
        return unknown("plan")
    bad = [(row.title, row.id) for row in design.activities if row.result == ""]
    is_open = any(row.result is None for row in design.activities)
    return judged("activity-serves-nothing", "plan", bad, is_open)


@RULES.add("output-without-activity", "6.4", Severity.MIND, "plan")
def output_without_activity(design: Design) -> Verdict:
    outputs = [row for row in design.results or () if row.level == "output"]
    if not outputs or not design.activities:
        return unknown("plan" if outputs else "chain")
    served = {row.result for row in design.activities}
    bad = [(row.text, row.id) for row in outputs if row.id not in served]
    if bad and None in served:
        return unknown("plan")
    return judged("output-without-activity", "plan", bad, False)


@RULES.add("outside-the-project", "6.4", Severity.BLOCKER, "plan")
def outside_the_project(design: Design) -> Verdict:
    """No activity begins before the project or ends behind it."""
    if design.days is None or not design.activities:
        return unknown("basics" if design.days is None else "plan")
    assert design.starts is not None  # days says so
    assert design.ends is not None
    first, last = design.starts, design.ends
    bad = [
        (row.title, row.id)
        for row in design.activities
        if any(day is not None and not first <= day <= last for day in (row.starts, row.ends))
    ]
    is_open = any(row.starts is None or row.ends is None for row in design.activities)
    return judged("outside-the-project", "plan", bad, is_open, starts=first, ends=last)


@RULES.add("outcome-without-assumption", "6.4", Severity.ADVICE, "chain")
def outcome_without_assumption(design: Design) -> Verdict:
    outcomes = [row for row in design.results or () if row.level == "outcome"]
    if not outcomes:
        return unknown("chain")
    bad = [(row.text, row.id) for row in outcomes if row.assumptions == 0]
    is_open = any(row.assumptions is None for row in outcomes)
    return judged("outcome-without-assumption", "chain", bad, is_open)


@RULES.add("result-not-verifiable", "6.4", Severity.ADVICE, "chain")
def result_not_verifiable(design: Design) -> Verdict:
    rows = [row for row in design.results or () if row.level != "goal"]
    if not rows:
        return unknown("chain")
    bad = [(row.text, row.id) for row in rows if row.verification == ""]
    is_open = any(row.verification is None for row in rows)
    return judged("result-not-verifiable", "chain", bad, is_open)


@RULES.add("threat-not-thought-of", "6.4", Severity.ADVICE, "risks")
def threat_not_thought_of(design: Design) -> Verdict:
    """Each of the handbook's four kinds of threats was looked at."""
    if design.risks is None:
        return unknown("risks")
    kinds = {risk.kind for risk in design.risks}
    lacking = tuple(kind for kind in THREATS if kind not in kinds)
    if not lacking:
        return HOLDS
    if None in kinds:
        return unknown("risks")
    return fails("threat-not-thought-of", "risks", kinds=lacking)


@RULES.add("grave-risk-unanswered", "6.4", Severity.MIND, "risks")
def grave_risk_unanswered(design: Design) -> Verdict:
    """A grave risk has somebody who watches it and something that is done."""
    if design.risks is None:
        return unknown("risks")
    grave = [row for row in design.risks if row.weight is None or row.weight >= GRAVE]
    if not grave:
        return NOT_CONCERNED
    bad = [
        (row.text, row.id)
        for row in grave
        if row.weight is not None and False in (row.has_owner, row.has_response)
    ]
    is_open = any(None in (row.weight, row.has_owner, row.has_response) for row in grave)
    return judged("grave-risk-unanswered", "risks", bad, is_open)


@RULES.add("no-money-for-monitoring", "final 3", Severity.ADVICE, "budget.monitoring")
def no_money_for_monitoring(design: Design) -> Verdict:
    if not design.lines:
        return unknown("budget")
    kinds = {line.category for line in design.lines}
    if "monitoring" in kinds:
        return HOLDS
    if None in kinds:
        return unknown("budget.monitoring")
    return fails("no-money-for-monitoring", "budget.monitoring", lines=len(design.lines))


@RULES.add("no-plan-served", "final 7", Severity.MIND, "alignment")
def no_plan_served(design: Design) -> Verdict:
    """A local or national plan, not only a goal of the whole world."""
    if design.alignments is not None and {"local_plan", "national_plan"} & design.alignments:
        return HOLDS
    answer = asked(design, "plan-served", "no-plan-served")
    if answer.answer == "not_known" and design.alignments:
        return fails("only-world-goals", "alignment")
    return answer


@RULES.add("lessons-not-shared", "final 5", Severity.MIND, "answers.lessons")
def lessons_not_shared(design: Design) -> Verdict:
    if "knowledge-sharing" in (design.blocks or ()):
        return HOLDS
    return asked(design, "lessons", "lessons-not-shared")


@RULES.add("community-not-heard", "2.3", Severity.MIND, "drafting")
def community_not_heard(design: Design) -> Verdict:
    """People of the place took part in drafting, or were asked."""
    if design.drafting is None:
        return unknown("drafting")
    heard = {"community", "families", "women", "youth"} & design.drafting
    return HOLDS if heard else fails("community-not-heard", "drafting")
