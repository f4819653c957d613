"""Writing one part of a proposal: the answers of all together, or those of one partner."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twoshores.common.decisions import access
from twoshores.common.drafts import draft_drop, draft_of, draft_owner, draft_save, fill_from_draft
from twoshores.common.forms import answer_status
from twoshores.common.script import script_digest
from twoshores.projects.models import ProjectPartner
from twoshores.projects.selectors.basics import partner_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.workspace import Desk, desk_or_404

from ..clocks import by_clock_of
from ..forms.proposals import AnswersForm, mark_of
from ..models import Proposal
from ..permissions.proposals import hands_on, is_open_for_writing
from ..selectors.proposals import Slot, paper_of, proposal_or_404
from ..services.proposals import Written, answers_write
from .offline import SCRIPT
from .proposal_page import head

DRAFT = "proposal_answers"


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_part(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """The answers of all together."""
    desk = desk_or_404(request, pk)
    return _part(request, desk, proposal_or_404(desk.project, proposal), None)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_part_of(
    request: HttpRequest, pk: str, proposal: str, partner: int
) -> HttpResponseBase:
    """The answers of one partner."""
    desk = desk_or_404(request, pk)
    row = partner_or_404(desk.project, partner)
    return _part(request, desk, proposal_or_404(desk.project, proposal), row)


def draft_key(proposal: Proposal, partner: ProjectPartner | None) -> str:
    return f"{proposal.pk.hex[:24]}:{partner.pk if partner else 'all'}"[:40]


def _part(
    request: HttpRequest, desk: Desk, proposal: Proposal, partner: ProjectPartner | None
) -> HttpResponseBase:
    hands = hands_on(desk.user, desk.project, desk)
    may = hands.may_write(partner)
    if request.method == "POST" and not may:
        raise Http404
    slots = paper_of(proposal, reader_language()).slots_of(partner)
    key = draft_key(proposal, partner)
    draft = draft_of(request, DRAFT, key) if may else None
    form = _form(request, slots, desk)
    form = fill_from_draft(form, draft)
    done: Written | None = None
    if request.method == "POST" and form.is_valid():
        try:
            done = answers_write(
                by=desk.user,
                proposal=proposal,
                partner=partner,
                typed=form.typed(),
                language=form.cleaned_data["language"],
            )
        except PermissionDenied as refusal:
            # Nothing that was typed is lost: it stays as a draft, which only its writer reads.
            draft_save(draft_owner(request), DRAFT, key, request.POST)
            form.add_error(None, str(refusal))
        else:
            if not done.conflicts:
                draft_drop(request, DRAFT, key)
    if request.headers.get("Accept", "").startswith("application/json"):
        return _as_json(form, done, proposal)
    if done is not None and not done.conflicts:
        messages.success(request, _("Saved."))
        return redirect("proposal", proposal.project_id, proposal.pk)
    if done is not None:
        _reopen(form, done)
    context = _context(desk, proposal, partner, form, done) | {
        "may": may and bool(is_open_for_writing(proposal, timezone.now())),
        "draft": draft,
        "draft_form": DRAFT,
        "draft_key": key,
    }
    status = answer_status(form, conflicts=done.conflicts if done else ())
    return render(request, "programmes/proposal_part.html", context, status=status)


def _form(request: HttpRequest, slots: list[Slot], desk: Desk) -> AnswersForm:
    used = next((slot.language for slot in slots if slot.language), "")
    return AnswersForm(
        request.POST or None,
        slots=slots,
        reader_language=reader_language(),
        initial={"language": used or desk.user.language or desk.project.language},
    )


def _reopen(form: AnswersForm, done: Written) -> None:
    """What was written has its new version; what is disputed can be sent again over theirs."""
    fresh = {slot.prompt.pk: slot for slot in form.slots}
    for key, conflict in done.conflicts.items():
        form.reopen(key, done.versions[key], conflict.theirs)
    for key, version in done.saved.items():
        form.reopen(key, version, str(form.cleaned_data[f"a{fresh[key].prompt.pk}"]))


def _as_json(form: AnswersForm, done: Written | None, proposal: Proposal) -> JsonResponse:
    """What came of saving, for the script that keeps texts while there is no line."""
    if done is None:
        said = [str(message) for errors in form.errors.values() for message in errors]
        return JsonResponse({"refused": said}, status=422)
    texts = {one.slot.prompt.pk: one.text for one in form.typed()}
    return JsonResponse(
        {
            "at": by_clock_of(proposal.call, timezone.now()).named,
            "saved": {
                key: {"version": version, "mark": mark_of(texts[key]), "text": texts[key]}
                for key, version in done.saved.items()
            },
            "conflicts": {
                key: {
                    "theirs": conflict.theirs,
                    "version": done.versions[key],
                    "mark": mark_of(conflict.theirs),
                }
                for key, conflict in done.conflicts.items()
            },
        },
        status=409 if done.conflicts else 200,
    )


def _context(
    desk: Desk,
    proposal: Proposal,
    partner: ProjectPartner | None,
    form: AnswersForm,
    done: Written | None,
) -> dict[str, Any]:
    return desk.head("proposals") | {
        "proposal": proposal,
        "partner": partner,
        "form": form,
        "rows": form.rows(),
        "answers": form.slots,
        "conflicts": list(done.conflicts.values()) if done else [],
        "head": head(proposal, timezone.now()),
        "script": script_digest(SCRIPT),
    }
