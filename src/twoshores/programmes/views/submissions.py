"""Handing a proposal in, and the receipt."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.workspace import desk_or_404

from ..clocks import by_clocks_in, by_kept_clock
from ..deadlines import kept_clock, kept_deadline
from ..models import Submission
from ..selectors.call_texts import word_calls
from ..selectors.proposals import proposal_or_404
from ..selectors.submissions import (
    canonical,
    counting_submission,
    submission_or_404,
    submissions_of,
)
from ..services.submissions import proposal_submit
from .handed_in import answers_in
from .proposal_page import handed


@access("object")
@require_POST
def proposal_submit_view(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """Hand it in as it stands. What comes too late is kept, and the receipt says so."""
    arrived = timezone.now()  # before anything else: waiting for others makes nobody late
    desk = desk_or_404(request, pk)
    found = proposal_or_404(desk.project, proposal)
    if not desk.keeps:
        raise Http404
    try:
        made = proposal_submit(by=desk.user, proposal=found, arrived=arrived)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("proposal", pk, found.pk)
    if made.in_time:
        messages.success(request, _("Handed in. This is your receipt."))
    return redirect("submission", pk, found.pk, made.pk)


@access("object")
@require_safe
def submission(request: HttpRequest, pk: str, proposal: str, submission: str) -> HttpResponseBase:
    """The receipt: what was handed in, when, its digest; and everything handed in before."""
    desk = desk_or_404(request, pk)
    found = proposal_or_404(desk.project, proposal)
    row = submission_or_404(found, submission)
    word_calls([found.call], reader_language())
    counting = counting_submission(found)
    others = [
        handed(_with(one, found)) | {"counts": counting is not None and one.pk == counting.pk}
        for one in submissions_of(found)
    ]
    context = desk.head("proposals") | _receipt(row, counting) | {"others": others}
    return render(request, "programmes/submission.html", context)


def _with(row: Submission, proposal: Any) -> Submission:
    row.proposal = proposal
    return row


def _receipt(row: Submission, counting: Submission | None) -> dict[str, Any]:
    """As it stood when it was handed in: its call and its project may have changed since."""
    proposal = row.proposal
    end = kept_deadline(row)
    partners = row.body.get("partners", [])
    countries = [one["country"] for one in partners if one.get("country")]
    unmet = [found for found in row.findings if found.get("answer") != "met"]
    return {
        "proposal": proposal,
        "submission": row,
        "at": by_kept_clock(row, row.at),
        "elsewhere": by_clocks_in(countries, row.at, kept_clock(row)),
        "end": by_kept_clock(row, end) if end else None,
        "counts": counting is not None and counting.pk == row.pk,
        "counting": counting and handed(_with(counting, proposal)),
        "unmet": len(unmet),
        "partners": partners,
        "answers": answers_in(row.body),
    }


@access("object")
@require_safe
def submission_body(
    request: HttpRequest, pk: str, proposal: str, submission: str
) -> HttpResponseBase:
    """What was handed in, byte for byte as its digest was made of it."""
    desk = desk_or_404(request, pk)
    found = proposal_or_404(desk.project, proposal)
    row = submission_or_404(found, submission)
    response = HttpResponse(canonical(row.body), content_type="application/json; charset=utf-8")
    name = f"{found.call.code}-{found.project.code}-{row.number}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
