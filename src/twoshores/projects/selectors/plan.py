"""The work plan of a project that the reader was let into, as the engine's problem."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID

from babel import Locale, UnknownLocaleError

from twoshores.engines.schedule import Link, Plan, Task, Times
from twoshores.engines.schedule.calendar import SATURDAY_SUNDAY

from ..models import Activity, ActivityPartner, Dependency, Project


@dataclass(frozen=True)
class WorkPlan:
    """Activities in order, with who does them, and the engine's plan of the same."""

    activities: list[Activity]
    partners: dict[UUID, list[ActivityPartner]]
    plan: Plan

    @cached_property
    def by_id(self) -> dict[str, Activity]:
        return {str(row.pk): row for row in self.activities}


def plan_of(project: Project, *, doers: bool = True) -> WorkPlan:
    """The whole plan: three queries, whatever the number of activities; two without the doers."""
    activities = list(project.activities.select_related("result"))
    partners: dict[UUID, list[ActivityPartner]] = defaultdict(list)
    parts = ActivityPartner.objects.filter(activity__project=project).order_by("-part", "pk")
    for part in parts if doers else ():
        partners[part.activity_id].append(part)
    links = Dependency.objects.filter(before__project=project).order_by("pk")
    plan = Plan(
        tasks=tuple(task_of(row) for row in activities),
        links=tuple(Link(str(x.before_id), str(x.after_id), x.lag_days) for x in links),
        starts=project.starts,
        ends=project.ends,
    )
    return WorkPlan(activities, partners, plan)


def task_of(activity: Activity) -> Task:
    said = set(activity.times)
    return Task(
        id=str(activity.pk),
        starts=activity.starts,
        ends=activity.ends,
        done=activity.done_percent,
        is_milestone=activity.is_milestone,
        times=Times(
            office="office" in said,
            evenings="evenings" in said,
            weekends="weekends" in said,
            holidays="holidays" in said,
            weekend=weekend_of(activity.country),
        ),
    )


@lru_cache(maxsize=300)
def weekend_of(country: str) -> frozenset[int]:
    """The days of the week (Monday 0) that are the weekend of a country (CLDR week data)."""
    if not country:
        return SATURDAY_SUNDAY
    try:
        locale = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return SATURDAY_SUNDAY
    first, last = locale.weekend_start, locale.weekend_end
    return frozenset({first, last})
