"""The list of people under their pseudonyms: filters, search, counts, and one offer.

Scoped to the reader first: `people_listed_visible_to`. Who sleeps is not shown, who did not
confirm stands last. The list itself is of the moment in which it is asked for, so whoever withdraws
is gone at once. Counting a large roster takes longer than a page may: see `_counts`.
"""

import time
from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models import TextField as Text
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import Contains
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.actors.models import Tie
from twoshores.actors.selectors.people import people_listed_visible_to
from twoshores.common import search
from twoshores.common.models import Place
from twoshores.taxonomy.models import Concept, Relation

from ..matching.moment import Moment, roster_moment
from ..models import Profile, ProfileLanguage, ProfileSkill, Terms, WorkMode
from ..services.offer_texts import OFFER
from .offers_in_order import AWAKE, MOST_FOUND, InOrder
from .places_shown import SMALLEST_GROUP

MOST_KEPT = 200
# Two signs of a group's code: the sub-major groups of ISCO-08 ("22", health professionals) and
# ESCO's groups of skills ("S1"). Finer ones split a roster into handfuls.
GROUP_LETTERS = 2
# Counts that took longer than this (seconds) may be as many times as old as they took long.
QUICK, LATENESS = 0.25, 60


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
    """The narrowed list in its order, and for each filter its values with their counts.

    state: equal for two that say the same, for all readers (`common.drawn`).
    """

    filters: RosterFilters
    offers: InOrder
    total: int
    facets: Mapping[str, list[tuple[str, int]]]
    regions: Mapping[str, str] = field(default_factory=dict)  # key -> name
    state: Hashable = None


def offers_listed(user: User, filters: RosterFilters) -> RosterFound:
    """Listed people who pass the filters: best match first where there is a query, else those
    who confirmed lately; who did not confirm stands last in both."""
    moment = roster_moment()
    ids = search.find(OFFER, filters.query, limit=MOST_FOUND) if filters.query else None
    scope = _scope(user, ids)
    if filters.region and not _may_be_named(user, filters.region):
        scope = scope.none()
    kept = _counts(scope, filters, moment)
    counts = kept.counts
    offers = InOrder(_narrowed(scope, filters), ids, counts.fresh, counts.total)
    state = (moment, kept.moment, kept.at, user.is_authenticated)
    return RosterFound(filters, offers, counts.total, counts.facets, counts.regions, state)


def offer_listed_or_404(user: User, code: str) -> Profile:
    """One listed offer by its pseudonym, with its lines; nobody else exists for the reader."""
    found = _scope(user, None).filter(person__pseudonym=code).select_related("person__residence")
    offer = with_lines(found).first()
    if offer is None:
        raise Http404
    return offer


def with_lines(offers: QuerySet[Profile]) -> QuerySet[Profile]:
    """Offers with what a page shows of each: three more queries."""
    ties = Tie.objects.filter(place__isnull=False).select_related("place__parent").order_by("pk")
    return offers.select_related("person__residence__parent").prefetch_related(
        "skills", "languages", Prefetch("person__ties", ties)
    )


def _scope(user: User, ids: list[str] | None) -> QuerySet[Profile]:
    # Asked row by row: as a list of ids the database would sort all of them for each page.
    visible = people_listed_visible_to(user).filter(pk=OuterRef("pk"))
    listed = Profile.objects.filter(Exists(visible)).exclude(state=Profile.State.ASLEEP)
    return listed if ids is None else listed.filter(pk__in=[UUID(pk) for pk in ids])


def _narrowed(scope: QuerySet[Profile], filters: RosterFilters) -> QuerySet[Profile]:
    if filters.lives:
        scope = scope.filter(person__residence__country=filters.lives)
    if filters.region:
        scope = scope.filter(_in_region("person__", filters.region))
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


def _in_region(prefix: str, key: str) -> Q:
    """Living in a region or in a place of it, and named with it. prefix leads to the person."""
    itself = {f"{prefix}residence__key": key, f"{prefix}residence__kind": Place.Kind.REGION}
    inside = Q(**itself) | Q(**{f"{prefix}residence__parent__key": key})
    return inside & Q(**{f"{prefix}region_may_be_named": True})


def _may_be_named(user: User, region: str) -> bool:
    """Whether five listed people live in a region; with fewer, nobody is found by it."""
    return people_listed_visible_to(user).filter(_in_region("", region)).count() >= SMALLEST_GROUP


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
    fresh: int  # of them, those who confirm
    facets: dict[str, list[tuple[str, int]]]
    regions: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Kept:
    counts: _Counts
    moment: Moment
    at: float  # time.monotonic()
    took: float  # seconds


_kept: dict[RosterFilters, _Kept] = {}


