"""Plain-text mails in the reader's language, from one template each."""

import logging
from collections.abc import Iterable
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

logger = logging.getLogger(__name__)


class MailNotSent(Exception):
    """The mail server did not take a mail. Says why by the kind of error only: the server's own
    words name the address, and what a failed job keeps must not."""


def send_all(inboxes: Iterable[tuple[str, str]], **letter: Any) -> int:
    """`send` to each (address, language); returns how many were taken.

    One refused address keeps the others from nothing. Raises MailNotSent only if none was taken,
    so that a job which is tried again tells nobody twice.
    """
    taken, refused = 0, None
    for address, language in inboxes:
        try:
            send(to=address, language=language, **letter)
        except MailNotSent as error:
            logger.warning("A mail was not sent: %s", error)
            refused = error
        else:
            taken += 1
    if refused is not None and not taken:
        raise refused
    return taken


def send(
    *, to: str, language: str, template: str, context: dict[str, Any], stop_link: str = ""
) -> None:
    """Send one mail. The template's first line is the subject, the rest is the body.

    Nothing is sent to an empty address (people may be registered by telephone only). With
    `stop_link`, mail programs show their own button to stop such mails (RFC 8058: they POST to
    it, so that a scanner which only opens links stops nothing). Raises MailNotSent.
    """
    if not to:
        return
    with translation.override(
        language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    ):
        text = render_to_string(template, {**context, "site": settings.BASE_URL})
    first, _gap, body = text.strip().partition("\n")
    # A title that somebody pasted may hold any sign that ends a line; a header may not.
    subject = " ".join(first.split())
    headers = {}
    if stop_link:
        headers = {
            "List-Unsubscribe": f"<{stop_link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    refused = ""
    try:
        EmailMessage(subject, body.strip() + "\n", to=[to], headers=headers).send()
    except (SMTPException, OSError) as error:
        refused = type(error).__name__
    if refused:  # raised out here, the new error keeps no trace of the server's words
        raise MailNotSent(refused)
