"""The chart of a plan (Gantt 1910): rows of bars on a common line of days, in percent of its width.

Nothing is drawn here: a template sets each row beside the name of its task. Percentages let one
drawing serve every width. `mirrored` counts from the other side, for scripts that run that way.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from .plan import Plan, Task

MOST_TICKS = 9
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between two lines


@dataclass(frozen=True, slots=True)
class Bar:
    """A span in percent of the width; `done`: how much of it, from its beginning, is solid."""

    x: Decimal
    width: Decimal
    done_x: Decimal
    done_width: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of an arrow inside a row: from (x1, y1) to (x2, y2), in percent; head: ends here."""

    x1: Decimal
    y1: int
    x2: Decimal
    y2: int
    head: bool = False


@dataclass(slots=True)
class ChartRow:
    """One task. bar None: its days are not said. point: where its milestone stands."""

    task: Task
    bar: Bar | None
    point: Decimal | None = None
    late: tuple[Decimal, Decimal, int] | None = None  # from x, to x, days
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows in the plan's order; ticks are (percent, first day of a month); today may be outside."""

    rows: list[ChartRow]
    ticks: list[tuple[Decimal, date]]
    today: Decimal | None
    starts: date
    ends: date


def chart_of(plan: Plan, today: date | None = None, *, mirrored: bool = False) -> Chart | None:
    """Lay a plan out; None if no task has days.

    1. The span is that of the project and of all tasks together, in whole months.
    2. A bar covers its days, both included; its solid part is the share done of it.
    3. A task not done behind its last day is late up to today.
    4. A link is an arrow from the end of one row, along it, then down (or up) to the other's bar.
    """
    days = [day for task in plan.tasks for day in (task.starts, task.ends) if day]
    if not days:
        return None
    days += [day for day in (plan.starts, plan.ends) if day]
    scale = _Scale.over(min(days), max(days), mirrored)
    rows = [_row(task, scale, today) for task in plan.tasks]
    _draw_links(plan, rows, scale)
    shown = today if today and scale.first <= today <= scale.last else None
    return Chart(
        rows=rows,
        ticks=scale.ticks(),
        today=scale.at(shown) if shown else None,
        starts=scale.first,
        ends=scale.last,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to percent. A day is a span: `at` is its beginning."""

    first: date
    last: date
    mirrored: bool

    @classmethod
    def over(cls, first: date, last: date, mirrored: bool) -> "_Scale":
        following = _month(last, 1)
        return cls(first.replace(day=1), following - timedelta(days=1), mirrored)

    def at(self, day: date) -> Decimal:
        """Where a day begins, in percent, two decimals."""
        whole = (self.last - self.first).days + 1
        x = Decimal((day - self.first).days * 100) / whole
        return (100 - x if self.mirrored else x).quantize(Decimal("0.01"))

    def span(self, first: date, last: date) -> tuple[Decimal, Decimal]:
        """(x, width) of days, both included, from whichever side is left."""
        begin, end = self.at(first), self.at(last + timedelta(days=1))
        return min(begin, end), abs(end - begin)

    def ticks(self) -> list[tuple[Decimal, date]]:
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((step for step in STEPS if months <= step * MOST_TICKS), STEPS[-1])
        found, day = [], self.first
        while day <= self.last:
            if (day.year * 12 + day.month - 1) % step == 0 or step == 1:
                found.append((self.at(day), day))
            day = _month(day, 1)
        return found


def _month(day: date, later: int) -> date:
    """The first day of the month so many months later."""
    count = day.year * 12 + day.month - 1 + later
    return date(count // 12, count % 12 + 1, 1)


def _row(task: Task, scale: _Scale, today: date | None) -> ChartRow:
    starts, ends = task.starts or task.ends, task.ends or task.starts
    if starts is None or ends is None:
        return ChartRow(task, None)
    x, width = scale.span(starts, ends)
    done = (width * (task.done or 0) / 100).quantize(Decimal("0.01"))
    bar = Bar(x, width, x + width - done if scale.mirrored else x, done)
    row = ChartRow(task, bar)
    if task.is_milestone:
        row.point = scale.at(ends)
    if today and ends < today <= scale.last and not task.is_done:
        row.late = (scale.at(ends + timedelta(days=1)), scale.at(today), (today - ends).days)
    return row


def _draw_links(plan: Plan, rows: list[ChartRow], scale: _Scale) -> None:
    places = {row.task.id: place for place, row in enumerate(rows)}
    drawn: dict[int, list[Line]] = defaultdict(list)
    for link in plan.known_links:
        here, there = places[link.before], places[link.after]
        ends = rows[here].task.ends
        starts = rows[there].task.starts
        if ends is None or starts is None or here == there:
            continue
        leave, arrive = scale.at(ends + timedelta(days=1)), scale.at(starts)
        down = there > here
        drawn[here].append(Line(leave, 50, arrive, 50))
        drawn[here].append(Line(arrive, 50, arrive, 100 if down else 0))
        for between in range(min(here, there) + 1, max(here, there)):
            drawn[between].append(Line(arrive, 0, arrive, 100))
        edge = (0, 30) if down else (100, 70)
        drawn[there].append(Line(arrive, edge[0], arrive, edge[1], head=True))
    for place, lines in drawn.items():
        rows[place].lines = lines
