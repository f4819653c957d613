"""Who marks, who answers for an applicant, and from whom marks of others are hidden.

An assessor acts on what was given to them and on nothing else; those who run the programme do the
rest. Applicants are those who write for the keeper of the project.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.actors.permissions.people import writes_for
from twoshores.common.decisions import YES, Decision, no

from ..assessment_states import S
from ..models import Assessment, Call, Proposal


def can_mark(user: User, assessment: Assessment) -> Decision:
    """The assessor to whom it was given, until it is handed in or withdrawn, or decided on."""
    office = assessment.office
    if office.user_id != user.pk or office.ended_on is not None:
        return no(_("Only the assessor who has this proposal marks it."))
    if assessment.state != S.GIVEN:
        return no(_("This was handed in. The programme can give it back to you."))
    return is_being_marked(assessment.proposal)


def is_being_marked(proposal: Proposal) -> Decision:
    """Marks are given while a proposal is appraised: a decision stands on those that it had."""
    if proposal.state != Proposal.State.ELIGIBLE or proposal.call.state == Call.State.CANCELLED:
        return no(_("This proposal is no longer marked. The programme can tell you why."))
    return YES


def being_marked() -> Q:
    """The same as `is_being_marked`, of assessments, for the database."""
    called_off = Q(proposal__call__state=Call.State.CANCELLED)
    return Q(proposal__state=Proposal.State.ELIGIBLE) & ~called_off


def can_declare_conflict(user: User, assessment: Assessment) -> Decision:
    """At any time while it counts: a conflict may be found late."""
    if assessment.office.user_id == user.pk and assessment.state != S.WITHDRAWN:
        return YES
    return no(_("Only the assessor who has this proposal says so."))


def can_answer_for(user: User, proposal: Proposal) -> Decision:
    """Those who write for the organisation that keeps the project."""
    owner = proposal.project.owner
    if owner is not None and writes_for(user, owner):
        return YES
    return no(_("Only those who write for the organisation that keeps the project do this."))
