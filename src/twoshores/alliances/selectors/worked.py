"""The partnership of a worked example, which everybody may read. It was read from a book."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from twoshores.accounts.readers import Reader
from twoshores.projects.models import Project
from twoshores.projects.selectors.projects import project_or_404

from ..models import Agreement, AgreementVersion, PartnershipOrigin, Stakeholder, VisionDifference
from .coverage import Alliance, alliance_of
from .learning import Learning, learning_of


@dataclass(frozen=True, slots=True)
class Written:
    """An agreement and what is told of its text."""

    agreement: Agreement
    covers: list[str]


@dataclass(frozen=True, slots=True)
class WorkedPartnership:
    """answers: what is told of meetings and authorities. Nothing of it is anybody's opinion."""

    project: Project
    story: str
    alliance: Alliance
    differences: list[VisionDifference]
    written: list[Written]
    learning: Learning
    stakeholders: list[Stakeholder]
    answers: dict[str, Any]


def has_worked_partnership(project: Project) -> bool:
    """Whether a source tells of its partnership. One query."""
    return project.rebuilt_from_id is not None and project.partner_needs.exists()


def worked_partnership_or_404(user: Reader, code: str) -> WorkedPartnership:
    """Eleven queries. Http404 for everything but worked examples with a partnership."""
    project = project_or_404(user, code)
    if not has_worked_partnership(project):
        raise Http404
    origin = PartnershipOrigin.objects.filter(project=project).first()
    return WorkedPartnership(
        project=project,
        story=origin.note if origin is not None else "",
        alliance=alliance_of(project, compare=False),
        differences=list(project.differences.all()),
        written=_written(project),
        learning=learning_of(project),
        stakeholders=list(project.stakeholders.all()),
        answers={row.key: row.note for row in project.answers.all() if row.yes and row.note},
    )


def _written(project: Project) -> list[Written]:
    versions = AgreementVersion.objects.filter(
        agreement__project=project, agreement__state=Agreement.State.SIGNED
    ).select_related("agreement")
    return [
        Written(row.agreement, [block["text"] for block in row.body])
        for row in versions.order_by("agreement", "number")
    ]
