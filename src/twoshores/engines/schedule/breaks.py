"""What a plan breaks: waiting that does not hold, days outside it, times that never come."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .calendar import usable_days
from .plan import Plan, Task
from .shift import first_day


class Broken(StrEnum):
    TOO_EARLY = "too_early"  # it begins before what it waits for has ended
    BEFORE_PROJECT = "before_project"
    AFTER_PROJECT = "after_project"
    NO_SUCH_TIME = "no_such_time"  # only on weekends, and no weekend lies in it
    LATE = "late"  # its last day has passed and it is not done
    DONE_AHEAD = "done_ahead"  # noted as done although what it waits for is not


@dataclass(frozen=True, slots=True)
class Break:
    """One contradiction. other: the task it waits for. days: how many days too early or late."""

    kind: Broken
    task: str
    other: str = ""
    days: int = 0


def breaks_of(plan: Plan, today: date | None = None) -> list[Break]:
    """Every contradiction of a plan, in the order of its tasks.

    Days that are not said break nothing.
    Raises Circular: in a circle nothing can be said.
    """
    plan.order()
    found: list[Break] = []
    for task in plan.tasks:
        found += _waiting(plan, task)
        found += _outside(plan, task)
        if task.starts and task.ends and usable_days(task.starts, task.ends, task.times) == 0:
            found.append(Break(Broken.NO_SUCH_TIME, task.id))
        if today and task.ends and task.ends < today and not task.is_done:
            found.append(Break(Broken.LATE, task.id, days=(today - task.ends).days))
    return found


def _waiting(plan: Plan, task: Task) -> list[Break]:
    found = []
    for link in plan.before[task.id]:
        first = first_day(link, plan.by_id)
        if first and task.starts and task.starts < first:
            days = (first - task.starts).days
            found.append(Break(Broken.TOO_EARLY, task.id, link.before, days))
        other = plan.by_id[link.before]
        if task.is_done and other.done is not None and not other.is_done:
            found.append(Break(Broken.DONE_AHEAD, task.id, link.before))
    return found


def _outside(plan: Plan, task: Task) -> list[Break]:
    found = []
    if plan.starts and task.starts and task.starts < plan.starts:
        days = (plan.starts - task.starts).days
        found.append(Break(Broken.BEFORE_PROJECT, task.id, days=days))
    if plan.ends and task.ends and task.ends > plan.ends:
        found.append(Break(Broken.AFTER_PROJECT, task.id, days=(task.ends - plan.ends).days))
    return found
