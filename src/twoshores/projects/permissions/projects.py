"""Who may design, change and follow a project.

Writers of the organisation that keeps it; of a partner too, where the keeper let the partner
edit. Every member of these organisations reads all of it. Everybody else sees its public page.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership, Organisation
from twoshores.actors.permissions.people import WRITERS, writes_for
from twoshores.common.decisions import YES, Decision, no

from ..models import Project


def can_create_project(user: Reader, organisation: Organisation) -> Decision:
    if writes_for(user, organisation):
        return YES
    return no(_("Only coordinators and officers of an organisation design its projects."))


def can_edit_project(user: Reader, project: Project) -> Decision:
    """Design and delivery: everything but what `can_keep_project` guards. One query."""
    if not user.is_authenticated or not _writes_in(user, project):
        return no(_("Only those who write for the project's organisations change it."))
    if project.stage == Project.Stage.CLOSED:
        return no(_("This project is finished. Open it again first."))
    return YES


def can_keep_project(user: Reader, project: Project) -> Decision:
    """Stage, partners' rights, what is public: the keeper's own to say."""
    if project.owner is not None and writes_for(user, project.owner):
        return YES
    return no(_("Only the organisation that keeps the project decides this."))


def _writes_in(user: User, project: Project) -> bool:
    if project.is_example or project.owner_id is None:
        return False
    partners = project.partners.filter(may_edit=True, left_on=None).values("organisation")
    own = Q(organisation=project.owner_id) | Q(organisation__in=partners)
    return Membership.objects.filter(own, user=user, role__in=WRITERS).exists()
