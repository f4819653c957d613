"""For assessors: what was given to me, the form with a running total, and "I have a conflict"."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.common.decisions import access
from twoshores.common.editing import StaleVersion, version_of
from twoshores.common.forms import answer_status
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, add_errors, answer

from ..assessment_states import S
from ..forms.appraisal import ConflictForm, MarksForm, number_of_place
from ..models import Assessment, Mark
from ..permissions.appraisal import can_mark, is_being_marked
from ..selectors.assessing import (
    assessment_or_404,
    assessments_given_to,
    others_when_all_are_in,
    places_of,
)
from ..selectors.scores import partners_in
from ..selectors.sealed import left_since, opened_submission
from ..services import assigning, marking
from .desk import ProgrammeDesk, desk_or_404
from .handed_in import shown
from .offline import answered, kept_context


@access("object")
@require_safe
def programme_assessing(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The proposals in the reader's hands: those that wait, those handed in, those that are no
    longer marked, those withdrawn."""
    desk = desk_or_404(request, pk, to_read=False)
    rows = list(assessments_given_to(desk.user, desk.programme))
    given = [row for row in rows if row.state == S.GIVEN]
    context = desk.head("assessing") | {
        "waiting": [
            (row, assigning.is_late(row, row.proposal.call))
            for row in given
            if is_being_marked(row.proposal)
        ],
        "stopped": [row for row in given if not is_being_marked(row.proposal)],
        "done": [row for row in rows if row.state == S.DONE],
        "withdrawn": [row for row in rows if row.state == S.WITHDRAWN],
    }
    return render(request, "programmes/assessing.html", context)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, pk: str, assessment: str) -> HttpResponseBase:
    """The proposal as it was handed in, and the form: kept as a draft, or handed in."""
    desk = desk_or_404(request, pk, to_read=False)
    row = assessment_or_404(desk.user, desk.programme, assessment)
    places = places_of(row, reader_language())
    marks = list(row.marks.all())
    writes = can_mark(desk.user, row)
    refused = request.method == "POST" and not writes
    if refused:  # handed in from another device, or decided meanwhile: this is not taken
        messages.error(request, str(writes.reason))
    form = MarksForm(
        request.POST or None if writes else None,
        places=places,
        reader_language=reader_language(),
        initial=_initial(row, marks),
    )
    clash = False
    if request.method == "POST" and writes and form.is_valid():
        try:
            if _kept(request, desk, row, form):
                return answered(request, redirect("programme_assessing", desk.programme.pk))
            return answered(request, redirect("assessment", desk.programme.pk, row.pk))
        except StaleVersion:
            clash = True
            messages.error(
                request,
                _("You saved this in another window meanwhile. What you typed stands below."),
            )
        except PermissionDenied as refusal:  # in this very moment: what was typed stays below
            form.add_error(None, str(refusal))
        except ValidationError as error:
            add_errors(form, error)
    context = _context(desk, row, form, places, marks) | {"writes": bool(writes)}
    context |= kept_context(desk.user, f"marks:{row.pk.hex}")
    return render(
        request,
        "programmes/assessment.html",
        context,
        status=409 if clash or refused else answer_status(form),
    )


def _kept(request: HttpRequest, desk: ProgrammeDesk, row: Assessment, form: MarksForm) -> bool:
    """Keep the draft, or hand in; whether it was handed in."""
    sheet = marking.marks_save(
        by=desk.user,
        assessment=row,
        opened_version=version_of(request.POST.get("version", "")),
        marks=form.marks(),
        facts=form.facts(),
        hand_in="hand_in" in request.POST,
    )
    if row.state == S.DONE:
        messages.success(request, _("Your marks were handed in. Thank you."))
        return True
    if "hand_in" in request.POST and sheet.missing:
        messages.error(
            request,
            _("Kept as a draft: some marks are missing, and a blank is not zero."),
        )
    else:
        messages.success(request, _("Your draft was kept. Nobody else sees it."))
    return False


def _initial(row: Assessment, marks: list[Mark]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "language": row.language,
        "strengths": row.strengths,
        "weaknesses": row.weaknesses,
        "for_programme": row.for_programme,
    }
    for mark in marks:
        name = marking.field_of((mark.criterion_id, mark.partner_id))
        found[name], found[f"r{name}"] = mark.mark, mark.remark
    return found


def _context(
    desk: ProgrammeDesk, row: Assessment, form: MarksForm, places: Any, marks: list[Mark]
) -> dict[str, Any]:
    submission = opened_submission(row.proposal, timezone.now())
    present = partners_in([row.proposal])[row.proposal_id]
    lines = []
    for criterion, partner in places:
        name = number_of_place(criterion, partner)
        lines.append(
            {
                "criterion": criterion,
                "partner": partner,
                "mark": form[name],
                "remark": form[f"r{name}"],
            }
        )
    return desk.head("assessing") | {
        "assessment": row,
        "stopped": row.state == S.GIVEN and is_being_marked(row.proposal).reason,
        "proposal": row.proposal,
        "handed": shown(submission),
        "left": left_since(submission, present),
        "clarifications": list(row.proposal.clarifications.exclude(answer="")),
        "form": form,
        "lines": lines,
        "rest": [form[name] for name in ("strengths", "weaknesses", "for_programme", "language")],
        "sheet": marking.sheet_from(places, marks),
        "others": others_when_all_are_in(row, places),
        "version": row.version,
    }


@access("object")
def assessment_conflict(request: HttpRequest, pk: str, assessment: str) -> HttpResponseBase:
    """ "I may not judge this": marks are withdrawn at once, also those handed in."""
    desk = desk_or_404(request, pk, to_read=False)
    row = assessment_or_404(desk.user, desk.programme, assessment)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        assigning.conflict_declare(by=desk.user, assessment=row, reason=cleaned["reason"])

    page = RowPage(
        title=_("I have a conflict of interest"),
        lead=_(
            "You know the applicants, work with or for them, or gain from their project. Your "
            "marks are withdrawn and somebody else reads the proposal. Saying so is no fault."
        ),
        tab="assessing",
        make_form=ConflictForm,
        save=save,
        back=reverse("programme_assessing", args=[desk.programme.pk]),
    )
    return answer(request, desk, page)
