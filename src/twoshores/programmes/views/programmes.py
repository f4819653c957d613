"""Programmes: the list, a new one, its facts, and who works for it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.actors.selectors.organisations import organisations_written_for
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.common.links import BadLink
from twoshores.projects.forms.fields import initial_of_rows
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, add_errors, answer

from ..forms.programmes import OfficeForm, ProgrammeForm
from ..models import Programme
from ..selectors.contracts import contracts_of_left
from ..selectors.programmes import (
    invitation_by_token,
    offices_of,
    programmes_visible_to,
    programmes_worked_on_by,
)
from ..selectors.today import Waiting, waiting_in
from ..services import programmes as services
from .desk import ProgrammeDesk, desk_or_404

PAGE_LENGTH = 20
FACTS = ("title", "language", "about", "currency", "rates_on", "starts", "ends", "visibility")


@access("public")
@require_safe
def programmes(request: HttpRequest) -> HttpResponseBase:
    """Programmes that the reader may know of; first those they work for."""
    user = request.user
    own = list(programmes_worked_on_by(user)) if isinstance(user, User) else []
    others = programmes_visible_to(user).exclude(pk__in=[row.pk for row in own])
    page = Paginator(others.order_by("-created_at"), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "own": own,
        "page": page,
        "left": contracts_of_left(user) if isinstance(user, User) else [],
        "writes": isinstance(user, User) and bool(organisations_written_for(user)),
    }
    return render(request, "programmes/programmes.html", context)


@access("signed_in")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_new(request: HttpRequest) -> HttpResponseBase:
    """Begin a programme of one of the reader's organisations."""
    assert isinstance(request.user, User)
    organisations = organisations_written_for(request.user)
    if not organisations:
        return render(request, "projects/no_organisation.html")
    form = ProgrammeForm(
        request.POST or None,
        reader_language=reader_language(),
        initial={"language": request.user.language, "currency": "EUR", "visibility": "owners"},
    )
    by_id = {str(row.pk): row for row in organisations}
    chosen = by_id.get(request.POST.get("owner", ""), organisations[0])
    if request.method == "POST" and form.is_valid():
        try:
            made = services.programme_create(
                by=request.user, organisation=chosen, facts=form.cleaned_data
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("programme", made.pk)
    context = {"form": form, "organisations": organisations, "chosen": chosen}
    return render(request, "programmes/programme_new.html", context, status=answer_status(form))


@access("object")
@require_safe
def programme(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Today: what waits, for whoever works for it."""
    desk = desk_or_404(request, pk, to_read=False)
    found = waiting_in(desk.user, desk.programme, desk.standing, timezone.localdate())
    context = desk.head("today") | {"waiting": _told(desk.programme, found)}
    return render(request, "programmes/today.html", context)


def _told(programme: Programme, found: Waiting) -> list[dict[str, Any]]:
    """What waits, in words that lead to it; what does not wait is left out."""
    rows = (
        (found.marks, _("Proposals that wait for your marks"), "programme_assessing"),
        (found.support, _("Requests for help that wait for somebody"), "programme_support"),
        (found.questions, _("Questions about calls to answer"), "programme_calls"),
        (found.reports_to_read, _("Reports to read"), "programme_duties"),
        (found.reports_late, _("Reports that are late"), "programme_duties"),
        (found.to_sign, _("Contracts that wait for your signature"), "programme_contracts"),
        (found.signed_by_us, _("Contracts that wait for a partner to sign"), "programme_contracts"),
        (found.changes_asked, _("Changes of contracts that were asked for"), "programme_contracts"),
        (found.instalments, _("Instalments that may be paid"), "programme_payments"),
        (found.actions_late, _("Actions of missions that are late"), "programme_missions"),
    )
    return [
        {"count": many, "text": text, "href": reverse(name, args=[programme.pk])}
        for many, text, name in rows
        if many
    ]


@access("object")
def programme_edit(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The programme's own facts."""
    desk = desk_or_404(request, pk, to_run=True)
    programme = desk.programme

    def make(data: Any) -> ProgrammeForm:
        initial = initial_of_rows(programme, FACTS)
        return ProgrammeForm(data, reader_language=reader_language(), initial=initial)

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.programme_update(
            by=desk.user, programme=programme, opened_version=version, facts=cleaned
        )

    page = RowPage(
        title=_("The programme"),
        tab="today",
        make_form=make,
        save=save,
        back=reverse("programme", args=[programme.pk]),
        version=programme.version,
        draft_key=f"programme:{programme.pk.hex}"[:40],
    )
    return answer(request, desk, page)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_people(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Focal points and assessors: who they are, invite, end."""
    desk = desk_or_404(request, pk)
    inviting = request.POST.get("act") == "invite"
    form = OfficeForm(request.POST if inviting else None, reader_language=reader_language())
    if request.method == "POST":
        try:
            done = _ACTS.get(request.POST.get("act", ""), _nothing)(request, desk, form)
        except ValidationError as error:
            add_errors(form, error)
            done = ""
        if done:
            messages.success(request, done)
            return redirect("programme_people", desk.programme.pk)
    context = desk.head("people") | {
        "offices": offices_of(desk.programme),
        "invitations": desk.programme.invitations.order_by("-at") if desk.runs else [],
        "form": form if desk.runs else None,
    }
    return render(request, "programmes/people.html", context, status=answer_status(form))


def _nothing(request: HttpRequest, desk: ProgrammeDesk, form: Any) -> str:
    raise Http404


def _invite(request: HttpRequest, desk: ProgrammeDesk, form: Any) -> str:
    if not form.is_valid():
        return ""
    facts = dict(form.cleaned_data)
    email, role = facts.pop("email"), facts.pop("role")
    services.office_invite(
        by=desk.user, programme=desk.programme, email=email, role=role, facts=facts
    )
    return _("The invitation is on its way.")


def _withdraw(request: HttpRequest, desk: ProgrammeDesk, form: Any) -> str:
    invitation = _of(request, desk.programme.invitations, "invitation")
    services.office_uninvite(by=desk.user, invitation=invitation)
    return _("The invitation was taken back.")


def _end(request: HttpRequest, desk: ProgrammeDesk, form: Any) -> str:
    office = _of(request, desk.programme.offices.filter(ended_on__isnull=True), "office")
    services.office_end(by=desk.user, office=office)
    return _("This has ended.")


def _of(request: HttpRequest, scope: Any, name: str) -> Any:
    try:
        return get_object_or_404(scope, pk=request.POST.get(name) or None)
    except (ValueError, ValidationError) as error:
        raise Http404 from error


_ACTS = {"invite": _invite, "withdraw": _withdraw, "end": _end}


@access("link")
@require_http_methods(["GET", "HEAD", "POST"])
def office_invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind an invitation's link: sign in, say yes."""
    try:
        found = invitation_by_token(token)
        if request.method == "POST":
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            office = services.office_accept(by=request.user, token=token)
            messages.success(request, _("Welcome."))
            return redirect("programme", office.programme_id)
    except BadLink as error:
        context = {"reason": error}
        return render(request, "actors/organisation_link_gone.html", context, status=410)
    return render(request, "programmes/office_invitation.html", {"invitation": found})
