"""People reached by a project that the reader was let into. Its own people only see this.

Who was noted by number is told apart and counted once. Heads are counts of an activity in a
period; nobody knows who is in two of them, so they are never added to anything.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from twoshores.engines.headcount import Entry, Heads, different_people

from ..models import Activity, Period, Project, ReachedCount, ReachedPerson
from ..reached_lists import Counts


@dataclass(frozen=True, slots=True)
class Cell:
    """An activity in a period: people by number, None if there is no list; counts by head."""

    activity: Activity
    listed: Heads | None
    heads: Counts

    @property
    def counted(self) -> int | None:
        """All heads of this activity in this period; None where nobody counted."""
        numbers = [number for number in self.heads.values() if number is not None]
        return sum(numbers) if numbers else None


@dataclass(frozen=True, slots=True)
class Reached:
    """Periods with their activities in the plan's order, and different people over all."""

    periods: list[tuple[Period, list[Cell], Heads | None]]
    everybody: Heads | None
    has_heads: bool


def reached_of(project: Project) -> Reached:
    """Everything at once: four queries, whatever the number of people."""
    activities = list(project.activities.all())
    lists: dict[tuple[int, UUID], list[Entry]] = defaultdict(list)
    rows = ReachedPerson.objects.filter(project=project)
    for period, activity, *entry in rows.values_list(
        "period", "activity", "digest", "sex", "age_band"
    ):
        lists[period, activity].append(Entry(*entry))
    heads: dict[tuple[int, UUID], dict[tuple[str, str], int | None]] = defaultdict(dict)
    for count in ReachedCount.objects.filter(project=project):
        heads[count.period_id, count.activity_id][count.sex, count.age_band] = count.number
    found = []
    for span in project.periods.all():
        cells = [
            Cell(row, _counted(lists.get((span.pk, row.pk), ())), heads.get((span.pk, row.pk), {}))
            for row in activities
            if (span.pk, row.pk) in lists or (span.pk, row.pk) in heads
        ]
        together = [
            entry for (period, _a), many in lists.items() if period == span.pk for entry in many
        ]
        found.append((span, cells, _counted(together)))
    everybody = _counted(entry for many in lists.values() for entry in many)
    return Reached(found, everybody, bool(heads))


def _counted(entries: Iterable[Entry]) -> Heads | None:
    made = different_people(entries)
    return made if made.people else None


def heads_of(activity: Activity, period: Period) -> Counts:
    """What was counted by head for an activity in a period."""
    rows = ReachedCount.objects.filter(activity=activity, period=period)
    return {(row.sex, row.age_band): row.number for row in rows}


def listed_in(activity: Activity, period: Period) -> int:
    """How many are noted by number for an activity in a period."""
    return ReachedPerson.objects.filter(activity=activity, period=period).count()
