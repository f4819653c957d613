"""Where somebody may be said to live or come from: no finer than a region with five listed.

The handbook's rosters failed on trust; a village and a trade together name a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from twoshores.actors.models import Person, Tie
from twoshores.common.models import Place
from twoshores.common.places import name_in

SMALLEST_GROUP = 5


def region_of(place: Place | None) -> Place | None:
    """The region that contains a place, or the place itself if it is one; else None."""
    while place is not None and place.kind != Place.Kind.REGION:
        place = place.parent
    return place


def country_of(place: Place | None) -> str:
    return place.country if place is not None else ""


@dataclass(frozen=True, slots=True)
class Named:
    """Regions that may be named beside somebody: ids with their names in one language.

    As where they live, and as what they are tied to. One does not follow from the other: five
    residents do not hide the one who is tied to their region.
    """

    homes: Mapping[int, str]
    ties: Mapping[int, str]


NOTHING_NAMED = Named({}, {})


def named_regions(
    homes: Iterable[Place | None],
    ties: Iterable[Place | None],
    language: str = "en",
    *,
    kind: str = "",
) -> Named:
    """The regions of these homes, and of the places of these ties, that may be named. One query.

    Homes: five listed people live there who agreed to be named with it. Ties: five listed people
    have one, of that kind if one is given. None is counted beyond the fifth: regions hold tens of
    thousands.
    """
    lived, tied = _regions(homes), _regions(ties)
    if not lived | tied:
        return NOTHING_NAMED
    found = list(
        Place.objects.filter(pk__in=lived | tied)
        .annotate(
            lived=Case(When(pk__in=lived, then=_fifth_home()), default=Value(False)),
            tied=Case(When(pk__in=tied, then=_fifth_tie(kind)), default=Value(False)),
        )
        .order_by()
        .only("kind", "name", "names")
    )
    return Named(
        {place.pk: name_in(place, language) for place in found if place.lived},
        {place.pk: name_in(place, language) for place in found if place.tied},
    )


def tellable_ties(places: Iterable[int]) -> set[int]:
    """Ids of those towns and regions to which at least five listed people are tied.

    With fewer, that somebody of a trade is tied to it would tell who that is. A tie to a town is
    one to its region. One query, none without places.
    """
    wanted = set(places)
    if not wanted:
        return set()
    return set(Place.objects.filter(_fifth_tie(), pk__in=wanted).values_list("pk", flat=True))


def _regions(places: Iterable[Place | None]) -> set[int]:
    return {region.pk for region in map(region_of, places) if region is not None}


def _fifth(rows: QuerySet[Any]) -> Exists:
    return Exists(rows.order_by()[SMALLEST_GROUP - 1 : SMALLEST_GROUP])


def _fifth_home() -> Exists:
    region = OuterRef(OuterRef("pk"))
    inside = Place.objects.filter(Q(pk=region) | Q(parent=region))
    return _fifth(
        Person.objects.filter(
            residence__in=inside.values("pk"),
            listed_until__gt=timezone.now(),
            erased_at=None,
            region_may_be_named=True,
        )
    )


def _fifth_tie(kind: str = "") -> Exists:
    # One person with five ties to a place is one person: a tie counts if its person has no
    # earlier one. (SQLite ignores the offset of a DISTINCT subquery.)
    place = OuterRef(OuterRef("pk"))
    inside = Place.objects.filter(Q(pk=place) | Q(parent=place))
    of_kind = Tie.objects.filter(kind=kind) if kind else Tie.objects.all()
    earlier = of_kind.filter(
        Q(place=place) | Q(place__parent=place), actor=OuterRef("actor"), pk__lt=OuterRef("pk")
    )
    return _fifth(
        of_kind.filter(
            ~Exists(earlier),
            place__in=inside.values("pk"),
            actor__person__listed_until__gt=timezone.now(),
            actor__person__erased_at=None,
        )
    )
