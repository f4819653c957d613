"""Checking and deciding. A decision is a row that is added; one that is taken up again gets a new
row, which names the one it replaces."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require

from .. import call_states
from ..check_points import TAKEN_BACK, points_of
from ..contract_states import S as Contract
from ..deadlines import deadline_of_stage, is_concept, is_over
from ..models import AdminCheck, Award, Call, Prompt, Proposal
from ..permissions.programmes import can_run_programme
from ..proposal_states import MACHINE, S
from ..selectors.reopened import REOPENED, reasons_of
from ..selectors.sealed import opened_submission
from .locks import call_locked, check_going_on, proposal_locked
from .telling import taken_back_tell

MOVES = {
    Award.Outcome.INVITED: "invite",
    Award.Outcome.SELECTED: "select",
    Award.Outcome.RESERVE: "reserve",
    Award.Outcome.REFUSED: "refuse",
    Award.Outcome.INELIGIBLE: "fail",
}
# What may be decided on a concept, and what on a proposal.
ON_CONCEPT = (Award.Outcome.INVITED, Award.Outcome.REFUSED, Award.Outcome.INELIGIBLE)
ON_PROPOSAL = tuple(one for one in Award.Outcome if one != Award.Outcome.INVITED)


@transaction.atomic
def appraisal_begin(*, by: User, call: Call) -> None:
    """The deadline has passed; proposals are checked and given to assessors."""
    locked = call_locked(call)
    require(can_run_programme(by, locked.programme))
    end = deadline_of_stage(locked, Prompt.Stage.PROPOSAL)
    if end is None or timezone.now() < end:
        raise ValidationError(_("The deadline has not passed yet."))
    _move_call(locked, "appraise")
    call.state, call.version = locked.state, locked.version
    audit.record("call.appraise", locked, by=by, about=locked.programme.organisation)


def _move_call(locked: Call, move: str) -> None:
    locked.state = call_states.MACHINE.after(move, locked.state)
    locked.version += 1
    locked.save(update_fields=["state", "version"])


@transaction.atomic
def checks_save(
    *, by: User, proposal: Proposal, points: Mapping[str, tuple[bool | None, str]]
) -> None:
    """Points of the administrative check: met, not met, or not looked at; and why.

    Raises ValidationError by point where one is not met and nobody says why.
    """
    # One after the other: what lets a proposal pass does not change meanwhile.
    require(can_run_programme(by, proposal_locked(proposal).call.programme))
    bare = {
        point: _("Say why it is not met: the applicants are told.")
        for point, (is_met, note) in points.items()
        if is_met is False and not note.strip()
    }
    if bare:
        raise ValidationError(bare)
    for point, (is_met, note) in points.items():
        AdminCheck.objects.update_or_create(
            proposal=proposal,
            point=point,
            defaults={"is_met": is_met, "note": note.strip(), "by": by},
        )
    about = proposal.call.programme.organisation
    audit.record("proposal.check", proposal, by=by, about=about, fields=["checks"])


@transaction.atomic
def proposal_pass(*, by: User, proposal: Proposal) -> None:
    """Every point of the check is met: it is given to assessors.

    Raises ValidationError by point where one is not met, or is not decided.
    """
    locked = proposal_locked(proposal)
    call = locked.call
    require(can_run_programme(by, call.programme))
    check_going_on(call)
    if is_concept(locked) or not is_over(call, locked.state, timezone.now()):
        raise ValidationError(_("The deadline has not passed yet."))
    decided = dict(locked.checks.values_list("point", "is_met"))
    words = {False: _("This is not met."), None: _("Decide whether this is met.")}
    bars = {
        point.key: words[decided.get(point.key)]
        for point in points_of(call, opened_submission(locked, timezone.now()))
        if not decided.get(point.key)
    }
    if bars:
        raise ValidationError(bars)
    _move(locked, "pass")
    proposal.state, proposal.version = locked.state, locked.version
    audit.record("proposal.pass", locked, by=by, about=call.programme.organisation)


def _move(proposal: Proposal, move: str) -> None:
    proposal.state = MACHINE.after(move, proposal.state)
    proposal.version += 1
    proposal.save(update_fields=["state", "version"])


@transaction.atomic
def award_record(*, by: User, proposal: Proposal, outcome: str, facts: Mapping[str, Any]) -> Award:
    """Decide on a proposal, or on a concept whether it may become one, with reasons.

    facts: reasons, language, amount (of those selected or in reserve; in the call's currency),
    score, rank. A decision before is replaced, and stays on record. Raises ValidationError by
    field, or where the proposal's state does not allow it.
    """
    locked = proposal_locked(proposal)
    require(can_run_programme(by, locked.call.programme))
    check_going_on(locked.call)
    _check_unbound(locked)
    _check_stage(locked, Award.Outcome(outcome))
    last = proposal.awards.filter(replaced_by__isnull=True).first()
    row = Award(proposal=proposal, outcome=outcome, by=by, replaces=last, **facts)
    row.full_clean()
    _check_amount(locked.call, row)
    if is_concept(locked):
        if locked.state in (S.REFUSED, S.INELIGIBLE):
            _move(locked, "reopen_concept")
    elif locked.state in (S.SELECTED, S.RESERVE, S.REFUSED):
        _move(locked, "reopen")
    if MOVES[Award.Outcome(outcome)] != "fail" or locked.state != S.INELIGIBLE:
        _move(locked, MOVES[Award.Outcome(outcome)])
    proposal.state, proposal.version = locked.state, locked.version
    row.save(force_insert=True)
    verb = "award.replace" if last else "award.create"
    about = locked.call.programme.organisation
    audit.record(verb, row, by=by, about=about, fields=["outcome", "reasons", *facts])
    return row


def _check_stage(locked: Proposal, outcome: Award.Outcome) -> None:
    """A concept is invited or not, a proposal funded or not, and neither while it is sealed."""
    concept = is_concept(locked)
    if outcome not in (ON_CONCEPT if concept else ON_PROPOSAL):
        raise ValidationError({"outcome": _("Choose from the list.")})
    call, now = locked.call, timezone.now()
    if locked.state in (S.CONCEPT, S.SUBMITTED) and not is_over(call, locked.state, now):
        raise ValidationError(_("The deadline has not passed yet."))
    if outcome == Award.Outcome.INVITED and is_over(call, S.INVITED, now):
        raise ValidationError(_("The deadline of this call has passed."))


def _check_unbound(proposal: Proposal) -> None:
    """A decision is not changed under a contract that lies before its sides or binds them."""
    bound = (Contract.PROPOSED, Contract.RUNNING, Contract.CLOSED)
    if proposal.contracts.filter(state__in=bound).exists():
        raise ValidationError(
            _("Contracts follow from this decision. Take back or end them first.")
        )


def _check_amount(call: Call, row: Award) -> None:
    if row.outcome == Award.Outcome.SELECTED and row.amount is None:
        raise ValidationError({"amount": _("Say how much is granted: a blank is not zero.")})
    if row.outcome in (Award.Outcome.REFUSED, Award.Outcome.INELIGIBLE):
        row.amount = None
    if row.amount is not None and call.grant_most is not None and row.amount > call.grant_most:
        raise ValidationError({"amount": _("This is more than the largest grant of the call.")})


@transaction.atomic
def decision_reopen(
    *, by: User, proposal: Proposal, reason: str = "", language: str = "en"
) -> None:
    """Take a decision up again, after a complaint for instance. The decision stays on record until
    another replaces it; applicants are told by the letter of the new one. What was turned away as
    not eligible goes back to the check: assessors get it once every point is met.

    reason, language: why a decision on a concept is taken back; needed there, and told at once to
    applicants who were told the decision. Raises ValidationError by field, and where partners have
    begun the proposal that they were invited to.
    """
    locked = proposal_locked(proposal)
    require(can_run_programme(by, locked.call.programme))
    check_going_on(locked.call)
    _check_unbound(locked)
    concept = is_concept(locked)
    if concept:
        _move(locked, "reopen_concept")
        _check_not_begun(locked)
        _reason_keep(by, locked, reason.strip())
    else:
        _move(locked, "reopen_check" if locked.state == S.INELIGIBLE else "reopen")
    proposal.state, proposal.version = locked.state, locked.version
    about = proposal.call.programme.organisation
    fields = ["reason"] if concept else []
    audit.record(REOPENED, proposal, by=by, about=about, fields=fields)
    if concept:
        taken_back_tell(by=by, proposal=proposal, reason=reason.strip(), language=language)


def _check_not_begun(proposal: Proposal) -> None:
    """An invitation is not taken back from under what partners write: it may be weeks of work."""
    answers = proposal.answers.filter(prompt__stage=Prompt.Stage.PROPOSAL)
    if answers.exclude(text="").exists():
        raise ValidationError(
            _(
                "Its partners have begun to write the proposal, so the invitation stays. Once the "
                "deadline has passed you decide on what they handed in."
            )
        )


def _reason_keep(by: User, proposal: Proposal, reason: str) -> None:
    if not reason:
        raise ValidationError({"reason": _("Say why; it stays on record.")})
    count = len(reasons_of(proposal))
    row = AdminCheck(proposal=proposal, point=f"{TAKEN_BACK}{count + 1}", note=reason, by=by)
    row.full_clean()
    row.save(force_insert=True)


@transaction.atomic
def call_decide(*, by: User, call: Call) -> None:
    """All proposals are decided. Raises ValidationError while one is not."""
    locked = call_locked(call)
    require(can_run_programme(by, locked.programme))
    if locked.proposals.filter(state__in=(S.CONCEPT, S.SUBMITTED, S.ELIGIBLE)).exists():
        raise ValidationError(_("Some proposals are not decided yet."))
    _move_call(locked, "decide")
    call.state, call.version = locked.state, locked.version
    audit.record("call.decide", locked, by=by, about=locked.programme.organisation)
