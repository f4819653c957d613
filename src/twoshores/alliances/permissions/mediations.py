"""Who asks for a mediation, who reads one, who mediates.

A mediation is between its parties: other partners of the project do not learn that it exists.
Facilitators are the platform's stewards; before one takes it they see that it waits, its
language and its countries, and nothing of what it is about.
"""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common.decisions import YES, Decision, no
from twoshores.projects.models import Project, ProjectPartner

from ..models import Mediation


def partners_written_for(user: User, project: Project) -> list[ProjectPartner]:
    """Partners of a project for whose organisation somebody writes. One query."""
    by_organisation = {row.organisation_id: row for row in project.partners.all()}
    by_organisation.pop(None, None)
    offices = Membership.objects.filter(
        user=user, organisation__in=list(by_organisation), role__in=WRITERS
    )
    return [by_organisation[key] for key in offices.values_list("organisation", flat=True)]


def parties_written_for(user: User, mediation: Mediation) -> list[ProjectPartner]:
    """Parties of a mediation for which somebody writes: as which they may speak. Two queries."""
    parties = {row.organisation_id: row for row in mediation.parties.all()}
    parties.pop(None, None)
    offices = Membership.objects.filter(user=user, organisation__in=list(parties), role__in=WRITERS)
    return [parties[key] for key in offices.values_list("organisation", flat=True)]


def can_ask_mediation(user: User, asking: ProjectPartner) -> Decision:
    if asking in partners_written_for(user, asking.project):
        return YES
    return no(_("Only those who write for a partner ask in its name."))


def can_speak_in_mediation(user: User, mediation: Mediation) -> Decision:
    if mediation.facilitator_id == user.pk or parties_written_for(user, mediation):
        return YES
    return no(_("Only the parties and the mediator speak here."))


def can_take_mediation(user: User, mediation: Mediation) -> Decision:
    """A steward who acts for none of the project's organisations."""
    if not user.is_steward:
        return no(_("Only stewards mediate."))
    inside = [row.organisation_id for row in mediation.project.partners.all()]
    inside.append(mediation.project.owner_id)
    if Membership.objects.filter(user=user, organisation__in=[x for x in inside if x]).exists():
        return no(_("You act for an organisation of this project. Somebody else must mediate."))
    return YES


def can_mediate(user: User, mediation: Mediation) -> Decision:
    if mediation.facilitator_id == user.pk:
        return YES
    return no(_("Only the mediator decides this."))
