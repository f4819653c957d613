"""One proposal for those who run the programme: as handed in, checked, marked, decided, told."""

import datetime
import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import isolated
from twoshores.common.forms import answer_status
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, add_errors, answer

from ..check_points import Point, points_of
from ..clocks import by_kept_clock, name_of_clock
from ..deadlines import clock_of, is_concept, is_over
from ..forms.appraisal import CheckForm, ClarifyForm, ComplaintForm, DecisionForm, TakeBackForm
from ..models import AdminCheck, Award, Proposal
from ..proposal_states import MACHINE
from ..selectors.appraisal import proposal_or_404
from ..selectors.assessing import waits_among
from ..selectors.ranking import place_of, rankings_of
from ..selectors.reopened import reasons_of
from ..selectors.scores import appraised
from ..selectors.sealed import left_since, opened_submission
from ..services import deciding, telling
from .appraisal import TAGS, call_head
from .desk import ProgrammeDesk, desk_or_404
from .handed_in import shown
from .scored import scored

DECIDED = (
    Proposal.State.SELECTED,
    Proposal.State.RESERVE,
    Proposal.State.REFUSED,
    Proposal.State.INELIGIBLE,
)
TAKEN_BACK_FROM = tuple(MACHINE.moves["reopen_concept"])


def _opened(request: HttpRequest, pk: str, proposal: str, *, to_run: bool = True) -> Any:
    desk = desk_or_404(request, pk, to_run=to_run)
    return desk, proposal_or_404(desk.programme, proposal)


def _back(desk: ProgrammeDesk, row: Proposal) -> str:
    return reverse("appraised_proposal", args=[desk.programme.pk, row.pk])


