"""Rules about partners and their money (chapter 6, final recommendations 8 and 9)."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from .design import Design
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

# Of our own: the handbook says "relatively small"; its 51 projects have two to five partners.
MOST_PARTNERS = 5
MOST_PERCENT = 80  # of the money, with one partner
RULES = Rules()


@RULES.add("partner-alone", "6.1", Severity.BLOCKER, "partners")
def partner_alone(design: Design) -> Verdict:
    if not design.partners:
        return unknown("partners")
    return HOLDS if len(design.partners) > 1 else fails("partner-alone", "partners")


@RULES.add("too-many-partners", "final 8", Severity.MIND, "partners")
def too_many_partners(design: Design) -> Verdict:
    if not design.partners:
        return unknown("partners")
    count = len(design.partners)
    if count <= MOST_PARTNERS:
        return HOLDS
    return fails("too-many-partners", "partners", number=count, most=MOST_PARTNERS)


@RULES.add("partner-without-role", "6.2", Severity.BLOCKER, "partners")
def partner_without_role(design: Design) -> Verdict:
    if not design.partners:
        return unknown("partners")
    bad = [(row.name, row.id) for row in design.partners if row.role == ""]
    is_open = any(row.role is None for row in design.partners)
    return judged("partner-without-role", "partners", bad, is_open)


@RULES.add("role-without-partner", "6.2", Severity.BLOCKER, "plan")
def role_without_partner(design: Design) -> Verdict:
    """Every activity has a responsible partner, who is one of the partners."""
    if not design.activities:
        return unknown("plan")
    known = None if design.partners is None else {row.id for row in design.partners}
    bad = [
        (row.title, row.id)
        for row in design.activities
        if row.responsible == ""
        or (row.responsible and known is not None and row.responsible not in known)
    ]
    is_open = known is None or any(row.responsible is None for row in design.activities)
    return judged("role-without-partner", "plan", bad, is_open)


@RULES.add("partner-without-activity", "6.2", Severity.MIND, "plan")
def partner_without_activity(design: Design) -> Verdict:
    """Every partner does something in the plan."""
    if not design.partners or not design.activities:
        return unknown("partners" if not design.partners else "plan")
    if any(row.responsible is None or row.contributors is None for row in design.activities):
        return unknown("plan")
    busy = {row.responsible for row in design.activities}.union(
        *(row.contributors or () for row in design.activities)
    )
    bad = [(row.name, row.id) for row in design.partners if row.id not in busy]
    return judged("partner-without-activity", "plan", bad, False)


@RULES.add("no-agreement", "6.1", Severity.MIND, "partners")
def no_agreement(design: Design) -> Verdict:
    """Roles stand in a signed paper; the leading partner needs none with itself."""
    if not design.partners:
        return unknown("partners")
    others = [row for row in design.partners if not row.is_lead]
    if not others:
        return NOT_CONCERNED
    bad = [(row.name, row.id) for row in others if row.agreement in ("none", "drafted")]
    return judged("no-agreement", "partners", bad, any(row.agreement is None for row in others))


@RULES.add("no-one-leads", "6.1", Severity.MIND, "partners")
def no_one_leads(design: Design) -> Verdict:
    """Exactly one partner keeps the partnership on its way."""
    if not design.partners:
        return unknown("partners")
    leads = [(row.name, row.id) for row in design.partners if row.is_lead]
    if len(leads) > 1:
        return fails("several-lead", "partners", subjects=leads)
    if leads:
        return HOLDS
    is_open = any(row.is_lead is None for row in design.partners)
    return unknown("partners") if is_open else fails("no-one-leads", "partners")


def _budgeted(design: Design, category: str, code: str) -> Verdict:
    """A line of money or of kind for what partners in two countries cannot do without."""
    if design.partners is not None and len(design.partners) == 1:
        return NOT_CONCERNED
    field = f"budget.{category}"
    if not design.lines:
        return unknown(field)
    kinds = {line.category for line in design.lines}
    if category in kinds:
        return HOLDS
    return unknown(field) if None in kinds else fails(code, field, lines=len(design.lines))


@RULES.add("no-travel", "6.4", Severity.MIND, "budget.travel")
def no_travel(design: Design) -> Verdict:
    return _budgeted(design, "travel", "no-travel")


@RULES.add("no-communication", "6.4", Severity.MIND, "budget.communication")
def no_communication(design: Design) -> Verdict:
    return _budgeted(design, "communication", "no-communication")


@RULES.add("no-translation", "6.4", Severity.MIND, "budget.translation")
def no_translation(design: Design) -> Verdict:
    """Not asked for where partners and the people they work with share a language."""
    if design.answers.get("one-language"):
        return HOLDS
    verdict = _budgeted(design, "translation", "no-translation")
    if verdict.findings and "one-language" not in design.answers:
        return Verdict(verdict.findings, ("answers.one-language",))
    return verdict


@RULES.add("money-on-one-side", "6.4", Severity.MIND, "budget")
def money_on_one_side(design: Design) -> Verdict:
    """By agreements in force, where they name a sum of one currency for each partner; else by the
    lines of the budget."""
    if not design.partners:
        return unknown("partners")
    if len(design.partners) < 2:
        return NOT_CONCERNED
    field, by_partner = "agreements", _agreed_money(design)
    if by_partner is None:
        field, by_partner = "budget", _planned_money(design)
    whole = sum((by_partner or {}).values(), Decimal(0))
    if by_partner is None or whole <= 0:
        return unknown("budget")
    most, holder = max((amount, id) for id, amount in by_partner.items())
    if most * 100 <= whole * MOST_PERCENT:
        return HOLDS
    name = min((row.name for row in design.partners if row.id == holder), default="")
    return fails(
        "money-on-one-side",
        field,
        partner=name,
        percent=int(most * 100 / whole),
        most=MOST_PERCENT,
    )


def _agreed_money(design: Design) -> dict[str, Decimal] | None:
    """None where a partner has no sum in writing, or sums stand in several currencies."""
    rows = design.money or ()
    here = {row.id for row in design.partners or ()}
    if len({row.currency for row in rows}) != 1 or not here <= {row.partner for row in rows}:
        return None
    return _added((row.partner, row.amount) for row in rows if row.partner in here)


def _planned_money(design: Design) -> dict[str, Decimal] | None:
    """None where a line lacks its source, its partner, or an amount that could be converted."""
    if not design.lines or any(line.source is None for line in design.lines):
        return None
    paid = [line for line in design.lines if line.source == "money"]
    if any(line.amount is None or line.partner is None for line in paid):
        return None
    return _added((line.partner or "", line.amount or Decimal(0)) for line in paid)


def _added(rows: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for partner, amount in rows:
        found[partner] += amount
    return found


@RULES.add("drafted-by-one", "6.4", Severity.MIND, "drafting")
def drafted_by_one(design: Design) -> Verdict:
    """The partners wrote the results chain together."""
    if design.drafting is None:
        return unknown("drafting")
    return HOLDS if "partner" in design.drafting else fails("drafted-by-one", "drafting")


@RULES.add("no-meetings", "6.4", Severity.ADVICE, "answers.meetings")
def no_meetings(design: Design) -> Verdict:
    return asked(design, "meetings", "no-meetings")


@RULES.add("no-local-authority", "final 9", Severity.MIND, "answers.local-authority")
def no_local_authority(design: Design) -> Verdict:
    kinds = {partner.kind for partner in design.partners or ()}
    if "local_authority" in kinds or "local_authority" in (design.drafting or ()):
        return HOLDS
    return asked(design, "local-authority", "no-local-authority")
