"""One call for everybody: its head, its clocks, who may apply, how proposals are weighed."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.common.formatting import accept_language, format_money, region_of
from twoshores.common.translations import Facing
from twoshores.engines.eligibility import RulesError
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.documents import size_words
from twoshores.projects.views.words import translation_tag

from ..call_phases import TAGS, WORDS, left_words, next_moment, phase_of
from ..clocks import by_clock_of, by_clocks_in
from ..eligibility_texts import countries_of, wanted
from ..models import Call, Criterion, Prompt
from ..selectors.call_rules import rules_of
from ..selectors.call_texts import CALL_TEXTS, PART_TEXTS, groups_in, in_language
from ..selectors.calls import parts_of

type Facings = dict[tuple[str, str], Facing]


def context(call: Call, reader: Reader, now: datetime) -> dict[str, Any]:
    """Everything of the page but questions and versions. Seven queries at most."""
    lists = {name: parts_of(call, name) for name in PART_TEXTS}
    facings = _facings(call, lists)
    facing = facings[_key(call)]
    phase = phase_of(call, now)
    return {
        "call": call,
        "record": _record(call, facing, now),
        "phase": phase.value,
        "about": {"text": facing.texts["about"], "language": facing.language},
        "left": left_words(call, now),
        "moments": _moments(call, _countries_of(reader), now),
        "facts": _facts(call),
        "rules": _rules(call),
        "themes": [_worded(row, facings) for row in lists["themes"]],
        "levels": _levels(lists["criteria"], facings),
        "prompts": [
            {
                "title": stage_label,
                "rows": [_worded(row, facings) for row in lists["prompts"] if row.stage == stage],
            }
            for stage, stage_label in Prompt.Stage.choices
        ],
        "documents": [
            {"row": row, "size": size_words(row.file_size)} for row in parts_of(call, "documents")
        ],
    }


def _key(record: Model) -> tuple[str, str]:
    return record._meta.label_lower, str(record.pk)


def _facings(call: Call, lists: dict[str, list[Any]]) -> Facings:
    records: list[tuple[Model, Sequence[str]]] = [(call, [name for name, *_rest in CALL_TEXTS])]
    for part, fields in PART_TEXTS.items():
        for row in lists[part]:
            row.call = call
            records.append((row, [name for name, *_rest in fields]))
    return in_language(records, reader_language())


def _worded(row: Any, facings: Facings) -> dict[str, Any]:
    facing = facings[_key(row)]
    return {"row": row, "texts": facing.texts, "language": facing.language}


def _record(call: Call, facing: Facing, now: datetime) -> dict[str, Any]:
    """For components/record_header.html."""
    phase = phase_of(call, now)
    tags = [{"kind": TAGS[phase], "text": WORDS[phase]}]
    if call.is_demo:
        tags.append({"kind": "demo", "text": _("demo")})
    shown: dict[str, Any] = {
        "crumbs": [{"label": _("Calls"), "href": reverse("calls")}, {"label": call.code}],
        "tags": tags,
        "notes": [call.programme.organisation.name],
        "title": facing.texts["title"],
        "text": facing.texts["summary"],
        "language": facing.language,
        "status": translation_tag(facing),
    }
    if facing.is_translation:
        shown["original"] = {
            "title": call.title,
            "text": call.summary,
            "language": call.language,
        }
    return shown


def _countries_of(reader: Reader) -> list[str]:
    """Whose clocks the reader goes by: of their organisations' countries, else of the region that
    their browser names."""
    if isinstance(reader, User):
        rows = reader.memberships.select_related("organisation")
        found = [row.organisation.country for row in rows if row.organisation.country]
        if found:
            return sorted(set(found))
    header = accept_language.get()
    region = region_of(header, reader_language())
    # Stated, not the likeliest one of a language: that is good for digits, not for clocks.
    return [region] if region and f"-{region}" in header.upper() else []


def _moments(call: Call, countries: list[str], now: datetime) -> list[dict[str, Any]]:
    """Each date by the call's clock and by the reader's, in the order of time."""
    rows = [
        (_("Opens"), call.opens_at),
        (_("Questions until"), call.questions_until),
        (_("Concepts until"), call.concept_deadline),
        (_("Proposals until"), call.deadline),
    ]
    following = next_moment(call, now)
    return [
        {
            "label": label,
            "iso": moment.isoformat(),
            "shown": by_clock_of(call, moment),
            "others": by_clocks_in(countries, moment, call),
            "next": following is not None and moment == following[1],
            "over": moment <= now,
        }
        for label, moment in rows
        if moment is not None
    ]


def _facts(call: Call) -> list[tuple[str, str]]:
    found = [(_("How it goes"), call.get_stages_display())]
    if call.budget is not None:
        found.append((_("Money for all grants"), format_money(call.budget, call.currency)))
    return found


def _rules(call: Call) -> list[dict[str, str]]:
    try:
        rules = rules_of(call)
    except RulesError:
        return [{"text": _("The rules of this call cannot be read."), "countries": ""}]
    groups = groups_in(call, reader_language())
    return [
        {"text": wanted(rule, call.currency, groups), "countries": countries_of(rule)}
        for rule in rules
    ]


def _levels(criteria: list[Criterion], facings: Facings) -> list[dict[str, Any]]:
    whole = sum((row.weight for row in criteria), Decimal(0))
    levels = []
    for level, label in Criterion.Level.choices:
        rows = [
            _worded(row, facings) | {"share": row.weight / whole if whole else None}
            for row in criteria
            if row.level == level
        ]
        if rows:
            levels.append({"label": label, "rows": rows})
    return levels
