"""Rules about who takes part.

Counting is three-valued: a partner of whom it is not known whether it counts may count. So a rule
is met when those who surely count are enough, not met when all who may count would not be.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .application import Application, Partner
from .findings import Answer, Value
from .rules import (
    Countries,
    CountriesAllowed,
    Kinds,
    KindsAllowed,
    LeadIn,
    Partners,
    Recognition,
)

type Test = Callable[[Partner], bool | None]
# answer, code, parameters, ids of the partners meant
type Told = tuple[Answer, str, dict[str, Value], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Tally:
    """Organisations that surely count, and those that may; rows that surely do not, or may."""

    yes: int
    maybe: int
    failing: tuple[Partner, ...]
    open: tuple[Partner, ...]


def _tally(partners: Iterable[Partner], test: Test) -> _Tally:
    sure: set[str] = set()
    may: set[str] = set()
    failing, unsaid = [], []
    for partner in partners:
        answer = test(partner)
        if answer:
            sure.add(partner.who)
        elif answer is None:
            may.add(partner.who)
            unsaid.append(partner)
        else:
            failing.append(partner)
    return _Tally(len(sure), len(may - sure), tuple(failing), tuple(unsaid))


def _named(rows: Iterable[Partner]) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Names and ids of partners, in the same order for every order of the rows."""
    ordered = sorted(rows, key=lambda row: (row.name, row.id))
    names = tuple(row.name for row in ordered)
    return {"names": names, "count": len(names)}, tuple(row.id for row in ordered)


def partners(rule: Partners, application: Application) -> Told:
    number = len({partner.who for partner in application.partners})
    found: dict[str, Value] = {"number": number}
    if rule.least is not None and number < rule.least:
        return Answer.NOT_MET, "partners-few", found | {"missing": rule.least - number}, ()
    if rule.most is not None and number > rule.most:
        return Answer.NOT_MET, "partners-many", found | {"over": number - rule.most}, ()
    return Answer.MET, "partners-met", found, ()


def _at_least(least: int, tally: _Tally, code: str) -> Told:
    found: dict[str, Value] = {"number": tally.yes}
    if tally.yes >= least:
        return Answer.MET, f"{code}-met", found, ()
    found["missing"] = least - tally.yes
    if tally.yes + tally.maybe < least:
        return Answer.NOT_MET, f"{code}-few", found, ()
    named, ids = _named(tally.open)
    return Answer.NOT_KNOWN, f"{code}-open", found | named, ids


def countries(rule: Countries, application: Application) -> Told:
    tally = _tally(application.partners, _in(rule.countries))
    return _at_least(rule.least, tally, "countries")


def kinds(rule: Kinds, application: Application) -> Told:
    def counts(partner: Partner) -> bool | None:
        known = None if partner.kind is None else partner.kind in rule.any_of
        if known or not rule.or_mobilises_migrants:
            return known
        if partner.mobilises_migrants:
            return True
        return None if known is None or partner.mobilises_migrants is None else False

    code = "kinds-or-reach" if rule.or_mobilises_migrants else "kinds"
    return _at_least(rule.least, _tally(application.partners, counts), code)


def _in(codes: tuple[str, ...]) -> Test:
    return lambda partner: None if partner.country is None else partner.country in codes


def _all(rows: Iterable[Partner], test: Test, code: str) -> Told:
    tally = _tally(rows, test)
    if tally.failing:
        named, ids = _named(tally.failing)
        return Answer.NOT_MET, f"{code}-not", named, ids
    if tally.open:
        named, ids = _named(tally.open)
        return Answer.NOT_KNOWN, f"{code}-open", named, ids
    return Answer.MET, f"{code}-met", {}, ()


def countries_allowed(rule: CountriesAllowed, application: Application) -> Told:
    if not application.partners:
        return Answer.NOT_KNOWN, "no-partners", {}, ()
    return _all(application.partners, _in(rule.countries), "countries-allowed")


def kinds_allowed(rule: KindsAllowed, application: Application) -> Told:
    if not application.partners:
        return Answer.NOT_KNOWN, "no-partners", {}, ()

    def allowed(partner: Partner) -> bool | None:
        return None if partner.kind is None else partner.kind in rule.kinds

    return _all(application.partners, allowed, "kinds-allowed")


def lead_in(rule: LeadIn, application: Application) -> Told:
    leading = [partner for partner in application.partners if partner.leads]
    if not leading:
        return Answer.NOT_KNOWN, "no-lead", {}, ()
    return _all(leading, _in(rule.countries), "lead-in")


def recognition(rule: Recognition, application: Application) -> Told:
    rows = [row for row in application.partners if row.leads or not rule.only_lead]
    if not rows:
        return Answer.NOT_KNOWN, "no-lead" if rule.only_lead else "no-partners", {}, ()

    def recognised(partner: Partner) -> bool | None:
        if partner.recognition is None:
            return None
        if partner.recognition not in rule.any_of:
            return False
        if not rule.years:
            return True
        if partner.recognised_since is None or application.on is None:
            return None
        return application.on.year - partner.recognised_since >= rule.years

    return _all(rows, recognised, "recognition")
