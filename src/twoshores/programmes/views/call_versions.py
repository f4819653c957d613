"""Versions of a call: what one changed against the one before, and a version as data."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.alliances.zones import zone_words
from twoshores.common.clocks import shown_by
from twoshores.common.formatting import format_number
from twoshores.common.languages import language_name
from twoshores.common.links import absolute
from twoshores.engines.comparison import Change, compare
from twoshores.engines.eligibility import RulesError, parse
from twoshores.projects.views.basics import reader_language

from ..deadlines import zone_named
from ..eligibility_texts import countries_of, wanted
from ..models import Call, CallQuestion, CallVersion, Criterion, Prompt
from ..selectors.calls import FACTS

PARTS: dict[str, str | Promise] = {
    "themes": gettext_lazy("Themes"),
    "criteria": gettext_lazy("Criteria"),
    "prompts": gettext_lazy("What proposals answer"),
    "documents": gettext_lazy("Documents"),
}
MOMENTS = ("opens_at", "concept_deadline", "deadline", "questions_until")
CHOICES: dict[str, dict[str, Any]] = {
    "stages": dict(Call.Stages.choices),
    "level": dict(Criterion.Level.choices),
    "component": dict(Criterion.Component.choices),
    "whom": dict(Prompt.Whom.choices),
    "stage": dict(Prompt.Stage.choices),
}
LABELS: dict[str, Any] = {
    field.name: field.verbose_name
    for model in (Call, Criterion, Prompt)
    for field in model._meta.get_fields()
    if hasattr(field, "verbose_name")
}
type Zones = tuple[ZoneInfo, ZoneInfo]  # of what was, and of what is
LONG = 120  # characters from which two texts stand below each other


def context(version: CallVersion, before: CallVersion | None) -> dict[str, Any]:
    """groups: what changed, by part of the call, each with what was and what is."""
    if before is None or not before.body or not version.body:
        return {"groups": [], "is_first": before is None}
    old, new = before.body, version.body
    zones = (_zone(version, old), _zone(version, new))
    groups: list[dict[str, Any]] = [{"title": _("Facts"), "rows": _facts(zones, old, new)}]
    groups.append({"title": _("Who may apply, and what may be paid"), "rows": _rules(old, new)})
    groups += [
        {"title": title, "rows": _part(zones, old.get(name, []), new.get(name, []))}
        for name, title in PARTS.items()
    ]
    return {"groups": [group for group in groups if group["rows"]], "is_first": False}


def _facts(zones: Zones, old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    tables = [{"call": {name: body.get(name) for name in FACTS}} for body in (old, new)]
    return [_row(zones, change) for change in compare(*tables).changed]


def _zone(version: CallVersion, body: dict[str, Any]) -> ZoneInfo:
    """The clock of the dates as it was published then."""
    return zone_named(body.get("time_zone") or version.call.time_zone)


def _row(zones: Zones, change: Change, title: str = "") -> dict[str, Any]:
    return {
        "title": title,
        "label": LABELS.get(change.column, change.column),
        "before": _said(zones[0], change.column, change.before),
        "now": _said(zones[1], change.column, change.now),
        "wrote": isinstance(change.now, str) and change.column in WRITTEN,
    }


WRITTEN = frozenset({"title", "summary", "about", "guidance", "help"})


def _said(zone: ZoneInfo, name: str, value: Any) -> str:
    """A value of a body in the reader's words; a dash for nothing."""
    if value is None or value == "":
        return "–"
    if name in MOMENTS:
        return shown_by(datetime.fromisoformat(value), zone).named
    if name in CHOICES:
        return str(CHOICES[name].get(value, value))
    if name == "time_zone":
        return zone_words(value)
    if name == "language":
        return language_name(value, reader_language())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return format_number(value)
    if name in ("budget", "grant_least", "grant_most", "weight", "least"):
        return format_number(Decimal(value))
    return str(value)


def _rules(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """Rules have no identity of their own: those that only one side has, in a sentence each."""
    before, now = (_sentences(body) for body in (old, new))
    rows = [{"label": _("Taken out"), "before": text, "now": "–"} for text in before - now]
    rows += [{"label": _("Added"), "before": "–", "now": text} for text in now - before]
    return sorted(rows, key=lambda row: (row["before"], row["now"]))


def _sentences(body: dict[str, Any]) -> set[str]:
    try:
        rules = parse(body.get("rules") or [])
    except RulesError:
        return {_("This rule cannot be read.")}
    currency = str(body.get("currency", ""))
    return {" ".join([wanted(rule, currency), countries_of(rule)]).strip() for rule in rules}


def _part(
    zones: Zones, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    before, now = ({str(row["id"]): row for row in rows} for rows in (old, new))
    plain = ({key: _without_id(row) for key, row in table.items()} for table in (before, now))
    found = compare(*plain)
    rows: list[dict[str, Any]] = [
        {"title": before[key]["title"], "label": _("Taken out"), "before": "", "now": ""}
        for key in found.removed
    ]
    rows += [
        {"title": now[key]["title"], "label": _("Added"), "before": "", "now": ""}
        for key in found.added
    ]
    return rows + [_row(zones, change, now[change.row]["title"]) for change in found.changed]


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", "file_sha256")}


def as_data(
    call: Call, version: CallVersion, questions: Sequence[CallQuestion] | None
) -> dict[str, Any]:
    """A version for other programs: moments in UTC, amounts as text. Nothing says who asked."""
    data: dict[str, Any] = {
        "address": absolute("call", call.code),
        "funder": call.programme.organisation.name,
        "state": call.state,
        "version": version.number,
        "published_at": version.at.isoformat(),
        "what_changed": version.note,
        "call": version.body,
    }
    if questions is not None:
        data["questions"] = [
            {
                "question": row.shown_text,
                "language": row.language,
                "answer": row.answer,
                "answer_language": row.answer_language,
                "answered_at": row.answered_at.isoformat() if row.answered_at else None,
            }
            for row in questions
        ]
    return data
