"""How an introduction shows the project that it is about: its title and its short text."""

from uuid import UUID

from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.subjects import Subject
from twoshores.projects.models import Project
from twoshores.projects.permissions.projects import can_keep_project


def project_subject(pk: str) -> Subject | None:
    return project_subjects([pk]).get(pk)


def project_subjects(ids: list[str]) -> dict[str, Subject]:
    """Many projects at once, for lists of introductions. One query."""
    rows = Project.objects.filter(pk__in=[UUID(pk) for pk in ids])
    return {str(row.pk): _subject(row) for row in rows}


def _subject(project: Project) -> Subject:
    address = reverse("workbench_project", args=[project.pk])
    return Subject(project.title, project.language, project.summary, address)


def may_ask_about_project(user: User, pk: str) -> bool:
    """Those who write for the organisation that keeps it."""
    project = Project.objects.filter(pk=UUID(pk)).first()
    return project is not None and bool(can_keep_project(user, project))
