"""Appraising a call: its proposals, and where each of them stands."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.common.languages import country_name
from twoshores.projects.views.basics import reader_language

from ..models import Call, Prompt, Proposal
from ..selectors.appraisal import (
    Narrowed,
    call_or_404,
    calls_appraised,
    facts_of,
    opened_of,
)
from ..selectors.call_texts import word_calls
from ..selectors.sealed import counts_of, is_sealed
from ..services.deciding import appraisal_begin, call_decide
from .desk import ProgrammeDesk, desk_or_404

PAGE_LENGTH = 30
TAGS = {
    Proposal.State.CONCEPT: "mind",
    Proposal.State.INVITED: "go",
    Proposal.State.ELIGIBLE: "mind",
    Proposal.State.SELECTED: "go",
    Proposal.State.RESERVE: "mind",
    Proposal.State.REFUSED: "bad",
    Proposal.State.INELIGIBLE: "bad",
}


def call_head(desk: ProgrammeDesk, call: Call, here: str) -> dict[str, Any]:
    """Head of the programme, the call, and which of its pages of appraising this is."""
    word_calls([call], reader_language())
    return desk.head("appraising") | {"call": call, "here": here}


@access("object")
@require_safe
def programme_appraisals(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Calls with what waits in each; before the deadline, counts only."""
    desk = desk_or_404(request, pk)
    now = timezone.now()
    calls = list(calls_appraised(desk.programme))
    word_calls(calls, reader_language())
    rows = [{"call": row, "sealed": is_sealed(row, Prompt.Stage.PROPOSAL, now)} for row in calls]
    context = desk.head("appraising") | {"rows": rows}
    return render(request, "programmes/appraisals.html", context)


@access("object")
@require_safe
def appraisal_proposals(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """The proposals of a call with filters; sealed before the deadline."""
    desk = desk_or_404(request, pk)
    row = call_or_404(desk.programme, call)
    context = call_head(desk, row, "proposals")
    now = timezone.now()
    sealed = is_sealed(row, Prompt.Stage.PROPOSAL, now)
    if sealed and is_sealed(row, Prompt.Stage.CONCEPT, now):
        context |= {"sealed": True, "counts": counts_of(row)}
        return render(request, "programmes/appraisal_proposals.html", context)
    proposals = list(opened_of(row))
    facts = facts_of(proposals)
    proposals = [one for one in proposals if one.pk in facts]
    asked = {name: request.GET.get(name, "") for name in ("state", "theme", "pair")}
    narrowed = Narrowed(**asked, facts=facts)
    found = [one for one in proposals if narrowed.takes(one)]
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "shown": [_shown(one, facts[one.pk]) for one in page],
        "filters": _filters(proposals, narrowed, asked),
        "total": len(found),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "begins": desk.runs and row.state == Call.State.PUBLISHED and not sealed,
        "decides": desk.runs and row.state == Call.State.APPRAISING,
    }
    return render(request, "programmes/appraisal_proposals.html", context)


def _shown(row: Proposal, facts: Any) -> dict[str, Any]:
    return {
        "proposal": row,
        "facts": facts,
        "tag": TAGS.get(Proposal.State(row.state), "unknown"),
        "state": row.get_state_display(),
    }


def _filters(
    proposals: list[Proposal], narrowed: Narrowed, asked: dict[str, str]
) -> list[dict[str, Any]]:
    """Links with counts: how many each choice would show, with the other choices as they are."""
    groups: list[tuple[str, str, Any]] = [
        ("state", _("Where it stands"), lambda row: [(row.state, row.get_state_display())]),
        (
            "theme",
            _("Theme"),
            lambda row: [
                (str(row.theme_id or "none"), row.theme.title if row.theme else _("none"))
            ],
        ),
        (
            "pair",
            _("Countries"),
            lambda row: [(pair, pair_name(pair)) for pair in narrowed.pairs(row)],
        ),
    ]
    found = []
    for name, title, values in groups:
        counts: Counter[str] = Counter()
        labels: dict[str, str] = {}
        for row in proposals:
            if narrowed.takes(row, but=name):
                for value, label in values(row):
                    counts[value] += 1
                    labels[value] = label
        rest = {key: value for key, value in asked.items() if value and key != name}
        options = [
            {
                "label": _("All"),
                "href": f"?{urlencode(rest)}",
                "count": sum(narrowed.takes(row, but=name) for row in proposals),
                "current": not asked[name],
            }
        ]
        options += [
            {
                "label": labels[value],
                "href": f"?{urlencode(rest | {name: value})}",
                "count": count,
                "current": asked[name] == value,
            }
            for value, count in counts.most_common()
        ]
        found.append({"title": title, "options": options})
    return found


def pair_name(pair: str) -> str:
    """ "EG-FR" in the reader's language."""
    return " – ".join(country_name(code, reader_language()) for code in pair.split("-"))


@access("object")
@require_POST
def appraisal_move(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """Begin appraising once the deadline has passed; close when all is decided."""
    desk = desk_or_404(request, pk, to_run=True)
    row = call_or_404(desk.programme, call)
    moves = {"begin": appraisal_begin, "decide": call_decide}
    move = moves.get(request.POST.get("move", ""))
    if move is None:
        raise Http404
    try:
        move(by=desk.user, call=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("appraisal_proposals", desk.programme.pk, row.pk)
