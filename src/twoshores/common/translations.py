"""Original texts and their translations: the reader's language beside the original."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models, transaction

from twoshores.common import audit

from .models import Translation


@dataclass(frozen=True, slots=True)
class Facing:
    """Texts to show by field, the language they are in, and the status if translated."""

    texts: Mapping[str, str]
    language: str
    is_translation: bool
    status: str


def facing_texts(record: models.Model, fields: Sequence[str], reader: str) -> Facing:
    """The fields in the reader's language if each that says something is translated, else the
    original. `record.language` is the original's. One query, none for the original's readers.
    """
    return facing_lists([record], fields, reader)[record.pk]


def facing_lists[M: models.Model](
    records: Sequence[M], fields: Sequence[str], reader: str
) -> dict[object, Facing]:
    """`facing_texts` of many records of one model, by primary key, in one query."""
    foreign = [r for r in records if str(r.language) != reader]  # type: ignore[attr-defined]
    rows: dict[str, list[Translation]] = defaultdict(list)
    if foreign:
        for row in Translation.objects.filter(
            subject_kind=foreign[0]._meta.label_lower,
            subject_id__in=[str(record.pk) for record in foreign],
            field__in=fields,
            language=reader,
        ):
            rows[row.subject_id].append(row)
    return {
        record.pk: facing_from(record, fields, reader, rows[str(record.pk)]) for record in records
    }


def facing_from(
    record: models.Model, fields: Sequence[str], reader: str, rows: Sequence[Translation]
) -> Facing:
    """`facing_texts` where the translations to the reader's language were read. No query."""
    original = {name: str(getattr(record, name)) for name in fields}
    language = str(record.language)  # type: ignore[attr-defined]
    if language == reader:
        return Facing(original, language, False, "")
    found = {row.field: row.text for row in rows}
    if any(original[name] and name not in found for name in fields):
        return Facing(original, language, False, "")
    machine = any(row.status == Translation.Status.MACHINE for row in rows)
    status = Translation.Status.MACHINE if machine else Translation.Status.HUMAN
    return Facing({**original, **found}, reader, True, status)


@transaction.atomic
def translation_set(
    *,
    record: models.Model,
    field: str,
    language: str,
    text: str,
    status: str,
    by: models.Model | None,
) -> Translation:
    """Store or replace the translation of one field. The caller has asked for permission."""
    row, _made = Translation.objects.update_or_create(
        subject_kind=record._meta.label_lower,
        subject_id=str(record.pk),
        field=field,
        language=language,
        defaults={"text": text, "status": status, "by_id": by.pk if by else None},
    )
    audit.record("translation.set", record, by=by, fields=[field])
    return row
