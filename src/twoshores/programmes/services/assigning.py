"""Who reads what: conflicts found, readers given, taken back, and given again. All traced."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines import assessors as engine

from ..assessment_states import COUNTS, MACHINE, S
from ..deadlines import clock_of
from ..models import Assessment, Call, ConflictOfInterest, Office, Proposal
from ..permissions.appraisal import can_declare_conflict, is_being_marked
from ..permissions.programmes import can_run_programme
from ..selectors.appraisal import facts_of, opened_of
from ..selectors.conflicts import conflicts_found
from .locks import call_locked, check_going_on

SEATS = 3  # readers of each proposal, unless those who run the programme say otherwise
MOST_SEATS = 5


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the engine proposes: (proposal, office) pairs, and where seats stay empty."""

    pairs: list[tuple[Proposal, Office]]
    short: list[tuple[Proposal, engine.Shortfall]]
    loads: dict[Any, int]  # by office, with what is in their hands already


def assessors_of(call: Call) -> list[Office]:
    """Assessors of the programme whose office lasts."""
    rows = call.programme.offices.filter(role=Office.Role.ASSESSOR, ended_on__isnull=True)
    return list(rows.select_related("user"))


def readers_proposed(call: Call, seats: int = SEATS) -> Proposed:
    """The best assignment for seats that are still empty. Reads only; nine queries."""
    offices = assessors_of(call)
    proposals = list(opened_of(call).filter(state=Proposal.State.ELIGIBLE))
    facts = facts_of(proposals)
    taken, loads, met = _in_hands(call)
    barred = _conflicts(call) | met
    rows = [
        engine.Proposal(
            str(row.pk),
            max(0, seats - taken[row.pk]),
            facts[row.pk].languages,
            facts[row.pk].countries,
        )
        for row in proposals
        if row.pk in facts
    ]
    people = [
        engine.Assessor(
            str(row.pk),
            frozenset(row.languages),
            frozenset(row.countries),
            row.most_proposals,
            loads[row.pk],
        )
        for row in offices
    ]
    found = engine.assign(rows, people, barred)
    by_id = {str(row.pk): row for row in proposals}
    office = {str(row.pk): row for row in offices}
    return Proposed(
        [(by_id[one], office[other]) for one, other in found.pairs],
        [(by_id[row.proposal], row) for row in found.short],
        {office[key].pk: load for key, load in found.loads.items()},
    )


def _in_hands(
    call: Call,
) -> tuple[Counter[Any], Counter[Any], set[tuple[str, str]]]:
    """(readers of each proposal, open proposals of each office, pairs that met before)."""
    taken: Counter[Any] = Counter()
    loads: Counter[Any] = Counter()
    met: set[tuple[str, str]] = set()
    rows = Assessment.objects.filter(proposal__call=call)
    for proposal, office, state in rows.values_list("proposal_id", "office_id", "state"):
        met.add((str(proposal), str(office)))
        if state in COUNTS:
            taken[proposal] += 1
            loads[office] += 1
    return taken, loads, met


def _conflicts(call: Call) -> set[tuple[str, str]]:
    rows = ConflictOfInterest.objects.filter(proposal__call=call)
    return {(str(one), str(two)) for one, two in rows.values_list("proposal_id", "office_id")}


@transaction.atomic
def conflicts_detect(*, by: User, call: Call) -> int:
    """Look for ties between assessors and applicants; returns how many are new.

    What was found before stays on record, also where the tie has ended since.
    """
    require(can_run_programme(by, call.programme))
    known = set(
        ConflictOfInterest.objects.filter(
            proposal__call=call, source=ConflictOfInterest.Source.DETECTED
        ).values_list("office_id", "proposal_id")
    )
    found = conflicts_found(call, assessors_of(call), list(opened_of(call)))
    fresh = [row for row in found if (row.office.pk, row.proposal.pk) not in known]
    ConflictOfInterest.objects.bulk_create(
        ConflictOfInterest(
            office=row.office,
            proposal=row.proposal,
            source=ConflictOfInterest.Source.DETECTED,
            reason=row.reason,
        )
        for row in fresh
    )
    for row in fresh:
        _withdraw_pair(by, row.proposal, row.office, _("A conflict of interest was found."))
    audit.record("conflict.detect", call, by=by, about=call.programme.organisation)
    return len(fresh)


def _withdraw_pair(by: User, proposal: Proposal, office: Office, because: str) -> None:
    rows = Assessment.objects.filter(proposal=proposal, office=office, state__in=COUNTS)
    for one in rows:
        _withdraw(by, one, because)


def waiting_withdraw(by: User, rows: QuerySet[Assessment], because: str) -> None:
    """Take out of assessors' hands what waits for marks; what was handed in stays and counts."""
    waiting = rows.filter(state=S.GIVEN).select_related("proposal__call__programme__organisation")
    for one in waiting:
        _withdraw(by, one, because)


