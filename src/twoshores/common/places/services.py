"""Every write of places: the list that comes with us, what people add, doubles that merge."""

import json
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from .. import audit, data, stamps
from ..decisions import require
from ..languages import country_names
from ..models import Place
from . import hooks
from .names import folded_names
from .permissions import can_add_place, can_merge_places

LIST = "places.csv.xz"
WAY = 2  # 1 had countries under their English name only


def places_load_default() -> int:
    """Load the list of places that comes with us; returns how many were written.

    Idempotent: nothing is written while the list is the one loaded last (the stamp in DATA_DIR)
    and the table still holds it. A changed list updates by key; what people added stays.
    """
    if stamps.is_current(LIST, Place.objects.exclude(key__startswith="own:").count(), way=WAY):
        return 0
    count = _load_all()
    stamps.mark(LIST, count, way=WAY)
    return count


@transaction.atomic
def _load_all() -> int:
    # Keys are numbered here, so that parents need not be read back level by level; and rows go
    # in as tuples: making 53,000 model instances takes longer than everything else together.
    ids = dict(Place.objects.values_list("key", "pk"))
    last = max(ids.values(), default=0)
    rows = []
    for row in data.read_places():
        if row.key not in ids:
            last += 1
            ids[row.key] = last
        rows.append(_tuple(row, ids))
    with connection.cursor() as cursor:
        cursor.executemany(_UPSERT, rows)
    _number_on_from(last)
    return len(rows)


_UPSERT = """
INSERT INTO common_place (id, key, kind, country, parent_id, name, names, folded, latitude,
    longitude, population, is_confirmed)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, country = excluded.country,
    parent_id = excluded.parent_id, name = excluded.name, names = excluded.names,
    folded = excluded.folded, latitude = excluded.latitude, longitude = excluded.longitude,
    population = excluded.population
"""


def _tuple(row: data.PlaceRow, ids: dict[str, int]) -> tuple[Any, ...]:
    also = row.also
    if row.kind == Place.Kind.COUNTRY:
        # The list names countries in English; people type the name in their own language.
        also = (*country_names(row.country), *row.also)
    return (
        ids[row.key],
        row.key,
        row.kind,
        row.country,
        ids[row.parent] if row.parent else None,
        row.name[:120],
        json.dumps(row.names, ensure_ascii=False),
        folded_names(row.name, row.names, also),
        row.latitude,
        row.longitude,
        row.population,
        True,
    )


def _number_on_from(last: int) -> None:
    """PostgreSQL's counter does not see numbers that were given; SQLite's does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('common_place', 'id'), %s)", [last]
            )


@transaction.atomic
def place_add(*, by: models.Model, name: str, language: str, region: Place) -> Place:
    """Add a village or town that the list lacks, under its region.

    Anybody signed in may; it can be picked at once, and stewards see it to confirm or merge it.
    Raises ValidationError for an empty name, a region that is none, a name that is there.
    """
    require(can_add_place(by))
    bare = " ".join(name.split())
    if not bare:
        raise ValidationError({"name": _("Write the name of the village or town.")})
    if region.kind == Place.Kind.LOCALITY:
        raise ValidationError({"region": _("Choose the region that it lies in.")})
    folded = folded_names(bare, {})
    if Place.objects.filter(
        parent=region, kind=Place.Kind.LOCALITY, merged_into=None, folded__contains=folded
    ).exists():
        raise ValidationError({"name": _("This place is there already. You can pick it.")})
    place = Place.objects.create(
        key=f"own:{uuid.uuid4().hex[:16]}",
        kind=Place.Kind.LOCALITY,
        country=region.country,
        parent=region,
        name=bare[:120],
        names={language: bare[:120]},
        folded=folded,
        is_confirmed=False,
    )
    audit.record("place.add", place, by=by)
    return place


@transaction.atomic
def place_confirm(*, by: models.Model, place: Place) -> None:
    """A steward says: this place exists and stands once."""
    require(can_merge_places(by))
    Place.objects.filter(pk=place.pk).update(is_confirmed=True)
    audit.record("place.confirm", place, by=by)


@transaction.atomic
def places_merge(*, by: models.Model, keep: Place, drop: Place) -> Place:
    """Make two records of one place one. The dropped row stays, pointing to the kept one.

    Every row of every app that points to `drop` points to `keep` afterwards. Raises
    ValidationError for two kinds, two countries, or a place that is merged already.
    """
    require(can_merge_places(by))
    rows = {row.pk: row for row in Place.objects.select_for_update().filter(
        pk__in=[keep.pk, drop.pk]
    )}  # fmt: skip
    if len(rows) != 2:
        raise ValidationError(_("Choose two different places."))
    kept, dropped = rows[keep.pk], rows[drop.pk]
    if kept.merged_into_id or dropped.merged_into_id:
        raise ValidationError(_("One of these is merged already."))
    if (kept.kind, kept.country) != (dropped.kind, dropped.country):
        raise ValidationError(_("Only two places of one kind in one country can be the same."))
    _move_references(kept, dropped)
    kept.names = {**dropped.names, **kept.names}
    also = dropped.folded.strip(" |").split(" | ")
    kept.folded = folded_names(kept.name, kept.names, [*kept.folded.split(" | "), *also])
    kept.save(update_fields=["names", "folded"])
    dropped.merged_into = kept
    dropped.is_confirmed = True
    dropped.save(update_fields=["merged_into", "is_confirmed"])
    for hook in hooks.PLACES_MERGED:
        hook(kept, dropped)
    audit.record("place.merge", kept, by=by)
    return kept


def _move_references(kept: Place, dropped: Place) -> None:
    """Point every foreign key and every many-to-many row of the house to the kept place.

    Also those without a name on the place's side (where people live, where needs are).
    """
    for relation in Place._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        field = relation.field
        if isinstance(field, models.ManyToManyField):
            _move_pairs(field, kept, dropped)
        elif relation.related_model._meta.auto_created:
            continue  # the rows of a many-to-many field, moved with it
        elif relation.related_model is not Place or field.name == "parent":
            _point(relation.related_model, field.attname, kept, dropped)
    Place.objects.filter(merged_into=dropped).update(merged_into=kept)


def _point(model: Any, column: str, kept: Place, dropped: Place) -> None:
    model._default_manager.filter(**{column: dropped.pk}).update(**{column: kept.pk})


def _move_pairs(field: Any, kept: Place, dropped: Place) -> None:
    through = field.remote_field.through
    place, other = f"{field.m2m_reverse_field_name()}_id", f"{field.m2m_field_name()}_id"
    pairs = through._default_manager
    both = pairs.filter(**{place: kept.pk}).values_list(other, flat=True)
    pairs.filter(**{place: dropped.pk, f"{other}__in": list(both)}).delete()
    _point(through, place, kept, dropped)
