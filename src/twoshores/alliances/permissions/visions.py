"""Who writes the goal in a partner's own words: that partner, or whoever changes the project."""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common.decisions import YES, Decision, no
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.permissions.projects import can_edit_project


def partners_spoken_for(user: User, project: Project) -> set[int]:
    """Ids of the project's partners for whose organisation the user writes. One query."""
    if project.stage == Project.Stage.CLOSED:
        return set()
    partners = [row for row in project.partners.all() if row.left_on is None]
    own = Membership.objects.filter(
        user=user, organisation__in=[row.organisation_id for row in partners], role__in=WRITERS
    )
    organisations = set(own.values_list("organisation_id", flat=True))
    return {row.pk for row in partners if row.organisation_id in organisations}


def can_write_vision(user: User, project: Project, partner: ProjectPartner) -> Decision:
    """No partner may write another's words, unless it was let edit the whole project."""
    may = can_edit_project(user, project)
    if may or project.stage == Project.Stage.CLOSED:
        return may
    if partner.project_id == project.pk and partner.pk in partners_spoken_for(user, project):
        return YES
    return no(_("A partner's words are written by its own people."))