def _withdraw(by: User, one: Assessment, because: str) -> None:
    one.state = MACHINE.after("withdraw", one.state)
    one.withdrawn_because = because[:500]
    one.version += 1
    one.save(update_fields=["state", "withdrawn_because", "version"])
    about = one.proposal.call.programme.organisation
    audit.record("assessment.withdraw", one, by=by, about=about, fields=["state"])


@transaction.atomic
def readers_give(
    *,
    by: User,
    call: Call,
    pairs: Iterable[tuple[Proposal, Office]],
    due_on: datetime.date | None,
    is_third: bool = False,
) -> list[Assessment]:
    """Give proposals to assessors. Raises ValidationError where a conflict forbids a pair, or a
    proposal is not being appraised."""
    require(can_run_programme(by, call.programme))
    call = call_locked(call)
    check_going_on(call)
    barred = _conflicts(call)
    wanted = list(pairs)
    rows = Proposal.objects.select_for_update(of=("self",)).order_by("pk")
    rows = rows.select_related("call__programme__organisation")
    now = {row.pk: row for row in rows.filter(pk__in=[proposal.pk for proposal, _office in wanted])}
    given = []
    for proposal, office in ((now[asked.pk], office) for asked, office in wanted):
        if (str(proposal.pk), str(office.pk)) in barred:
            raise ValidationError(_("This assessor has a conflict of interest."))
        if proposal.call_id != call.pk or proposal.state != Proposal.State.ELIGIBLE:
            raise ValidationError(_("Only proposals that passed the check are given to assessors."))
        if office.programme_id != call.programme_id or office.role != Office.Role.ASSESSOR:
            raise ValidationError(_("This is no assessor of the programme."))
        given.append(_give(by, proposal, office, due_on, is_third=is_third))
    _tell(given)
    return given


def _give(
    by: User,
    proposal: Proposal,
    office: Office,
    due_on: datetime.date | None,
    *,
    is_third: bool,
) -> Assessment:
    one, made = Assessment.objects.get_or_create(
        proposal=proposal,
        office=office,
        defaults={"due_on": due_on, "is_third": is_third, "language": office.user.language},
    )
    if not made:
        one.state = MACHINE.after("give_again", one.state)
        one.due_on, one.is_third, one.withdrawn_because = due_on, is_third, ""
        one.done_at = None  # it waits again, whatever was handed in before
        one.version += 1
        one.save()
    verb = "assessment.give" if made else "assessment.give_again"
    audit.record(verb, one, by=by, about=proposal.call.programme.organisation)
    return one


def _tell(given: list[Assessment]) -> None:
    """One mail for each assessor, however many proposals."""
    from ..tasks import mail_assessor

    by_office: dict[str, int] = defaultdict(int)
    for one in given:
        by_office[str(one.office_id)] += 1
    for office, count in by_office.items():
        transaction.on_commit(partial(mail_assessor.enqueue, office, count))


@transaction.atomic
def reader_take_back(*, by: User, assessment: Assessment, because: str) -> None:
    """Those who run the programme take a proposal out of somebody's hands; the marks stay on
    record and do not count."""
    require(can_run_programme(by, assessment.proposal.call.programme))
    if not because.strip():
        raise ValidationError({"because": _("Say why; it stays on record.")})
    _withdraw(by, assessment, because.strip())


@transaction.atomic
def conflict_declare(*, by: User, assessment: Assessment, reason: str) -> ConflictOfInterest:
    """The assessor says that they may not judge this proposal, also after marking it.

    Their marks are withdrawn at once, and those who run the programme see the free seat.
    """
    require(can_declare_conflict(by, assessment))
    row, _made = ConflictOfInterest.objects.get_or_create(
        office=assessment.office,
        proposal=assessment.proposal,
        source=ConflictOfInterest.Source.DECLARED,
        defaults={"reason": reason.strip()[:500]},
    )
    _withdraw(by, assessment, _("The assessor declared a conflict of interest."))
    about = assessment.proposal.call.programme.organisation
    audit.record("conflict.declare", row, by=by, about=about, fields=["reason"])
    return row


@transaction.atomic
def assessment_give_back(*, by: User, assessment: Assessment) -> None:
    """Let an assessor change what they handed in. Raises ValidationError once it was decided."""
    require(can_run_programme(by, assessment.proposal.call.programme))
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("call")
    if not is_being_marked(rows.get(pk=assessment.proposal_id)):
        raise ValidationError(
            _("Marks change before a decision only. Take the decision up again first.")
        )
    assessment.state = MACHINE.after("give_back", assessment.state)
    assessment.done_at = None
    assessment.version += 1
    assessment.save(update_fields=["state", "done_at", "version"])
    about = assessment.proposal.call.programme.organisation
    audit.record("assessment.give_back", assessment, by=by, about=about, fields=["state"])


def is_late(assessment: Assessment, call: Call) -> bool:
    """Whether marks are missing after the end of their day, by the clock of the call."""
    today = timezone.localdate(timezone=clock_of(call))
    due_on = assessment.due_on
    return assessment.state == S.GIVEN and due_on is not None and due_on < today
