"""What applicants are asked and told: clarifications, letters, complaints."""

import datetime
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common import audit, mail
from twoshores.common.decisions import require
from twoshores.common.formatting import isolated, labelled
from twoshores.common.links import absolute
from twoshores.projects.office.pdf import typeset

from ..assessment_states import S as A
from ..letters import as_text, letter_body, taken_back_body
from ..models import Award, Clarification, Complaint, Letter, Office, Proposal
from ..permissions.appraisal import can_answer_for
from ..permissions.programmes import can_run_programme
from ..selectors.call_texts import title_of
from ..selectors.reopened import was_reopened_since
from ..selectors.scores import appraised
from .locks import proposal_locked

logger = logging.getLogger(__name__)
WAITED = datetime.timedelta(minutes=10)  # until then the task worker tries a letter itself


def applicants_of(proposal: Proposal) -> list[User]:
    """Those who write for the keeper of the project; they are told of everything."""
    owner = proposal.project.owner
    if owner is None:
        return []
    rows = Membership.objects.filter(organisation=owner, role__in=WRITERS)
    return [row.user for row in rows.select_related("user")]


def letter_language(proposal: Proposal) -> str:
    """The language that the applicants read: of whoever handed in, else of the project."""
    last = proposal.submissions.filter(by__isnull=False).select_related("by").first()
    return last.by.language if last and last.by else proposal.project.language


def blocks_for(award: Award, language: str) -> list[dict[str, str]]:
    """The letter as it would be sent now."""
    proposal = award.proposal
    title = title_of(proposal.call, language).title
    found = appraised(proposal.call, [proposal], language)
    score = found.scores[proposal.pk]
    counted = [
        row
        for row in proposal.assessments.filter(state=A.DONE).prefetch_related("marks")
        if str(row.office_id) in score.counted
    ]
    partners = {str(row.pk): row.name for row in proposal.project.partners.all()}
    return letter_body(award, language, title, found.criteria, score, counted, partners)


@transaction.atomic
def letter_send(*, by: User, award: Award) -> Letter:
    """Write the letter and mail it to the applicants. Each sending is a row that stays."""
    require(can_run_programme(by, award.proposal.call.programme))
    proposal_locked(award.proposal)  # whoever decides again waits, or is read here
    if Award.objects.filter(replaces=award.pk).exists():
        raise ValidationError(_("Another decision replaced this one."))
    if was_reopened_since(award.proposal_id, award.at):
        raise ValidationError(_("This decision was taken up again. Decide first, then write."))
    language = letter_language(award.proposal)
    return _letter_add(by, award, language, blocks_for(award, language))


def _letter_add(by: User, award: Award, language: str, body: list[dict[str, str]]) -> Letter:
    row = Letter.objects.create(award=award, language=language, body=body)
    about = award.proposal.call.programme.organisation
    audit.record("letter.send", row, by=by, about=about, fields=["body"])
    from ..tasks import mail_letter

    transaction.on_commit(lambda: mail_letter.enqueue(row.pk))
    return row


def taken_back_tell(*, by: User, proposal: Proposal, reason: str, language: str) -> None:
    """Write to applicants that a decision on their concept is taken back, if a letter had told it.
    reason is in this language; the rest is in theirs."""
    award = proposal.awards.filter(replaced_by__isnull=True).first()
    if award is None or not award.letters.filter(sent_at__isnull=False).exists():
        return
    spoken = letter_language(proposal)
    title = title_of(proposal.call, spoken).title
    _letter_add(by, award, spoken, taken_back_body(award, spoken, title, reason, language))


def letter_mail(letter_id: int) -> bool:
    """Mail a letter once to each applicant; whether it went out now. Silent if it was sent before,
    or if the decision that it tells was taken up again since."""
    row = (
        Letter.objects.filter(pk=letter_id, sent_at__isnull=True)
        .select_related("award__proposal__call__programme", "award__proposal__project__owner")
        .first()
    )
    if row is None or _is_overtaken(row):
        return False
    proposal = row.award.proposal
    mail.send_all(
        [(user.email, row.language) for user in applicants_of(proposal)],
        template="programmes/mail/letter.txt",
        context={
            "proposal": proposal,
            "call": proposal.call,
            "text": as_text(row.body),
            "link": absolute("proposal_outcome", proposal.project_id, proposal.pk),
        },
    )
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    return True


def _is_overtaken(letter: Letter) -> bool:
    """Whether another decision stands since, or none for now: nobody should read this one first."""
    award = letter.award
    replaced = Award.objects.filter(replaces=award.pk).exists()
    return replaced or was_reopened_since(award.proposal_id, letter.at)


def letters_mail_waiting() -> int:
    """Try letters again that no mail server took. Returns how many went out now.

    The task worker gives a mail up within a minute or so; a server may be down for a day. Letters
    of a decision that another one replaced, or that was taken up again, stay where they are.
    Idempotent; run often.
    """
    waiting = Letter.objects.filter(
        sent_at__isnull=True,
        at__lte=timezone.now() - WAITED,
        award__replaced_by__isnull=True,
    )
    taken = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        try:
            taken += letter_mail(pk)
        except mail.MailNotSent as error:
            logger.warning("Letter %s still waits: %s", pk, error)
    return taken


