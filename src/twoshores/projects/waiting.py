"""What waits at a project in a higher app: it registers here what to show on the project's Today.

Filled in `AppConfig.ready()`. Each source makes its items in a bounded number of queries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from twoshores.accounts.models import User

from .models import Project


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A line of Today: words of the system, words of people, when it is due, where it leads."""

    text: str
    href: str
    said: str = ""  # in the words of whoever wrote it
    due: date | None = None


type Source = Callable[[Project, User, date], list[WaitingItem]]

SOURCES: list[Source] = []
"""Each is asked with the project, the reader who was let into it, and today."""


def waiting_elsewhere(project: Project, reader: User, today: date) -> list[WaitingItem]:
    """All items of higher apps, those due first in front, those without a day behind."""
    items = [item for source in SOURCES for item in source(project, reader, today)]
    return sorted(items, key=lambda item: item.due or date.max)
