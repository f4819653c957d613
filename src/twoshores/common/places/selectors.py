"""Every read of places. Places are public; merged doubles are never shown."""

import re
from collections.abc import Collection, Iterable

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When

from ..folding import fold
from ..models import Place
from .names import bare_name

MAX_WORDS = 6
MAX_AROUND = 3  # a region, a country, and one more that somebody put between
_COMMAS = re.compile("[,،]")
KIND_ORDER = Case(
    When(kind=Place.Kind.COUNTRY, then=Value(0)),
    When(kind=Place.Kind.REGION, then=Value(1)),
    default=Value(2),
)


def places_shown() -> QuerySet[Place]:
    return Place.objects.filter(merged_into=None).select_related("parent")


def _words_in(field: str, words: Iterable[str]) -> Q:
    match = Q()
    for word in words:
        match &= Q(**{f"{field}__contains": f" {word}"})
    return match


def places_found(
    query: str, *, kinds: Collection[str] = (), countries: Collection[str] = ()
) -> QuerySet[Place]:
    """Places one of whose names has words that begin like the words of the query.

    What comes after a comma names a place around it: "Kayes, Mali", as we write it ourselves.
    A word for a kind of region may be left out or added: "Kayes Region" finds the region Kayes,
    and not the town.
    Whole names come first, then countries, regions, localities, then the larger. Accents, case
    and Arabic letter variants do not count; any language that the list knows does.
    """
    folded, *around = (fold(part) for part in _COMMAS.split(query[:120]))
    words = folded.split()[:MAX_WORDS]
    if not words:
        return Place.objects.none()
    bare = bare_name(folded)
    match = _words_in("folded", words)
    if bare != folded:
        regions = Q(kind=Place.Kind.REGION)
        match |= regions & _words_in("folded", bare.split()[:MAX_WORDS])
    for name in filter(None, around[:MAX_AROUND]):
        outer = bare_name(name).split()[:MAX_WORDS]
        match &= _words_in("parent__folded", outer) | _words_in("parent__parent__folded", outer)
    if around:  # or the comma belongs to the name
        match |= _words_in("folded", fold(query[:120]).split()[:MAX_WORDS])
    found = places_shown().filter(match)
    if kinds:
        found = found.filter(kind__in=kinds)
    if countries:
        found = found.filter(country__in=countries)
    whole = Case(
        When(
            Q(folded__contains=f" | {folded} | ") | Q(folded__contains=f" | {bare} | "),
            then=Value(True),
        ),
        default=Value(False),
        output_field=BooleanField(),
    )
    return found.annotate(is_whole=whole).order_by(
        "-is_whole", KIND_ORDER, F("population").desc(nulls_last=True), "name", "pk"
    )


def place_by_key(key: str) -> Place | None:
    """The place of a key; of a merged double, the one that was kept."""
    place = Place.objects.filter(key=key).select_related("parent", "merged_into__parent").first()
    return place.merged_into if place and place.merged_into else place


def places_by_keys(keys: Collection[str]) -> list[Place]:
    """In the order of the keys, each once; unknown ones are left out."""
    rows = Place.objects.filter(key__in=keys).select_related("parent", "merged_into__parent")
    by_key = {row.key: row.merged_into or row for row in rows}
    kept = {by_key[key].pk: by_key[key] for key in keys if key in by_key}
    return list(kept.values())


def places_to_confirm() -> QuerySet[Place]:
    """What people added and no steward has looked at, oldest first."""
    return places_shown().filter(is_confirmed=False).order_by("pk")


def likely_doubles(place: Place, limit: int = 5) -> list[Place]:
    """Other places of the kind and country that share a name or the beginning of its first word."""
    found = places_found(place.name, kinds=[place.kind], countries=[place.country])
    return list(found.exclude(pk=place.pk)[:limit])
