"""Writes of the shared goal, of differences, and of who has which part in an activity."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.projects.models import Activity, Project, ProjectPartner
from twoshores.projects.permissions.projects import can_edit_project
from twoshores.projects.services.plan import PartsData, activity_update
from twoshores.projects.services.rows import row_create, row_remove, row_update

from ..models import Consulted, JointVision, PartnerVision, VisionDifference
from ..permissions.visions import can_write_vision

RESPONSIBLE, CONTRIBUTES = "responsible", "contributes"


@transaction.atomic
def partner_vision_write(
    *,
    by: User,
    partner: ProjectPartner,
    row: PartnerVision | None,
    opened_version: int,
    facts: Mapping[str, Any],
) -> PartnerVision:
    """Write the goal in a partner's own words; its own people may, without other rights.

    Raises PermissionDenied, StaleVersion, or ValidationError by field.
    """
    project = partner.project
    may = can_write_vision(by, project, partner)
    if row is None:
        whole = {**facts, "partner": partner}
        return row_create(by=by, project=project, model=PartnerVision, facts=whole, may=may)
    if row.partner_id != partner.pk:
        raise ValidationError(_("Choose from the list."))
    return row_update(
        by=by, project=project, row=row, opened_version=opened_version, facts=facts, may=may
    )


@transaction.atomic
def partner_vision_remove(*, by: User, row: PartnerVision) -> None:
    may = can_write_vision(by, row.project, row.partner)
    row_remove(by=by, project=row.project, row=row, may=may)


@transaction.atomic
def joint_vision_write(
    *,
    by: User,
    project: Project,
    row: JointVision | None,
    opened_version: int,
    facts: Mapping[str, Any],
    agreed_by: Sequence[ProjectPartner],
) -> JointVision:
    """Write the shared goal. Whoever changes the text of an agreed one begins to agree anew.

    Raises StaleVersion, or ValidationError by field.
    """
    _check(project, agreed_by)
    if row is None:
        made = row_create(by=by, project=project, model=JointVision, facts=facts)
    else:
        made = row_update(
            by=by, project=project, row=row, opened_version=opened_version, facts=facts
        )
    made.agreed_by.set(agreed_by if made.agreed_on else [])
    return made


@transaction.atomic
def difference_write(
    *,
    by: User,
    project: Project,
    row: VisionDifference | None,
    opened_version: int,
    facts: Mapping[str, Any],
    partners: Sequence[ProjectPartner],
) -> VisionDifference:
    """Write down where partners differ, and how it was settled."""
    _check(project, partners)
    if row is None:
        made = row_create(by=by, project=project, model=VisionDifference, facts=facts)
    else:
        made = row_update(
            by=by, project=project, row=row, opened_version=opened_version, facts=facts
        )
    made.partners.set(partners)
    return made


@transaction.atomic
def roles_set(
    *,
    by: User,
    activity: Activity,
    opened_version: int,
    parts: Mapping[ProjectPartner, str],
) -> Activity:
    """Say which part each partner has: responsible, contributes, consulted, informed, or none ("").

    The first two are the work plan's own, so the plan, the budget and the reports follow. Raises
    StaleVersion, or ValidationError where two are responsible.
    """
    project = activity.project
    require(can_edit_project(by, project))
    _check(project, list(parts))
    answering = [row for row, part in parts.items() if part == RESPONSIBLE]
    if len(answering) > 1:
        raise ValidationError(_("Only one is responsible."))
    waits = list(activity.waits_for.select_related("before"))
    data = PartsData(
        responsible=answering[0] if answering else None,
        contributing=[row for row, part in parts.items() if part == CONTRIBUTES],
        waits_for=[link.before for link in waits],
        lags={link.before_id: link.lag_days for link in waits},
    )
    changed = activity_update(
        by=by,
        project=project,
        row=activity,
        opened_version=opened_version,
        facts={},
        parts=data,
    )
    told = {row.pk: part for row, part in parts.items() if part in Consulted.Part.values}
    changed.consulted.exclude(partner__in=told).delete()
    for pk, part in told.items():
        changed.consulted.update_or_create(partner_id=pk, defaults={"part": part})
    audit.record("activity.update", changed, by=by, about=project, fields=["parts"])
    return changed


def _check(project: Project, partners: Sequence[ProjectPartner]) -> None:
    if any(row.project_id != project.pk for row in partners):
        raise ValidationError(_("Choose from the list."))
