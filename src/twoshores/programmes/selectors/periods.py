"""Two periods of a programme side by side, and the rows that each figure is made of.

Money is what the journal posted in the period; what was taken back counts nowhere. So the figures
of all periods together are those of the portfolio.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from twoshores.engines import budget as sums
from twoshores.projects.selectors.budget import NamedRate

from ..models import (
    Account,
    GrantContract,
    JournalEntry,
    JournalLine,
    Programme,
    ReportDuty,
    ReportReview,
)
from .closing import figure_of
from .duties import HANDED_IN
from .portfolio import Filters, grants_of, rates_for


class Figure(StrEnum):
    COMMITTED = "committed"
    PAID = "paid"
    REPORTED = "reported"
    WRITTEN_OFF = "written_off"
    CONTRACTS = "contracts"
    DUE = "due"
    LATE = "late"


MONEY = (Figure.COMMITTED, Figure.PAID, Figure.REPORTED, Figure.WRITTEN_OFF)
# What a line is part of on a contract's page of money, and here. Paid is less what came back.
_FROM = {
    "amount": Figure.COMMITTED,
    "spent": Figure.REPORTED,
    "paid": Figure.PAID,
    "paid_back": Figure.PAID,
    "written_off": Figure.WRITTEN_OFF,
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from and until, both in it."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until

    @classmethod
    def of_year(cls, year: int) -> "Span":
        return cls(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True, slots=True)
class Source:
    """A row behind a figure: an entry of the journal, or a report that was due. amount: in the
    contract's currency, None where the figure counts."""

    figure: Figure
    day: date
    contract: GrantContract
    amount: sums.Amount | None = None
    entry: JournalEntry | None = None
    duty: ReportDuty | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """money: empty sums where nothing was posted, which is not zero. due: reports whose day has
    come; late: of them, those that came after it or have not come."""

    span: Span
    money: Mapping[Figure, sums.Sum]
    contracts: int
    due: int
    late: int


@dataclass(frozen=True, slots=True)
class Comparison:
    periods: list[Period]
    rates: list[NamedRate]
    on: date  # the one day whose rates convert all periods


def compare(programme: Programme, filters: Filters, spans: Sequence[Span]) -> Comparison:
    """The figures of each span, at the same rates. Six queries.

    The caller has asked `standing_with(...).reads`.
    """
    rows = _sources(programme, filters, spans)
    codes = {row.amount.currency for row in rows if row.amount is not None}
    rates, named, on = rates_for(programme, codes)
    return Comparison([_period(rows, span, rates) for span in spans], named, on)


def sources_of(
    programme: Programme, filters: Filters, figure: Figure, span: Span
) -> tuple[list[Source], sums.Sum, list[NamedRate]]:
    """The rows of one figure, oldest first, with their sum and its rates. Six queries."""
    rows = [row for row in _sources(programme, filters, [span]) if row.figure == figure]
    amounts = [row.amount for row in rows if row.amount is not None]
    rates, named, _on = rates_for(programme, {one.currency for one in amounts})
    return rows, sums.add_up(amounts, rates), named


def _period(rows: Iterable[Source], span: Span, rates: sums.Rates) -> Period:
    found: dict[Figure, list[Source]] = {figure: [] for figure in Figure}
    for row in rows:
        if span.holds(row.day):
            found[row.figure].append(row)
    return Period(
        span=span,
        money={
            figure: sums.add_up((row.amount for row in found[figure] if row.amount), rates)
            for figure in MONEY
        },
        contracts=len(found[Figure.CONTRACTS]),
        due=len(found[Figure.DUE]),
        late=len(found[Figure.LATE]),
    )


def _sources(programme: Programme, filters: Filters, spans: Sequence[Span]) -> list[Source]:
    """All rows of all figures in the spans, by day. Five queries."""
    proposals = [row.proposal.pk for row in grants_of(programme, filters)]
    since, until = min(span.since for span in spans), max(span.until for span in spans)
    rows = [
        *_posted(JournalLine.objects.filter(entry__on__range=(since, until)), proposals),
        *_reports(ReportDuty.objects.filter(due_on__range=(since, until)), proposals),
    ]
    return sorted(
        (row for row in rows if any(span.holds(row.day) for span in spans)),
        key=_order,
    )


def _order(row: Source) -> tuple[date, str, int, str]:
    number = row.entry.number if row.entry is not None else 0
    return row.day, row.contract.number, number, row.duty.title if row.duty is not None else ""


def _posted(lines: Any, proposals: list[UUID]) -> list[Source]:
    """Of each entry one row a figure: money that came back stands on two accounts. One query."""
    wanted = (
        lines.filter(contract__proposal__in=proposals)
        .filter(entry__reverses=None, entry__reversed_by=None)
        .select_related("entry", "contract__proposal__project")
    )
    found: dict[tuple[UUID, UUID, Figure], Source] = {}
    for line in wanted:
        figure = _figure(line)
        contract, entry = line.contract, line.entry
        if figure is None or line.currency != contract.currency:
            continue
        key = (entry.pk, contract.pk, figure)
        before = found[key].amount if key in found else None
        amount = sums.Amount(line.amount + (before.value if before else 0), line.currency)
        found[key] = Source(figure, entry.on, contract, amount, entry)
    signed = [
        Source(Figure.CONTRACTS, row.day, row.contract, entry=row.entry)
        for row in found.values()
        if row.entry is not None and row.entry.kind == JournalEntry.Kind.COMMITMENT
    ]
    return [*found.values(), *signed]


def _figure(line: JournalLine) -> Figure | None:
    """A closing gives back what was promised and not used: so much less is committed since."""
    if line.entry.kind == JournalEntry.Kind.CLOSURE and line.account == Account.COMMITTED:
        return Figure.COMMITTED
    return _FROM.get(figure_of(line))


def _reports(duties: Any, proposals: list[UUID]) -> list[Source]:
    """Reports whose day has come, and again those of them that were late: of contracts that held,
    for one that is not signed, or was given up before, owes none. Two queries."""
    today = timezone.localdate()
    found = []
    held = JournalLine.objects.filter(contract=OuterRef("contract"), account=Account.COMMITTED)
    for duty in (
        duties.filter(Exists(held), contract__proposal__in=proposals, due_on__lt=today)
        .select_related("report", "contract__proposal__project")
        .prefetch_related("reviews")
    ):
        found.append(Source(Figure.DUE, duty.due_on, duty.contract, duty=duty))
        if _was_late(duty):
            found.append(Source(Figure.LATE, duty.due_on, duty.contract, duty=duty))
    return found


def _was_late(duty: ReportDuty) -> bool:
    """It has not come, or it first came after its day.

    A review shows that it had come; one that was sent back and handed in again came the first
    time. A report that is there, of which no day is known, is not called late.
    """
    waived = ReportReview.Verdict.WAIVED
    days = [timezone.localdate(row.at) for row in duty.reviews.all() if row.verdict != waived]
    report = duty.report
    is_there = report is not None and report.state in HANDED_IN
    if report is not None and is_there and report.figures_at is not None:
        days.append(timezone.localdate(report.figures_at))
    return min(days) > duty.due_on if days else not is_there
