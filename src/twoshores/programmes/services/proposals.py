"""Writes of a proposal: begun, its theme, its answers, what each partner asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import Conflict, save_version
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.permissions.projects import can_keep_project
from twoshores.projects.services.projects import project_create
from twoshores.projects.services.rows import check_facts

from ..models import Call, Prompt, Proposal, ProposalAnswer, ProposalShare, Theme
from ..permissions.proposals import (
    can_begin_proposal,
    can_write_part,
    is_unbound,
    may_be_taken_up,
)
from ..proposal_states import MACHINE
from ..selectors.proposals import Slot
from ..selectors.submissions import stood_at
from ..told import state_told
from .assigning import waiting_withdraw

TAKE_UP = {
    Proposal.State.DRAFT: "take_up",
    Proposal.State.CONCEPT: "take_up_concept",
    Proposal.State.INVITED: "take_up_invited",
    Proposal.State.SUBMITTED: "take_up_submitted",
}
SHARE_FACTS = ("asked", "own", "paid_in")


@transaction.atomic
def proposal_begin(
    *, by: User, project: Project, call: Call, theme: Theme | None = None
) -> Proposal:
    """Put a project before a call, as a draft. Raises PermissionDenied, ValidationError."""
    require(can_begin_proposal(by, project, call))
    # One writer at a time: two who begin at once get a kind word, not a broken constraint.
    Project.objects.select_for_update().get(pk=project.pk)
    if Proposal.objects.filter(call=call, project=project).exists():
        raise ValidationError(_("This project is proposed to this call already."))
    if theme is not None and theme.call_id != call.pk:
        raise ValidationError({"theme": _("This theme belongs to another call.")})
    proposal = Proposal(call=call, project=project, theme=theme, state=MACHINE.start, created_by=by)
    proposal.full_clean()
    proposal.save(force_insert=True)
    audit.record("proposal.begin", proposal, by=by, about=project, fields=["call"])
    return proposal


@transaction.atomic
def proposal_of_form(*, by: User, call: Call, facts: Mapping[str, Any]) -> Proposal:
    """Begin with a project (facts: project) or with a design of a title alone (title, language,
    owner), which then counts in the call's currency. theme: as chosen, if any."""
    project = facts.get("project")
    if project is None:
        project = project_create(
            by=by,
            owner=facts["owner"],
            facts={
                "title": facts["title"],
                "language": facts["language"],
                "currency": call.currency,
            },
        )
    return proposal_begin(by=by, project=project, call=call, theme=facts.get("theme"))


