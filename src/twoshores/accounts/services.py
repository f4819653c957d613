"""Every write of accounts that allauth does not do itself."""

import uuid
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.links import BadLink, absolute, make_token, read_token
from twoshores.common.models import Draft
from twoshores.common.outbox import forget_mails_to

from .models import OneTimeLink, User
from .permissions import can_step_into_persona

FIRST_STEWARD = "first-steward"
FIRST_STEWARD_DAYS = 1


@transaction.atomic
def first_steward_link() -> str | None:
    """A new link that makes the first steward; None once there is a steward.

    Links made before stop working: whoever starts the instance reads one link, the last.
    """
    if User.objects.filter(is_steward=True).exists():
        return None
    purpose = OneTimeLink.Purpose.FIRST_STEWARD
    OneTimeLink.objects.filter(purpose=purpose, used_at=None).delete()
    link = OneTimeLink.objects.create(purpose=purpose)
    token = make_token(FIRST_STEWARD, "", str(link.nonce))
    return absolute("first_steward", token)


def first_steward_check(token: str) -> uuid.UUID:
    """The nonce of a link that can still be used, else BadLink."""
    _subject, nonce = read_token(FIRST_STEWARD, token, max_days=FIRST_STEWARD_DAYS)
    open_link = OneTimeLink.objects.filter(
        nonce=nonce, purpose=OneTimeLink.Purpose.FIRST_STEWARD, used_at=None
    ).first()
    if open_link is None or User.objects.filter(is_steward=True).exists():
        raise BadLink.used()
    return open_link.nonce


@transaction.atomic
def first_steward_make(*, token: str, email: str, password: str = "") -> User:
    """Make the first steward of an instance and spend the link.

    The address counts as verified: whoever holds the link runs the machine. Raises BadLink
    (forged, expired, used) and ValidationError (the address has an account already).
    """
    nonce = first_steward_check(token)
    # One UPDATE, so that of two people with the same link one wins.
    if not OneTimeLink.objects.filter(nonce=nonce, used_at=None).update(used_at=timezone.now()):
        raise BadLink.used()
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("This address has an account already. Use another.")})
    user = User.objects.create_user(email, password or None, is_steward=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record("steward.first", user, by=user)
    return user


def user_set_language(*, by: User, language: str) -> None:
    """Keep the language in which a user reads pages and mails. Unknown ones are left out."""
    if language in dict(settings.LANGUAGES) and by.language != language:
        by.language = language
        by.save(update_fields=["language"])


def persona_enter(*, by: User | None, persona: User) -> User:
    """Check that a persona of the demo may be stepped into, and say so in the audit trail."""
    require(can_step_into_persona(persona))
    audit.record("persona.enter", persona, by=by)
    return persona


@transaction.atomic
def login_end(*, by: User | None, user: User) -> bool:
    """Take a login away with all that hangs on it; False for a persona of the demo, which stays.

    Addresses, password, second factors, memberships, drafts and mails kept here go, and every
    session ends at once. The audit trail keeps an id that leads nowhere. Raises ValidationError
    for the only steward: an instance without one can be mended by nobody.
    """
    if user.is_demo:
        return False
    if user.is_steward and not User.objects.filter(is_steward=True).exclude(pk=user.pk).exists():
        raise ValidationError(
            _("You are the only steward here. Make somebody else a steward first.")
        )
    others = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    forget_mails_to({user.email, *others})
    Draft.objects.filter(owner_id=str(user.pk)).delete()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in UserSession.objects.filter(user=user).values_list("session_key", flat=True):
        store(session_key=key).delete()
    audit.record("login.end", user, by=by)
    user.delete()
    return True
