"""The page and file of the list of needs, built from what was read. No queries."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.common.filters import filter_group, kept_filters
from twoshores.common.formatting import join_words
from twoshores.common.history import event_words
from twoshores.common.models import AuditEvent
from twoshores.common.places.names import name_in
from twoshores.common.tables import csv_response
from twoshores.common.templatetags.ui import language_name
from twoshores.common.territories import country_name
from twoshores.common.translations import Facing

from ..forms.needs import field_labels
from ..models import Need
from ..selectors.need_lists import NeedsFound
from .need_record import STATE_TAGS
from .shortlist_rows import LABELS


def context(
    request: HttpRequest, found: NeedsFound, page: Page[Need], texts: Mapping[object, Facing]
) -> dict[str, Any]:
    return {
        "page": page,
        "query": found.filters.query,
        "total": page.paginator.count,
        "filters": _filters(request, found),
        "kept": kept_filters(request, found.facets),
        "needs": [item(need, texts[need.pk]) for need in page.object_list],
        "csv_href": f"{reverse('needs_csv')}?{request.GET.urlencode()}",
    }


def item(need: Need, facing: Facing) -> dict[str, Any]:
    """One need in a list: the original, and the reader's language beneath if there is one."""
    place = need.place
    language = (get_language() or "en").split("-")[0]
    where = join_words((name_in(place, language), country_name(place.country))) if place else ""
    return {
        "href": reverse("need", args=[need.pk]),
        "title": need.title,
        "language": need.language,
        "where": where,
        "written_in": language_name(need.language),
        "translated": facing.texts["title"] if facing.is_translation else "",
        "status_kind": "go" if facing.status == "human" else "mind",
        "status": _("Translated by a person")
        if facing.status == "human"
        else _("Machine translation"),
        "organisation": need.organisation.name,
        "organisation_language": need.organisation.name_language,
        "state": {"kind": STATE_TAGS[need.state], "text": need.get_state_display()},
        "is_demo": need.is_demo,
        "ends": need.ends,
    }


def _filters(request: HttpRequest, found: NeedsFound) -> list[dict[str, Any]]:
    titles = {"country": _("Country"), "language": _("Written in"), "terms": _("Terms")}
    words: dict[str, Callable[[str], str]] = {
        "country": country_name,
        "language": language_name,
        "terms": lambda value: str(LABELS["terms"].get(value, value)),
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


CSV_HEADER = (
    *("id", "title", "language", "organisation"),
    *("country", "place", "starts", "ends", "terms"),
)


def csv(found: NeedsFound) -> HttpResponse:
    """The same needs as a table; column names are stable, for machines."""
    return csv_response("needs", CSV_HEADER, (_cells(need) for need in found.needs))


def _cells(need: Need) -> list[Any]:
    place = need.place
    return [
        need.pk,
        need.title,
        need.language,
        need.organisation.name,
        place.country if place else "",
        place.name if place else "",
        need.starts,
        need.ends,
        need.terms,
    ]


def history_rows(events: Iterable[AuditEvent]) -> list[dict[str, Any]]:
    """Audit events for components/history.html: what was done, to which fields."""
    fields = field_labels()
    return [
        {
            "when": event.at,
            "who": "",
            "text": event_words(event, fields),
        }
        for event in events
    ]
