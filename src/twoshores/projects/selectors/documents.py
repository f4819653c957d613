"""Files of a project that the reader was let into; pictures that everybody may see."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from twoshores.accounts.readers import Reader
from twoshores.common.file_kinds import PICTURES

from ..models import Document, Expense, Measurement, Project, ProjectUpdate
from .projects import projects_visible_to


def path_of(document: Document) -> str:
    """Where its bytes lie, in the storage of uploads."""
    return f"projects/{document.project_id}/{document.pk}"


def small_path_of(document: Document) -> str:
    """Where the small form of a picture lies."""
    return f"{path_of(document)}.small"


def documents_of(project: Project) -> QuerySet[Document]:
    """Newest first, each with what needs it: `proves_measured`, `proves_spent`, `in_news`."""
    return project.documents.order_by("-at", "pk").annotate(
        proves_measured=Exists(Measurement.objects.filter(evidence=OuterRef("pk"))),
        proves_spent=Exists(Expense.objects.filter(document=OuterRef("pk"))),
        in_news=Exists(ProjectUpdate.objects.filter(pictures=OuterRef("pk"))),
    )


def pictures_of(project: Project) -> QuerySet[Document]:
    """Files that can stand in the news."""
    return documents_of(project).filter(media_type__in=PICTURES)


@dataclass(frozen=True, slots=True)
class Uses:
    """How many parts of the project need a file; corrected entries count: they stay readable."""

    measurements: int
    expenses: int
    news: int


def uses_of(document: Document) -> Uses:
    """Three queries."""
    return Uses(
        measurements=Measurement.objects.filter(evidence=document).count(),
        expenses=Expense.objects.filter(document=document).count(),
        news=document.updates.count(),
    )


def papers_marked(project: Project) -> QuerySet[Document]:
    """Newest first, those that others may read once the project shows its papers."""
    return project.documents.filter(is_public=True).order_by("-at", "pk")


def shown_paper_or_404(reader: Reader, code: str, pk: object) -> Document:
    """A file marked for others, of a project that shows its papers, or Http404."""
    project = projects_visible_to(reader).filter(code=code, is_example=False).first()
    if project is None or "papers" not in project.shown:
        raise Http404
    found = papers_marked(project).filter(pk=str(pk)).first()
    if found is None:
        raise Http404
    return found


def shown_picture_or_404(reader: Reader, code: str, pk: object) -> Document:
    """A picture of a public piece of news of a project that shows its news, or Http404."""
    shown = Q(updates__is_public=True)
    project = projects_visible_to(reader).filter(code=code, is_example=False).first()
    if project is None or "news" not in project.shown:
        raise Http404
    found = project.documents.filter(shown, pk=str(pk), media_type__in=PICTURES).first()
    if found is None:
        raise Http404
    return found
