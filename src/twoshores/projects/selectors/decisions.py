"""Decisions and amendments of a project that the reader was let into."""

from django.db.models import QuerySet
from django.http import Http404

from ..models import Amendment, Decision, Project


def decisions_of(project: Project) -> QuerySet[Decision]:
    """Newest first, with who decided. Two queries."""
    return project.decisions.prefetch_related("partners")


def amendments_of(project: Project) -> QuerySet[Amendment]:
    """Newest first, with who agreed, without the designs kept with them. Two queries."""
    return project.amendments.defer("before").prefetch_related("agreed_by")


def amendment_or_404(project: Project, number: int) -> Amendment:
    """One amendment with the design before it, or Http404. Two queries."""
    found = project.amendments.filter(number=number).prefetch_related("agreed_by").first()
    if found is None:
        raise Http404
    return found


def following(amendment: Amendment) -> Amendment | None:
    """The amendment after one, if there is any."""
    return (
        Amendment.objects.filter(project=amendment.project_id, number__gt=amendment.number)
        .order_by("number")
        .first()
    )
