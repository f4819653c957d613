"""What the head of a need's pages shows: the same on each of its tabs. One query."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.accounts.readers import Reader
from twoshores.actors.subjects import Shown
from twoshores.common.formatting import (
    format_day,
    format_number,
    join_phrases,
    join_words,
    to_reader_digits,
)
from twoshores.common.models import Place
from twoshores.common.places.names import name_in
from twoshores.common.templatetags.ui import language_name
from twoshores.common.territories import country_name
from twoshores.common.translations import Facing

from ..models import Need, NeedBeneficiaries
from ..selectors.needs import head_of
from ..selectors.places_shown import region_of
from .shortlist_rows import LABELS

SHOWN_TO_ASKED: tuple[str, ...] = ("title", "text", "language", "status", "original")
STATE_TAGS = {"open": "go", "draft": "mind", "filled": "go", "closed": "unknown"}


def head(need: Need, *, tab: str, member: bool, asked: int | None = None) -> dict[str, Any]:
    """record, facts and tabs of a need's page for its components."""
    facing, served = head_of(need, (get_language() or "en").split("-")[0])
    return {
        "need": need,
        "record": record(need, facing),
        "facts": facts(need, served),
        "tabs": tabs(need, tab, member, asked),
        "member": member,
    }


def record(need: Need, facing: Facing) -> dict[str, Any]:
    reader = (get_language() or "en").split("-")[0]
    shown: dict[str, Any] = {
        "crumbs": crumbs(need),
        "tags": [{"kind": STATE_TAGS[need.state], "text": need.get_state_display()}],
        "notes": notes(need),
        "title": facing.texts["title"],
        "text": facing.texts["description"],
        "language": facing.language,
    }
    if need.is_demo:
        shown["tags"].append({"kind": "demo", "text": _("demo")})
    if facing.is_translation:
        human = facing.status == "human"
        shown["status"] = {
            "kind": "go" if human else "mind",
            "text": _("Translated by a person") if human else _("Machine translation, not checked"),
        }
        shown["original"] = {
            "title": need.title,
            "text": need.description,
            "language": need.language,
            "written_on": need.opened_at or need.created_at,
        }
    elif need.language != reader:
        shown["notes"].append(
            _("Written in %(language)s; not translated yet")
            % {"language": language_name(need.language)}
        )
    return shown


def crumbs(need: Need) -> list[dict[str, str]]:
    found: list[dict[str, str]] = [{"label": _("Needs"), "href": reverse("needs")}]
    if need.place is not None:
        country = need.place.country
        found.append(
            {"label": country_name(country), "href": f"{reverse('needs')}?country={country}"}
        )
        if need.place.kind != Place.Kind.COUNTRY:
            found.append({"label": name_in(need.place, (get_language() or "en").split("-")[0])})
    return found


def shown_to_asked(pk: str) -> Shown | None:
    """The need on the page of an introduction about it: its words in the reader's language where
    they are translated, when, how, what is offered. Three queries.
    """
    need = Need.objects.filter(pk=UUID(pk)).select_related("organisation", "place").first()
    if need is None:
        return None
    facing, served = head_of(need, (get_language() or "en").split("-")[0])
    words = record(need, facing)
    kept = {key: words[key] for key in SHOWN_TO_ASKED if key in words}
    where = name_in(need.place, (get_language() or "en").split("-")[0]) if need.place else ""
    return Shown(kept, [*facts(need, served), (_("Where"), where)])


def notes(need: Need) -> list[str]:
    said = []
    if need.ends:
        said.append(_("until %(end)s") % {"end": format_day(need.ends)})
    said.append(need.organisation.name)
    return said


def facts(need: Need, served: list[NeedBeneficiaries]) -> list[tuple[str, str]]:
    """When, how, offered, serves: blank is said as not known, never as zero."""
    times = join_words(str(LABELS["times"][time]) for time in need.times)
    when = [words for words in (_dates(need), times) if words]
    return [
        (_("When"), join_phrases(when)),
        (_("How"), join_words(str(LABELS["modes"][mode]) for mode in need.modes)),
        (_("Offered"), need.offered or str(need.get_terms_display())),
        (_("Serves"), serves(served)),
    ]


def _dates(need: Need) -> str:
    if need.starts and need.ends:
        return _("%(start)s to %(end)s") % {
            "start": format_day(need.starts, "medium"),
            "end": format_day(need.ends, "medium"),
        }
    return format_day(need.starts, "medium") if need.starts else ""


def serves(rows: list[NeedBeneficiaries]) -> str:
    """Numbers by sex and age; nothing if nobody was counted."""
    return join_phrases(
        _("%(number)s %(who)s, %(age)s")
        % {
            "number": format_number(row.number),
            "who": str(row.get_sex_display()).lower(),
            "age": to_reader_digits(row.get_age_band_display()),
        }
        for row in rows
    )


def region_words(need: Need) -> str:
    region = region_of(need.place)
    return region.name if region else ""


def tabs(need: Need, current: str, member: bool, asked: int | None) -> list[dict[str, Any]]:
    """Everybody sees the need; its organisation also who could help, introductions, history."""
    shown: list[tuple[str, str, str]] = [("need", _("The need"), reverse("need", args=[need.pk]))]
    if member:
        shown += [
            ("who", _("Who could help?"), reverse("need_who", args=[need.pk])),
            ("asked", _("Introductions"), reverse("need_introductions", args=[need.pk])),
            ("history", _("History"), reverse("need_history", args=[need.pk])),
        ]
    return [
        {
            "label": label,
            "href": href,
            "current": name == current,
            "count": asked if name == "asked" else None,
        }
        for name, label, href in shown
    ]


def is_member(user: Reader, need: Need) -> bool:
    """Whether the reader belongs to the organisation of the need. One query."""
    from ..permissions.needs import can_read_shortlist

    return bool(can_read_shortlist(user, need))
