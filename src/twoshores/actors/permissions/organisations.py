"""Who may do what with an organisation, its members, its claims and anybody's ties."""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.common.decisions import YES, Decision, no

from ..models import Actor, Claim, Membership, Organisation
from .people import writes_for, writes_for_actor

Role = Membership.Role


def role_of(user: Reader, organisation: Organisation) -> str:
    """The role of a user in an organisation, or "". One query."""
    if not user.is_authenticated:
        return ""
    found = Membership.objects.filter(user=user, organisation=organisation).values_list(
        "role", flat=True
    )
    return found.first() or ""


def can_create_organisation(user: Reader) -> Decision:
    return YES if user.is_authenticated else no(_("Sign in first."))


def can_edit_organisation(user: User, organisation: Organisation) -> Decision:
    """Coordinators and officers; of one without an owner, stewards."""
    if writes_for(user, organisation):
        return YES
    if user.is_steward and not has_owner(organisation):
        return YES
    return no(_("Only coordinators and officers change what stands about their organisation."))


def can_manage_members(user: User, organisation: Organisation) -> Decision:
    if role_of(user, organisation) == Role.COORDINATOR:
        return YES
    return no(_("Only coordinators invite people and change their roles."))


def can_see_members(user: Reader, organisation: Organisation) -> Decision:
    if role_of(user, organisation):
        return YES
    return no(_("Only members see who else is one."))


def can_end_membership(user: User, membership: Membership) -> Decision:
    """One's own, or as coordinator anybody's; never that of the last coordinator."""
    if membership.user_id != user.pk and not can_manage_members(user, membership.organisation):
        return no(_("Only coordinators end the membership of others."))
    if is_last_coordinator(membership):
        return no(_("An organisation needs a coordinator. Make somebody else coordinator first."))
    return YES


def is_last_coordinator(membership: Membership) -> bool:
    if membership.role != Role.COORDINATOR:
        return False
    others = Membership.objects.filter(
        organisation=membership.organisation_id, role=Role.COORDINATOR
    ).exclude(pk=membership.pk)
    return not others.exists()


def has_owner(organisation: Organisation) -> bool:
    """Whether somebody acts for it as coordinator."""
    return Membership.objects.filter(organisation=organisation, role=Role.COORDINATOR).exists()


def can_claim_organisation(user: Reader, organisation: Organisation) -> Decision:
    """Anybody signed in, of an organisation that nobody coordinates, once at a time."""
    if not user.is_authenticated:
        return no(_("Sign in to say that you act for this organisation."))
    if has_owner(organisation):
        return no(_("Somebody acts for this organisation already. Ask them to invite you."))
    if Claim.objects.filter(organisation=organisation, user=user, state=Claim.State.ASKED).exists():
        return no(_("You have asked already. A steward will answer."))
    return YES


def can_decide_claim(user: Reader, claim: Claim) -> Decision:
    """A steward, but never about a claim of their own."""
    if not (user.is_authenticated and user.is_steward):
        return no(_("Only stewards decide this."))
    if claim.user_id == user.pk:
        return no(_("Another steward decides about your own claim."))
    if claim.state != Claim.State.ASKED:
        return no(_("This claim has been decided."))
    return YES


def can_edit_ties(user: User, actor: Actor) -> Decision:
    """The person themselves; coordinators and officers of an organisation."""
    if writes_for_actor(user, actor):
        return YES
    return no(_("Only those who act for somebody state their ties."))
