"""For applicants: questions to answer in time, the outcome and its letter, complaints."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer
from twoshores.projects.views.workspace import Desk, desk_or_404

from ..clocks import by_clock_of
from ..forms.appraisal import SayForm
from ..models import Complaint, Letter, Proposal
from ..permissions.appraisal import can_answer_for
from ..selectors.call_texts import word_calls
from ..services import telling
from .appraised_proposal import pdf_answer


def _own(request: HttpRequest, pk: str, proposal: str) -> tuple[Desk, Proposal]:
    """A proposal of a project that the reader works on."""
    desk = desk_or_404(request, pk)
    try:
        row = get_object_or_404(
            desk.project.proposals.select_related("call", "project__owner"), pk=proposal
        )
    except ValidationError as error:
        raise Http404 from error
    return desk, row


def _letters(row: Proposal) -> Any:
    """Letters that were sent, the newest first: a decision is known by its letter only."""
    return Letter.objects.filter(award__proposal=row, sent_at__isnull=False).order_by("-at")


@access("object")
@require_safe
def proposal_outcome(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """What the programme asked and what it decided. Nobody here learns who assessed."""
    desk, row = _own(request, pk, proposal)
    now = timezone.now()
    word_calls([row.call], reader_language())
    answers = bool(can_answer_for(desk.user, row))
    letters = list(_letters(row))
    complaints = list(row.complaints.all())
    context = desk.head("proposals") | {
        "proposal": row,
        "letters": letters,
        "letter": letters[0] if letters else None,
        "asked": [
            (one, one.answered_at is None and now < one.due_at, by_clock_of(row.call, one.due_at))
            for one in row.clarifications.all()
        ],
        "complaints": complaints,
        "answers": answers,
        "complains": answers
        and bool(letters)
        and all(one.state != Complaint.State.MADE for one in complaints),
    }
    return render(request, "programmes/proposal_outcome.html", context)


@access("object")
@require_safe
def outcome_letter_pdf(
    request: HttpRequest, pk: str, proposal: str, letter: int
) -> HttpResponseBase:
    """A letter that was sent, on paper."""
    _desk, row = _own(request, pk, proposal)
    one = get_object_or_404(_letters(row), pk=letter)
    return pdf_answer(one.body, row, one.language)


def _writing(request: HttpRequest, pk: str, proposal: str) -> tuple[Desk, Proposal]:
    desk, row = _own(request, pk, proposal)
    decision = can_answer_for(desk.user, row)
    if not decision:
        raise PermissionDenied(decision.reason)
    return desk, row


def _form(desk: Desk) -> Any:
    def make(data: Any) -> SayForm:
        initial = {"language": desk.user.language}
        return SayForm(data, reader_language=reader_language(), initial=initial)

    return make


@access("object")
def clarification_answer(
    request: HttpRequest, pk: str, proposal: str, clarification: str
) -> HttpResponseBase:
    """Answer what the programme asked, once and in time."""
    desk, row = _writing(request, pk, proposal)
    one = get_object_or_404(row.clarifications, pk=clarification)
    if one.answered_at is not None and request.method != "POST":
        raise Http404  # what is sent meanwhile is told why, and stands in the form

    def save(cleaned: dict[str, Any], _version: int) -> None:
        telling.clarification_answer(
            by=desk.user, row=one, language=cleaned["language"], answer=cleaned["text"]
        )

    page = RowPage(
        title=_("Answer the programme"),
        lead=one.question,
        tab="proposals",
        make_form=_form(desk),
        save=save,
        back=reverse("proposal_outcome", args=[desk.project.pk, row.pk]),
        draft_key=f"answer:{one.pk.hex}"[:40],
    )
    return answer(request, desk, page)


@access("object")
def complaint_new(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """Object to the decision."""
    desk, row = _writing(request, pk, proposal)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        telling.complaint_make(
            by=desk.user, proposal=row, language=cleaned["language"], text=cleaned["text"]
        )

    page = RowPage(
        title=_("Complain about the decision"),
        lead=_("Say what you think is wrong in how your proposal was checked, marked or decided."),
        tab="proposals",
        make_form=_form(desk),
        save=save,
        back=reverse("proposal_outcome", args=[desk.project.pk, row.pk]),
        draft_key=f"complain:{row.pk.hex}"[:40],
    )
    return answer(request, desk, page)
