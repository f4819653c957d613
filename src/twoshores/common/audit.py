"""The audit trail: append-only, readable by its subject and by stewards.

It holds ids and field names, never values: what was written stays where it was written, so
that erasing a person erases the personal data and leaves only that something happened.
"""

from collections.abc import Iterable

from django.db import models

from .models import AuditEvent

BATCH = 1_000


def record(
    verb: str,
    subject: models.Model,
    *,
    by: models.Model | None,
    about: models.Model | None = None,
    fields: Iterable[str] = (),
) -> AuditEvent:
    """Append one event.

    verb is a stable code ("need.publish"). subject is what was written; about is the actor
    whose data it concerns (that person reads the event). by is the user who acts (accounts stand
    above this app, so the type says no more), None for the system itself and
    for a person acting through a signed link. fields are names of fields, never values.
    """
    event = _event(verb, subject, by, about, fields)
    event.save(force_insert=True)
    return event


def record_many(
    verb: str,
    subjects: Iterable[tuple[models.Model, models.Model | None]],
    *,
    by: models.Model | None,
    fields: Iterable[str] = (),
) -> None:
    """`record` for many (subject, about) at once, in a few statements: for imports."""
    names = list(fields)
    AuditEvent.objects.bulk_create(
        [_event(verb, subject, by, about, names) for subject, about in subjects], BATCH
    )


def _event(
    verb: str,
    subject: models.Model,
    by: models.Model | None,
    about: models.Model | None,
    fields: Iterable[str],
) -> AuditEvent:
    return AuditEvent(
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        about_id=str(about.pk) if about is not None else "",
        by_id=by.pk if by is not None else None,
        fields=sorted(set(fields)),
    )
