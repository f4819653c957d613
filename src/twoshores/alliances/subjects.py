"""How an introduction shows what it is about: a project, or the organisation that asks."""

from uuid import UUID

from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.actors.permissions.people import writes_for
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


def organisation_subject(pk: str) -> Subject | None:
    return organisation_subjects([pk]).get(pk)


def organisation_subjects(ids: list[str]) -> dict[str, Subject]:
    """Many organisations at once: who asks, and what it says of itself. One query."""
    rows = Organisation.objects.filter(pk__in=[UUID(pk) for pk in ids])
    return {
        str(row.pk): Subject(
            row.name, row.name_language, row.description, reverse("organisation", args=[row.pk])
        )
        for row in rows
    }


def may_ask_about_organisation(user: User, pk: str) -> bool:
    """Those who write for it."""
    organisation = Organisation.objects.filter(pk=UUID(pk)).first()
    return organisation is not None and writes_for(user, organisation)
