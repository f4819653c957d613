"""What a signed-in user brings to every page: their language, and a second factor of stewards."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

# Recovery codes stand in for a lost factor; alone they are none.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class UserLanguageMiddleware:
    """A signed-in user reads every page in the language of their account, on every device.

    Personas are exempt: whoever steps into one keeps reading in the language they chose.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            user.is_authenticated
            and not user.is_demo
            and user.language in dict(settings.LANGUAGES)
            and user.language != request.LANGUAGE_CODE
        ):
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return self.get_response(request)


class StewardSecondFactorMiddleware:
    """Sends a steward without a second factor to the page that sets one up.

    The demo's steward persona is exempt: it is stepped into without any sign-in at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            user.is_authenticated
            and user.is_steward
            and not (settings.DEMO and user.is_demo)
            and not request.path.startswith(("/account/", "/static/", "/i18n/"))
            and not is_mfa_enabled(user, types=FACTORS)
        ):
            messages.warning(request, _("Stewards sign in with a second factor. Set one up first."))
            return redirect(reverse("mfa_index"))
        return self.get_response(request)
