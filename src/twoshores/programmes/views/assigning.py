"""Who reads what: proposed by the engine, changed by hand; progress; disagreement; severity."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_number
from twoshores.engines.appraisal import THIRD_FROM

from ..clocks import name_of_clock
from ..forms.appraisal import GiveForm
from ..models import Assessment, Call, ConflictOfInterest, Proposal
from ..selectors.appraisal import call_or_404, proposal_or_404
from ..selectors.assessing import progress_in, waits_for_own_marks, waits_in_call
from ..selectors.conflicts import names_in, told
from ..selectors.figures import Figures, figures_of, material_of
from ..selectors.ranking import titles_of
from ..services import assigning
from .appraisal import call_head
from .desk import ProgrammeDesk, desk_or_404

PAGE_LENGTH = 60  # proposals whose assessors disagree
SHOWN = 200  # pairs proposed that one page lists; all of them are given


def _seats(request: HttpRequest) -> int:
    text = request.POST.get("seats") or request.GET.get("seats") or ""
    wanted = int(text) if text.isdecimal() and len(text) < 10 else 0
    return min(wanted, assigning.MOST_SEATS) or assigning.SEATS


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_assign(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """What the engine proposes for empty seats, and whom it could not place, with the reasons."""
    desk = desk_or_404(request, pk, to_run=request.method == "POST")
    row = call_or_404(desk.programme, call)
    if request.method == "POST":
        return _assigned(request, desk, row)
    offices = assigning.assessors_of(row)
    seats = _seats(request)
    proposed = assigning.readers_proposed(row, seats) if offices else None
    conflicts = list(
        ConflictOfInterest.objects.filter(proposal__call=row).select_related(
            "office__user", "proposal__project"
        )
    )
    names = names_in(conflicts)
    context = call_head(desk, row, "assign") | {
        "offices": offices,
        "seats": seats,
        "seat_choices": range(1, assigning.MOST_SEATS + 1),
        "proposed": proposed,
        "pairs": _by_proposal(proposed.pairs[:SHOWN]) if proposed else [],
        "more": max(0, len(proposed.pairs) - SHOWN) if proposed else 0,
        "loads": [(one, proposed.loads.get(one.pk, 0)) for one in offices] if proposed else [],
        "conflicts": [(one, told(one, names)) for one in conflicts],
    }
    return render(request, "programmes/appraisal_assign.html", context)


def _by_proposal(pairs: Any) -> list[dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    for proposal, office in pairs:
        one = found.setdefault(proposal.pk, {"proposal": proposal, "offices": []})
        one["offices"].append(office)
    return sorted(found.values(), key=lambda one: one["proposal"].number or 0)


def _assigned(request: HttpRequest, desk: ProgrammeDesk, call: Call) -> HttpResponseBase:
    try:
        if request.POST.get("act") == "detect":
            count = assigning.conflicts_detect(by=desk.user, call=call)
            words = ngettext(
                "%(n)s new conflict was found.", "%(n)s new conflicts were found.", count
            )
        elif request.POST.get("act") == "give":
            due_on = parse_date(request.POST.get("due_on") or "")
            proposed = assigning.readers_proposed(call, _seats(request))
            given = assigning.readers_give(
                by=desk.user, call=call, pairs=proposed.pairs, due_on=due_on
            )
            count = len(given)
            words = ngettext("%(n)s reader was given.", "%(n)s readers were given.", count)
        else:
            raise Http404
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ValueError:
        messages.error(request, _("This is no day."))
    else:
        messages.success(request, words % {"n": format_number(count)})
    return redirect("appraisal_assign", desk.programme.pk, call.pk)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_readers(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """The readers of one proposal, by hand: give, take back with a reason, let change."""
    desk = desk_or_404(request, pk, to_run=True)
    row = proposal_or_404(desk.programme, proposal)
    offices = assigning.assessors_of(row.call)
    giving = request.POST.get("act") == "give"
    form = GiveForm(
        request.POST if giving else None, offices=offices, clock=name_of_clock(row.call)
    )
    if request.method == "POST" and (not giving or form.is_valid()):
        try:
            _by_hand(request, desk, row, form)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Saved."))
        return redirect("proposal_readers", desk.programme.pk, row.pk)
    conflicts = list(row.conflicts.select_related("office__user"))
    names = names_in(conflicts)
    context = call_head(desk, row.call, "assign") | {
        "proposal": row,
        "assessments": list(row.assessments.select_related("office__user")),
        "conflicts": [(one, told(one, names)) for one in conflicts],
        "form": form,
        "blind": waits_for_own_marks(desk.user, row),
    }
    return render(request, "programmes/proposal_readers.html", context)


def _by_hand(request: HttpRequest, desk: ProgrammeDesk, row: Proposal, form: GiveForm) -> None:
    act = request.POST.get("act")
    if act == "give":
        said = form.cleaned_data
        office = get_object_or_404(desk.programme.offices, pk=said["office"])
        assigning.readers_give(
            by=desk.user,
            call=row.call,
            pairs=[(row, office)],
            due_on=said["due_on"],
            is_third=said["is_third"],
        )
        return
    one = _one_of(row, request.POST.get("assessment"))
    if act == "take_back":
        because = request.POST.get("because", "")
        assigning.reader_take_back(by=desk.user, assessment=one, because=because)
    elif act == "give_back":
        assigning.assessment_give_back(by=desk.user, assessment=one)
    else:
        raise Http404


def _one_of(row: Proposal, key: Any) -> Assessment:
    try:
        return get_object_or_404(row.assessments.select_related("office"), pk=key or None)
    except ValidationError as error:
        raise Http404 from error


@access("object")
@require_safe
def appraisal_progress(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """How far each assessor is, where assessors disagree, and how severe each of them is.

    Whoever has marks to give in the call sees how far the others are, and nothing of their marks.
    """
    desk = desk_or_404(request, pk)
    row = call_or_404(desk.programme, call)
    blind = desk.standing.assessor is not None and waits_in_call(desk.user, row)
    found = Figures({}) if blind else figures_of(material_of(row), {})
    rows = _progress(row, found)
    wanted = [(key, score) for key, score in found.scores.items() if score.wants_third]
    page = Paginator(wanted, PAGE_LENGTH).get_page(request.GET.get("page"))
    titles = titles_of([str(key) for key, _score in page])
    context = call_head(desk, row, "progress") | {
        "rows": sorted(rows.values(), key=lambda at: (at["done"] - at["given"], at["email"])),
        "severity": found.severity,
        "blind": blind,
        "groups": _groups(found.apart, rows),
        "page": page,
        "apart": [
            {"pk": key, "titled": titles[str(key)], "score": score}
            for key, score in page
            if str(key) in titles
        ],
        "bound": THIRD_FROM,
    }
    return render(request, "programmes/appraisal_progress.html", context)


def _progress(call: Call, found: Figures) -> dict[str, dict[str, Any]]:
    """Office -> counts, and its severity where it can be told and may be shown."""
    rows = {
        str(office): {**counts, "points": None, "error": None}
        for office, counts in progress_in(call).items()
    }
    if found.severity:
        for key in rows.keys() & found.severity.points.keys():
            rows[key] |= {
                "points": found.severity.points[key],
                "error": found.severity.errors[key],
            }
    return rows


def _groups(groups: list[list[str]], rows: dict[str, dict[str, Any]]) -> list[list[str]]:
    return [[rows[key]["email"] for key in group if key in rows] for group in groups]
