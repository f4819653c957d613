"""Who may read, write and act on a need."""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership, Organisation
from twoshores.actors.permissions.people import writes_for
from twoshores.common.decisions import YES, Decision, no

from ..models import Need


def can_create_need(user: Reader, organisation: Organisation) -> Decision:
    if writes_for(user, organisation):
        return YES
    return no(_("Only coordinators and officers publish needs of an organisation."))


def can_edit_need(user: Reader, need: Need) -> Decision:
    if not writes_for(user, need.organisation):
        return no(_("Only coordinators and officers of the organisation change its needs."))
    if need.state == Need.State.CLOSED:
        return no(_("This need is closed. Reopen it first."))
    return YES


def can_read_shortlist(user: Reader, need: Need) -> Decision:
    """Members of the organisation that published it, whatever their role."""
    if (
        user.is_authenticated
        and Membership.objects.filter(user=user, organisation=need.organisation_id).exists()
    ):
        return YES
    return no(_("Only the organisation that published the need sees who could help."))