def _counts(scope: QuerySet[Profile], filters: RosterFilters, moment: Moment) -> _Kept:
    """The counts of a narrowed list. All readers see the same people, so they share them.

    Kept by this process while nobody comes, goes or changes. Where counting takes long they are
    kept over changes too, so that a process never counts for more than a sixtieth of its time;
    the list beside them is always of now.
    """
    now = time.monotonic()
    kept = _kept.get(filters)
    if kept is not None:
        slow = kept.took if kept.took > QUICK else 0.0
        if kept.moment == moment or now - kept.at < slow * LATENESS:
            return kept
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    counts = _count(scope, filters)
    _kept[filters] = _Kept(counts, moment, now, time.monotonic() - now)
    return _kept[filters]


def forget_counts() -> None:
    """For tests, whose databases go back in time."""
    _kept.clear()


def _count(scope: QuerySet[Profile], filters: RosterFilters) -> _Counts:
    """A facet counts what choosing one of its values would leave, with the other filters kept."""

    def without(*names: str) -> QuerySet[Profile]:
        return _narrowed(scope, replace(filters, **dict.fromkeys(names, ""))).order_by()

    modes, terms, total, fresh = _how(without("mode", "terms"), filters)
    lives, regions = _where(without("lives", "region"), filters.lives)
    origin = Tie.objects.filter(kind=Tie.Kind.ORIGIN, actor__in=without("origin").values("pk"))
    spoken = ProfileLanguage.objects.filter(profile__in=without("language").values("pk"))
    facets = {
        "lives": lives,
        "region": [(key, number) for key, (_name, number) in regions.items()],
        "origin": _sorted(origin.values_list("place__country").annotate(n=_people("actor"))),
        "group": _groups(without("group")),
        "language": _sorted(spoken.values_list("language").annotate(n=Count("pk"))),
        "mode": modes,
        "terms": terms,
    }
    return _Counts(
        total,
        fresh,
        facets,
        {key: name for key, (name, _number) in regions.items()},
    )


def _people(name: str) -> Count:
    return Count(name, distinct=True)


def _sorted(rows: Any) -> list[tuple[str, int]]:
    found = ((value, number) for value, number in rows.order_by() if value)
    return sorted(found, key=lambda row: (-row[1], row[0]))


def _how(
    scope: QuerySet[Profile], filters: RosterFilters
) -> tuple[list[tuple[str, int]], list[tuple[str, int]], int, int]:
    """Modes, terms, the total and how many confirm, in one query: combinations are few."""
    modes: dict[str, int] = defaultdict(int)
    terms: dict[str, int] = defaultdict(int)
    total = fresh = 0
    rows = scope.values_list(_modes_text(), "terms", "state").annotate(n=Count("pk"))
    for text, term, state, number in rows:
        has = [mode for mode in WorkMode.values if f'"{mode}"' in text]
        fits_mode = not filters.mode or filters.mode in has
        fits_terms = not filters.terms or filters.terms == term
        if fits_mode and fits_terms:
            total += number
            fresh += number if state in AWAKE else 0
        terms[term] += number if fits_mode else 0
        for mode in has if fits_terms else ():
            modes[mode] += number
    return (
        [(mode, modes[mode]) for mode in WorkMode.values if modes[mode]],
        [(term, terms[term]) for term in Terms.values if terms[term]],
        total,
        fresh,
    )


def _where(
    scope: QuerySet[Profile], lives: str
) -> tuple[list[tuple[str, int]], dict[str, tuple[str, int]]]:
    """People by country; within the chosen one, by those regions that may be named."""
    countries: dict[str, int] = defaultdict(int)
    inside: dict[tuple[str, str], int] = defaultdict(int)  # (key, name) of a region
    home = "person__residence__"
    rows = scope.filter(person__residence__isnull=False).values_list(
        *(f"{home}country", f"{home}kind", f"{home}key", f"{home}name"),
        *(f"{home}parent__kind", f"{home}parent__key", f"{home}parent__name"),
        "person__region_may_be_named",
    )
    for country, kind, key, name, above, parent, parent_name, named, number in rows.annotate(
        n=Count("pk")
    ):
        countries[country] += number
        if not named:
            continue
        if country == lives and kind == Place.Kind.REGION:
            inside[key, name] += number
        elif country == lives and above == Place.Kind.REGION:
            inside[parent, parent_name] += number
    by_country = sorted(countries.items(), key=lambda row: (-row[1], row[0]))
    # Five in this narrowed view are five who are listed: no need to count once more.
    shown = [row for row in inside.items() if row[1] >= SMALLEST_GROUP]
    shown.sort(key=lambda row: (-row[1], row[0]))
    return by_country, {key: (name, number) for (key, name), number in shown}


def _groups(scope: QuerySet[Profile]) -> list[tuple[str, int]]:
    """People by the group directly above what they can do."""
    under = Relation.Kind.BROADER
    claims = ProfileSkill.objects.filter(
        profile__in=scope.values("pk"),
        concept__relations_out__kind=under,
        concept__relations_out__target__kind=Concept.Kind.GROUP,
    ).exclude(concept__relations_out__target__code="")
    code = Substr("concept__relations_out__target__code", 1, GROUP_LETTERS)
    return _sorted(claims.values_list(code).annotate(n=_people("profile")))
