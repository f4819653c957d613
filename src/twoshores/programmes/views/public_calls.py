"""Calls as everybody reads them: the list, a call, its versions, documents and questions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import add_errors

from ..forms.call_questions import AskForm
from ..selectors.call_questions import own_questions, question_words, questions_shown
from ..selectors.calls import last_version
from ..selectors.public_calls import (
    Asked,
    calls_found,
    document_of_any_version,
    shown_call_or_404,
    version_or_404,
)
from ..services.call_questions import question_ask, takes_questions
from . import call_list, call_record, call_versions
from .call_desk import call_desk
from .call_papers import document_file

PAGE_LENGTH = 20


@access("public")
@require_safe
def calls(request: HttpRequest) -> HttpResponseBase:
    """Open calls, those to come, those that are over."""
    now = timezone.now()
    asked = Asked(
        query=request.GET.get("q", "")[:200],
        phase=request.GET.get("phase", ""),
        country=request.GET.get("country", ""),
        theme=request.GET.get("theme", ""),
    )
    found = calls_found(asked, now)
    page = Paginator(found.calls, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = call_list.context(request, asked, found, page, now)
    return render(request, "programmes/calls_public.html", context)


@access("public")
@require_safe
def call(request: HttpRequest, code: str) -> HttpResponseBase:
    """One call, whole, in the reader's language where it is translated."""
    return _shown(request, code, None)


def _shown(request: HttpRequest, code: str, form: AskForm | None) -> HttpResponseBase:
    found, now = shown_call_or_404(code), timezone.now()
    user = request.user
    signed_in = isinstance(user, User)
    takes = takes_questions(found, now)
    if form is None and takes and signed_in:
        form = AskForm(reader_language=reader_language(), initial={"language": reader_language()})
    context = call_record.context(found, user, now) | {
        "questions": [question_words(row) for row in questions_shown(found)],
        "own": list(own_questions(user, found)) if isinstance(user, User) else [],
        "takes_questions": takes,
        "form": form,
        "versions": list(found.versions.defer("body")),
    }
    status = answer_status(form) if form is not None else 200
    return render(request, "programmes/call.html", context, status=status)


@access("public")
@require_POST
def call_ask(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask something about a call; whoever is not signed in signs in first."""
    found = shown_call_or_404(code)
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path().removesuffix("ask/"))
    form = AskForm(request.POST, reader_language=reader_language())
    if form.is_valid():
        try:
            question_ask(by=request.user, call=found, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, _("Your question is on its way. You get a mail when it is answered.")
            )
            return redirect("call", code)
    return _shown(request, code, form)


@access("object")
@require_safe
def call_preview(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """The call as applicants will read it, for those who work for the programme."""
    at = call_desk(request, pk, call)
    now = timezone.now()
    context = call_record.context(at.call, request.user, now) | {
        "preview": at.address,
        "questions": [],
        "versions": [],
    }
    return render(request, "programmes/call.html", context)


@access("public")
@require_safe
def call_version(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """What a version changed against the one before it, and all of what it said."""
    found = shown_call_or_404(code)
    version = version_or_404(found, number)
    before = found.versions.filter(number=number - 1).first()
    context: dict[str, Any] = {"call": found, "version": version, "before": before}
    context |= call_versions.context(version, before)
    return render(request, "programmes/call_version.html", context)


@access("public")
@require_safe
def call_json(request: HttpRequest, code: str) -> HttpResponseBase:
    """The last version as data, with the answers that are public."""
    found = shown_call_or_404(code)
    version = last_version(found)
    if version is None:
        raise Http404
    return _json(call_versions.as_data(found, version, list(questions_shown(found))))


@access("public")
@require_safe
def call_version_json(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """A version as data."""
    found = shown_call_or_404(code)
    return _json(call_versions.as_data(found, version_or_404(found, number), None))


def _json(document: dict[str, Any]) -> JsonResponse:
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


@access("public")
@require_safe
def call_paper(request: HttpRequest, code: str, digest: str) -> HttpResponseBase:
    """A document of any version of the call, by its digest."""
    return document_file(document_of_any_version(shown_call_or_404(code), digest))
