"""Where somebody may be said to live or come from: no finer than a region with five listed.

The handbook's rosters failed on trust; a village and a trade together name a person.
"""

from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils import timezone

from twoshores.actors.models import Person
from twoshores.common.models import Place

SMALLEST_GROUP = 5


def region_of(place: Place | None) -> Place | None:
    """The region that contains a place, or the place itself if it is one; else None."""
    while place is not None and place.kind != Place.Kind.REGION:
        place = place.parent
    return place


def country_of(place: Place | None) -> str:
    return place.country if place is not None else ""


def showable_regions(regions: Iterable[Place | None]) -> set[int]:
    """Ids of those regions in which at least five listed people live. One query."""
    wanted = {region.pk for region in regions if region is not None}
    if not wanted:
        return set()
    inside = Q(residence__in=wanted) | Q(residence__parent__in=wanted)
    rows = (
        Person.objects.filter(inside, listed_until__gt=timezone.now(), erased_at=None)
        .values_list("residence__kind", "residence_id", "residence__parent_id")
        .annotate(number=Count("pk"))
    )
    counts: dict[int, int] = {}
    for kind, place, parent, number in rows:
        region = place if kind == Place.Kind.REGION else parent
        if region is not None:
            counts[region] = counts.get(region, 0) + number
    return {region for region, number in counts.items() if number >= SMALLEST_GROUP}
