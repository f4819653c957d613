"""Handing a proposal in: kept as it stands, with its digest and its time.

What arrives before the deadline counts, the last of it; what arrives later is kept too and does
not count. When it arrived is the moment at which the server took the request up: a queue behind
it makes nobody late.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit, mail
from twoshores.common.decisions import require
from twoshores.common.links import absolute

from ..clocks import by_clocks_in, by_kept_clock
from ..deadlines import deadline_of, kept_clock, kept_deadline, stage_of
from ..models import Call, Prompt, Proposal, Submission
from ..permissions.proposals import can_hand_in
from ..proposal_states import MACHINE, WRITABLE
from ..selectors.call_texts import word_calls
from ..selectors.eligibility import findings_json
from ..selectors.proposals import paper_of
from ..selectors.submissions import digest_of, proposal_body
from ..told import state_told

MOVES = {Prompt.Stage.CONCEPT: "submit_concept", Prompt.Stage.PROPOSAL: "submit"}


@transaction.atomic
def proposal_submit(
    *, by: User, proposal: Proposal, arrived: datetime.datetime | None = None
) -> Submission:
    """Hand a proposal in as it stands now. Raises PermissionDenied, ValidationError (withdrawn,
    called off, not published).

    arrived: when the request was taken up; now where nobody says. `in_time` of what comes back
    says whether it counts.
    """
    now = arrived or timezone.now()
    require(can_hand_in(by, proposal))
    locked = _locked(proposal)
    call = Call.objects.get(pk=locked.call_id)
    version = call.versions.order_by("-number").first()
    if version is None or call.state in (Call.State.DRAFT, Call.State.CANCELLED):
        raise ValidationError(_("This call takes no proposals."))
    if call.opens_at and now < call.opens_at:
        raise ValidationError(_("This call is not open yet."))
    if locked.state == Proposal.State.WITHDRAWN:
        raise ValidationError(_("This proposal was withdrawn."))
    locked.project = proposal.project
    locked.call = call
    state = state_told(locked)  # what is sent too late is kept alike, whatever was decided
    stage = stage_of(call, state)
    end = deadline_of(call, state)
    in_time = (
        (end is None or now < end) and state in WRITABLE and call.state == Call.State.PUBLISHED
    )
    paper = paper_of(locked)
    body = proposal_body(locked, paper, version)
    made = Submission.objects.create(
        proposal=locked,
        stage=stage,
        number=(locked.submissions.aggregate(last=Max("number"))["last"] or 0) + 1,
        version=version,
        body=body,
        sha256=digest_of(body),
        findings=findings_json(locked, paper),
        in_time=in_time,
        by=by,
        at=now,
    )
    if in_time:
        _move(locked, MOVES[Prompt.Stage(stage)])
        proposal.state, proposal.number = locked.state, locked.number
    verb = "proposal.submit" if in_time else "proposal.late"
    audit.record(verb, locked, by=by, about=proposal.project)
    _mail_later(str(made.pk))
    return made


def _locked(proposal: Proposal) -> Proposal:
    """Numbers are given one at a time: the call's row is the queue, and is locked first (see
    `services.locks`), but for a proposal that has its number."""
    rows = Proposal.objects.filter(pk=proposal.pk)
    if rows.filter(number=None).exists():
        Call.objects.select_for_update().get(pk=proposal.call_id)
    return rows.select_for_update().get()


def _move(proposal: Proposal, move: str) -> None:
    """To its new state, with a number in its call if it has none yet. Locked by `_locked`."""
    proposal.state = MACHINE.after(move, proposal.state)
    if proposal.number is None:
        last = Proposal.objects.filter(call=proposal.call_id).aggregate(last=Max("number"))["last"]
        proposal.number = (last or 0) + 1
    proposal.version += 1
    proposal.save(update_fields=["state", "number", "version"])


def _mail_later(key: str) -> None:
    from ..tasks import mail_receipt

    transaction.on_commit(lambda: mail_receipt.enqueue(key))


def receipt_mail(submission_id: str) -> None:
    """Tell whoever handed it in: what, when by both clocks, and the digest."""
    found = Submission.objects.filter(pk=submission_id).defer("body", "findings")
    row = found.select_related("proposal__call", "proposal__project", "version", "by").first()
    if row is None or row.by is None:
        return
    proposal = row.proposal
    call, countries = proposal.call, proposal.project.partners.values_list("country", flat=True)
    end, clock = kept_deadline(row), kept_clock(row)
    # Clocks are told in the language of the letter.
    word_calls([call], row.by.language)
    with translation.override(row.by.language):
        context = {
            "submission": row,
            "proposal": proposal,
            "call": call,
            "project": proposal.project,
            "at": by_kept_clock(row, row.at),
            "elsewhere": by_clocks_in([code for code in countries if code], row.at, clock),
            "end": by_kept_clock(row, end) if end else None,
            "link": absolute("submission", proposal.project_id, proposal.pk, row.pk),
        }
    mail.send(
        to=row.by.email,
        language=row.by.language,
        template="programmes/mail/receipt.txt",
        context=context,
    )
