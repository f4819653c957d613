"""The journal of a programme: entries, balances, and the proof that it is whole.

The caller has asked whether the reader reads the whole programme.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import (
    BigIntegerField,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Cast, Round

from twoshores.engines.ledger import Account, Line, Rate

from ..models import GrantContract, JournalEntry, JournalLine, Programme

# SQLite adds decimals as floating point, where 0.10 + 0.20 - 0.30 is not nothing: hundredths are
# whole numbers there and add up exactly.
_HUNDREDTHS = ExpressionWrapper(F("amount") * 100, DecimalField(max_digits=20, decimal_places=2))
CENTS = Sum(Cast(Round(_HUNDREDTHS), BigIntegerField()))


def exact(cents: int) -> Decimal:
    """What `CENTS` summed up, as an amount of two places."""
    return Decimal(cents).scaleb(-2)


def lines_of(entry: JournalEntry) -> list[Line]:
    """The lines of an entry as the engine knows them. One query."""
    return [line_of(row) for row in entry.lines.all()]


def line_of(row: JournalLine) -> Line:
    rate = Rate(row.rate, row.rate_on, row.rate_source) if row.rate is not None else None
    contract = str(row.contract_id) if row.contract_id else None
    return Line(Account(row.account), row.amount, row.currency, contract, rate)


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the journal is asked for; None and "" mean all."""

    contract: uuid.UUID | None = None
    account: str = ""
    since: date | None = None
    until: date | None = None


def entries_of(programme: Programme, shown: Shown) -> QuerySet[JournalEntry]:
    """Entries with a line that is asked for, newest first, with all their lines."""
    found = JournalEntry.objects.filter(programme=programme)
    if shown.since:
        found = found.filter(on__gte=shown.since)
    if shown.until:
        found = found.filter(on__lte=shown.until)
    if shown.contract or shown.account:
        lines = JournalLine.objects.filter(_asked(shown))
        found = found.filter(pk__in=lines.values("entry"))
    return (
        found.order_by("-number")
        .select_related("reverses", "reversed_by")
        .prefetch_related("lines")
    )


def _asked(shown: Shown) -> Q:
    asked = Q()
    if shown.contract:
        asked &= Q(contract=shown.contract)
    if shown.account:
        asked &= Q(account=shown.account)
    return asked


@dataclass(frozen=True, slots=True)
class Balance:
    account: str
    currency: str
    amount: Decimal


def balances_of(programme: Programme, shown: Shown) -> list[Balance]:
    """What stands on each account in each currency, each apart. One query."""
    rows = JournalLine.objects.filter(_asked(shown), entry__programme=programme)
    if shown.since:
        rows = rows.filter(entry__on__gte=shown.since)
    if shown.until:
        rows = rows.filter(entry__on__lte=shown.until)
    summed = rows.values("account", "currency").annotate(total=CENTS)
    order = {str(account): place for place, account in enumerate(Account)}
    found = [Balance(row["account"], row["currency"], exact(row["total"])) for row in summed]
    return sorted(found, key=lambda one: (order[one.account], one.currency))


def contract_balances(
    contracts: Iterable[GrantContract],
) -> dict[uuid.UUID, dict[tuple[str, str], Decimal]]:
    """Of each contract: (account, currency) -> what stands there. One query."""
    wanted = [row.pk for row in contracts]
    rows = JournalLine.objects.filter(contract__in=wanted)
    found: dict[uuid.UUID, dict[tuple[str, str], Decimal]] = {pk: {} for pk in wanted}
    for row in rows.values("contract", "account", "currency").annotate(total=CENTS):
        found[row["contract"]][row["account"], row["currency"]] = exact(row["total"])
    return found


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wrong with a journal; whole where nothing is. Numbers of entries."""

    entries: int
    unbalanced: tuple[int, ...]  # a currency does not sum to zero
    empty: tuple[int, ...]
    missing: tuple[int, ...]
    reversed_otherwise: tuple[int, ...]  # reversals that are not the opposite

    @property
    def is_whole(self) -> bool:
        return not (self.unbalanced or self.empty or self.missing or self.reversed_otherwise)


def journal_proof(programme: Programme) -> Proof:
    """Every entry has lines and sums to zero in each currency; numbers run from 1 without a gap;
    every reversal is the opposite of what it reverses. Five queries, six where a number is missing.
    """
    entries = JournalEntry.objects.filter(programme=programme)
    lines = JournalLine.objects.filter(entry__programme=programme)
    told = entries.aggregate(count=Count("pk"), first=Min("number"), last=Max("number"))
    count = told["count"]
    missing: tuple[int, ...] = ()
    if count and (told["first"], told["last"]) != (1, count):
        there = set(entries.values_list("number", flat=True))
        missing = tuple(sorted(set(range(1, told["last"] + 1)) - there))
    summed = lines.values("entry__number", "currency").annotate(total=CENTS)
    unbalanced = {row["entry__number"] for row in summed.exclude(total=0)}
    empty = entries.filter(lines__isnull=True).values_list("number", flat=True)
    return Proof(
        entries=count,
        unbalanced=tuple(sorted(unbalanced)),
        empty=tuple(sorted(empty)),
        missing=missing,
        reversed_otherwise=_reversed_otherwise(lines),
    )


def _reversed_otherwise(lines: QuerySet[JournalLine]) -> tuple[int, ...]:
    """Reversals whose lines, place by place, are not the opposite of what they reverse."""
    places = ("account", "contract", "currency")
    taken = lines.filter(entry__reverses__isnull=False)
    given = lines.filter(entry__reversed_by__isnull=False)
    left: dict[tuple[object, ...], int] = {}
    for rows, number in (
        (taken, F("entry__number")),
        (given, F("entry__reversed_by__number")),
    ):
        for row in rows.values(*places, to=number).annotate(total=CENTS):
            key = (row["to"], *(row[place] for place in places))
            left[key] = left.get(key, 0) + row["total"]
    return tuple(sorted({int(str(key[0])) for key, total in left.items() if total}))
