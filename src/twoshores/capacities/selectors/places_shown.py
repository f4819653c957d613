"""Where somebody may be said to live or come from: no finer than a region with five listed.

The handbook's rosters failed on trust; a village and a trade together name a person.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
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


def showable_regions(regions: Iterable[Place | None], language: str = "en") -> dict[int, str]:
    """Those regions in which at least five listed people live who may be named with it.

    Their ids, each with its name in a language, else its own. One query.
    """
    wanted = {region.pk for region in regions if region is not None}
    if not wanted:
        return {}
    # The fifth of them is looked for, and nobody is counted: regions hold tens of thousands.
    region = OuterRef(OuterRef("pk"))
    inside = Place.objects.filter(Q(pk=region) | Q(parent=region))
    people = Person.objects.filter(
        residence__in=inside.values("pk"),
        listed_until__gt=timezone.now(),
        erased_at=None,
        region_may_be_named=True,
    )
    fifth = Exists(people.order_by()[SMALLEST_GROUP - 1 : SMALLEST_GROUP])
    shown = Place.objects.filter(fifth, pk__in=wanted).order_by().only("kind", "name", "names")
    return {region.pk: name_in(region, language) for region in shown}


def tellable_ties(places: Iterable[int]) -> set[int]:
    """Ids of those towns and regions to which at least five listed people are tied.

    With fewer, that somebody of a trade is tied to it would tell who that is. A tie to a town is
    one to its region. One query, none without places.
    """
    wanted = set(places)
    if not wanted:
        return set()
    # As above the fifth is looked for. One person with five ties to a place is one person: a tie
    # counts if its person has no earlier one. (SQLite ignores the offset of a DISTINCT subquery.)
    place = OuterRef(OuterRef("pk"))
    inside = Place.objects.filter(Q(pk=place) | Q(parent=place))
    earlier = Tie.objects.filter(
        Q(place=place) | Q(place__parent=place), actor=OuterRef("actor"), pk__lt=OuterRef("pk")
    )
    ties = Tie.objects.filter(
        ~Exists(earlier),
        place__in=inside.values("pk"),
        actor__person__listed_until__gt=timezone.now(),
        actor__person__erased_at=None,
    )
    fifth = Exists(ties.order_by()[SMALLEST_GROUP - 1 : SMALLEST_GROUP])
    return set(Place.objects.filter(fifth, pk__in=wanted).values_list("pk", flat=True))
