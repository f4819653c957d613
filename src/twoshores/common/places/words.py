"""What a place is called on the page of the audit trail."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from ..history import Named
from ..models import Place


def place_names(ids: Collection[str]) -> Mapping[str, Named]:
    rows = Place.objects.filter(pk__in=ids).values_list("pk", "name", "key")
    return {str(pk): Named(name, reverse("place", args=[key])) for pk, name, key in rows}
