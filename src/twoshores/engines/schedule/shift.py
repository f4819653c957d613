"""A shift: move one task, and everything that waits for it as far as it must."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .plan import Link, Plan, Task


@dataclass(frozen=True, slots=True)
class Move:
    """A task's days before and after."""

    id: str
    starts: date
    ends: date
    new_starts: date
    new_ends: date

    @property
    def days(self) -> int:
        """By how many days its end moves; negative for earlier."""
        return (self.new_ends - self.ends).days


def shifted(plan: Plan, task_id: str, starts: date, ends: date) -> tuple[Plan, list[Move]]:
    """The plan with one task on other days, and what else that moved, in the order of the plan.

    1. The task gets its new days, whatever they break: a person said so.
    2. In the order of waiting, every task behind it that would begin too early is moved to the
       first day on which it may begin; it keeps its length. Nothing is moved to an
       earlier day: slack that appears is the planner's to use.
    3. What is done, or has no days, stays where it is; `breaks_of` tells what is contradictory.

    Raises Circular, KeyError for a task that is not in the plan, ValueError if it ends before it
    starts. Forward pass of the critical path method (Kelley and Walker 1959) without slack.
    """
    if ends < starts:
        raise ValueError("a task ends before it starts")
    tasks = dict(plan.by_id)
    tasks[task_id] = replace(tasks[task_id], starts=starts, ends=ends)
    behind = {task_id}
    for current in plan.order():
        links = [link for link in plan.before[current] if link.before in behind]
        if not links or current == task_id:
            continue
        behind.add(current)
        tasks[current] = _pushed(tasks[current], links, tasks)
    moves = []
    for task in plan.tasks:
        new = tasks[task.id]
        if (new.starts, new.ends) == (task.starts, task.ends):
            continue
        if task.starts and task.ends and new.starts and new.ends:
            moves.append(Move(task.id, task.starts, task.ends, new.starts, new.ends))
    return replace(plan, tasks=tuple(tasks[task.id] for task in plan.tasks)), moves


def _pushed(task: Task, links: list[Link], tasks: Mapping[str, Task]) -> Task:
    if task.starts is None or task.ends is None or task.is_done:
        return task
    earliest = [day for link in links if (day := first_day(link, tasks)) is not None]
    begin = max([task.starts, *earliest])
    return replace(task, starts=begin, ends=begin + (task.ends - task.starts))


def first_day(link: Link, tasks: Mapping[str, Task]) -> date | None:
    """The first day on which the waiting task may begin; None while the other has no end."""
    ends = tasks[link.before].ends
    return None if ends is None else ends + timedelta(days=1 + link.lag)
