"""Writes of opinions of forces, and of messages and briefs with what they stand on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.projects.models import Document, Indicator, Project
from twoshores.projects.services.rows import row_create, row_update

from ..models import AdvocacyAction, Brief, Evidence, Force, ForceScore, ScoringRound
from .opinions import opinion_give

type Source = Indicator | Document


def force_score(
    *, by: User, round_: ScoringRound, force: Force, strength: int, reason: str
) -> ForceScore:
    """What one thinks of a force: see `opinion_give`."""
    return opinion_give(
        by=by,
        round_=round_,
        model=ForceScore,
        about=force,
        values={"strength": strength},
        reason=reason,
    )


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
