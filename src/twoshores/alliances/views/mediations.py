"""Mediation: asked for by a partner, read by its parties and whoever mediates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, add_errors, answer
from twoshores.projects.views.workspace import desk_or_404

from ..forms.mediations import MediationForm, OutcomeForm, SayForm
from ..mediation_states import MACHINE, OPEN
from ..models import Mediation
from ..permissions.mediations import parties_written_for, partners_written_for
from ..selectors.mediations import mediation_or_404, mediations_mine, mediations_waiting
from ..selectors.meetings import partners_of
from ..services import mediations as services

MOVE_WORDS = {"give_back": "asked", "settle": "settled", "end": "ended", "withdraw": "withdrawn"}


@access("object")
def mediation_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Ask for somebody from outside."""
    desk = desk_or_404(request, pk)
    own = partners_written_for(desk.user, desk.project)
    if not own:
        raise Http404

    def make(data: Any) -> MediationForm:
        return MediationForm(
            data,
            initial={"language": reader_language()},
            own=own,
            partners=partners_of(desk.project),
            reader_language=reader_language(),
        )

    def save(cleaned: dict[str, Any], _version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        services.mediation_ask(
            by=desk.user,
            project=desk.project,
            asking=cleaned["asking"],
            others=bound.chosen(),
            about=cleaned["about"],
            language=cleaned["language"],
        )

    page = RowPage(
        title=_("Ask for mediation"),
        lead=_(
            "When partners cannot settle something between themselves, somebody from outside can "
            "help. The other partners of the project do not learn of it."
        ),
        tab="signals",
        make_form=make,
        save=save,
        back=reverse("alliance_signals", args=[pk]),
    )
    return answer(request, desk, page)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def mediation(request: HttpRequest, mediation: str) -> HttpResponse:
    """What was said, and a place to say something."""
    user = _user(request)
    row = mediation_or_404(user, mediation)
    form = SayForm(
        request.POST or None,
        initial={"language": reader_language()},
        reader_language=reader_language(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.mediation_say(by=user, mediation=row, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Said."))
            return redirect("mediation", row.pk)
    return render(
        request, "alliances/mediation.html", _context(user, row, form), status=answer_status(form)
    )


def _context(user: User, row: Mediation, form: SayForm) -> dict[str, Any]:
    mediates = row.facilitator_id == user.pk
    mine = {party.pk for party in parties_written_for(user, row)}
    return {
        "mediation": row,
        "form": form,
        "outcome": OutcomeForm(),
        "is_open": row.state in OPEN,
        "mediates": mediates and row.state == Mediation.State.TAKEN,
        "may_withdraw": row.state in OPEN and row.asked_for_by_id in mine,
        "project_href": reverse("alliance_signals", args=[row.project_id]) if mine else "",
    }


@access("object")
@require_POST
def mediation_move(request: HttpRequest, mediation: str) -> HttpResponseBase:
    """Settle, end, give back, take back."""
    user = _user(request)
    row = mediation_or_404(user, mediation)
    move = request.POST.get("move", "")
    if move not in MACHINE.moves or move == "take":
        raise Http404
    try:
        services.mediation_move(
            by=user, mediation=row, move=move, outcome=request.POST.get("outcome", "")[:4000]
        )
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("Saved."))
    return redirect("mediations") if move == "give_back" else redirect("mediation", row.pk)


@access("steward")
@require_safe
def mediations(request: HttpRequest) -> HttpResponse:
    """For stewards: what waits for a mediator, and what the steward mediates."""
    context = {"waiting": mediations_waiting(), "mine": mediations_mine(_user(request))}
    return render(request, "alliances/mediations.html", context)


@access("steward")
@require_POST
def mediation_take(request: HttpRequest, mediation: str) -> HttpResponseBase:
    """Take a mediation that waits; from then on the steward reads it."""
    row = get_object_or_404(mediations_waiting(), pk=mediation)
    try:
        services.mediation_move(by=_user(request), mediation=row, move="take")
    except (ValidationError, PermissionDenied) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        for message in said:
            messages.error(request, message)
        return redirect("mediations")
    return redirect("mediation", row.pk)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
