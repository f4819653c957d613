"""Who says which reports are due to a programme, and who hands one in."""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common.decisions import YES, Decision, no

from ..models import GrantContract, ReportDuty
from .programmes import can_run_programme


def can_set_duties(user: User, contract: GrantContract) -> Decision:
    return can_run_programme(user, contract.proposal.call.programme)


def can_hand_in(user: User, duty: ReportDuty) -> Decision:
    """Those who write for the partner of the contract, also once it left (see `leaving`), or for
    the keeper of its project."""
    partner = duty.contract.partner
    ids = {partner.organisation_id, partner.project.owner_id} - {None}
    offices = Membership.objects.filter(user=user, organisation__in=ids, role__in=WRITERS)
    if offices.exists():
        return YES
    return no(_("Only those who write for this partner, or for the keeper, hand in its reports."))
