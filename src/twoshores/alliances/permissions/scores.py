"""Who says what they think of stakeholders and forces, and who reads it.

Everybody who writes for an organisation of the partnership may give an opinion; whoever works on
the project reads the means and the spread. Single opinions and their reasons are shown without
saying whose they are, and to nobody who has not given their own in that round, so that nobody
follows another.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common.decisions import YES, Decision, no
from twoshores.projects.models import Project

from ..models import ScoringRound


def offices_in(project: Project) -> list[UUID]:
    """The organisations of the partnership. No query if the project brought its partners."""
    partners = [row.organisation_id for row in project.partners.all() if row.left_on is None]
    return [pk for pk in {project.owner_id, *partners} if pk is not None]


def can_score(user: User, project: Project) -> Decision:
    mine = Membership.objects.filter(
        user=user, organisation__in=offices_in(project), role__in=WRITERS
    )
    if project.stage == Project.Stage.CLOSED:
        return no(_("This project is finished. Open it again first."))
    if mine.exists():
        return YES
    return no(_("Only those who write for the partners give an opinion."))


def can_score_in(user: User, round_: ScoringRound) -> Decision:
    if round_.closed_on is not None:
        return no(_("This round is closed."))
    return can_score(user, round_.project)
