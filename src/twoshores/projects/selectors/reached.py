"""People reached by a project that the reader was let into. Its own people only see this.

Who was noted by number is told apart and counted once. Heads are counts of an activity in a
period; nobody knows who is in two of them, so they are never added to anything.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.db.models import Count, Model, QuerySet

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
class Noted:
    """Where somebody noted people: (period, activity) in the order of periods and of the plan."""

    keys: list[tuple[int, UUID]]
    periods: list[Period]
    activities: list[Activity]
    has_heads: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """Some periods with some of their activities; `people`: different ones in all of a period."""

    periods: list[tuple[Period, list[Cell], Heads | None]]


def noted_in(project: Project) -> Noted:
    """Every activity in a period that has people. Four queries, whatever their number."""
    periods, activities = list(project.periods.all()), list(project.activities.all())
    pairs = ("period", "activity")
    listed = set(_people(project).values_list(*pairs).distinct())
    counted = set(ReachedCount.objects.filter(project=project).values_list(*pairs).distinct())
    either = listed | counted
    keys = [
        (span.pk, row.pk) for span in periods for row in activities if (span.pk, row.pk) in either
    ]
    return Noted(keys, periods, activities, bool(counted))


def everybody_in(project: Project) -> Heads | None:
    """Different people over all activities and periods; None where nobody is told apart."""
    return _different(_people(project))


def reached_at(project: Project, noted: Noted, keys: Sequence[tuple[int, UUID]]) -> Reached:
    """What was noted at these of the keys. Three queries, whatever their number."""
    wanted = set(keys)
    listed = _listed(project, wanted)
    heads = _heads(project, wanted)
    different = _different_by_period(project, {period for period, _activity in wanted})
    found = []
    for span in noted.periods:
        cells = [
            Cell(row, listed.get((span.pk, row.pk)), heads.get((span.pk, row.pk), {}))
            for row in noted.activities
            if (span.pk, row.pk) in wanted
        ]
        if cells:
            found.append((span, cells, different.get(span.pk)))
    return Reached(found)


def _people(project: Project) -> QuerySet[ReachedPerson]:
    return ReachedPerson.objects.filter(project=project).order_by()


def _different(rows: QuerySet[ReachedPerson]) -> Heads | None:
    """Everybody once, read by and by: there may be tens of thousands."""
    said = rows.values_list("digest", "sex", "age_band").distinct()
    made = different_people(Entry(*row) for row in said.iterator())
    return made if made.people else None


def _different_by_period(project: Project, periods: set[int]) -> dict[int, Heads]:
    rows = _people(project).filter(period__in=periods).order_by("period")
    said = rows.values_list("period", "digest", "sex", "age_band").distinct()
    return {
        period: different_people(Entry(*row[1:]) for row in group)
        for period, group in groupby(said.iterator(), key=itemgetter(0))
    }


def _listed(project: Project, wanted: set[tuple[int, UUID]]) -> dict[tuple[int, UUID], Heads]:
    """By key. A person stands once in a list, so that the database may count them."""
    groups = _among(_people(project), wanted).values_list("period", "activity", "sex", "age_band")
    sexes: dict[tuple[int, UUID], Counter[str]] = defaultdict(Counter)
    ages: dict[tuple[int, UUID], Counter[str]] = defaultdict(Counter)
    for period, activity, sex, age, number in groups.annotate(number=Count("pk")):
        sexes[period, activity][sex] += number
        ages[period, activity][age] += number
    return {key: Heads(made.total(), made, ages[key]) for key, made in sexes.items()}


def _heads(project: Project, wanted: set[tuple[int, UUID]]) -> dict[tuple[int, UUID], Counts]:
    found: dict[tuple[int, UUID], dict[tuple[str, str], int | None]] = defaultdict(dict)
    for count in _among(ReachedCount.objects.filter(project=project), wanted):
        found[count.period_id, count.activity_id][count.sex, count.age_band] = count.number
    return dict(found)


def _among[M: Model](rows: QuerySet[M], wanted: set[tuple[int, UUID]]) -> QuerySet[M]:
    """Rows of these keys, and of a few others that mix them: those are left lying."""
    periods, activities = {key[0] for key in wanted}, {key[1] for key in wanted}
    return rows.filter(period__in=periods, activity__in=activities)


def heads_of(activity: Activity, period: Period) -> Counts:
    """What was counted by head for an activity in a period."""
    rows = ReachedCount.objects.filter(activity=activity, period=period)
    return {(row.sex, row.age_band): row.number for row in rows}


def listed_in(activity: Activity, period: Period) -> int:
    """How many are noted by number for an activity in a period."""
    return ReachedPerson.objects.filter(activity=activity, period=period).count()
