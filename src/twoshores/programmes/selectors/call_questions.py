"""Questions about a call: those that wait, and what everybody reads. Never who asked."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404

from twoshores.accounts.models import User

from ..models import Call, CallQuestion

S = CallQuestion.State


def questions_shown(call: Call) -> QuerySet[CallQuestion]:
    """Answered for all, the latest answer first, without who asked and as it was asked."""
    rows = call.questions.filter(state=S.PUBLISHED).order_by("-answered_at", "pk")
    return rows.defer("asked_by", "text")


def questions_to_moderate(call: Call) -> QuerySet[CallQuestion]:
    """All, those that wait first, the oldest of them at the top; without who asked.

    The caller has asked `standing_with(...).reads`.
    """
    return call.questions.order_by("state", "asked_at").defer("asked_by")


def question_or_404(call: Call, pk: str | UUID) -> CallQuestion:
    try:
        return call.questions.defer("asked_by").get(pk=pk)
    except (CallQuestion.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def own_questions(user: User, call: Call) -> QuerySet[CallQuestion]:
    """What the reader asked about a call and what came of it, the latest first."""
    return call.questions.filter(asked_by=user).order_by("-asked_at")


def question_words(row: CallQuestion) -> dict[str, Any]:
    """A question as everybody reads it, with its answer; each in its own language."""
    return {
        "pk": row.pk,
        "text": row.shown_text,
        "language": row.language,
        "answer": row.answer,
        "answer_language": row.answer_language,
        "answered_at": row.answered_at,
    }
