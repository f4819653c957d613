"""Engagements: the list, one for its two sides, and the person's link. Nothing on GET."""

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
from twoshores.actors.permissions.introductions import standing_in
from twoshores.actors.selectors.reading import language_of
from twoshores.actors.views.links import bad_link, speak
from twoshores.common.decisions import access
from twoshores.common.editing import StaleVersion, version_of
from twoshores.common.links import BadLink
from twoshores.common.states import WrongState

from ..forms.profiles import put_errors
from ..models import Engagement, Side
from ..selectors.engagements import engagement_by_token, engagements_visible_to
from ..services import engagements as service
from . import engagement_page
from .conflicts import in_words
from .engagement_page import Page

PAGE_LENGTH = 20


@access("signed_in")
@require_safe
def engagements(request: HttpRequest) -> HttpResponseBase:
    """Work agreed or being agreed, of the reader and of their organisations."""
    assert isinstance(request.user, User)
    state = request.GET.get("state", "")
    every = engagements_visible_to(request.user)
    shown = every.filter(state=state) if state in Engagement.State.values else every
    page = Paginator(shown, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = engagement_page.list_context(request, every, page, state)
    return render(request, "capacities/engagements.html", context)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def engagement(request: HttpRequest, pk: object) -> HttpResponseBase:
    """One engagement, for members of its two sides; for anybody else there is none."""
    assert isinstance(request.user, User)
    found = engagements_visible_to(request.user).filter(pk=str(pk)).first()
    if found is None:
        raise Http404
    standing = standing_in(request.user, found.introduction)
    side = Side.ORGANISATION if standing.follows else Side.PERSON if standing.answers else None
    here = reverse("engagement", args=[found.pk])
    return _do_or_show(request, Page(found, side, request.user, here))


@access("link")
@require_http_methods(["GET", "HEAD", "POST"])
def engagement_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same page for the person, from the mail, without a password."""
    try:
        found = engagement_by_token(token)
    except BadLink as error:
        return bad_link(request, error)
    speak(request, language_of(found.introduction.asked))
    here = reverse("engagement_link", args=[token])
    return _do_or_show(request, Page(found, Side.PERSON, None, here))


def _do_or_show(request: HttpRequest, page: Page) -> HttpResponseBase:
    status = 200
    if request.method == "POST":
        done, status = _try(request, page)
        if done:
            messages.success(request, done)
            return redirect(page.here)
    context = engagement_page.context(page)
    return render(request, "capacities/engagement.html", context, status=status)


def _try(request: HttpRequest, page: Page) -> tuple[str, int]:
    """Words of success, or nothing and the status of the page that says what to mend."""
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, _("Choose what you would like to do."))
        return "", 422
    if page.side is None:
        raise PermissionDenied(_("Only coordinators and officers do this."))
    try:
        return act(request, page, page.side), 422
    except StaleVersion as stale:
        page.reopen_terms(request.POST, stale, in_words(stale.conflicts, {}))
        return "", 409
    except WrongState as error:
        page.engagement.refresh_from_db()
        messages.error(request, error.messages[0])
        return "", 409
    except ValidationError as error:
        page.engagement.refresh_from_db()
        form = page.sent_form()
        if form is not None:
            put_errors(form, error)
        else:
            messages.error(request, engagement_page.missing_words(error))
        return "", 422


def _terms(request: HttpRequest, page: Page, side: str) -> str:
    form = page.bind("terms", request.POST)
    if not form.is_valid():
        return ""
    after = service.engagement_terms_save(
        by=page.by,
        side=side,
        engagement=page.engagement,
        opened_version=form.cleaned_data["version"],
        terms=form.terms_data(),
    )
    if after.state == Engagement.State.AGREED:
        return _("Both sides agree. The work can begin.")
    return _("Saved. The other side is asked whether it agrees.")


def _agree(request: HttpRequest, page: Page, side: str) -> str:
    version = request.POST.get("version", "")
    after = service.engagement_agree(
        by=page.by,
        side=side,
        engagement=page.engagement,
        version=version_of(version),
    )
    if after.state == Engagement.State.AGREED:
        return _("Both sides agree. The work can begin.")
    return _("You agree. Now the other side is asked.")


def _move(request: HttpRequest, page: Page, side: str) -> str:
    move = request.POST.get("act", "")
    service.engagement_move(by=page.by, side=side, engagement=page.engagement, move=move)
    return {
        "begin": _("The work has begun."),
        "finish": _("The work is done. Say how it was, and add what stays."),
        "end": _("Ended. Say how it was."),
    }[move]


def _note(request: HttpRequest, page: Page, side: str) -> str:
    form = page.bind("note", request.POST)
    if not form.is_valid():
        return ""
    service.engagement_note(by=page.by, side=side, engagement=page.engagement, **form.cleaned_data)
    return _("Noted.")


def _feedback(request: HttpRequest, page: Page, side: str) -> str:
    form = page.bind("feedback", request.POST)
    if not form.is_valid():
        return ""
    service.feedback_give(by=page.by, side=side, engagement=page.engagement, **form.cleaned_data)
    return _("Thank you. The other side reads it once it has given its own.")


def _material(request: HttpRequest, page: Page, side: str) -> str:
    form = page.bind("material", request.POST)
    if not form.is_valid():
        return ""
    service.material_add(by=page.by, side=side, engagement=page.engagement, **form.cleaned_data)
    return _("Added.")


_ACTS: dict[str, Callable[[HttpRequest, Page, str], str]] = {
    "terms": _terms,
    "agree": _agree,
    "begin": _move,
    "finish": _move,
    "end": _move,
    "note": _note,
    "feedback": _feedback,
    "material": _material,
}