def letter_pdf(body: list[dict[str, str]], proposal: Proposal, language: str, digest: str) -> bytes:
    """A letter on paper, in its language."""
    parts: list[dict[str, Any]] = []
    for block in body:
        if block["kind"] == "h":
            parts.append({"label": block["text"], "lines": []})
            continue
        if not parts:
            parts.append({"label": "", "lines": []})
        text = block["text"]
        line = labelled(block["label"], text) if block["kind"] == "row" else text
        parts[-1]["lines"] += [isolated(part) if part else "" for part in line.split("\n")]
    call = title_of(proposal.call, language).title
    with translation.override(language):
        return typeset(
            {
                "title": isolated(proposal.project.title),
                "meta": [isolated(call), isolated(proposal.call.code)],
                "summary": "",
                "lying": False,
                "parts": parts,
                "digest_label": _("Digest of the letter (SHA-256):"),
                "lang": language,
                "rtl": get_language_bidi(),
                "lacking": "",
                "tables": [],
                "signatures": "",
                "sign_line": "",
                "partners": [],
                "digest": digest,
            }
        )


@transaction.atomic
def clarification_ask(
    *, by: User, proposal: Proposal, language: str, question: str, due_at: datetime.datetime
) -> Clarification:
    """Ask applicants what is not clear. Raises ValidationError by field."""
    require(can_run_programme(by, proposal.call.programme))
    if due_at <= timezone.now():
        raise ValidationError({"due_at": _("This moment has passed.")})
    row = Clarification(
        proposal=proposal, language=language, question=question.strip(), due_at=due_at, asked_by=by
    )
    row.full_clean()
    row.save(force_insert=True)
    about = proposal.call.programme.organisation
    audit.record("clarification.ask", row, by=by, about=about, fields=["question", "due_at"])
    _tell_applicants_later(proposal, "clarification")
    return row


def _tell_applicants_later(proposal: Proposal, what: str) -> None:
    from ..tasks import mail_applicants

    key = str(proposal.pk)
    transaction.on_commit(lambda: mail_applicants.enqueue(key, what))


def applicants_mail(proposal_id: str, what: str) -> None:
    """Say that something waits on the page of the proposal, never what it says."""
    proposal = (
        Proposal.objects.filter(pk=proposal_id).select_related("call", "project__owner").first()
    )
    if proposal is None:
        return
    mail.send_all(
        [(user.email, user.language) for user in applicants_of(proposal)],
        template="programmes/mail/applicants.txt",
        context={
            "proposal": proposal,
            "what": what,
            "link": absolute("proposal_outcome", proposal.project_id, proposal.pk),
        },
    )


def assessor_mail(office_id: str, count: int) -> None:
    """Tell an assessor that proposals wait; silent if the office has ended since."""
    office = (
        Office.objects.filter(pk=office_id, ended_on__isnull=True)
        .select_related("user", "programme")
        .first()
    )
    if office is None:
        return
    mail.send(
        to=office.user.email,
        language=office.user.language,
        template="programmes/mail/assessor.txt",
        context={
            "programme": office.programme,
            "count": count,
            "link": absolute("programme_assessing", office.programme_id),
        },
    )


@transaction.atomic
def clarification_answer(*, by: User, row: Clarification, language: str, answer: str) -> None:
    """Answer once, in time. Raises ValidationError after the moment that was set, or where
    somebody else has answered."""
    require(can_answer_for(by, row.proposal))
    # Two who answer at once: the second is told, and the first one's words stay.
    if Clarification.objects.select_for_update().get(pk=row.pk).answered_at is not None:
        raise ValidationError(_("This was answered."))
    if timezone.now() >= row.due_at:
        raise ValidationError(_("The time to answer has passed."))
    if not answer.strip():
        raise ValidationError({"answer": _("Write an answer.")})
    row.answer, row.answer_language = answer.strip(), language
    row.answered_by, row.answered_at = by, timezone.now()
    row.version += 1
    row.save()
    audit.record("clarification.answer", row, by=by, about=row.proposal.project, fields=["answer"])


@transaction.atomic
def complaint_make(*, by: User, proposal: Proposal, language: str, text: str) -> Complaint:
    """Object to a decision that was told. One at a time."""
    require(can_answer_for(by, proposal))
    Proposal.objects.select_for_update().get(pk=proposal.pk)  # two at once are still one
    if not Letter.objects.filter(award__proposal=proposal, sent_at__isnull=False).exists():
        raise ValidationError(_("Nothing was decided yet."))
    if proposal.complaints.filter(state=Complaint.State.MADE).exists():
        raise ValidationError(_("Your complaint waits for an answer."))
    row = Complaint(proposal=proposal, language=language, text=text.strip(), made_by=by)
    row.full_clean()
    row.save(force_insert=True)
    audit.record("complaint.make", row, by=by, about=proposal.project, fields=["text"])
    return row


@transaction.atomic
def complaint_answer(
    *, by: User, complaint: Complaint, state: str, language: str, answer: str
) -> None:
    """Say whether it was found right, and why. To change the decision, it is reopened."""
    proposal = complaint.proposal
    require(can_run_programme(by, proposal.call.programme))
    locked = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if locked.state != Complaint.State.MADE:
        raise ValidationError(_("This was answered."))
    if state not in (Complaint.State.UPHELD, Complaint.State.REJECTED) or not answer.strip():
        raise ValidationError({"answer": _("Say what was found, and why.")})
    complaint.state, complaint.answer = state, answer.strip()
    complaint.answer_language = language
    complaint.answered_by, complaint.answered_at = by, timezone.now()
    complaint.version += 1
    complaint.save()
    about = proposal.call.programme.organisation
    audit.record("complaint.answer", complaint, by=by, about=about, fields=["state", "answer"])
    _tell_applicants_later(proposal, "complaint")
