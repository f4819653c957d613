"""Questions about a call, for those who run it: read, answer for all, or do not show."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.editing import StaleVersion, version_of
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer

from ..forms.call_questions import AnswerForm
from ..models import CallQuestion
from ..selectors.call_questions import question_or_404, questions_to_moderate
from ..services import call_questions as services
from .call_desk import CallDesk, call_desk

TAGS = {"asked": "mind", "published": "go", "refused": "unknown"}


@access("object")
@require_safe
def call_questions(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """All questions about the call, those that wait first. Nobody sees who asked."""
    at = call_desk(request, pk, call)
    rows = [
        {"row": row, "kind": TAGS[row.state], "text": row.shown_text or row.text}
        for row in questions_to_moderate(at.call)
    ]
    context = at.head("call_questions") | {"rows": rows}
    return render(request, "programmes/call_questions.html", context)


@access("object")
def call_question(request: HttpRequest, pk: str, call: str, question: str) -> HttpResponseBase:
    """Answer a question, change its answer, or do not show it."""
    at = call_desk(request, pk, call, to_run=True)
    row = question_or_404(at.call, question)
    row.call = at.call
    if request.method == "POST" and "refuse" in request.POST:
        return _refused(request, at, row)

    def make(data: Any) -> AnswerForm:
        initial = {
            "shown_text": row.shown_text or row.text,
            "answer": row.answer,
            "answer_language": row.answer_language or row.language,
        }
        return AnswerForm(data, reader_language=reader_language(), initial=initial)

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.question_answer(
            by=at.desk.user,
            row=row,
            opened_version=version,
            shown_text=cleaned["shown_text"],
            answer=cleaned["answer"],
            language=cleaned["answer_language"],
        )

    page = RowPage(
        title=_("A question"),
        lead=_("It is shown to all when you save. The one who asked gets a mail."),
        tab="call_questions",
        make_form=make,
        save=save,
        back=at.to("call_questions"),
        version=row.version,
        draft_key=f"callquestion:{row.pk.hex[:24]}"[:40],
        extra={"question": row},
        template="programmes/call_question.html",
    )
    return answer(request, at, page)


def _refused(request: HttpRequest, at: CallDesk, row: CallQuestion) -> HttpResponseBase:
    version = version_of(request.POST.get("version", ""))
    try:
        services.question_refuse(by=at.desk.user, row=row, opened_version=version)
    except StaleVersion:
        messages.error(request, _("Somebody has answered it in the meantime."))
    else:
        messages.success(request, _("It is not shown."))
    return redirect(at.to("call_questions"))
