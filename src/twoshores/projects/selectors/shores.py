"""Between which shores the projects are: pairs of countries and their numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Max

from twoshores.accounts.readers import Reader

from ..models import ProjectCountry
from .projects import projects_visible_to

Role = ProjectCountry.Role


@dataclass(frozen=True, slots=True)
class Pair:
    """A country of origin, another country of the same projects, and how many those are."""

    origin: str
    abroad: str
    role: str  # of the country abroad: residence, or other where it never is residence
    projects: int


@dataclass(frozen=True)
class Shores:
    """All pairs. A project that joins three countries counts in two pairs."""

    projects: int
    pairs: tuple[Pair, ...]
    origins: Counter[str]  # country -> number of projects
    abroad: Counter[str]
    joining_more: int  # projects that join more than two countries

    @cached_property
    def total(self) -> int:
        """What the numbers of the pairs add up to."""
        return sum(pair.projects for pair in self.pairs)

    @cached_property
    def others(self) -> frozenset[str]:
        """Countries that are neither shore in any project."""
        return frozenset(p.abroad for p in self.pairs if p.role == Role.OTHER)

    def by_number(self) -> list[tuple[int, list[Pair]]]:
        """Pairs grouped by their number of projects, most first."""
        groups: dict[int, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            groups[pair.projects].append(pair)
        return sorted(groups.items(), reverse=True)


def shores_of(user: Reader) -> Shores:
    """Count the pairs of every project that the reader may see. One query."""
    rows = ProjectCountry.objects.filter(
        project__in=projects_visible_to(user).filter(is_example=True).values("pk")
    )
    countries: dict[object, list[tuple[str, str]]] = defaultdict(list)
    for project, country, role in rows.values_list("project", "country", "role"):
        countries[project].append((country, role))
    return shores_between(countries.values())


def shores_between(projects: Iterable[list[tuple[str, str]]]) -> Shores:
    """Count the pairs of projects, each given as its (country, role). No query."""
    countries = list(projects)
    pairs: Counter[tuple[str, str]] = Counter()
    residences: set[str] = set()
    origins: Counter[str] = Counter()
    abroad: Counter[str] = Counter()
    for joined in countries:
        homes = [country for country, role in joined if role == Role.ORIGIN]
        others = [(country, role) for country, role in joined if role != Role.ORIGIN]
        origins.update(homes)
        abroad.update(country for country, _role in others)
        residences |= {country for country, role in others if role == Role.RESIDENCE}
        pairs.update((home, country) for home in homes for country, _role in others)
    return Shores(
        projects=len(countries),
        pairs=tuple(
            Pair(home, far, Role.RESIDENCE if far in residences else Role.OTHER, number)
            for (home, far), number in sorted(pairs.items())
        ),
        origins=origins,
        abroad=abroad,
        joining_more=sum(len(joined) > 2 for joined in countries),
    )


def projects_fingerprint(user: Reader) -> str:
    """Changes whenever a project that the reader may see comes, goes or changes. One query."""
    found = projects_visible_to(user).aggregate(number=Count("pk"), latest=Max("changed_at"))
    return f"{found['number']}/{found['latest']}"
