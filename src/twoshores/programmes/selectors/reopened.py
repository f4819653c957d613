"""Whether a decision was taken up again. No row says so: a decision is a row that is only added, so
the audit trail, which is only added to as well, is asked."""

from datetime import datetime
from typing import Any

from twoshores.common.models import AuditEvent

from ..check_points import TAKEN_BACK
from ..models import AdminCheck, Proposal

REOPENED = "award.reopen"  # of the proposal: `services.deciding.decision_reopen`


def was_reopened_since(proposal: Any, moment: datetime) -> bool:
    """Whether the decision on a proposal (id) was taken up again after a moment. One query."""
    return AuditEvent.objects.filter(
        subject_kind=Proposal._meta.label_lower,
        subject_id=str(proposal),
        verb=REOPENED,
        at__gt=moment,
    ).exists()


def reasons_of(proposal: Proposal) -> list[AdminCheck]:
    """Why decisions on a concept were taken back, the first one first: note, by, at."""
    return list(proposal.checks.filter(point__startswith=TAKEN_BACK).order_by("at", "pk"))
