"""Writes of opinions of forces, and of messages and briefs with what they stand on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.projects.models import Document, Indicator, Project
from twoshores.projects.services.rows import row_create, row_update

from ..models import AdvocacyAction, Brief, Evidence, Force, ForceScore, ScoringRound
from ..permissions.scores import can_score_in

type Source = Indicator | Document


@transaction.atomic
def force_score(
    *, by: User, round_: ScoringRound, force: Force, strength: int, reason: str
) -> ForceScore:
    """Say how strong a force is, once a round; a second time replaces the first.

    Raises PermissionDenied; ValidationError by field without a reason or outside 1 to 5.
    """
    require(can_score_in(by, round_))
    if force.project_id != round_.project_id:
        raise ValidationError(_("Choose from the list."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: a number without a reason helps nobody.")})
    score = ForceScore.objects.filter(round=round_, force=force, by=by).first()
    score = score or ForceScore(round=round_, force=force, by=by)
    score.strength, score.reason = strength, reason.strip()
    score.full_clean()
    score.save()
    audit.record("scoringround.score", round_, by=by)
    return score


@transaction.atomic
def told_write[M: (AdvocacyAction, Brief)](
    *,
    by: User,
    project: Project,
    model: type[M],
    row: M | None,
    opened_version: int,
    facts: Mapping[str, Any],
    evidence: Sequence[Source],
) -> M:
    """Write a message or a brief with the figures and papers of the project that it stands on.

    Raises StaleVersion, or ValidationError by field.
    """
    _check(project, facts, evidence)
    if row is None:
        made = row_create(by=by, project=project, model=model, facts=facts)
    else:
        made = row_update(
            by=by, project=project, row=row, opened_version=opened_version, facts=facts
        )
    made.evidence.all().delete()
    for position, source in enumerate(evidence):
        Evidence.objects.create(
            **{"brief" if model is Brief else "action": made},
            **{source._meta.model_name or "": source},
            position=position,
        )
    return made


def _check(project: Project, facts: Mapping[str, Any], evidence: Sequence[Source]) -> None:
    named = [value for value in facts.values() if isinstance(value, models.Model)]
    for row in (*named, *evidence):
        if getattr(row, "project_id", project.pk) != project.pk:
            raise ValidationError(_("Choose from the list."))
