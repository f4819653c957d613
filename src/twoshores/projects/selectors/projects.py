"""Projects that a reader may see: one, or the lists."""

from django.db.models import QuerySet
from django.http import Http404

from twoshores.accounts.readers import Reader

from ..models import Project


def projects_visible_to(user: Reader) -> QuerySet[Project]:
    """Example projects, which are for everybody. Nobody designs projects here yet."""
    return Project.objects.filter(is_example=True)


def project_or_404(user: Reader, code: str) -> Project:
    """One project that the reader may see, with its parts, or Http404. Four queries."""
    project = (
        projects_visible_to(user)
        .filter(code=code)
        .prefetch_related("countries", "sections", "partners")
        .first()
    )
    if project is None:
        raise Http404
    return project
