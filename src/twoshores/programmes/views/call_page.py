"""The page of a call for those who run it: gaps, warnings, parts, in words."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import format_share
from twoshores.engines.eligibility import RulesError, parse
from twoshores.projects.views.documents import size_words

from ..call_checks import Balance, Gap, balance_of, gaps_of, levels_missing
from ..call_states import MACHINE
from ..clocks import by_clock_of
from ..eligibility_texts import countries_of, wanted
from ..models import Call, Criterion
from ..selectors.calls import parts_of
from .call_desk import CallDesk

GAPS: dict[Gap, tuple[str | Promise, str]] = {
    Gap.ABOUT: (gettext_lazy("Say what is sought."), "edit"),
    Gap.OPENS: (gettext_lazy("Say when it opens."), "edit"),
    Gap.DEADLINE: (gettext_lazy("Say until when proposals are taken."), "edit"),
    Gap.CONCEPT_DEADLINE: (gettext_lazy("Say until when concepts are taken."), "edit"),
    Gap.QUESTIONS: (gettext_lazy("Say until when questions are taken."), "edit"),
    Gap.PAST: (gettext_lazy("The last day for proposals is over already."), "edit"),
    Gap.CONCEPT_PAST: (gettext_lazy("The last day for concepts is over already."), "edit"),
    Gap.GRANT: (gettext_lazy("Say how large a grant can be."), "edit"),
    Gap.THEMES: (gettext_lazy("Add a theme."), "themes"),
    Gap.CRITERIA: (gettext_lazy("Add criteria."), "criteria"),
    Gap.WEIGHTS: (gettext_lazy("Give weight to a criterion."), "criteria"),
    Gap.PROMPTS: (gettext_lazy("Add a question that proposals answer."), "prompts"),
    Gap.CONCEPT_PROMPTS: (gettext_lazy("Add a question that concepts answer."), "prompts"),
    Gap.PARTNERS: (gettext_lazy("Add a rule on how many partners there are."), "rules"),
    Gap.RULES: (gettext_lazy("A rule cannot be read. Take it out and add it again."), "rules"),
}
MOVES: dict[str, str | Promise] = {
    "publish": gettext_lazy("Publish the call"),
    "appraise": gettext_lazy("Go on to appraise the proposals"),
    "cancel": gettext_lazy("Call it off"),
}


def context(at: CallDesk, now: datetime) -> dict[str, Any]:
    """Everything of the page. Eight queries beside the desk's."""
    call = at.call
    themes, criteria, prompts, documents = (
        parts_of(call, name) for name in ("themes", "criteria", "prompts", "documents")
    )
    gaps = gaps_of(call, themes, criteria, prompts, now) if call.state == Call.State.DRAFT else []
    return {
        "gaps": [
            {"text": text, "href": at.to("call_edit") if place == "edit" else f"#{place}"}
            for text, place in (GAPS[gap] for gap in gaps)
        ],
        "warnings": warnings(criteria),
        "moments": moments(call),
        "themes": themes,
        "levels": _levels(criteria),
        "weights": weights(criteria),
        "prompts": prompts,
        "rules": rules(call),
        "documents": [{"row": row, "size": size_words(row.file_size)} for row in documents],
        "versions": list(call.versions.defer("body")),
        "moves": _moves(at, gaps, now),
        "translations": [
            (code, name) for code, name in settings.LANGUAGES if code != call.language
        ],
    }


def _moves(at: CallDesk, gaps: list[Gap], now: datetime) -> list[dict[str, Any]]:
    """What can be done with the call as it stands; the first is what comes next."""
    if not at.desk.runs:
        return []
    call, found = at.call, []
    over = call.deadline is not None and now >= call.deadline
    for move in MACHINE.open_moves(call.state):
        ready = {"publish": not gaps, "appraise": over}.get(move, True)
        if move in MOVES and ready:
            found.append({"move": move, "label": MOVES[move], "danger": move == "cancel"})
    return found


def moments(call: Call) -> list[dict[str, Any]]:
    """The call's dates by its own clock, in the order of time."""
    rows = [
        (gettext_lazy("Opens"), call.opens_at),
        (gettext_lazy("Questions until"), call.questions_until),
        (gettext_lazy("Concepts until"), call.concept_deadline),
        (gettext_lazy("Proposals until"), call.deadline),
    ]
    return [
        {"label": label, "moment": moment, "shown": by_clock_of(call, moment)}
        for label, moment in rows
        if moment is not None
    ]


def warnings(criteria: list[Criterion]) -> list[str]:
    """What the criteria leave out, as the handbook would have it; nothing without criteria."""
    if not criteria:
        return []
    said = []
    balance, missing = balance_of(criteria), levels_missing(criteria)
    if balance.is_uneven:
        said.append(
            _(
                "Migration weighs %(migration)s and development %(development)s. The handbook "
                "asks to weigh both: a project strong in one only is half a project."
            )
            % _shares(balance)
        )
    if Criterion.Level.PARTNERSHIP in missing:
        said.append(
            _(
                "No criterion looks at the partnership as a whole. Good partners one by one may "
                "be a weak partnership."
            )
        )
    if Criterion.Level.STAKEHOLDERS in missing:
        said.append(_("No criterion looks at the stakeholders, who keep what remains."))
    return said


def _shares(balance: Balance) -> dict[str, str]:
    return {
        "migration": format_share(balance.migration / balance.whole, 0),
        "development": format_share(balance.development / balance.whole, 0),
    }


def weights(criteria: list[Criterion]) -> str:
    balance = balance_of(criteria)
    if not balance.whole:
        return ""
    return _("Migration weighs %(migration)s, development %(development)s.") % _shares(balance)


def _levels(criteria: list[Criterion]) -> list[dict[str, Any]]:
    whole = sum((row.weight for row in criteria), Decimal(0))
    return [
        {
            "label": label,
            "rows": [
                {"row": row, "share": row.weight / whole if whole else None}
                for row in criteria
                if row.level == level
            ],
        }
        for level, label in Criterion.Level.choices
    ]


def rules(call: Call) -> list[dict[str, Any]]:
    """Rules added by hand, each in a sentence, by their place from 1."""
    found: list[dict[str, Any]] = []
    for number, raw in enumerate(call.rules, start=1):
        try:
            (rule,) = parse([raw])
        except RulesError:
            found.append({"number": number, "text": _("This rule cannot be read.")})
        else:
            text = wanted(rule, call.currency)
            found.append({"number": number, "text": text, "countries": countries_of(rule)})
    return found
