"""Questions about a call: asked by anybody signed in, answered and moderated by the programme."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit, mail
from twoshores.common.decisions import require
from twoshores.common.editing import save_version
from twoshores.common.formatting import format_number
from twoshores.common.links import absolute
from twoshores.projects.services.rows import check_facts

from ..models import Call, CallQuestion
from ..permissions.programmes import can_run_programme
from ..selectors.call_texts import word_calls

S = CallQuestion.State
MOST_WAITING = 20  # questions of one person to one call that wait for an answer


def takes_questions(call: Call, now: datetime) -> bool:
    """From the publication until the moment that the call names; that moment is too late."""
    is_public = call.state == Call.State.PUBLISHED
    return is_public and call.questions_until is not None and now < call.questions_until


@transaction.atomic
def question_ask(*, by: User, call: Call, language: str, text: str) -> CallQuestion:
    """Ask something about a public call. Nobody is ever told who asked.

    Raises ValidationError after the last day for questions, or when too many wait.
    """
    now = timezone.now()
    if not takes_questions(call, now):
        raise ValidationError(_("Questions are no longer taken."))
    waiting = call.questions.filter(asked_by=by, state=S.ASKED).count()
    if waiting >= MOST_WAITING:
        raise ValidationError(
            _("%(most)s of your questions wait for an answer. Ask again when they have one.")
            % {"most": format_number(MOST_WAITING)}
        )
    row = CallQuestion(call=call, asked_by=by, language=language, text=text.strip())
    row.full_clean()
    row.save(force_insert=True)
    # Without `by`: the history of the programme's organisation must not tell who asked.
    audit.record("callquestion.ask", row, by=None, about=call.programme.organisation)
    return row


@transaction.atomic
def question_answer(
    *, by: User, row: CallQuestion, opened_version: int, shown_text: str, answer: str, language: str
) -> CallQuestion:
    """Show a question to all with its answer; the asker gets a mail the first time.

    shown_text: as everybody reads it. Raises StaleVersion, ValidationError by field.
    """
    programme = row.call.programme
    require(can_run_programme(by, programme))
    for name, text in (("shown_text", shown_text), ("answer", answer)):
        if not text.strip():
            raise ValidationError({name: _("This is needed.")})
    facts = {
        "shown_text": shown_text.strip(),
        "answer": answer.strip(),
        "answer_language": language,
        "state": S.PUBLISHED,
        "answered_at": timezone.now(),
    }
    before = row.state
    check_facts(row, facts)
    changed = save_version(row, facts, opened_version=opened_version)
    audit.record("callquestion.answer", row, by=by, about=programme.organisation, fields=changed)
    if before != S.PUBLISHED:
        _mail_later(row)
    return row


@transaction.atomic
def question_refuse(*, by: User, row: CallQuestion, opened_version: int) -> CallQuestion:
    """Do not show a question (it tells who asks, or is about something else). The asker sees it."""
    programme = row.call.programme
    require(can_run_programme(by, programme))
    save_version(row, {"state": S.REFUSED}, opened_version=opened_version)
    audit.record("callquestion.refuse", row, by=by, about=programme.organisation)
    return row


def _mail_later(row: CallQuestion) -> None:
    from ..tasks import mail_call_answer  # tasks import services

    key = str(row.pk)
    transaction.on_commit(lambda: mail_call_answer.enqueue(key))


def answer_mail(question_id: str) -> None:
    """Tell the asker that there is an answer. Silent if they or the question are gone."""
    rows = CallQuestion.objects.filter(pk=question_id, state=S.PUBLISHED)
    row = rows.select_related("call", "asked_by").first()
    if row is None or row.asked_by is None:
        return
    word_calls([row.call], row.asked_by.language)
    mail.send(
        to=row.asked_by.email,
        language=row.asked_by.language,
        template="programmes/mail/call_answer.txt",
        context={"call": row.call, "link": absolute("call", row.call.code) + f"#q-{row.pk}"},
    )
