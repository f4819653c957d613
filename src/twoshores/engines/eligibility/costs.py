"""Rules about money and time.

Amounts are never below nothing, so what is said is the least that a sum can be: a rule may be
broken, or kept, although some amounts are not said yet.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .application import Application, Source
from .findings import Answer, Value
from .partnership import Told
from .rules import Ceiling, Cofinancing, Duration, Grant, ShareMost


@dataclass(frozen=True, slots=True)
class _Sum:
    """known: of the amounts that are said. whole: whether all are."""

    known: Decimal
    whole: bool


def _sum(amounts: Iterable[Decimal | None]) -> _Sum:
    rows = list(amounts)
    return _Sum(sum((row for row in rows if row is not None), Decimal(0)), None not in rows)


def _asked(application: Application) -> _Sum:
    if not application.partners:
        return _Sum(Decimal(0), False)
    return _sum(partner.asked for partner in application.partners)


def grant(rule: Grant, application: Application) -> Told:
    asked = _asked(application)
    found: dict[str, Value] = {"asked": asked.known}
    if rule.most is not None and asked.known > rule.most:
        return Answer.NOT_MET, "grant-much", found | {"over": asked.known - rule.most}, ()
    if not asked.whole:
        # With no upper bound, what is said may be enough already.
        if rule.most is None and rule.least is not None and asked.known >= rule.least:
            return Answer.MET, "grant-met", found, ()
        return Answer.NOT_KNOWN, "grant-open", found, _silent(application)
    if rule.least is not None and asked.known < rule.least:
        return Answer.NOT_MET, "grant-little", found | {"missing": rule.least - asked.known}, ()
    return Answer.MET, "grant-met", found, ()


def _silent(application: Application) -> tuple[str, ...]:
    return tuple(sorted(row.id for row in application.partners if row.asked is None))


def share_most(rule: ShareMost, application: Application) -> Told:
    """Compared without dividing: 100 x asked by one <= percent x asked by all."""
    asked = _asked(application)
    if not asked.whole:  # whoever has not said what it asks may ask for most of it, or nothing
        return Answer.NOT_KNOWN, "share-open", {}, _silent(application)
    amounts = [(row.asked or Decimal(0), row) for row in application.partners]
    over = sorted(
        (row.name, row.id) for amount, row in amounts if 100 * amount > rule.percent * asked.known
    )
    if not over:
        return Answer.MET, "share-met", {}, ()
    most = max(amount for amount, _row in amounts)
    found: dict[str, Value] = {
        "names": tuple(name for name, _id in over),
        "count": len(over),
        "percent": _percent(most, asked.known),
    }
    return Answer.NOT_MET, "share-much", found, tuple(id for _name, id in over)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    """To a tenth, to be shown; decisions are made without it."""
    return (100 * part / whole).quantize(Decimal("0.1"))


def ceiling(rule: Ceiling, application: Application) -> Told:
    if application.lines is None:
        return Answer.NOT_KNOWN, "no-budget", {}, ()
    money = [line for line in application.lines if line.source is Source.MONEY]
    of_it = _sum(line.amount for line in money if line.category == rule.category)
    rest = _sum(line.amount for line in money if line.category != rule.category)
    found: dict[str, Value] = {"planned": of_it.known}
    if rule.amount is not None:
        return _against(of_it, rule.amount, found)
    assert rule.percent is not None
    if not rest.whole:
        # The rest may be larger: of_it may still fit, or fits already.
        fits = of_it.whole and _fits(of_it.known, rest.known, rule.percent)
        answer = Answer.MET if fits else Answer.NOT_KNOWN
        return answer, "ceiling-met" if fits else "ceiling-open", found, ()
    whole = of_it.known + rest.known
    if whole:
        found["percent"] = _percent(of_it.known, whole)
    if not _fits(of_it.known, rest.known, rule.percent):
        limit = whole * rule.percent / 100
        return Answer.NOT_MET, "ceiling-over", found | {"limit": limit}, ()
    code = "ceiling-met" if of_it.whole else "ceiling-open"
    return (Answer.MET if of_it.whole else Answer.NOT_KNOWN), code, found, ()


def _fits(part: Decimal, rest: Decimal, percent: Decimal) -> bool:
    return 100 * part <= percent * (part + rest)


def _against(planned: _Sum, limit: Decimal, found: dict[str, Value]) -> Told:
    if planned.known > limit:
        return Answer.NOT_MET, "ceiling-over", found | {"limit": limit}, ()
    if not planned.whole:
        return Answer.NOT_KNOWN, "ceiling-open", found, ()
    return Answer.MET, "ceiling-met", found, ()


def cofinancing(rule: Cofinancing, application: Application) -> Told:
    """own / (asked + own) is at least the percentage; what counts in kind is part of own."""
    if not rule.percent:
        return Answer.MET, "cofinancing-none", {}, ()
    asked = _asked(application)
    own = _sum(partner.own for partner in application.partners)
    if rule.in_kind_counts:
        lines = application.lines
        kind = _sum(row.amount for row in lines or () if row.source is Source.IN_KIND)
        own = _Sum(own.known + kind.known, own.whole and kind.whole and lines is not None)
    whole = asked.known + own.known
    found: dict[str, Value] = {"own": own.known}
    enough = 100 * own.known >= rule.percent * whole
    # More asked lowers the part, more brought raises it.
    if (not asked.whole and (enough or not own.whole)) or (not own.whole and not enough):
        return Answer.NOT_KNOWN, "cofinancing-open", found, ()
    if whole and asked.whole and own.whole:
        found["percent"] = _percent(own.known, whole)
    if enough:
        return Answer.MET, "cofinancing-met", found, ()
    missing = rule.percent * whole / 100 - own.known
    return Answer.NOT_MET, "cofinancing-little", found | {"missing": missing}, ()


def duration(rule: Duration, application: Application) -> Told:
    starts, ends = application.starts, application.ends
    if starts is None or ends is None or ends < starts:
        return Answer.NOT_KNOWN, "duration-open", {}, ()
    months, days = months_and_days(starts, ends)
    found: dict[str, Value] = {"months": months, "days": days}
    if rule.least is not None and months < rule.least:
        return Answer.NOT_MET, "duration-short", found, ()
    if rule.most is not None and (months, days) > (rule.most, 0):
        return Answer.NOT_MET, "duration-long", found, ()
    return Answer.MET, "duration-met", found, ()


def months_and_days(starts: date, ends: date) -> tuple[int, int]:
    """Whole months from the first day to the last, both included, and days beyond them.

    1 January to 30 June of the next year is 18 months and no day.
    """
    after = ends + timedelta(days=1) if ends < date.max else ends
    months = (after.year - starts.year) * 12 + after.month - starts.month
    if _moved(starts, months) > after:
        months -= 1
    return months, (after - _moved(starts, months)).days


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
