"""The skill map: who agreed to be counted, by what they do, where they live and come from.

Nobody reads true counts: `engines/suppression` publishes them once a day, and pages show what was
published (docs/algorithms/suppression.md).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.utils import timezone

from twoshores.actors.models import Person, Tie
from twoshores.engines.suppression import Views
from twoshores.taxonomy.models import Concept, Relation

from ..models import ProfileSkill

GROUP, LIVES, ORIGIN = DIMENSIONS = ("group", "lives", "from")
NOT_LINKED = "not-linked"  # no claim, or none that the taxonomy knows
NO_GROUP = "no-group"  # linked to a concept that stands in no group
NOT_STATED = "not-stated"  # of a country
type Counts = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Groups:
    """Of each concept the group that people are counted under, and each group's own concept."""

    of: dict[int, str]
    concepts: dict[str, int] = field(default_factory=dict)


def count_people() -> tuple[Counts, dict[str, int]]:
    """True counts by (group, country of residence, country of origin), and groups' concepts.

    Never shown: input of `suppression.publish`. Everybody whose consent to statistics holds now
    is in one cell: under their first occupation that has an ISCO group, else their first linked
    skill, else their first linked occupation; and the country that was stated first as origin.
    One query counts in the database, two read the taxonomy.
    """
    groups = concept_groups()
    counts: Counts = Counter()
    for concept, lives, origin, number in _counted():
        group = NOT_LINKED if concept is None else groups.of.get(concept, NO_GROUP)
        counts[group, lives or NOT_STATED, origin or NOT_STATED] += number
    used = {cell[0] for cell in counts}
    return counts, {value: pk for value, pk in groups.concepts.items() if value in used}


def _counted() -> list[tuple[int | None, str | None, str | None, int]]:
    claims = ProfileSkill.objects.filter(profile=OuterRef("pk"), concept__isnull=False).order_by(
        Case(
            When(Q(concept__kind=Concept.Kind.OCCUPATION) & ~Q(concept__code=""), then=0),
            When(concept__kind=Concept.Kind.SKILL, then=1),
            default=2,
        ),
        "position",
    )
    origins = Tie.objects.filter(
        actor=OuterRef("pk"), kind=Tie.Kind.ORIGIN, place__isnull=False
    ).order_by("pk")
    return list(
        Person.objects.filter(statistics_until__gt=timezone.now(), erased_at=None)
        .order_by()
        .values_list(
            Subquery(claims.values("concept")[:1]),
            "residence__country",
            Subquery(origins.values("place__country")[:1]),
        )
        .annotate(number=Count("pk"))
    )


def concept_groups() -> Groups:
    """The group of every concept that has one. Two queries, whatever the number of people.

    Occupations: their ISCO-08 major group, by their code or the taxonomy's tree. Skills: the
    group below the top of the tree (S1 communication, K07 engineering). Of several groups the
    one with the first code.
    """
    known = Concept.objects.values_list("pk", "kind", "code", "uri")
    concepts = {pk: (kind, code, uri) for pk, kind, code, uri in known}
    parents: dict[int, list[int]] = defaultdict(list)
    for source, target in Relation.objects.filter(kind=Relation.Kind.BROADER).values_list(
        "source", "target"
    ):
        if concepts[target][0] == Concept.Kind.GROUP:
            parents[source].append(target)
    paths = _Paths(parents)
    major = {code: pk for pk, (_k, code, uri) in concepts.items() if "/isco/" in uri}
    found: dict[int, int] = {}
    for pk, (kind, code, _uri) in concepts.items():
        if kind == Concept.Kind.OCCUPATION and code[:1] in major:
            found[pk] = major[code[:1]]
        elif kind != Concept.Kind.GROUP and parents[pk]:
            depth = 0 if kind == Concept.Kind.OCCUPATION else 1
            ways = {path[min(depth, len(path) - 1)] for path in paths.to(pk)}
            found[pk] = min(ways, key=lambda group: (concepts[group][1], group))
    names = {group: _name(*concepts[group][1:], group) for group in set(found.values())}
    return Groups(
        {pk: names[group] for pk, group in found.items()},
        {name: group for group, name in names.items()},
    )


def _name(code: str, uri: str, pk: int) -> str:
    """A stable name: noise is drawn by it, so it must not change from day to day."""
    return f"isco-{code}" if "/isco/" in uri else code or f"concept-{pk}"


class _Paths:
    """Ways up the tree of groups, each from the top down; remembered, safe against circles."""

    def __init__(self, parents: dict[int, list[int]]) -> None:
        self.parents = parents
        self.known: dict[int, list[tuple[int, ...]]] = {}

    def to(self, concept: int) -> list[tuple[int, ...]]:
        return [path for parent in self.parents[concept] for path in self._down_to(parent, ())]

    def _down_to(self, group: int, below: tuple[int, ...]) -> list[tuple[int, ...]]:
        if group in self.known:
            return self.known[group]
        above = [parent for parent in self.parents.get(group, ()) if parent not in below]
        paths = [
            (*path, group) for parent in above for path in self._down_to(parent, (*below, group))
        ] or [(group,)]
        if not below:
            self.known[group] = paths
        return paths


@dataclass(frozen=True, slots=True)
class SkillMap:
    """What was published on a day. `concepts`: the concept of each group's name."""

    day: date
    views: Views
    concepts: dict[str, int]

    def values(self, by: str, chosen: dict[str, str]) -> dict[str, int]:
        """Published counts by value of one dimension, among those who match `chosen`."""
        at = DIMENSIONS.index(by)
        fixed = {name: value for name, value in chosen.items() if name != by}
        return {
            str(cell[at]): number
            for cell, number in self._view({*fixed, by}).items()
            if all(cell[DIMENSIONS.index(name)] == value for name, value in fixed.items())
        }

    def pairs(self, chosen: dict[str, str]) -> dict[tuple[str, str], int]:
        """Published counts by (origin, residence) among those of the chosen group, or of all."""
        group = chosen.get(GROUP)
        return {
            (str(cell[2]), str(cell[1])): number
            for cell, number in self._view({LIVES, ORIGIN} | ({GROUP} if group else set())).items()
            if cell[0] == group
        }

    def total(self, chosen: dict[str, str]) -> int | None:
        """The published count of those who match; None where it is not shown."""
        cell = tuple(chosen.get(name) for name in DIMENSIONS)
        return self._view(set(chosen)).get(cell)

    def cells(self, chosen: dict[str, str]) -> list[tuple[tuple[str | None, ...], int]]:
        """Every published cell of every view that tells the chosen values apart."""
        return [
            (cell, number)
            for kept, view in sorted(self.views.items())
            for cell, number in sorted(view.items(), key=lambda item: [v or "" for v in item[0]])
            if all(cell[DIMENSIONS.index(name)] == value for name, value in chosen.items())
        ]

    def _view(self, names: set[str]) -> dict[tuple[str | None, ...], int]:
        return self.views.get(tuple(at for at, name in enumerate(DIMENSIONS) if name in names), {})
