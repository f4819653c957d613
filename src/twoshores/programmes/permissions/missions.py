"""Who plans and writes monitoring missions, and who reads them.

Those who run the programme, and focal points for their countries, write them; members of its
organisation read them. Partners of the project read a mission once it was shared with them.
"""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.alliances.permissions.mediations import partners_written_for
from twoshores.common.decisions import YES, Decision, no

from ..models import Mission, MissionAction, Programme
from .programmes import Standing, standing_with


def covers(standing: Standing, country: str) -> bool:
    """Whether a reader follows projects of a country as focal point."""
    office = standing.focal_point
    return office is not None and (not office.countries or country in office.countries)


def can_plan_mission(user: User, programme: Programme, country: str) -> Decision:
    standing = standing_with(user, programme)
    if standing.runs or covers(standing, country):
        return YES
    return no(
        _("Missions are planned by those who run the programme and by the country's focal point.")
    )


def can_write_mission(user: User, mission: Mission) -> Decision:
    if mission.state in (Mission.State.CLOSED, Mission.State.CALLED_OFF):
        return no(_("This mission is closed. Open it again first."))
    return can_plan_mission(user, mission.programme, mission.country)


def can_do_action(user: User, action: MissionAction) -> Decision:
    """A partner says that its own action is done, once it was told of it and while it takes part
    (see `leaving`)."""
    mission = action.mission
    if mission.state == Mission.State.MADE and can_write_mission(user, mission):
        return YES
    shared = mission.shared_at is not None and mission.state == Mission.State.MADE
    present = action.partner is not None and action.partner.left_on is None
    if shared and present and action.partner in partners_written_for(user, mission.project):
        return YES
    return no(_("Only the partner it is for, or the programme, says that this is done."))
