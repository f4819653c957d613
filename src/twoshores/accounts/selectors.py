"""Every read of accounts that a page needs."""

from django.conf import settings
from django.db.models import Q, QuerySet

from twoshores.common.models import OutboxMail

from .models import User


def personas() -> QuerySet[User]:
    """The demo's personas, by what they are; nobody outside the demo."""
    if not settings.DEMO:
        return User.objects.none()
    return User.objects.filter(is_demo=True, is_active=True).exclude(demo_label="").order_by("pk")


def mails(to: str = "") -> QuerySet[OutboxMail]:
    """The mails of the demo, newest first; of one address if `to` is given."""
    if not settings.DEMO:
        return OutboxMail.objects.none()
    scope = Q(to__iexact=to) if to else Q()
    return OutboxMail.objects.filter(scope).order_by("-at", "-pk")
