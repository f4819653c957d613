"""A project's proposals: the list, beginning one, the page that says what is missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.actors.selectors.organisations import organisations_written_for
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.projects.selectors.basics import partner_or_404
from twoshores.projects.selectors.review import reviewed
from twoshores.projects.views import review_page
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, add_errors, answer
from twoshores.projects.views.workspace import desk_or_404

from ..clocks import by_clock_of
from ..deadlines import deadline_of
from ..forms.applying import BeginForm, NewDesignForm
from ..forms.proposals import ShareForm, ThemeForm
from ..models import Proposal
from ..permissions.proposals import hands_on, is_open_for_writing
from ..selectors.call_texts import in_reader, word_calls
from ..selectors.eligibility import findings_of, planned_money
from ..selectors.proposals import (
    call_for_applicants,
    paper_of,
    projects_to_propose,
    proposal_or_404,
    proposals_of,
)
from ..selectors.submissions import last_submission
from ..services import proposals as services
from ..told import state_told
from . import proposal_page
from .notices import crumbs
from .proposal_page import STATES, Seen

SHARE = services.SHARE_FACTS


@access("object")
@require_safe
def project_proposals(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The proposals made of a project, and open calls it could go to."""
    desk = desk_or_404(request, pk)
    found = list(proposals_of(desk.project))
    word_calls([row.call for row in found], reader_language())
    rows = [
        {
            "proposal": row,
            "kind": STATES.get(state_told(row), "mind"),
            "state": Proposal.State(state_told(row)).label,
            "end": by_clock_of(row.call, end)
            if (end := deadline_of(row.call, state_told(row)))
            else None,
        }
        for row in found
    ]
    context = desk.head("proposals") | {"rows": rows}
    return render(request, "programmes/project_proposals.html", context)


@access("object")
@require_safe
def proposal(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """One page: what is missing, who asks for what, what was handed in."""
    desk = desk_or_404(request, pk)
    found = proposal_or_404(desk.project, proposal, reader_language())
    now = timezone.now()
    paper = paper_of(found, reader_language())
    money = planned_money(desk.project, found.call)
    seen = Seen(
        paper,
        money,
        findings_of(found, paper, money),
        hands_on(desk.user, desk.project, desk),
        bool(is_open_for_writing(found, now)),
    )
    last = last_submission(found)
    context = desk.head("proposals") | proposal_page.context(seen, last, now)
    return render(request, "programmes/proposal.html", context)


@access("object")
@require_safe
def proposal_review(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """What the design review finds, beside the proposal: a part of its page, or a page."""
    desk = desk_or_404(request, pk)
    found = proposal_or_404(desk.project, proposal)
    shown = review_page.context(reviewed(desk.project), desk.project, linked=desk.writes)
    context = desk.head("proposals") | shown | {"proposal": found}
    part = "#found" if request.headers.get("HX-Request") else ""
    return render(request, f"programmes/proposal_review.html{part}", context)


@access("signed_in")
@require_http_methods(["GET", "HEAD", "POST"])
def call_apply(request: HttpRequest, code: str) -> HttpResponseBase:
    """From a call's page: choose one of one's projects, or begin a design from here."""
    assert isinstance(request.user, User)
    call = call_for_applicants(code)
    organisations = organisations_written_for(request.user)
    if not organisations:
        return render(request, "projects/no_organisation.html")
    themes = list(in_reader(call.themes.all(), reader_language()))
    act = request.POST.get("act", "")
    chosen = BeginForm(
        request.POST if act == "choose" else None,
        projects=projects_to_propose(request.user, call),
        themes=themes,
    )
    fresh = NewDesignForm(
        request.POST if act == "new" else None,
        organisations=organisations,
        themes=themes,
        reader_language=reader_language(),
        initial={"language": request.user.language},
    )
    form = fresh if act == "new" else chosen
    if request.method == "POST" and form.is_valid():
        try:
            made = services.proposal_of_form(by=request.user, call=call, facts=form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except PermissionDenied as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Begun. This page says what is still missing."))
            return redirect("proposal", made.project_id, made.pk)
    context = {
        "call": call,
        "crumbs": crumbs(call, _("Apply")),
        "chosen": chosen,
        "fresh": fresh,
        "has_projects": chosen.has_projects,
        "form": form,
    }
    return render(request, "programmes/call_apply.html", context, status=answer_status(form))


@contextmanager
def _in_the_form() -> Iterator[None]:
    """A deadline that passed while somebody typed: said in the form, which keeps what was typed."""
    try:
        yield
    except PermissionDenied as refusal:
        raise ValidationError(str(refusal)) from refusal


@access("object")
def proposal_theme(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """Which theme of the call it belongs to."""
    desk = desk_or_404(request, pk)
    found = proposal_or_404(desk.project, proposal)
    if not hands_on(desk.user, desk.project, desk).edits:
        raise Http404
    themes = list(in_reader(found.call.themes.all(), reader_language()))

    def make(data: Any) -> ThemeForm:
        return ThemeForm(data, themes=themes, initial={"theme": str(found.theme_id or "")})

    def save(cleaned: dict[str, Any], version: int) -> None:
        with _in_the_form():
            services.proposal_theme(
                by=desk.user, proposal=found, theme=cleaned["theme"], opened=version
            )

    page = RowPage(
        title=_("Theme of the call"),
        tab="proposals",
        make_form=make,
        save=save,
        back=reverse("proposal", args=[pk, found.pk]),
        version=found.version,
    )
    return answer(request, desk, page)


@access("object")
def proposal_share(request: HttpRequest, pk: str, proposal: str, partner: int) -> HttpResponseBase:
    """What a partner asks for, and what it brings."""
    desk = desk_or_404(request, pk)
    found = proposal_or_404(desk.project, proposal)
    row = partner_or_404(desk.project, partner)
    if not hands_on(desk.user, desk.project, desk).may_write(row):
        raise Http404
    share = found.shares.filter(partner=row).first()

    def make(data: Any) -> ShareForm:
        initial = {name: getattr(share, name) for name in SHARE} if share else {}
        return ShareForm(
            data,
            currency=found.call.currency,
            reader_language=reader_language(),
            initial=initial,
        )

    def save(cleaned: dict[str, Any], version: int) -> None:
        with _in_the_form():
            services.share_write(
                by=desk.user, proposal=found, partner=row, opened_version=version, facts=cleaned
            )

    page = RowPage(
        title=row.name,
        lead=_("What this partner asks of the programme, and what it brings itself."),
        tab="proposals",
        make_form=make,
        save=save,
        back=reverse("proposal", args=[pk, found.pk]),
        version=share.version if share else 0,
        draft_key=f"share:{found.pk.hex[:20]}:{row.pk}"[:40],
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def proposal_withdraw(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """The partners no longer want it."""
    said = _("Withdrawn. What was handed in stays on record.")
    return _moved(request, pk, proposal, services.proposal_withdraw, said)


@access("object")
@require_POST
def proposal_take_up(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """The partners want it after all, before the deadline."""
    said = _("Taken up again. It stands where it stood.")
    return _moved(request, pk, proposal, services.proposal_take_up, said)


def _moved(
    request: HttpRequest, pk: str, proposal: str, move: Callable[..., Any], said: str
) -> HttpResponseBase:
    """The keeper's members move it, and read what came of it on its page."""
    desk = desk_or_404(request, pk)
    found: Proposal = proposal_or_404(desk.project, proposal)
    if not desk.keeps:
        raise Http404
    try:
        move(by=desk.user, proposal=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("proposal", pk, found.pk)
