"""The audit trail: append-only, readable by its subject and by stewards.

It holds ids and field names, never values: what was written stays where it was written, so
that erasing a person erases the personal data and leaves only that something happened.
"""

from collections.abc import Iterable

from django.db import models

from .models import AuditEvent


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
    return AuditEvent.objects.create(
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        about_id=str(about.pk) if about is not None else "",
        by_id=by.pk if by is not None else None,
        fields=sorted(set(fields)),
    )
