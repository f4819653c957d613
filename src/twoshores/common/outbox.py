"""Mail that stays on the instance, readable on the demo's mail page.

Used in the demo and as long as no mail server is configured (`twoshores check` says so).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from .models import OutboxMail


class OutboxBackend(BaseEmailBackend):
    """Keeps each message as one row per recipient."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [
            OutboxMail(to=address, subject=message.subject[:300], body=str(message.body))
            for message in email_messages
            for address in message.recipients()
        ]
        OutboxMail.objects.bulk_create(rows)
        return len(email_messages)


def forget_mails_to(addresses: Iterable[str]) -> None:
    """Remove what was kept here for somebody who is erased."""
    for address in addresses:
        OutboxMail.objects.filter(to__iexact=address).delete()
