"""Who may design, change and follow a project.

Writers of the organisation that keeps it; of a partner too, where the keeper let the partner
edit. Every member of these organisations reads all of it. Everybody else sees its public page.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership, Organisation
from twoshores.actors.permissions.people import WRITERS, writes_for
from twoshores.common.decisions import YES, Decision, no

from ..models import Project


def can_create_project(user: Reader, organisation: Organisation) -> Decision:
    if writes_for(user, organisation):
        return YES
    return no(_("Only coordinators and officers of an organisation design its projects."))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reader may do with a project: change it, and decide what only its keeper decides."""

    writes: bool
    keeps: bool


def standing_in(user: Reader, project: Project) -> Standing:
    """Both at once, in one query (two if the project's partners were not read with it)."""
    if not user.is_authenticated or project.owner_id is None:
        return Standing(False, False)
    partners = [row for row in project.partners.all() if row.may_edit and row.left_on is None]
    own = {project.owner_id} | {row.organisation_id for row in partners if row.organisation_id}
    offices = Membership.objects.filter(user=user, organisation__in=own, role__in=WRITERS)
    writes_for_ids = set(offices.values_list("organisation_id", flat=True))
    return Standing(
        writes=bool(writes_for_ids) and project.stage != Project.Stage.CLOSED,
        keeps=project.owner_id in writes_for_ids,
    )


def can_edit_project(user: Reader, project: Project) -> Decision:
    """Design and delivery: everything but what `can_keep_project` guards."""
    standing = standing_in(user, project)
    if standing.writes:
        return YES
    if project.stage == Project.Stage.CLOSED:
        return no(_("This project is finished. Open it again first."))
    return no(_("Only those who write for the project's organisations change it."))


def can_amend_project(user: Reader, project: Project) -> Decision:
    """A design is amended once it was agreed, so while the project is under way."""
    if project.stage == Project.Stage.DESIGN:
        return no(_("A design that nobody agreed on yet is simply changed."))
    return can_edit_project(user, project)


def can_keep_project(user: Reader, project: Project) -> Decision:
    """Stage, partners' rights, what is public: the keeper's own to say."""
    if standing_in(user, project).keeps:
        return YES
    return no(_("Only the organisation that keeps the project decides this."))
