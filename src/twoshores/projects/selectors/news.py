"""News of a project that the reader was let into, or that it shows to everybody."""

from django.db.models import QuerySet

from ..models import Project, ProjectUpdate

MOST_SHOWN = 20


def news_of(project: Project) -> QuerySet[ProjectUpdate]:
    """All news, newest first, with their pictures. Two queries."""
    return project.updates.prefetch_related("pictures")


def shown_news(project: Project) -> list[ProjectUpdate]:
    """The newest of what is for everybody. The caller has checked that the project shows news."""
    return list(news_of(project).filter(is_public=True)[:MOST_SHOWN])
