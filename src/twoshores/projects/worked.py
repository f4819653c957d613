"""Public pages that a higher app has of a worked example: it says here which, and for whom.

Filled in `AppConfig.ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from .models import Project


@dataclass(frozen=True, slots=True)
class WorkedPage:
    """page: url name that takes the project's code. exists: whether there is one, in a query."""

    label: str | Promise
    page: str
    exists: Callable[[Project], bool]


WORKED_PAGES: list[WorkedPage] = []
