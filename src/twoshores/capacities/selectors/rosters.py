"""The list of people under their pseudonyms: filters, search, counts, and one offer.

Scoped to the reader first: `people_listed_visible_to`. Who sleeps is not shown, who did not
confirm stands last. Counting all of a large roster takes longer than a page may, so the counts
are kept by this process for as long as the roster does not change (`change_number`).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models import TextField as Text
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import Contains
from django.http import Http404
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Tie
from twoshores.actors.selectors.people import people_listed_visible_to
from twoshores.common import search
from twoshores.common.models import Place
from twoshores.taxonomy.models import Concept, Relation

from ..matching.roster_index import change_number
from ..models import Profile, ProfileLanguage, ProfileSkill, Terms, WorkMode
from ..services.offer_texts import OFFER
from .places_shown import showable_regions

MOST_FOUND = 1_000
MOST_KEPT = 200
# Two signs of a group's code: the sub-major groups of ISCO-08 ("22", health professionals) and
# ESCO's groups of skills ("S1"). Finer ones split a roster into handfuls.
GROUP_LETTERS = 2
NAMES = ("lives", "region", "origin", "group", "language", "mode", "terms")


@dataclass(frozen=True, slots=True)
class RosterFilters:
    """What a reader chose. Empty means any. region counts only within `lives`."""

    query: str = ""
    lives: str = ""  # country codes
    region: str = ""  # key of a place
    origin: str = ""
    group: str = ""
    language: str = ""
    mode: str = ""
    terms: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "RosterFilters":
        """From an address; what is not understood is left out."""
        lives = _country(given.get("lives", ""))
        group = given.get("group", "").upper()
        mode, terms = given.get("mode", ""), given.get("terms", "")
        return cls(
            query=given.get("q", "").replace("\x00", "").strip()[:200],
            lives=lives,
            region=given.get("region", "").replace("\x00", "")[:40] if lives else "",
            origin=_country(given.get("origin", "")),
            group=group if len(group) == GROUP_LETTERS and group.isalnum() else "",
            language=given.get("language", "").replace("\x00", "")[:8],
            mode=mode if mode in WorkMode.values else "",
            terms=terms if terms in Terms.values else "",
        )


def _country(text: str) -> str:
    code = text.upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


@dataclass(frozen=True, slots=True)
class RosterFound:
    """The narrowed list in its order, and for each filter its values with their counts."""

    filters: RosterFilters
    offers: QuerySet[Profile]
    total: int
    facets: Mapping[str, list[tuple[str, int]]]
    regions: Mapping[str, str] = field(default_factory=dict)  # key -> name
    groups: Mapping[str, int] = field(default_factory=dict)  # code -> concept id


def offers_listed(user: User, filters: RosterFilters) -> RosterFound:
    """Listed people who pass the filters: best match first where there is a query, else those
    who confirmed lately; who did not confirm stands last in both."""
    ids = search.find(OFFER, filters.query, limit=MOST_FOUND) if filters.query else None
    scope = _scope(user, ids)
    counts = _counts(scope, filters, ids)
    sunk = Case(When(state=Profile.State.SUNK, then=1), default=0, output_field=IntegerField())
    order: list[Any] = [sunk, "-confirmed_at", "-number"]
    if ids:
        ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(ids[:100])]
        order.insert(1, Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()))
    return RosterFound(
        filters,
        _narrowed(scope, filters).order_by(*order),
        counts.total,
        counts.facets,
        counts.regions,
        counts.groups,
    )


def offer_listed_or_404(user: User, code: str) -> Profile:
    """One listed offer by its pseudonym, with its lines; nobody else exists for the reader."""
    found = _scope(user, None).filter(person__pseudonym=code).select_related("person__residence")
    offer = with_lines(found).first()
    if offer is None:
        raise Http404
    return offer


def with_lines(offers: QuerySet[Profile]) -> QuerySet[Profile]:
    """Offers with what a page shows of each: four more queries."""
    return offers.select_related("person__residence__parent").prefetch_related(
        "skills__concept", "languages", "person__ties__place__parent"
    )


def _scope(user: User, ids: list[str] | None) -> QuerySet[Profile]:
    listed = Profile.objects.filter(person__in=people_listed_visible_to(user)).exclude(
        state=Profile.State.ASLEEP
    )
    return listed if ids is None else listed.filter(pk__in=[UUID(pk) for pk in ids])


def _narrowed(scope: QuerySet[Profile], filters: RosterFilters) -> QuerySet[Profile]:
    if filters.lives:
        scope = scope.filter(person__residence__country=filters.lives)
    if filters.region:
        scope = scope.filter(_lives_in(filters.region))
    if filters.origin:
        ties = Tie.objects.filter(
            actor=OuterRef("pk"), kind=Tie.Kind.ORIGIN, place__country=filters.origin
        )
        scope = scope.filter(Exists(ties))
    if filters.group:
        scope = scope.filter(Exists(_skills_of(filters.group).filter(profile=OuterRef("pk"))))
    if filters.language:
        spoken = ProfileLanguage.objects.filter(profile=OuterRef("pk"), language=filters.language)
        scope = scope.filter(Exists(spoken))
    if filters.mode:
        scope = scope.filter(Contains(_modes_text(), Value(f'"{filters.mode}"')))
    if filters.terms:
        scope = scope.filter(terms=filters.terms)
    return scope


def _lives_in(region: str) -> Exists:
    """In a region that may be named. A region with fewer than five people finds nobody."""
    places = Place.objects.filter(key=region, kind=Place.Kind.REGION)
    shown = showable_regions(places)
    inside = Place.objects.filter(pk=OuterRef("person__residence"))
    return Exists(inside.filter(pk__in=shown) | inside.filter(parent__in=shown))


def _skills_of(group: str) -> QuerySet[ProfileSkill]:
    under = Relation.objects.filter(
        kind=Relation.Kind.BROADER,
        target__kind=Concept.Kind.GROUP,
        target__code__startswith=group,
    )
    return ProfileSkill.objects.filter(concept__in=under.values("source"))


def _modes_text() -> Cast:
    """SQLite has no "contains" for lists: the text of the list has."""
    return Cast("modes", Text())


@dataclass(frozen=True, slots=True)
class _Counts:
    total: int
    facets: dict[str, list[tuple[str, int]]]
    regions: dict[str, str]
    groups: dict[str, int]


_kept: dict[tuple[RosterFilters, int, int], _Counts] = {}


def _counts(scope: QuerySet[Profile], filters: RosterFilters, ids: list[str] | None) -> _Counts:
    """Facets of a narrowed list. All readers see the same people, so they share the counts."""
    key = (filters, change_number(), int(timezone.now().timestamp()) // 600)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = _count(scope, filters)
    return _kept[key]


def _count(scope: QuerySet[Profile], filters: RosterFilters) -> _Counts:
    """A facet counts what choosing one of its values would leave, with the other filters kept."""

    def without(*names: str) -> QuerySet[Profile]:
        return _narrowed(scope, replace(filters, **dict.fromkeys(names, ""))).order_by()

    modes, terms, total = _how(without("mode", "terms"), filters)
    lives, regions = _where(without("lives", "region"), filters.lives)
    origin = Tie.objects.filter(kind=Tie.Kind.ORIGIN, actor__in=without("origin").values("pk"))
    spoken = ProfileLanguage.objects.filter(profile__in=without("language").values("pk"))
    groups = _groups(without("group"))
    facets = {
        "lives": lives,
        "region": [(key, number) for key, (_name, number) in regions.items()],
        "origin": _sorted(origin.values_list("place__country").annotate(n=_people("actor"))),
        "group": [(code, number) for code, number in groups],
        "language": _sorted(spoken.values_list("language").annotate(n=Count("pk"))),
        "mode": modes,
        "terms": terms,
    }
    codes = [code for code, _number in groups]
    named = Concept.objects.filter(kind=Concept.Kind.GROUP, code__in=codes)
    return _Counts(
        total,
        facets,
        {key: name for key, (name, _number) in regions.items()},
        dict(named.values_list("code", "pk")),
    )


def _people(name: str) -> Count:
    return Count(name, distinct=True)


def _sorted(rows: Any) -> list[tuple[str, int]]:
    found = ((value, number) for value, number in rows.order_by() if value)
    return sorted(found, key=lambda row: (-row[1], row[0]))


def _how(
    scope: QuerySet[Profile], filters: RosterFilters
) -> tuple[list[tuple[str, int]], list[tuple[str, int]], int]:
    """Modes, terms and the total in one query: there are few combinations of the two."""
    modes: dict[str, int] = defaultdict(int)
    terms: dict[str, int] = defaultdict(int)
    total = 0
    rows = scope.values_list(_modes_text(), "terms").annotate(n=Count("pk"))
    for text, term, number in rows:
        has = [mode for mode in WorkMode.values if f'"{mode}"' in text]
        fits_mode = not filters.mode or filters.mode in has
        fits_terms = not filters.terms or filters.terms == term
        total += number if fits_mode and fits_terms else 0
        terms[term] += number if fits_mode else 0
        for mode in has if fits_terms else ():
            modes[mode] += number
    return (
        [(mode, modes[mode]) for mode in WorkMode.values if modes[mode]],
        [(term, terms[term]) for term in Terms.values if terms[term]],
        total,
    )


def _where(
    scope: QuerySet[Profile], lives: str
) -> tuple[list[tuple[str, int]], dict[str, tuple[str, int]]]:
    """People by country; within the chosen one, by those regions that may be named."""
    countries: dict[str, int] = defaultdict(int)
    inside: dict[int, int] = defaultdict(int)
    rows = scope.filter(person__residence__isnull=False).values_list(
        "person__residence__country",
        "person__residence__kind",
        "person__residence_id",
        "person__residence__parent_id",
    )
    for country, kind, place, parent, number in rows.annotate(n=Count("pk")):
        countries[country] += number
        region = place if kind == Place.Kind.REGION else parent
        if country == lives and kind != Place.Kind.COUNTRY and region is not None:
            inside[region] += number
    by_country = sorted(countries.items(), key=lambda row: (-row[1], row[0]))
    if not inside:
        return by_country, {}
    places = Place.objects.filter(pk__in=inside, kind=Place.Kind.REGION)
    shown = showable_regions(places)
    named = [place for place in places if place.pk in shown]
    named.sort(key=lambda place: (-inside[place.pk], place.name))
    return by_country, {place.key: (place.name, inside[place.pk]) for place in named}


def _groups(scope: QuerySet[Profile]) -> list[tuple[str, int]]:
    """People by the group directly above what they can do."""
    rows = (
        Relation.objects.filter(kind=Relation.Kind.BROADER, target__kind=Concept.Kind.GROUP)
        .exclude(target__code="")
        .annotate(code=Substr("target__code", 1, GROUP_LETTERS))
        .values_list("source_id", "code")
        .order_by()
    )
    codes: dict[int, set[str]] = defaultdict(set)
    for concept, code in rows.iterator(5_000):
        codes[concept].add(code)
    people: dict[str, set[int]] = defaultdict(set)
    claims = ProfileSkill.objects.filter(profile__in=scope.values("pk"), concept__isnull=False)
    for number, concept in claims.values_list("profile__number", "concept_id").order_by():
        for code in codes.get(concept or 0, ()):
            people[code].add(number)
    counted = [(code, len(numbers)) for code, numbers in people.items()]
    return sorted(counted, key=lambda row: (-row[1], row[0]))
