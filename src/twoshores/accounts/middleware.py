"""Stewards need a second factor before they do anything as stewards."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


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
            and not is_mfa_enabled(user)
        ):
            messages.warning(request, _("Stewards sign in with a second factor. Set one up first."))
            return redirect(reverse("mfa_index"))
        return self.get_response(request)
