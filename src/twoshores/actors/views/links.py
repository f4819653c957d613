"""What somebody sees whose link no longer works, and in which language link pages speak."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from twoshores.common.links import BadLink


def bad_link(request: HttpRequest, error: BadLink) -> HttpResponse:
    """410 for a link that worked once (expired, used, withdrawn), 404 for one that never did."""
    cause = error.__cause__
    gone = cause is None or isinstance(cause, signing.SignatureExpired)
    return render(request, "actors/link_gone.html", {"reason": error}, status=410 if gone else 404)


def speak(request: HttpRequest, language: str) -> None:
    """Show a page behind a link in the language of its mail, unless the reader chose another."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or request.user.is_authenticated
    if not chosen and language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language
