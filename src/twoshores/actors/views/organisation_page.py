"""What the pages of organisations show, in words: dictionaries for the templates. No queries."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.common.filters import filter_group
from twoshores.common.formatting import (
    format_number,
    isolated,
    join_phrases,
    join_words,
    to_reader_digits,
)
from twoshores.common.places import full_name
from twoshores.common.templatetags.ui import language_name
from twoshores.common.territories import country_name
from twoshores.common.translations import Facing

from ..hooks import OFFICER_TABS, ORGANISATION_TABS
from ..models import Organisation, OrganisationKind, Tie
from ..permissions.people import WRITERS
from ..selectors.introductions import shown_name
from ..selectors.organisations import OrganisationsFound

KINDS = dict(OrganisationKind.choices)
CSV_COLUMNS = (
    "id", "name", "name_language", "kind", "country", "recognition", "recognised_since",
    "languages", "sectors", "website",
)  # fmt: skip


def reader() -> str:
    return (get_language() or "en").split("-")[0]


def list_rows(
    organisations: Sequence[Organisation], names: Mapping[object, Facing]
) -> list[dict[str, Any]]:
    """Rows of the list: the name in the reader's language where it is translated."""
    return [
        {
            "href": reverse("organisation", args=[each.pk]),
            "name": each.name,
            "language": each.name_language,
            "translated": names[each.pk].texts["name"] if names[each.pk].is_translation else "",
            "kind": each.get_organisation_kind_display(),
            "country": country_name(each.country),
            "sectors": join_words(each.sectors),
            "is_demo": each.is_demo,
        }
        for each in organisations
    ]


def csv_rows(organisations: Sequence[Organisation]) -> list[list[Any]]:
    """Public facts only: no contact, no member."""
    return [
        [
            each.pk,
            each.name,
            each.name_language,
            each.organisation_kind,
            each.country,
            each.recognition,
            each.recognised_since,
            " ".join(each.languages),
            ", ".join(each.sectors),
            each.website,
        ]
        for each in organisations
    ]


def filters(request: HttpRequest, found: OrganisationsFound) -> list[dict[str, Any]]:
    titles = {"kind": _("Kind"), "country": _("Country")}
    words: dict[str, Callable[[str], str]] = {
        "kind": lambda value: str(KINDS.get(value, value)),
        "country": country_name,
    }
    groups = [
        filter_group(
            request,
            name=name,
            title=titles[name],
            values=values,
            chosen=getattr(found.filters, name),
            words=words[name],
        )
        for name, values in found.facets.items()
    ]
    return [group for group in groups if group]


def record(organisation: Organisation, name: Facing, text: Facing) -> dict[str, Any]:
    """For components/record_header.html."""
    shown: dict[str, Any] = {
        "crumbs": [
            {"label": _("Organisations"), "href": reverse("organisations")},
            {"label": organisation.name},
        ],
        "tags": [{"kind": "demo", "text": _("demo")}] if organisation.is_demo else [],
        "notes": [organisation.get_organisation_kind_display()],
        "title": name.texts["name"],
        "text": text.texts["description"],
        "language": name.language,
    }
    if name.is_translation:
        human = name.status == "human"
        shown["status"] = {
            "kind": "go" if human else "mind",
            "text": _("Translated by a person") if human else _("Machine translation, not checked"),
        }
        facing = text.language == name.language
        if not facing:  # nobody has translated it: it stands with the original name alone
            shown["text"] = ""
        shown["original"] = {
            "title": organisation.name,
            "text": organisation.description if text.is_translation or not facing else "",
            "language": organisation.name_language,
            "written_on": organisation.created_at,
        }
    return shown


def facts(organisation: Organisation) -> list[tuple[str, str]]:
    since = organisation.recognised_since
    recognition = organisation.get_recognition_display()
    if since:
        recognition = _("%(recognition)s since %(year)s") % {
            "recognition": recognition,
            # A year takes no grouping comma.
            "year": format_number(since).replace(",", "").replace("٬", "").replace("\u202f", ""),
        }
    places = [full_name(place, reader()) for place in organisation.places.all()]
    return [
        (_("Based in"), country_name(organisation.country)),
        (_("Works in"), join_phrases(places)),
        (_("Languages"), join_words(language_name(code) for code in organisation.languages)),
        (_("Fields of work"), join_words(organisation.sectors)),
        (_("Legal recognition"), recognition),
    ]


def tie_rows(
    ties: Sequence[Tie], disputed: Mapping[int, Sequence[tuple[Tie, Sequence[str]]]]
) -> list[dict[str, Any]]:
    """Ties in words. A person at the other end keeps their pseudonym.

    disputed: versions of the other end that contradict, for those who may mend their own.
    """
    return [
        {
            "pk": tie.pk,
            "kind": tie.get_kind_display(),
            "end": _end(tie),
            "href": _end_href(tie),
            "since": str(tie.since or ""),
            "until": str(tie.until or ""),
            "strength": tie.get_strength_display(),
            "note": tie.note,
            "versions": [
                version
                for theirs, names in disputed.get(tie.pk, ())
                for version in _versions(tie, theirs, names)
            ],
        }
        for tie in ties
    ]


def _versions(mine: Tie, theirs: Tie, names: Sequence[str]) -> list[dict[str, str]]:
    """Each contradiction: what it is about, what one says, what the other says."""
    words: dict[str, tuple[str, Callable[[Tie], str]]] = {
        "since": (_("Since"), lambda tie: to_reader_digits(str(tie.since))),
        "until": (_("Until"), lambda tie: to_reader_digits(str(tie.until or _("it goes on")))),
        "strength": (_("How close it is"), lambda tie: tie.get_strength_display()),
        "direction": (_("Which way it goes"), _way),
    }
    return [
        {"about": words[name][0], "mine": words[name][1](mine), "theirs": words[name][1](theirs)}
        for name in names
    ]


def _way(tie: Tie) -> str:
    """In the same words whoever states it: from whom towards whom."""
    here, there = isolated(shown_name(tie.actor)), isolated(_end(tie))
    if tie.direction == Tie.Direction.BOTH:
        return _("both ways")
    if tie.direction == Tie.Direction.IN:
        here, there = there, here
    return _("from %(one)s to %(other)s") % {"one": here, "other": there}


def _end(tie: Tie) -> str:
    if tie.place is not None:
        return full_name(tie.place, reader())
    if tie.other is not None:
        return shown_name(tie.other)
    return tie.group


def _end_href(tie: Tie) -> str:
    if tie.place is not None:
        return reverse("place", args=[tie.place.key])
    if tie.other is not None and tie.other.kind == "organisation":
        return reverse("organisation", args=[tie.other_id])
    return ""


def tabs(organisation: Organisation, current: str, *, role: str) -> list[dict[str, Any]]:
    """Everybody sees the record and what higher apps show of it; members also who is one and the
    history; officers what higher apps add. role: the reader's in this organisation, or "".
    """
    pages: list[tuple[str, str | Promise]] = [
        ("organisation", _("The organisation")),
        ("organisation_ties", _("Ties")),
        *((name, label) for label, name in ORGANISATION_TABS),
    ]
    if role:
        pages.append(("organisation_members", _("Members")))
    if role in WRITERS:
        pages += [(name, label) for label, name in OFFICER_TABS]
    shown: list[dict[str, Any]] = [
        {
            "label": label,
            "href": reverse(name, args=[organisation.pk]),
            "current": name == current,
        }
        for name, label in pages
    ]
    if role:
        history = f"{reverse('history')}?about={organisation.pk}"
        shown.append({"label": _("History"), "href": history, "current": False})
    return shown
