"""The list of projects: filters, search, counts for the filters, in bounded queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Case, Count, IntegerField, Prefetch, QuerySet, Value, When

from twoshores.accounts.readers import Reader
from twoshores.catalogue.handbook import SECTIONS
from twoshores.common import search
from twoshores.common.remembered import Remembered

from ..models import Capital, Project, ProjectCountry, ProjectPartner, ProjectSection
from ..services.examples import SEARCH_KIND
from .projects import projects_visible_to
from .shores import projects_fingerprint

Role = ProjectCountry.Role
NOT_ORIGIN = (Role.RESIDENCE, Role.OTHER)
FACETS = ("origin", "abroad", "capital", "section")
ORDERS = ("match", "code", "title")


@dataclass(frozen=True, slots=True)
class ProjectFilters:
    """What a reader chose. Empty means any; countries are ISO 3166-1 alpha-2 codes."""

    query: str = ""
    origin: str = ""
    abroad: str = ""  # any country of the project that is not its origin
    capital: str = ""
    section: str = ""
    order: str = "code"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "ProjectFilters":
        """From an address; what is not understood is left out."""
        query = given.get("q", "").strip()[:200]
        orders = ORDERS if query else ORDERS[1:]
        order, capital = given.get("sort", ""), given.get("capital", "")
        section = given.get("section", "")
        return cls(
            query=query,
            origin=given.get("origin", "").upper()[:2],
            abroad=given.get("abroad", "").upper()[:2],
            capital=capital if capital in Capital.values else "",
            section=section if section in SECTIONS else "",
            order=order if order in orders else orders[0],
        )


@dataclass(frozen=True, slots=True)
class ProjectsFound:
    filters: ProjectFilters
    projects: QuerySet[Project]
    total: int
    facets: dict[str, list[tuple[str, int]]]  # facet -> [(value, number of projects)]


def projects_listed(user: Reader, filters: ProjectFilters) -> ProjectsFound:
    """Projects that pass the filters, and how many each other value of a filter would leave."""
    # A reconstruction is read beside the project that it rebuilds, and not counted as another one.
    base = projects_visible_to(user).filter(rebuilt_from=None)
    best: Sequence[str] = ()
    if filters.query:
        best = search.find(SEARCH_KIND, filters.query)
        base = base.filter(pk__in=best)
    total, facets = _KEPT.get(
        # Readers see different designs, so what was counted for one is kept for nobody else.
        (filters, user.pk, projects_fingerprint(user), connection.settings_dict["NAME"], *best),
        lambda: _counted(base, filters),
    )
    rows = _ordered(_narrow(base, filters), filters.order, best)
    return ProjectsFound(filters, rows, total, facets)


type Facets = dict[str, list[tuple[str, int]]]
_KEPT: Remembered[tuple[int, Facets]] = Remembered()


def _counted(base: QuerySet[Project], filters: ProjectFilters) -> tuple[int, Facets]:
    facets = {name: _counts(name, _narrow(base, replace(filters, **{name: ""}))) for name in FACETS}
    return _narrow(base, filters).count(), facets


def with_parts(projects: QuerySet[Project]) -> QuerySet[Project]:
    """The same with countries, sections and partners: three queries more, whatever the number."""
    return projects.prefetch_related("countries", "sections", "partners")


def in_list(projects: QuerySet[Project]) -> QuerySet[Project]:
    """The same with what a list says of each: two queries more, whatever the number."""
    partners = ProjectPartner.objects.only("project")
    return projects.prefetch_related("countries", Prefetch("partners", partners))


def _narrow(projects: QuerySet[Project], filters: ProjectFilters) -> QuerySet[Project]:
    if filters.origin:
        projects = projects.filter(countries__country=filters.origin, countries__role=Role.ORIGIN)
    if filters.abroad:
        projects = projects.filter(
            countries__country=filters.abroad, countries__role__in=NOT_ORIGIN
        )
    if filters.capital:
        projects = projects.filter(capital=filters.capital)
    if filters.section:
        projects = projects.filter(sections__section=filters.section)
    return projects


def _ordered(projects: QuerySet[Project], order: str, best: Sequence[str]) -> QuerySet[Project]:
    if order == "match" and best:
        ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(best)]
        return projects.order_by(Case(*ranks, output_field=IntegerField()), "code")
    return projects.order_by("title" if order == "title" else "code")


def _counts(name: str, projects: QuerySet[Project]) -> list[tuple[str, int]]:
    """How many of the projects have each value, most first; sections in their own order."""
    if name == "capital":
        counted = projects.order_by().values_list("capital").annotate(number=Count("pk"))
        return _most_first(counted)
    ids = projects.order_by().values("pk")
    if name == "section":
        mentions = ProjectSection.objects.filter(project__in=ids).order_by()
        return sorted(mentions.values_list("section").annotate(number=Count("pk")))
    roles = [Role.ORIGIN] if name == "origin" else NOT_ORIGIN
    countries = ProjectCountry.objects.filter(project__in=ids, role__in=roles).order_by()
    return _most_first(countries.values_list("country").annotate(number=Count("pk")))


def _most_first(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(rows, key=lambda row: (-row[1], row[0]))
