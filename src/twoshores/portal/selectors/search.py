"""One search over everything that a reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from twoshores.accounts.readers import Reader
from twoshores.actors.models import Organisation
from twoshores.actors.selectors.organisations import organisations_visible_to
from twoshores.capacities.models import Need
from twoshores.capacities.selectors.needs import needs_visible_to
from twoshores.common import search
from twoshores.projects.models import Project
from twoshores.projects.selectors.projects import projects_visible_to

SHOWN = 10  # of a kind; the list of its kind shows them all


@dataclass(frozen=True, slots=True)
class Found:
    """The best of each kind, best first, and how many there are in all."""

    needs: list[Need]
    needs_total: int
    projects: list[Project]
    projects_total: int
    organisations: list[Organisation]
    organisations_total: int

    @property
    def total(self) -> int:
        return self.needs_total + self.projects_total + self.organisations_total


def search_everything(user: Reader, query: str) -> Found:
    """Needs, projects and organisations with every word of the query; accents do not count."""
    needs, needs_total = _best(needs_visible_to(user), search.find("need", query))
    projects, projects_total = _best(
        projects_visible_to(user).prefetch_related("countries", "partners"),
        search.find("project", query),
    )
    organisations, organisations_total = _best(
        organisations_visible_to(user), search.find("organisation", query)
    )
    return Found(needs, needs_total, projects, projects_total, organisations, organisations_total)


def _best[M: Model](visible: QuerySet[M], ids: Sequence[str]) -> tuple[list[M], int]:
    """The first that the reader may see, in the order found; and the number of all of them."""
    if not ids:
        return [], 0
    seen = {str(pk) for pk in visible.filter(pk__in=ids).order_by().values_list("pk", flat=True)}
    order = [pk for pk in ids if pk in seen]
    rows = {str(row.pk): row for row in visible.filter(pk__in=order[:SHOWN])}
    return [rows[pk] for pk in order[:SHOWN]], len(order)
