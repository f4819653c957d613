"""What somebody's own pages show, in words: dictionaries for the templates."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.formatting import format_day
from twoshores.common.history import event_words
from twoshores.common.models import AuditEvent
from twoshores.common.places.names import full_name
from twoshores.common.templatetags.ui import language_name

from ..forms.people import CONSENT_LABELS, ConsentsForm
from ..models import Consent, ConsentPurpose, Introduction, Look, Person, Reveal
from ..own_records import sections_of
from ..selectors.introductions import introduction_token, shown_name
from ..selectors.own import own_consents, own_introductions, own_registrations
from ..selectors.reading import reading_language
from ..subjects import Subject, resolve_many
from .introduction_page import STATE_TAGS, name_language
from .own_door import Door

INTRODUCTIONS_SHOWN = 8
FIELD_WORDS: dict[str, str | Promise] = {
    **{purpose.value: label for purpose, label in CONSENT_LABELS.items()},
    "full_name": gettext_lazy("name"),
    "email": gettext_lazy("e-mail address"),
    "phone": gettext_lazy("telephone number"),
    "residence": gettext_lazy("where you live"),
    "language": gettext_lazy("language"),
    "sex": gettext_lazy("sex"),
    "age_band": gettext_lazy("age"),
}


def consents_form(person: Person, data: QueryDict | None = None) -> ConsentsForm:
    """The form on what counts now, whoever said it."""
    until = {
        ConsentPurpose.LISTED.value: person.listed_until,
        ConsentPurpose.MATCHED.value: person.matched_until,
        ConsentPurpose.ASKED.value: person.asked_until,
        ConsentPurpose.STATISTICS.value: person.statistics_until,
    }
    return ConsentsForm(data, until=until)


def home_context(request: HttpRequest, door: Door, form: ConsentsForm) -> dict[str, Any]:
    person = door.person
    words = own_consents(person)
    introductions = list(own_introductions(person)[:INTRODUCTIONS_SHOWN])
    subjects = resolve_many((row.subject_kind, row.subject_id) for row in introductions)
    return {
        "person": person,
        "facts": _facts(person),
        "form": form,
        "consents": [row | _said(row["purpose"], words) for row in form.rows],
        "text_changed": person.listed_until is not None and not person.region_may_be_named,
        "any_given": any(row["box"].initial for row in form.rows),
        "sections": sections_of(person, door.href, by_link=door.by is None),
        "introductions": [_introduction(door, row, subjects) for row in introductions],
        "waits": [
            _wait(door, row, subjects)
            for row in introductions
            if row.state == Introduction.State.ASKED and row.asked_id == person.pk
        ],
        "registrations": own_registrations(person),
        "may_bind": door.by is None and isinstance(request.user, User) and person.user_id is None,
        "by_link": door.by is None,
        "here": door.href(),
        "hrefs": {name: door.href(name) for name in ("facts", "seen", "history", "data", "erase")},
        "all_introductions": reverse("introductions") if door.by else "",
    }


def _facts(person: Person) -> list[tuple[str, str]]:
    """What the person alone reads here: their name and contacts, and what others may see."""
    identity = person.identity
    reader = (get_language() or "en").split("-")[0]
    contacts = [text for text in (identity.email, identity.phone) if text]
    return [
        (_("Your name"), identity.full_name),
        (_("Contacts"), " · ".join(contacts)),
        (_("Where you live"), full_name(person.residence, reader) if person.residence else ""),
        (_("We write to you in"), language_name(reading_language(person))),
    ]


def _said(purpose: str, words: list[Consent]) -> dict[str, Any]:
    """Whose word counts for a purpose, when it was said, and on which text."""
    said = [row for row in words if row.purpose == purpose]
    own = [row for row in said if row.registrar_id is None][:1]
    return {"words": [_word(row) for row in own or said], "given": _counts(own or said)}


def _counts(rows: Iterable[Consent]) -> bool:
    now = timezone.now()
    return any(row.given and row.expires_at and row.expires_at > now for row in rows)


def _word(row: Consent) -> str:
    """ "Yes, on 3 May 2027, on paper, by Association X; text version 1, in French"."""
    values = {
        "answer": _("Yes") if row.given else _("No"),
        "day": format_day(row.at),
        "channel": row.get_channel_display(),
        "version": row.text_version,
        "language": language_name(row.text_language),
    }
    if row.registrar is None:
        return (
            _("%(answer)s, %(day)s, %(channel)s. Text: version %(version)s, in %(language)s.")
            % values
        )
    return _(
        "%(answer)s, %(day)s, %(channel)s, recorded by %(who)s. "
        "Text: version %(version)s, in %(language)s."
    ) % (values | {"who": row.registrar.name})


def _introduction(
    door: Door, introduction: Introduction, subjects: dict[tuple[str, str], Subject]
) -> dict[str, Any]:
    to_me = introduction.asked_id == door.person.pk
    other = introduction.asking if to_me else introduction.asked
    href = ""
    if door.by is not None:
        href = reverse("introduction_detail", args=[introduction.pk])
    elif to_me:
        href = reverse("introduction_link", args=[introduction_token(introduction)])
    return {
        "href": href,
        "subject": subjects.get((introduction.subject_kind, introduction.subject_id)),
        "other": shown_name(other),
        "other_language": name_language(other),
        "at": introduction.asked_at,
        "tag": {
            "kind": STATE_TAGS[Introduction.State(introduction.state)],
            "text": introduction.get_state_display(),
        },
    }


def _wait(
    door: Door, introduction: Introduction, subjects: dict[tuple[str, str], Subject]
) -> dict[str, Any]:
    """For components/waits.html: an ask that waits for this person's answer."""
    row = _introduction(door, introduction, subjects)
    return {
        "when": _("until %(day)s") % {"day": format_day(introduction.expires_at, "medium")},
        "title": _("%(who)s asks you") % {"who": row["other"]},
        "text": row["subject"].title if row["subject"] else "",
        "href": row["href"],
        "action": _("Read and answer"),
    }


def seen_context(door: Door, page: Page[Look], reveals: list[Reveal]) -> dict[str, Any]:
    rows = list(page.object_list)
    subjects = resolve_many((row.subject_kind, row.subject_id) for row in rows if row.subject_kind)
    return {
        "page": page,
        "home": door.href(),
        "looks": [
            {
                "day": row.day,
                "who": _looker(row),
                "who_language": row.organisation.name_language if row.organisation else "",
                "what": row.get_what_display(),
                "subject": subjects.get((row.subject_kind, row.subject_id)),
            }
            for row in rows
        ],
        "reveals": reveals,
    }


def _looker(row: Look) -> str:
    """The organisation; nothing for a steward, whom the page names so itself."""
    if row.organisation is not None:
        return row.organisation.name
    return _("somebody who acts for no organisation") if row.viewer == Look.ALONE else ""


def history_context(door: Door, page: Page[AuditEvent]) -> dict[str, Any]:
    return {
        "page": page,
        "home": door.href(),
        "events": [
            {"when": event.at, "who": _who(door, event), "text": event_words(event, FIELD_WORDS)}
            for event in page.object_list
        ],
    }


def _who(door: Door, event: AuditEvent) -> str:
    if event.by_id is None:
        return _("by a link, or the site itself")
    return _("you") if event.by_id == door.person.user_id else _("another user")
