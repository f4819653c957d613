"""Introductions: the list, one introduction for its two sides, and the asked side's link.

Nothing happens on GET: a mail scanner that follows a link says neither yes nor no.
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.common.decisions import access
from twoshores.common.links import BadLink
from twoshores.common.states import WrongState

from ..models import Introduction
from ..permissions.introductions import Standing, standing_in
from ..selectors.introductions import introduction_by_token, introductions_visible_to
from ..selectors.reading import language_of
from ..services import introductions as service
from . import introduction_page
from .introduction_page import Forms
from .links import bad_link, speak

PAGE_LENGTH = 20


@access("signed_in")
@require_safe
def introductions(request: HttpRequest) -> HttpResponseBase:
    """Asks of the reader and of their organisations, to and from, newest first."""
    assert isinstance(request.user, User)
    state = request.GET.get("state", "")
    every = introductions_visible_to(request.user)
    shown = every.filter(state=state) if state in Introduction.State.values else every
    page = Paginator(shown, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = introduction_page.list_context(request, request.user, every, page, state)
    return render(request, "actors/introductions.html", context)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_detail(request: HttpRequest, pk: object) -> HttpResponseBase:
    """One introduction, for members of its two sides; for anybody else there is none."""
    user = request.user
    assert isinstance(user, User)
    introduction = introductions_visible_to(user).filter(pk=str(pk)).first()
    if introduction is None:
        raise Http404
    standing = standing_in(user, introduction)
    here = reverse("introduction_detail", args=[introduction.pk])
    return _answer_or_show(request, introduction, standing, user, here)


@access("link")
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same page for the asked side, from the mail, without a password."""
    try:
        introduction = introduction_by_token(token)
    except BadLink as error:
        return bad_link(request, error)
    speak(request, language_of(introduction.asked))
    here = reverse("introduction_link", args=[token])
    return _answer_or_show(request, introduction, Standing(True, False), None, here)


def _answer_or_show(
    request: HttpRequest,
    introduction: Introduction,
    standing: Standing,
    by: User | None,
    here: str,
) -> HttpResponseBase:
    forms = introduction_page.forms_for(introduction, standing)
    status = 200
    if request.method == "POST":
        try:
            done = _act(request, introduction, standing, by, forms)
        except WrongState as error:
            introduction.refresh_from_db(fields=["state", "reason"])
            messages.error(request, error.messages[0])
            done, status = None, 409
        except ValidationError as error:
            forms.report(error)
            done, status = None, 422
        else:
            status = 200 if done else 422
        if done:
            messages.success(request, done)
            return redirect(here)
    elif by is None and introduction.state in introduction_page.OVER_WITHOUT_ANSWER:
        status = 410
    context = introduction_page.context(introduction, standing, by, forms, here)
    return render(request, "actors/introduction.html", context, status=status)


def _act(
    request: HttpRequest,
    introduction: Introduction,
    standing: Standing,
    by: User | None,
    forms: Forms,
) -> str | None:
    """Do what was asked for; words for the person, or None when a form has to be mended."""
    move = request.POST.get("move", "")
    moves: dict[str, tuple[bool, Callable[[], str | None]]] = {
        "accept": (standing.answers, lambda: _accept(introduction, by)),
        "decline": (standing.answers, lambda: _decline(request, introduction, by, forms)),
        "question": (standing.answers, lambda: _question(request, introduction, by, forms)),
        "answer": (standing.follows, lambda: _answer(request, introduction, by, forms)),
        "withdraw": (standing.follows, lambda: _withdraw(introduction, by)),
    }
    if move not in moves:
        raise ValidationError(_("Choose what you would like to do."))
    allowed, act = moves[move]
    if not allowed:
        raise PermissionDenied(_("Only coordinators and officers do this."))
    return act()


def _accept(introduction: Introduction, by: User | None) -> str:
    # Pressing twice is no mistake: the second yes finds what the first one did.
    if introduction.state != Introduction.State.ACCEPTED:
        service.introduction_accept(by=by, introduction=introduction)
    return _("You said yes. You both see each other's contacts now.")


def _decline(
    request: HttpRequest, introduction: Introduction, by: User | None, forms: Forms
) -> str | None:
    form = forms.bind_decline(request.POST)
    if introduction.state == Introduction.State.DECLINED:
        return _("You said no. Your name was not shown.")
    if not form.is_valid():
        return None
    service.introduction_decline(
        by=by, introduction=introduction, reason=form.cleaned_data["reason"]
    )
    return _("You said no. Your name was not shown.")


def _question(
    request: HttpRequest, introduction: Introduction, by: User | None, forms: Forms
) -> str | None:
    form = forms.bind_words(request.POST)
    if not form.is_valid():
        return None
    service.introduction_question(by=by, introduction=introduction, **form.cleaned_data)
    return _("Your question is on its way. Your name is still not shown.")


def _answer(
    request: HttpRequest, introduction: Introduction, by: User | None, forms: Forms
) -> str | None:
    assert by is not None  # only a signed-in user speaks for the asking side
    form = forms.bind_words(request.POST)
    if not form.is_valid():
        return None
    service.introduction_answer(by=by, introduction=introduction, **form.cleaned_data)
    return _("Your answer is on its way.")


def _withdraw(introduction: Introduction, by: User | None) -> str:
    assert by is not None
    service.introduction_withdraw(by=by, introduction=introduction)
    return _("You took the ask back.")
