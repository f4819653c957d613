"""Plain-text mails in the reader's language, from one template each."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation


class MailNotSent(Exception):
    """The mail server did not take a mail. Says why by the kind of error only: the server's own
    words name the address, and what a failed job keeps must not."""


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
    with translation.override(language if language in dict(settings.LANGUAGES) else "en"):
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
    try:
        EmailMessage(subject, body.strip() + "\n", to=[to], headers=headers).send()
    except (SMTPException, OSError) as error:
        raise MailNotSent(type(error).__name__) from None