@access("object")
@require_safe
def appraised_proposal(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """All that is known of a proposal. Marks are hidden from whoever has yet to give their own."""
    desk, row = _opened(request, pk, proposal, to_run=False)
    submission = opened_submission(row, timezone.now())
    marks = appraised(row.call, [row], reader_language())
    blind = waits_among(marks.assessments[row.pk], desk.user)
    awards = list(row.awards.all())
    replaced = {one.replaces_id for one in awards}
    award = next((one for one in awards if one.pk not in replaced), None)
    concept = is_concept(row)
    # Handed in once more as a proposal, and sealed until its own deadline: the concept is shown.
    sealed = row.state == Proposal.State.SUBMITTED and not is_over(
        row.call, row.state, timezone.now()
    )
    letters = list(award.letters.all()) if award else []
    context = call_head(desk, row.call, "proposals") | {
        "proposal": row,
        "concept": concept,
        "tag": TAGS.get(Proposal.State(row.state), "unknown"),
        "submission": submission,
        "handed": shown(submission),
        "handed_at": by_kept_clock(submission, submission.at).named if submission else "",
        "left": left_since(submission, marks.partners[row.pk]),
        "checks": list(row.checks.all()),
        "blind": blind,
        "scored": None if blind else scored(marks, row),
        "award": award,
        "awards": awards,
        "letters": letters,
        "is_told": any(one.sent_at for one in letters),
        "clarifications": list(row.clarifications.all()),
        "complaints": list(row.complaints.all()),
        "decided": row.state in DECIDED and not concept,
        "takes_back": concept and row.state in TAKEN_BACK_FROM,
        "taken_back": reasons_of(row) if concept else [],
        "passes": row.state in (Proposal.State.SUBMITTED, Proposal.State.INELIGIBLE)
        and not (concept or sealed),
    }
    return render(request, "programmes/appraised_proposal.html", context)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_check(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """The administrative check: each point with what the rules found on the day of handing in."""
    desk, row = _opened(request, pk, proposal)
    points = points_of(row.call, opened_submission(row, timezone.now()), reader_language())
    known = {check.point: check for check in row.checks.all()}
    form = CheckForm(request.POST or None, points=points, initial=_initial(points, known))
    if request.method == "POST" and form.is_valid():
        try:
            deciding.checks_save(by=desk.user, proposal=row, points=form.checked())
            if "pass" in request.POST:
                deciding.proposal_pass(by=desk.user, proposal=row)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(_back(desk, row))
    context = call_head(desk, row.call, "proposals") | {
        "proposal": row,
        "form": form,
        "rows": [(point, form[point.key], form[f"note-{point.key}"]) for point in points],
        "passes": row.state == Proposal.State.SUBMITTED,
    }
    status = answer_status(form)
    return render(request, "programmes/proposal_check.html", context, status=status)


def _initial(points: list[Point], known: dict[str, AdminCheck]) -> dict[str, Any]:
    """What was decided; where nobody has, what the rules found to be met is offered as met."""
    words = {True: "yes", False: "no", None: ""}
    found = {point.key: "yes" for point in points if point.tag == "go"}
    return (
        found
        | {key: words[row.is_met] for key, row in known.items()}
        | {f"note-{key}": row.note for key, row in known.items()}
    )


@access("object")
def proposal_decide(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """Decide, or decide anew: the decision before stays on record."""
    desk, row = _opened(request, pk, proposal)
    concept = is_concept(row)
    rank, score = (None, None) if concept else place_of(rankings_of(row.call, []), row)
    last = row.awards.first()

    def make(data: Any) -> DecisionForm:
        initial = {"language": desk.user.language, "amount": last.amount if last else None}
        outcomes = deciding.ON_CONCEPT if concept else deciding.ON_PROPOSAL
        return DecisionForm(
            data, reader_language=reader_language(), initial=initial, outcomes=outcomes
        )

    def save(cleaned: dict[str, Any], _version: int) -> None:
        facts = {name: cleaned.get(name) for name in ("amount", "reasons", "language")}
        deciding.award_record(
            by=desk.user,
            proposal=row,
            outcome=cleaned["outcome"],
            facts=facts | {"rank": rank, "score": score},
        )

    page = RowPage(
        title=_("Decide on this concept") if concept else _("Decide on this proposal"),
        lead=row.project.title,
        tab="appraising",
        make_form=make,
        save=save,
        back=_back(desk, row),
        draft_key=f"decide:{row.pk.hex}"[:40],
    )
    return answer(request, desk, page)


@access("object")
def concept_take_back(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """Take a decision on a concept back, an invitation too, as long as nobody builds on it."""
    desk, row = _opened(request, pk, proposal)
    if not is_concept(row) or (row.state not in TAKEN_BACK_FROM and request.method != "POST"):
        raise Http404  # what is sent meanwhile is told why, and stands in the form

    def make(data: Any) -> TakeBackForm:
        initial = {"language": desk.user.language}
        return TakeBackForm(data, reader_language=reader_language(), initial=initial)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        deciding.decision_reopen(by=desk.user, proposal=row, **cleaned)

    invited = row.state == Proposal.State.INVITED
    page = RowPage(
        title=_("Take the invitation back") if invited else _("Take the decision up again"),
        lead=row.project.title,
        tab="appraising",
        make_form=make,
        save=save,
        back=_back(desk, row),
        draft_key=f"back:{row.pk.hex}"[:40],
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def proposal_move(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """Let it pass the check, take a decision up again, or send the letter."""
    desk, row = _opened(request, pk, proposal)
    act = _ACTS.get(request.POST.get("move", ""))
    if act is None:
        raise Http404
    try:
        act(desk, row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done."))
    return redirect(_back(desk, row))


def _pass(desk: ProgrammeDesk, row: Proposal) -> None:
    """The service names points by their keys; readers know them by their words."""
    try:
        deciding.proposal_pass(by=desk.user, proposal=row)
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise  # of the proposal as a whole: somebody else let it pass meanwhile
        points = points_of(row.call, opened_submission(row, timezone.now()), reader_language())
        named = " ".join(isolated(one.label) for one in points if one.key in error.error_dict)
        words = _("Not met or not decided in the check: %(points)s")
        raise ValidationError(words % {"points": named}) from error


def _reopen(desk: ProgrammeDesk, row: Proposal) -> None:
    deciding.decision_reopen(by=desk.user, proposal=row)


def _send(desk: ProgrammeDesk, row: Proposal) -> None:
    telling.letter_send(by=desk.user, award=_award(row))


_ACTS = {"pass": _pass, "reopen": _reopen, "send": _send}


def _award(row: Proposal) -> Award:
    return get_object_or_404(row.awards.filter(replaced_by__isnull=True))


@access("object")
@require_safe
def letter_preview(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """The letter as it would be sent now, in the language of the applicants."""
    desk, row = _opened(request, pk, proposal)
    award = _award(row)
    language = telling.letter_language(row)
    context = call_head(desk, row.call, "proposals") | {
        "proposal": row,
        "award": award,
        "language": language,
        "blocks": telling.blocks_for(award, language),
    }
    return render(request, "programmes/letter_preview.html", context)


@access("object")
@require_safe
def letter_preview_pdf(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """The same on paper."""
    _desk, row = _opened(request, pk, proposal)
    language = telling.letter_language(row)
    return pdf_answer(telling.blocks_for(_award(row), language), row, language)


def pdf_answer(body: list[dict[str, str]], row: Proposal, language: str) -> HttpResponse:
    """A letter as a file to keep."""
    digest = hashlib.sha256(repr(body).encode()).hexdigest()
    data = telling.letter_pdf(body, row, language, digest)
    headers = {"Content-Disposition": f'attachment; filename="letter-{row.number or 0}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@access("object")
def clarification_ask(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """Ask the applicants what is not clear, and by when they answer."""
    desk, row = _opened(request, pk, proposal)

    def make(data: Any) -> ClarifyForm:
        language = telling.letter_language(row)
        return ClarifyForm(
            data,
            reader_language=reader_language(),
            initial={"language": language},
            clock=name_of_clock(row.call),
        )

    def save(cleaned: dict[str, Any], _version: int) -> None:
        try:
            after = cleaned["due_on"] + datetime.timedelta(days=1)
            end = datetime.datetime.combine(after, datetime.time(), clock_of(row.call))
            end = end.astimezone(datetime.UTC)
        except OverflowError as error:
            raise ValidationError({"due_on": _("This is no day.")}) from error
        telling.clarification_ask(
            by=desk.user,
            proposal=row,
            language=cleaned["language"],
            question=cleaned["question"],
            due_at=end,
        )

    page = RowPage(
        title=_("Ask the applicants"),
        lead=row.project.title,
        tab="appraising",
        make_form=make,
        save=save,
        back=_back(desk, row),
        draft_key=f"clarify:{row.pk.hex}"[:40],
    )
    return answer(request, desk, page)


@access("object")
def complaint_answer(
    request: HttpRequest, pk: str, proposal: str, complaint: str
) -> HttpResponseBase:
    """Say what was found of a complaint; a decision to change is taken up again apart."""
    desk, row = _opened(request, pk, proposal)
    one = get_object_or_404(row.complaints, pk=complaint)

    def make(data: Any) -> ComplaintForm:
        initial = {"language": one.language}
        return ComplaintForm(data, reader_language=reader_language(), initial=initial)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        telling.complaint_answer(by=desk.user, complaint=one, **cleaned)

    page = RowPage(
        title=_("Answer the complaint"),
        lead=one.text,
        tab="appraising",
        make_form=make,
        save=save,
        back=_back(desk, row),
        draft_key=f"complaint:{one.pk.hex}"[:40],
    )
    return answer(request, desk, page)
