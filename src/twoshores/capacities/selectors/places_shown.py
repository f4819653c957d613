"""Where somebody may be said to live or come from: no finer than a region with five listed.

The handbook's rosters failed on trust; a village and a trade together name a person.
"""

from collections.abc import Iterable

from django.db.models import OuterRef, Q, Subquery
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
    """Ids of those regions in which at least five listed people live who may be named with it.

    One query.
    """
    wanted = {region.pk for region in regions if region is not None}
    if not wanted:
        return set()
    # The fifth of them is looked for, and nobody is counted: regions hold tens of thousands.
    region = OuterRef(OuterRef("pk"))
    inside = Place.objects.filter(Q(pk=region) | Q(parent=region))
    people = Person.objects.filter(
        residence__in=inside.values("pk"),
        listed_until__gt=timezone.now(),
        erased_at=None,
        region_may_be_named=True,
    )
    fifth = people.order_by().values("pk")[SMALLEST_GROUP - 1 : SMALLEST_GROUP]
    regions = Place.objects.filter(pk__in=wanted).annotate(fifth=Subquery(fifth))
    return set(regions.filter(fifth__isnull=False).order_by().values_list("pk", flat=True))
