"""Rules about the two shores and about migrants' part (chapter 1, final recommendations 1-4)."""

from .design import ORIGIN, PHASES, RESIDENCE, Design
from .verdict import HOLDS, NOT_CONCERNED, Rules, Severity, Verdict, asked, fails, judged, unknown

CAPITALS = {
    "social": {
        "networking-events",
        "virtual-spaces",
        "knowledge-sharing",
        "md-training",
        "migrant-led",
    },
    "financial": {
        "transfer-tools",
        "micro-credit",
        "saving-schemes",
        "insurance",
        "financial-literacy",
        "local-businesses",
        "cooperatives",
        "savings-groups",
        "business-support",
        "revolving-credit",
    },
    "human": {
        "skill-mapping",
        "needs-assessment",
        "experts-trainers",
        "institutional-collaboration",
        "upskilling",
        "job-placement",
    },
    "cultural": {
        "information-campaigns",
        "services-before-departure",
        "services-transit-destination",
        "services-families",
        "services-return",
    },
}
BLOCKS = frozenset().union(*CAPITALS.values())
RULES = Rules()


@RULES.add("one-capital", "final 1", Severity.MIND, "blocks")
def one_capital(design: Design) -> Verdict:
    used = set(design.capitals or ())
    used |= {name for name, blocks in CAPITALS.items() if blocks & (design.blocks or frozenset())}
    if len(used) > 1:
        return HOLDS
    if not design.blocks or not used:
        return unknown("blocks")
    return fails("one-capital", "blocks", capital=next(iter(used)))


@RULES.add("one-shore", "final 2", Severity.BLOCKER, "countries")
def one_shore(design: Design) -> Verdict:
    """Neither a country that people left nor one they live in may be lacking."""
    roles = {country.role for country in design.countries or ()}
    if {ORIGIN, RESIDENCE} <= roles:
        return HOLDS
    if not design.countries or None in roles:
        return unknown("countries")
    lacking = tuple(role for role in (ORIGIN, RESIDENCE) if role not in roles)
    return fails("one-shore", "countries", roles=lacking)


@RULES.add("no-tie", "final 2", Severity.BLOCKER, "answers.tie")
def no_tie(design: Design) -> Verdict:
    verdict = asked(design, "tie", "no-tie")
    if not verdict.findings or not design.countries:
        return verdict
    codes = tuple(sorted({country.code for country in design.countries}))
    return fails("no-tie", "answers.tie", countries=codes)


@RULES.add("partners-one-side", "final policy 4", Severity.MIND, "partners")
def partners_one_side(design: Design) -> Verdict:
    """At least one partner sits on each shore."""
    if not design.partners or not design.countries:
        return unknown("partners" if not design.partners else "countries")
    where = {partner.country for partner in design.partners}
    seats = {country.role for country in design.countries if country.code in where}
    if {ORIGIN, RESIDENCE} <= seats:
        return HOLDS
    if None in where or any(country.role is None for country in design.countries):
        return unknown("partners")
    lacking = tuple(role for role in (ORIGIN, RESIDENCE) if role not in seats)
    return fails("partners-one-side", "partners", roles=lacking)


@RULES.add("migrants-absent", "final 3", Severity.BLOCKER, "people")
def migrants_absent(design: Design) -> Verdict:
    absent = tuple(phase for phase in PHASES if design.says.get(phase) == "none")
    missing = tuple(f"people.{phase}" for phase in PHASES if phase not in design.says)
    if absent:
        found = fails("migrants-absent", f"people.{absent[0]}", phases=absent)
        return Verdict(found.findings, missing)
    return unknown(*missing) if missing else HOLDS


@RULES.add("migrants-only-heard", "final 3", Severity.MIND, "people")
def migrants_only_heard(design: Design) -> Verdict:
    """In at least one phase they decide, alone or with the others."""
    if {"together", "lead"} & set(design.says.values()):
        return HOLDS
    missing = tuple(f"people.{phase}" for phase in PHASES if phase not in design.says)
    return unknown(*missing) if missing else fails("migrants-only-heard", "people")


@RULES.add("nobody-reaches-migrants", "final policy 5", Severity.MIND, "partners")
def nobody_reaches_migrants(design: Design) -> Verdict:
    if not design.partners:
        return unknown("partners")
    reach = [
        True if partner.kind == "migrant_association" else partner.mobilises_migrants
        for partner in design.partners
    ]
    if True in reach:
        return HOLDS
    return unknown("partners") if None in reach else fails("nobody-reaches-migrants", "partners")


@RULES.add("volunteers-office-hours", "final 4", Severity.MIND, "plan")
def volunteers_office_hours(design: Design) -> Verdict:
    """Volunteers work when they are free: not only in office hours."""
    if not design.activities:
        return unknown("plan")
    theirs = [row for row in design.activities if row.has_volunteers]
    is_open = any(row.has_volunteers is None for row in design.activities)
    if not theirs:
        return unknown("plan") if is_open else NOT_CONCERNED
    bad = [(row.title, row.id) for row in theirs if row.times == frozenset({"office"})]
    is_open = is_open or any(not row.times for row in theirs)
    return judged("volunteers-office-hours", "plan", bad, is_open)


@RULES.add("volunteers-not-valued", "final 4", Severity.ADVICE, "budget.volunteers")
def volunteers_not_valued(design: Design) -> Verdict:
    if not design.activities:
        return unknown("plan")
    theirs = [row for row in design.activities if row.has_volunteers]
    if not theirs:
        is_open = any(row.has_volunteers is None for row in design.activities)
        return unknown("plan") if is_open else NOT_CONCERNED
    if not design.lines:
        return unknown("budget")
    sources = {line.source for line in design.lines}
    if "volunteers" in sources:
        return HOLDS
    if None in sources:
        return unknown("budget.volunteers")
    return fails(
        "volunteers-not-valued",
        "budget.volunteers",
        subjects=[(row.title, row.id) for row in theirs],
    )
