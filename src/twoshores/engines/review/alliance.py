"""Rules about how partners are joined: voice, papers, what each brings, learning (chapter 6).

Their facts are kept by whoever keeps alliances. Where nothing is written there, nothing is known:
an empty page is no finding.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from .design import Design, Need, Partner
from .partnership import MOST_PERCENT
from .verdict import HOLDS, NOT_CONCERNED, Rules, Severity, Verdict, fails, judged, unknown

# Of our own. Below so many activities a share of them says little.
LEAST_ACTIVITIES = 5
# Of our own: needs weigh 1 to 5, and a complementary partnership always has some that hang on one.
HEAVY = 4
RULES = Rules()


def _several(design: Design) -> Verdict | None:
    """What every rule here answers where there are not two partners; None where there are."""
    if not design.partners:
        return unknown("partners")
    return NOT_CONCERNED if len(design.partners) < 2 else None


def _lacking(design: Design, code: str, field: str, bad: Iterable[tuple[str, str]]) -> Verdict:
    """Rows that lack something. Where not all was written down, they only may lack it."""
    rows = list(bad)
    return judged(code, field, rows if design.is_whole else (), bool(rows))


def _outside(partners: Collection[Partner], ids: Collection[str]) -> list[tuple[str, str]]:
    return [(row.name, row.id) for row in partners if row.id not in ids]


@RULES.add("goal-in-some-words", "6.1", Severity.MIND, "visions")
def goal_in_some_words(design: Design) -> Verdict:
    """Every partner says the goal in words of its own, not one for all."""
    if (verdict := _several(design)) is not None:
        return verdict
    if not design.visions:
        return unknown("visions")
    bad = _outside(design.partners or (), design.visions)
    return _lacking(design, "goal-in-some-words", "visions", bad)


@RULES.add("goal-not-agreed", "6.1", Severity.MIND, "goal")
def goal_not_agreed(design: Design) -> Verdict:
    """All partners agreed to the text of the shared goal."""
    if (verdict := _several(design)) is not None:
        return verdict
    if design.agreed is None:
        return unknown("goal")
    bad = _outside(design.partners or (), design.agreed)
    return _lacking(design, "goal-not-agreed", "goal", bad)


@RULES.add("differences-open", "6.4", Severity.MIND, "differences")
def differences_open(design: Design) -> Verdict:
    """Where partners see the goal differently, they say how they settled it."""
    if design.differences is None:
        return unknown("differences")
    bad = [(row.text, row.id) for row in design.differences if row.is_open]
    return judged("differences-open", "differences", bad, False)


@RULES.add("work-on-one-side", "6.1", Severity.MIND, "plan")
def work_on_one_side(design: Design) -> Verdict:
    """Who answers for nearly everything decides nearly everything."""
    if (verdict := _several(design)) is not None:
        return verdict
    if not design.activities or any(row.responsible is None for row in design.activities):
        return unknown("plan")
    if len(design.activities) < LEAST_ACTIVITIES:
        return NOT_CONCERNED
    loads = Counter(row.responsible for row in design.activities if row.responsible)
    names = {row.id: row.name for row in design.partners or ()}
    most, name = max(((loads[id], name) for id, name in names.items()), default=(0, ""))
    whole = len(design.activities)
    if most * 100 <= whole * MOST_PERCENT:
        return HOLDS
    return fails("work-on-one-side", "plan", partner=name, number=most, activities=whole)


@RULES.add("agreement-ends-early", "6.1", Severity.MIND, "agreements")
def agreement_ends_early(design: Design) -> Verdict:
    """What was signed holds to the project's last day. No last day: for as long as it is kept."""
    if not design.agreements:
        return unknown("agreements")
    if design.ends is None:
        return unknown("basics")
    bad = [
        (row.title, row.id)
        for row in design.agreements
        if row.ends is not None and row.ends < design.ends
    ]
    return judged("agreement-ends-early", "agreements", bad, False)


def _weighed(design: Design) -> Verdict | tuple[list[tuple[Need, set[str]]], set[str]]:
    """Needs with the present partners that have them, and all of these partners."""
    if not design.partners:
        return unknown("partners")
    if not design.needs or not any(row.holders for row in design.needs):
        return unknown("needs")
    here = {row.id for row in design.partners}
    return [(row, here & row.holders) for row in design.needs], here


@RULES.add("need-uncovered", "6.2", Severity.MIND, "needs")
def need_uncovered(design: Design) -> Verdict:
    """Every need is met by a partner."""
    found = _weighed(design)
    if isinstance(found, Verdict):
        return found
    bad = [(need.text, need.id) for need, holders in found[0] if not holders]
    return _lacking(design, "need-uncovered", "needs", bad)


@RULES.add("need-on-one-partner", "6.2", Severity.MIND, "needs")
def need_on_one_partner(design: Design) -> Verdict:
    """No grave need hangs on one partner alone. Where not all was written, nor are weights."""
    found = _weighed(design)
    if isinstance(found, Verdict):
        return found
    bad = [
        (need.text, need.id)
        for need, holders in found[0]
        if (need.weight >= HEAVY or not design.is_whole) and len(holders) == 1
    ]
    return _lacking(design, "need-on-one-partner", "needs", bad)


@RULES.add("partner-brings-nothing", "6.2", Severity.MIND, "strengths")
def partner_brings_nothing(design: Design) -> Verdict:
    """Each partner has something that the project needs."""
    if (verdict := _several(design)) is not None:
        return verdict
    found = _weighed(design)
    if isinstance(found, Verdict):
        return unknown("strengths")
    bringing = set[str]().union(*(holders for _need, holders in found[0]))
    bad = _outside(design.partners or (), bringing)
    return _lacking(design, "partner-brings-nothing", "strengths", bad)


@RULES.add("learning-one-way", "6.3", Severity.ADVICE, "learning")
def learning_one_way(design: Design) -> Verdict:
    """Some partner both teaches and learns."""
    if (verdict := _several(design)) is not None:
        return verdict
    if not design.learning:
        return unknown("learning")
    teachers = {teacher for teacher, _learner in design.learning}
    learners = {learner for _teacher, learner in design.learning}
    if teachers & learners:
        return HOLDS
    bad = [(row.name, row.id) for row in design.partners or () if row.id in teachers]
    if not bad or not design.is_whole:
        return unknown("learning")
    return fails("learning-one-way", "learning", subjects=bad)


@RULES.add("authority-not-approached", "7.2", Severity.MIND, "stakeholders")
def authority_not_approached(design: Design) -> Verdict:
    """Something was decided on, or done with, every local authority that matters."""
    if any(row.kind == "local_authority" for row in design.partners or ()):
        return HOLDS
    if not design.authorities:
        return unknown("stakeholders")
    bad = [(row.name, row.id) for row in design.authorities if not row.is_approached]
    return _lacking(design, "authority-not-approached", "stakeholders", bad)
