"""Who asks a programme for help, who answers, who reads what was said.

A request is between the organisation that asks and whoever answers. A request for mediation is
not even read by others who run the programme: they see that it waits, its country and its
language (handbook, section 6.4: facilitators).
"""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.actors.permissions.people import writes_for
from twoshores.common.decisions import YES, Decision, no

from ..models import Programme, SupportRequest
from .programmes import standing_with


def can_ask_support(user: User, organisation: Organisation) -> Decision:
    if writes_for(user, organisation):
        return YES
    return no(_("Only those who write for an organisation ask in its name."))


def answers_for(user: User, request: SupportRequest) -> bool:
    """Whether somebody may take or answer: whoever took it, its focal point, those who run."""
    if request.taken_by_id == user.pk:
        return True
    standing = standing_with(user, request.programme)
    office = standing.focal_point
    if office is not None and request.routed_to_id == office.pk:
        return True
    return standing.runs


def reads_words_of(user: User, request: SupportRequest) -> bool:
    """Whether somebody on the programme's side reads what was said. A mediation is read by
    whoever took it, and by the focal point it was routed to."""
    if request.kind != SupportRequest.Kind.MEDIATION:
        return answers_for(user, request)
    if request.taken_by_id is not None:
        return request.taken_by_id == user.pk
    office = standing_with(user, request.programme).focal_point
    return office is not None and request.routed_to_id == office.pk


def can_take_support(user: User, request: SupportRequest) -> Decision:
    if not answers_for(user, request):
        return no(_("This is not yours to answer."))
    if writes_for(user, request.organisation):
        return no(_("You act for the organisation that asks. Somebody else should answer."))
    return YES


def can_speak_in_support(user: User, request: SupportRequest) -> Decision:
    if writes_for(user, request.organisation) or request.taken_by_id == user.pk:
        return YES
    return no(_("Only those who asked and whoever took it speak here."))


def sees_support_of(user: User, programme: Programme) -> bool:
    """Whether somebody has the list of requests: those who read it all, and focal points."""
    standing = standing_with(user, programme)
    return standing.reads or standing.focal_point is not None
