"""What the fields of a project's history are called, as its pages call them."""

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import AuditEvent

from ..design_parts import PARTS
from ..office.columns import DESIGN, SECTIONS
from ..review_texts import QUESTIONS

# What is no column of its subject, or has no words there.
OTHERS: dict[str, str | Promise] = {
    **{section: SECTIONS[section] for section in DESIGN},
    "about": _("What it is about"),
    "amounts": _("Planned by period"),
    "blocks": _("Building blocks"),
    "confirmed": _("Confirmed"),
    "countries": _("Countries"),
    "locked_at": _("locked"),
    "parties": _("Partners"),
    "parts": _("Who does what"),
    "period": _("Period"),
    "periods": _("Periods"),
    "position": _("Order"),
    "progress": _("How far it is"),
    "targets": _("Targets"),
}


def words_of(event: AuditEvent) -> Mapping[str, str | Promise]:
    """By the name of a field; questions of the review by their keys."""
    if event.verb == "project.answer":
        return {key: str(words) for key, words in QUESTIONS.items()}
    return _words(event.subject_kind)


@cache
def _words(kind: str) -> Mapping[str, str | Promise]:
    """The labels of the subject's own columns go before those of its model."""
    found = dict(OTHERS)
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):  # a kind of an earlier version
        return found
    for field in model._meta.get_fields():
        label = getattr(field, "verbose_name", None)
        if isinstance(label, Promise):  # Django makes plain ones up from the name
            found[field.name] = label
    for part in PARTS.values():
        if part.model is model:
            found |= {name: column.label for name, column in part.columns.items()}
    return found
