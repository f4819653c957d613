"""Who acts for an organisation: invited, given a role, gone. And claims of one without owner."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit, mail
from twoshores.common.decisions import require
from twoshores.common.links import absolute, make_token

from ..hooks import MembershipChange, membership_changed
from ..models import Claim, Invitation, Membership, Organisation
from ..permissions.organisations import (
    can_claim_organisation,
    can_decide_claim,
    can_end_membership,
    can_manage_members,
    has_owner,
    is_last_coordinator,
)
from ..selectors.organisations import INVITATION, invitation_by_token

Role = Membership.Role


def _lock(organisation: Organisation) -> None:
    """One change of members at a time, so that no two coordinators leave at once."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


@transaction.atomic
def membership_invite(*, by: User, organisation: Organisation, email: str, role: str) -> Invitation:
    """Invite somebody by e-mail. A second invitation of one address replaces the first."""
    require(can_manage_members(by, organisation))
    address = email.strip().lower()
    validate_email(address)
    if role not in Role.values:
        raise ValidationError({"role": _("Choose a role.")})
    if Membership.objects.filter(organisation=organisation, user__email__iexact=address).exists():
        raise ValidationError({"email": _("This person is a member already.")})
    invitation, _made = Invitation.objects.update_or_create(
        organisation=organisation,
        email=address,
        defaults={"role": role, "invited_by": by, "nonce": uuid.uuid4()},
    )
    audit.record(
        "membership.invite", organisation, by=by, about=organisation, fields=["email", "role"]
    )
    _mail_invitation(str(invitation.pk))
    return invitation


def _mail_invitation(key: str) -> None:
    from ..organisation_tasks import mail_invitation  # tasks import services

    transaction.on_commit(lambda: mail_invitation.enqueue(key))


def invitation_mail(invitation_id: str) -> None:
    """Send the link. Silent if the invitation was taken back since."""
    found = Invitation.objects.filter(pk=invitation_id).select_related("organisation", "invited_by")
    invitation = found.first()
    if invitation is None:
        return
    known = User.objects.filter(email__iexact=invitation.email).first()
    language = known.language if known else ""
    if not language and invitation.invited_by:
        language = invitation.invited_by.language
    token = make_token(INVITATION, invitation.pk, str(invitation.nonce))
    mail.send(
        to=invitation.email,
        language=language,
        template="actors/mail/invitation.txt",
        context={"invitation": invitation, "link": absolute("invitation", token)},
    )


@transaction.atomic
def invitation_withdraw(*, by: User, invitation: Invitation) -> None:
    """Take an invitation back: its link stops working at once."""
    require(can_manage_members(by, invitation.organisation))
    organisation = invitation.organisation
    invitation.delete()
    audit.record("membership.uninvite", organisation, by=by, about=organisation)


@transaction.atomic
def invitation_accept(*, by: User, token: str) -> Membership:
    """Whoever holds the link and is signed in becomes a member. Raises BadLink."""
    invitation = invitation_by_token(token)
    organisation = invitation.organisation
    _lock(organisation)
    membership, made = Membership.objects.get_or_create(
        user=by, organisation=organisation, defaults={"role": invitation.role}
    )
    if made:
        audit.record("membership.accept", organisation, by=by, about=organisation, fields=["role"])
    invitation.delete()
    return membership


@transaction.atomic
def membership_change_role(*, by: User, membership: Membership, role: str) -> None:
    """Give a member another role. The last coordinator stays one."""
    require(can_manage_members(by, membership.organisation))
    _lock(membership.organisation)
    membership.refresh_from_db()
    if role not in Role.values:
        raise ValidationError({"role": _("Choose a role.")})
    if role != Role.COORDINATOR and is_last_coordinator(membership):
        raise ValidationError(
            _("An organisation needs a coordinator. Make somebody else coordinator first.")
        )
    before, organisation = membership.role, membership.organisation
    membership.role = role
    membership.save(update_fields=["role"])
    if role != before:
        membership_changed(MembershipChange(membership.user, organisation, before, role))
    audit.record("membership.role", organisation, by=by, about=organisation, fields=["role"])


@transaction.atomic
def membership_end(*, by: User, membership: Membership) -> None:
    """Leave, or end somebody's membership. Raises PermissionDenied for the last coordinator."""
    organisation = membership.organisation
    _lock(organisation)
    require(can_end_membership(by, membership))
    change = MembershipChange(membership.user, organisation, membership.role, "")
    membership.delete()
    membership_changed(change)
    audit.record("membership.end", organisation, by=by, about=organisation)


@transaction.atomic
def claim_ask(*, by: User, organisation: Organisation, evidence: str) -> Claim:
    """Say: I act for this organisation. A steward reads the evidence and decides."""
    _lock(organisation)
    require(can_claim_organisation(by, organisation))
    if not evidence.strip():
        raise ValidationError({"evidence": _("Write how a steward can see that this is so.")})
    claim = Claim.objects.create(
        organisation=organisation, user=by, evidence=evidence.strip()[:2000]
    )
    audit.record("claim.ask", organisation, by=by, about=organisation)
    return claim


@transaction.atomic
def claim_decide(*, by: User, claim: Claim, grant: bool, answer: str = "") -> Claim:
    """Grant (the claimant becomes coordinator) or refuse, with a word to the claimant."""
    _lock(claim.organisation)
    claim.refresh_from_db()
    require(can_decide_claim(by, claim))
    if not grant and not answer.strip():
        raise ValidationError({"answer": _("Write why, so that the claimant can act on it.")})
    if grant and has_owner(claim.organisation):
        raise ValidationError(_("Somebody acts for this organisation by now."))
    claim.state = Claim.State.GRANTED if grant else Claim.State.REFUSED
    claim.answer = answer.strip()[:500]
    claim.decided_at, claim.decided_by = timezone.now(), by
    claim.save()
    if grant:
        Membership.objects.update_or_create(
            user=claim.user,
            organisation=claim.organisation,
            defaults={"role": Role.COORDINATOR},
        )
    verb = "claim.grant" if grant else "claim.refuse"
    audit.record(verb, claim.organisation, by=by, about=claim.organisation)
    _mail_claim(str(claim.pk))
    return claim


def _mail_claim(key: str) -> None:
    from ..organisation_tasks import mail_claim  # tasks import services

    transaction.on_commit(lambda: mail_claim.enqueue(key))


def claim_mail(claim_id: str) -> None:
    """Tell the claimant what a steward decided."""
    claim = Claim.objects.filter(pk=claim_id).select_related("organisation", "user").first()
    if claim is None:
        return
    mail.send(
        to=claim.user.email,
        language=claim.user.language,
        template="actors/mail/claim.txt",
        context={
            "claim": claim,
            "granted": claim.state == Claim.State.GRANTED,
            "link": absolute("organisation", claim.organisation_id),
        },
    )
