"""Our own account pages: the first steward, the language, the demo's personas and mails."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.common.links import BadLink

from . import selectors, services
from .forms import FirstStewardForm
from .models import User

MAILS_A_PAGE = 30
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@access("link")
@require_http_methods(["GET", "HEAD", "POST"])
def first_steward(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind the link that an empty instance prints when it starts."""
    try:
        services.first_steward_check(token)
        form = FirstStewardForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            user = services.first_steward_make(token=token, **form.cleaned_data)
            return _sign_in_first_steward(request, user)
    except BadLink as error:
        return render(request, "accounts/bad_link.html", {"reason": error}, status=410)
    except ValidationError as error:
        form.add_error(None, error)
    status = answer_status(form)
    return render(request, "accounts/first_steward.html", {"form": form}, status=status)


def _sign_in_first_steward(request: HttpRequest, user: User) -> HttpResponseBase:
    # The link was the proof just now: allauth need not ask for the password again before it
    # lets a second factor be set up.
    record_authentication(request, user, method="link", reauthenticated=True)
    target = Login(user=user, redirect_url=reverse("mfa_index"), email=user.email)
    response: HttpResponseBase = perform_login(request, target)
    return response


@access("public")
@require_POST
def language_set(request: HttpRequest) -> HttpResponseBase:
    """Change the language of the page, and keep it for a signed-in user."""
    if isinstance(request.user, User):
        services.user_set_language(by=request.user, language=request.POST.get("language", ""))
    return set_language(request)


@access("demo")
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def personas(request: HttpRequest) -> HttpResponse:
    """The people of the demo; a button steps into one of them."""
    if request.method == "POST":
        chosen = _chosen_persona(request.POST.get("persona", ""))
        by = request.user if isinstance(request.user, User) else None
        login(request, services.persona_enter(by=by, persona=chosen), backend=BACKEND)
        return redirect(_next(request))
    return render(request, "accounts/personas.html", {"personas": selectors.personas()})


def _chosen_persona(key: str) -> User:
    for persona in selectors.personas():
        if str(persona.pk) == key:
            return persona
    raise Http404


def _next(request: HttpRequest) -> str:
    wished = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wished, {request.get_host()}, request.is_secure()):
        return wished
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@access("demo")
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The mails that the demo would have sent."""
    to = request.GET.get("to", "")
    page = Paginator(selectors.mails(to), MAILS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/mails.html", {"page": page, "to": to})


@access("demo")
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, with links that can be followed."""
    return render(
        request, "accounts/mail.html", {"mail": get_object_or_404(selectors.mails(), pk=pk)}
    )