@transaction.atomic
def proposal_theme(*, by: User, proposal: Proposal, theme: Theme | None, opened: int) -> Proposal:
    """Say which theme it belongs to. Raises StaleVersion."""
    require(can_write_part(by, proposal, None, timezone.now()))
    if theme is not None and theme.call_id != proposal.call_id:
        raise ValidationError({"theme": _("This theme belongs to another call.")})
    changed = save_version(proposal, {"theme": theme}, opened_version=opened)
    audit.record("proposal.update", proposal, by=by, about=proposal.project, fields=changed)
    return proposal


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the place of an answer, and the version that they had before them.

    touched: whether it differs from what they had before them; untouched text is never written,
    so that nobody overwrites an answer which they only looked at.
    """

    slot: Slot
    text: str
    opened: int
    touched: bool = True


@dataclass(slots=True)
class Written:
    """What came of saving answers: how many were written, and those that somebody else wrote
    meanwhile, by question."""

    saved: dict[int, int] = field(default_factory=dict)  # question -> the version it has now
    conflicts: dict[int, Conflict] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)  # of what stands there, where disputed


@transaction.atomic
def answers_write(
    *,
    by: User,
    proposal: Proposal,
    partner: ProjectPartner | None,
    typed: list[Typed],
    language: str,
) -> Written:
    """Write answers of all (partner None) or of one partner, each with its own version.

    What nobody else touched is written; what somebody else wrote meanwhile stays, and is named
    with both texts for a person to decide. A text that is too long is written too: it is a draft,
    and handing in is where lengths count. Raises PermissionDenied.
    """
    require(can_write_part(by, proposal, partner, timezone.now()))
    # One writer at a time on a proposal's answers, so that no two first answers are added.
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    rows = ProposalAnswer.objects.filter(proposal=proposal, partner=partner)
    stored = {row.prompt_id: row for row in rows}
    done = Written()
    for one in typed:
        if not one.touched:
            continue
        prompt = one.slot.prompt
        row = stored.get(prompt.pk)
        if (row.version if row else 0) == one.opened:
            done.saved[prompt.pk] = _write(proposal, prompt, partner, row, one.text, language)
        elif row is not None and row.text != one.text:
            done.conflicts[prompt.pk] = Conflict(
                str(prompt.pk), prompt.worded.title, row.text, one.text
            )
            done.versions[prompt.pk] = row.version
        elif row is not None:  # both wrote the same
            done.saved[prompt.pk] = row.version
        else:  # what was there is gone: nothing stands in the way
            done.saved[prompt.pk] = _write(proposal, prompt, partner, None, one.text, language)
    if done.saved:
        subject = f"partner:{partner.pk}" if partner else "all"
        audit.record("proposal.answer", proposal, by=by, about=proposal.project, fields=[subject])
    return done


def _write(
    proposal: Proposal,
    prompt: Prompt,
    partner: ProjectPartner | None,
    row: ProposalAnswer | None,
    text: str,
    language: str,
) -> int:
    facts = {"text": text, "language": language}
    if row is None:
        row = ProposalAnswer(proposal=proposal, prompt=prompt, partner=partner, **facts)
        row.full_clean(exclude=["proposal", "prompt", "partner"])
        row.save(force_insert=True)
        return row.version
    check_facts(row, facts)
    save_version(row, facts, opened_version=row.version)
    return row.version


@transaction.atomic
def share_write(
    *,
    by: User,
    proposal: Proposal,
    partner: ProjectPartner,
    opened_version: int,
    facts: Mapping[str, Any],
) -> ProposalShare:
    """What a partner asks of the programme and brings itself. Raises StaleVersion.

    facts: asked, own (in the call's currency; None: not said), paid_in.
    """
    require(can_write_part(by, proposal, partner, timezone.now()))
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    row = ProposalShare.objects.filter(proposal=proposal, partner=partner).first()
    if row is None:
        row = ProposalShare(proposal=proposal, partner=partner, **facts)
        row.full_clean()
        row.save(force_insert=True)
        changed = list(facts)
    else:
        check_facts(row, facts)
        changed = save_version(row, facts, opened_version=opened_version)
    audit.record("proposalshare.update", row, by=by, about=proposal.project, fields=changed)
    return row


@transaction.atomic
def proposal_withdraw(*, by: User, proposal: Proposal) -> Proposal:
    """The partners no longer want it. What was handed in stays on record. A decision that they were
    not told does not keep them from it: that would tell it.

    Raises PermissionDenied, WrongState, and ValidationError under a contract that is under way.
    """
    require(can_keep_project(by, proposal.project))
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    # Held, so that none of them is signed meanwhile.
    list(locked.contracts.select_for_update().values_list("pk"))
    if not (unbound := is_unbound(locked)):
        raise ValidationError(str(unbound.reason))
    MACHINE.after("withdraw", state_told(locked))
    move = "withdraw" if "withdraw" in MACHINE.open_moves(locked.state) else "withdraw_untold"
    locked.state = MACHINE.after(move, locked.state)
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    waiting_withdraw(by, locked.assessments.all(), _("The proposal was withdrawn."))
    audit.record("proposal.withdraw", locked, by=by, about=proposal.project)
    proposal.state = locked.state
    return locked


@transaction.atomic
def proposal_take_up(*, by: User, proposal: Proposal) -> Proposal:
    """A withdrawn proposal comes back to where it stood: a draft to be written, what was handed in
    in time to count again.

    Raises PermissionDenied, WrongState, and ValidationError once the deadline has passed.
    """
    require(can_keep_project(by, proposal.project))
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    stood = stood_at(locked)
    after = MACHINE.after(TAKE_UP[Proposal.State(stood)], locked.state)
    call = Call.objects.get(pk=locked.call_id)
    if not (may := may_be_taken_up(call, stood, timezone.now())):
        raise ValidationError(str(may.reason))
    locked.state = after
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    audit.record("proposal.take_up", locked, by=by, about=proposal.project)
    proposal.state = locked.state
    return locked
