"""Plain-text mails in the reader's language, from one template each."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation


def send(*, to: str, language: str, template: str, context: dict[str, Any]) -> None:
    """Send one mail. The template's first line is the subject, the rest is the body.

    Nothing is sent to an empty address (people may be registered by telephone only).
    """
    if not to:
        return
    with translation.override(language if language in dict(settings.LANGUAGES) else "en"):
        text = render_to_string(template, {**context, "site": settings.BASE_URL})
    subject, _gap, body = text.strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[to]).send()
