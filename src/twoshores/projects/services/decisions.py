"""Writes of decisions and amendments. Both are added and never changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.decisions import require

from ..models import Amendment, Decision, Project, ProjectPartner
from ..permissions.projects import can_amend_project
from .rows import row_create
from .snapshots import design_snapshot


@transaction.atomic
def decision_add(
    *,
    by: User,
    project: Project,
    facts: Mapping[str, Any],
    partners: Sequence[ProjectPartner] = (),
) -> Decision:
    """Write down what was decided, and by which partners. A later decision takes it back."""
    _check(project, facts, partners)
    row = row_create(by=by, project=project, model=Decision, facts={**facts, "by": by})
    row.partners.set(partners)
    return row


@transaction.atomic
def amendment_add(
    *,
    by: User,
    project: Project,
    facts: Mapping[str, Any],
    agreed_by: Sequence[ProjectPartner],
) -> Amendment:
    """Keep the agreed design as it is now, and say what will change in it, why, and who agreed.

    Raises PermissionDenied unless the project is under way, ValidationError by field.
    """
    require(can_amend_project(by, project))
    _check(project, facts, agreed_by)
    if not agreed_by:
        raise ValidationError({"agreed_by": _("Say who agreed: an amendment binds partners.")})
    # Under a lock, so that two amendments at the same moment get two numbers.
    Project.objects.select_for_update().get(pk=project.pk)
    last = project.amendments.aggregate(last=Max("number"))["last"] or 0
    whole = {**facts, "by": by, "number": last + 1, "before": design_snapshot(project)}
    row = row_create(by=by, project=project, model=Amendment, facts=whole)
    row.agreed_by.set(agreed_by)
    return row


def _check(project: Project, facts: Mapping[str, Any], partners: Sequence[ProjectPartner]) -> None:
    if facts["on"] > timezone.localdate():
        raise ValidationError({"on": _("This day is still to come.")})
    if any(partner.project_id != project.pk for partner in partners):
        raise ValidationError(_("Choose from the list."))
