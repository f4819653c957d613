"""Partners of a project, organisations that can become partners, and a project's history."""

from django.db.models import Q, QuerySet
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.actors.selectors.organisations import organisations_visible_to
from twoshores.common.models import AuditEvent

from ..models import Project, ProjectPartner

MOST_CHOICES = 400


def partner_or_404(project: Project, pk: int) -> ProjectPartner:
    """A partner of a project that the reader was let into, or Http404."""
    for partner in project.partners.all():
        if partner.pk == pk:
            return partner
    raise Http404


def partner_choices(user: User) -> list[Organisation]:
    """Organisations that the reader may name as partners, by name. One query."""
    return list(organisations_visible_to(user).order_by("name")[:MOST_CHOICES])


def project_events(project: Project) -> QuerySet[AuditEvent]:
    """What was done with a project and with its parts, newest first."""
    mine = Q(subject_kind="projects.project", subject_id=str(project.pk)) | Q(
        about_id=str(project.pk)
    )
    return AuditEvent.objects.filter(mine).order_by("-at", "-pk")
