"""Writes of meetings: what is planned, what came of it, contacts in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.services.decisions import decision_add
from twoshores.projects.services.rows import row_create, row_update

from ..models import Meeting, NextStep


@dataclass(frozen=True, slots=True)
class Step:
    """What is done next, by which partner (None: nobody yet), until when (None: not said)."""

    text: str
    partner: ProjectPartner | None = None
    due_on: date | None = None


@transaction.atomic
def meeting_record(
    *,
    by: User,
    meeting: Meeting,
    opened_version: int,
    facts: Mapping[str, Any],
    presences: Mapping[ProjectPartner, bool | None],
    step: Step | None = None,
    keep_decision: bool = False,
) -> Meeting:
    """Write down what came of a meeting; it was held, then.

    presences: True came, False did not, None not noted. keep_decision: what was decided stands
    among the project's decisions too, where it cannot be changed. Raises StaleVersion, or
    ValidationError by field: a meeting that is still to come has no record, a decision needs words.
    """
    if meeting.starts_at > timezone.now():
        raise ValidationError(_("This meeting is still to come. Write its record afterwards."))
    if keep_decision and not facts["decided"].strip():
        raise ValidationError({"decided": _("Say what was decided.")})
    project = meeting.project
    row = row_update(
        by=by,
        project=project,
        row=meeting,
        opened_version=opened_version,
        facts={**facts, "state": Meeting.State.HELD},
    )
    _note_presences(row, presences)
    audit.record("meeting.presence", row, by=by, about=project)
    if step is not None:
        step_add(by=by, project=project, meeting=row, step=step)
    if keep_decision:
        came = [partner for partner, here in presences.items() if here]
        decision_facts = {"on": timezone.localdate(row.starts_at), "text": facts["decided"][:2000]}
        decision_add(
            by=by,
            project=project,
            facts=decision_facts | {"language": row.language},
            partners=came,
        )
    return row


def step_add(*, by: User, project: Project, meeting: Meeting | None, step: Step) -> NextStep:
    """Write down what is done next."""
    facts = {"meeting": meeting, "text": step.text, "partner": step.partner, "due_on": step.due_on}
    return row_create(by=by, project=project, model=NextStep, facts=facts)


def _note_presences(meeting: Meeting, presences: Mapping[ProjectPartner, bool | None]) -> None:
    for partner, came in presences.items():
        if partner.project_id != meeting.project_id:
            raise ValidationError(_("Choose from the list."))
        if came is None:
            meeting.presences.filter(partner=partner).delete()
        else:
            meeting.presences.update_or_create(partner=partner, defaults={"came": came})
