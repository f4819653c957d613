"""The problem: tasks between two days, both included, and links from end to start."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from .calendar import Times


class Circular(ValueError):
    """Tasks wait for each other in a circle: `circle`, the first one again at its end."""

    def __init__(self, circle: list[str]) -> None:
        self.circle = circle
        super().__init__(" -> ".join(circle))


@dataclass(frozen=True, slots=True)
class Task:
    """Something done from a day to a day, both included; None where a day is not said.

    done: share in percent as last noted, None if nobody said. times: when people work on it.
    """

    id: str
    starts: date | None = None
    ends: date | None = None
    done: int | None = None
    is_milestone: bool = False
    times: Times = field(default_factory=Times)

    @property
    def days(self) -> int | None:
        """How many days it lasts, both ends included."""
        if self.starts is None or self.ends is None:
            return None
        return (self.ends - self.starts).days + 1

    @property
    def is_done(self) -> bool:
        return self.done == 100


@dataclass(frozen=True, slots=True)
class Link:
    """`after` begins on the day after `before` has ended and `lag` days more, or later."""

    before: str
    after: str
    lag: int = 0


@dataclass(frozen=True)
class Plan:
    """Tasks in the reader's order, links between them, the project's first and last day.

    Links that name no task of the plan are left out.
    """

    tasks: tuple[Task, ...]
    links: tuple[Link, ...] = ()
    starts: date | None = None
    ends: date | None = None

    @cached_property
    def by_id(self) -> dict[str, Task]:
        return {task.id: task for task in self.tasks}

    @cached_property
    def known_links(self) -> tuple[Link, ...]:
        return tuple(x for x in self.links if x.before in self.by_id and x.after in self.by_id)

    @cached_property
    def before(self) -> dict[str, list[Link]]:
        """Links by the task that waits."""
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.known_links:
            found[link.after].append(link)
        return found

    def order(self) -> list[str]:
        """Task ids, each behind what it waits for. Raises Circular.

        Kahn's algorithm as in the standard library's graphlib.
        """
        graph = {task.id: {link.before for link in self.before[task.id]} for task in self.tasks}
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            raise Circular(list(error.args[1])) from error
