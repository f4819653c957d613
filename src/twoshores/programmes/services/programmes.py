"""Writes of the programme itself and of who works for it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.common import audit, mail
from twoshores.common.decisions import require
from twoshores.common.editing import save_version
from twoshores.common.links import absolute, make_token
from twoshores.projects.services.rows import check_facts

from ..models import Office, OfficeInvitation, Programme
from ..permissions.programmes import can_create_programme, can_run_programme
from ..selectors.programmes import INVITATION, invitation_by_token
from .assigning import waiting_withdraw
from .support import support_passed_on


@transaction.atomic
def programme_create(
    *, by: User, organisation: Organisation, facts: Mapping[str, Any]
) -> Programme:
    """Begin a programme of an organisation. Raises PermissionDenied, ValidationError by field."""
    require(can_create_programme(by, organisation))
    programme = Programme(
        organisation=organisation, created_by=by, is_demo=organisation.is_demo, **facts
    )
    programme.full_clean()
    programme.save(force_insert=True)
    audit.record("programme.create", programme, by=by, about=organisation, fields=facts)
    return programme


@transaction.atomic
def programme_update(
    *, by: User, programme: Programme, opened_version: int, facts: Mapping[str, Any]
) -> Programme:
    """Change a programme's facts. Raises StaleVersion, or ValidationError by field."""
    require(can_run_programme(by, programme))
    check_facts(programme, facts)
    changed = save_version(programme, facts, opened_version=opened_version)
    audit.record("programme.update", programme, by=by, about=programme.organisation, fields=changed)
    return programme


@transaction.atomic
def office_invite(
    *, by: User, programme: Programme, email: str, role: str, facts: Mapping[str, Any]
) -> OfficeInvitation:
    """Ask somebody by e-mail to be focal point or assessor. A second one replaces the first.

    facts: countries, languages (codes), most_proposals.
    """
    require(can_run_programme(by, programme))
    address = email.strip().lower()
    validate_email(address)
    lasting = programme.offices.filter(role=role, ended_on__isnull=True)
    if lasting.filter(user__email__iexact=address).exists():
        raise ValidationError({"email": _("This person has this office already.")})
    invitation, _made = OfficeInvitation.objects.update_or_create(
        programme=programme,
        email=address,
        role=role,
        defaults={**facts, "invited_by": by, "nonce": uuid.uuid4()},
    )
    audit.record("office.invite", programme, by=by, about=programme.organisation, fields=["role"])
    _mail_later(str(invitation.pk))
    return invitation


def _mail_later(key: str) -> None:
    from ..tasks import mail_office_invitation  # tasks import services

    transaction.on_commit(lambda: mail_office_invitation.enqueue(key))


def office_invitation_mail(invitation_id: str) -> None:
    """Send the link. Silent if the invitation was taken back since."""
    found = OfficeInvitation.objects.filter(pk=invitation_id)
    invitation = found.select_related("programme__organisation", "invited_by").first()
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
        template="programmes/mail/office.txt",
        context={"invitation": invitation, "link": absolute("office_invitation", token)},
    )


@transaction.atomic
def office_uninvite(*, by: User, invitation: OfficeInvitation) -> None:
    """Take an invitation back: its link stops working at once."""
    programme = invitation.programme
    require(can_run_programme(by, programme))
    invitation.delete()
    audit.record("office.uninvite", programme, by=by, about=programme.organisation)


@transaction.atomic
def office_accept(*, by: User, token: str) -> Office:
    """Whoever holds the link and is signed in takes the office. Raises BadLink."""
    invitation = invitation_by_token(token)
    programme = invitation.programme
    office, _made = Office.objects.update_or_create(
        programme=programme,
        user=by,
        role=invitation.role,
        defaults={
            "countries": invitation.countries,
            "languages": invitation.languages,
            "most_proposals": invitation.most_proposals,
            "ended_on": None,
        },
    )
    invitation.delete()
    audit.record("office.accept", programme, by=by, about=programme.organisation, fields=["role"])
    return office


@transaction.atomic
def office_end(*, by: User, office: Office) -> None:
    """Somebody lays an office down, or those who run the programme end it. It stays on record."""
    programme = office.programme
    if office.user_id != by.pk:
        require(can_run_programme(by, programme))
    office.ended_on = timezone.localdate()
    office.save(update_fields=["ended_on"])
    # Nobody can open them any more: their seats are free for others.
    waiting_withdraw(by, office.assessments.all(), _("The assessor's office has ended."))
    audit.record("office.end", programme, by=by, about=programme.organisation, fields=["ended_on"])
    support_passed_on(by=by, office=office)
