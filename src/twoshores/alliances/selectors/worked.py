"""The partnership of a worked example, which everybody may read. It was read from a book."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404

from twoshores.accounts.readers import Reader
from twoshores.projects.models import Project
from twoshores.projects.selectors.projects import project_or_404

from ..models import Agreement, AgreementVersion, PartnershipOrigin, Stakeholder, VisionDifference
from ..worked_words import ORIGINAL, words_in
from .coverage import Alliance, alliance_of
from .learning import Learning, learning_of


@dataclass(frozen=True, slots=True)
class Written:
    """An agreement and what is told of its text."""

    agreement: Agreement
    covers: list[str]


@dataclass(frozen=True, slots=True)
class WorkedPartnership:
    """answers: what is told of meetings and authorities. Nothing of it is anybody's opinion.

    language: of the words, the reader's where they were translated. is_translation: they were.
    """

    project: Project
    language: str
    is_translation: bool
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


def worked_partnership_or_404(
    user: Reader, code: str, language: str = ORIGINAL
) -> WorkedPartnership:
    """Eleven queries. Http404 for everything but worked examples with a partnership.

    language: the reader's. A text that nobody translated stands in the original's.
    """
    project = project_or_404(user, code)
    if not has_worked_partnership(project):
        raise Http404
    origin = PartnershipOrigin.objects.filter(project=project).first()
    story = origin.note if origin is not None else ""
    said = words_in(language) if project.language == ORIGINAL else {}
    is_translation = story in said
    words = _Words(said if is_translation else {})
    return WorkedPartnership(
        project=project,
        language=language if is_translation else project.language,
        is_translation=is_translation,
        story=words.of(story),
        alliance=words.alliance(alliance_of(project, compare=False)),
        differences=[words.row(row, "text", "resolution") for row in project.differences.all()],
        written=[
            Written(row.agreement, [words.of(text) for text in row.covers])
            for row in _written(project)
        ],
        learning=words.learning(learning_of(project)),
        stakeholders=[words.row(row, "name", "brings") for row in project.stakeholders.all()],
        answers={
            row.key: words.of(row.note) for row in project.answers.all() if row.yes and row.note
        },
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Puts texts into another language on rows that were read for a page and are never saved."""

    said: dict[str, str]

    def of(self, text: str) -> str:
        return self.said.get(text, text)

    def row[M: Model](self, row: M, *names: str) -> M:
        for name in names:
            setattr(row, name, self.of(getattr(row, name)))
        return row

    def alliance(self, found: Alliance) -> Alliance:
        for need in found.needs:
            self.row(need, "text")
        for strength in found.strengths.values():
            self.row(strength, "evidence")
        return found

    def learning(self, found: Learning) -> Learning:
        for row in found.transfers:
            self.row(row, "what", "evidence")
        return found


def _written(project: Project) -> list[Written]:
    versions = AgreementVersion.objects.filter(
        agreement__project=project, agreement__state=Agreement.State.SIGNED
    ).select_related("agreement")
    return [
        Written(row.agreement, [block["text"] for block in row.body])
        for row in versions.order_by("agreement", "number")
    ]
