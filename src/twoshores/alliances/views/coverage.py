"""What the project needs of partners, what each has, whom to add."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twoshores.actors.selectors.organisations import organisation_or_404
from twoshores.common.decisions import access
from twoshores.common.formatting import format_number
from twoshores.common.tables import csv_response
from twoshores.engines.complementarity import MOST_PARTNERS
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.parts import part_page
from twoshores.projects.views.row_pages import RowPage, answer
from twoshores.projects.views.workspace import Desk, desk_or_404

from ..forms.coverage import NEED_FACTS, AskForm, NeedForm, NeedStrengthsForm
from ..models import PartnerNeed
from ..selectors.coverage import alliance_of, missing_shores, suggestions_for
from ..selectors.meetings import partners_of
from ..selectors.words import concept_labels
from ..services import coverage as services
from . import coverage_page

TAB = "coverage"


@access("object")
@require_safe
def coverage(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The matrix, what hangs on one, what is missing, and who would close it."""
    desk = desk_or_404(request, pk)
    alliance = alliance_of(desk.project)
    labels = concept_labels((through for *_, through in alliance.through()), reader_language())
    context = desk.head(TAB) | coverage_page.context(alliance, missing_shores(desk.project))
    context["met"] = coverage_page.met(alliance, labels)
    return render(request, "alliances/coverage.html", context)


@access("object")
@require_safe
def who_to_add(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The smallest sets of organisations of the register that close the gaps."""
    desk = desk_or_404(request, pk)
    alliance = alliance_of(desk.project, compare=False)
    found = suggestions_for(desk.project, desk.user, alliance)
    through = (
        fit.through for row in (found.fits.values() if found else ()) for fit in row.values()
    )
    labels = concept_labels(through, reader_language())
    context = desk.head(TAB) | coverage_page.suggested(found, alliance, labels)
    return render(request, "alliances/who_to_add.html", context)


@access("object")
@require_safe
def coalitions_csv(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What every coalition of partners covers, for up to twelve partners."""
    desk = desk_or_404(request, pk)
    alliance = alliance_of(desk.project, compare=False)
    if len(alliance.partners) > MOST_PARTNERS:
        raise Http404
    header, *rows = coverage_page.coalition_rows(alliance)
    return csv_response("coalitions", header, rows)


@access("object")
@require_POST
def needs_draw(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Read needs from the design."""
    desk = desk_or_404(request, pk, to_write=True)
    made = services.needs_draw(by=desk.user, project=desk.project, language=reader_language())
    if made:
        words = ngettext(
            "%(n)s need was read from the design.", "%(n)s needs were read from the design.", made
        )
        messages.success(request, words % {"n": format_number(made)})
    else:
        messages.info(request, _("Nothing new stands in the design."))
    return redirect("alliance_coverage", pk)


@access("object")
def need(request: HttpRequest, pk: str, need: str | None = None) -> HttpResponseBase:
    """Add, change, put aside or take out a need."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.partner_needs.all(), need) if need is not None else None
    page = part_page(
        desk,
        row=row,
        model=PartnerNeed,
        names=NEED_FACTS,
        make=partial(NeedForm, row=row, reader_language=reader_language()),
        title=_("What the project needs of its partners"),
        tab=TAB,
        back=_back(desk),
        # One that was read from the design would come back: it is put aside instead.
        removable=row is not None and not row.drawn_from,
    )
    return answer(request, desk, page)


@access("object")
def need_strengths(request: HttpRequest, pk: str, need: str) -> HttpResponseBase:
    """For one need: what each partner has, and what shows it."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.partner_needs.filter(dropped=False), need)
    initial: dict[str, Any] = {}
    for strength in row.strengths.all():
        initial[f"grade_{strength.partner_id}"] = strength.grade
        initial[f"evidence_{strength.partner_id}"] = strength.evidence
        initial[f"document_{strength.partner_id}"] = str(strength.document_id or "")
    make = partial(
        NeedStrengthsForm,
        initial=initial,
        partners=partners_of(desk.project),
        documents=desk.project.documents.all(),
    )

    def save(cleaned: dict[str, Any], _version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        services.strengths_set(
            by=desk.user,
            project=desk.project,
            need=row,
            said=bound.said(),
            said_by=cleaned["said_by"],
        )

    page = RowPage(
        title=row.text,
        lead=_("Only said counts half. Work of years, a report or a known tie shows it."),
        tab=TAB,
        make_form=make,
        save=save,
        back=_back(desk),
    )
    return answer(request, desk, page)


@access("object")
def candidate_ask(request: HttpRequest, pk: str, organisation: str) -> HttpResponseBase:
    """Ask an organisation for an introduction."""
    desk = desk_or_404(request, pk, to_write=True)
    if not desk.keeps:
        raise Http404
    asked = organisation_or_404(desk.user, organisation)

    def make(data: Any) -> AskForm:
        initial = {"language": reader_language()}
        return AskForm(data, initial=initial, reader_language=reader_language())

    def save(cleaned: dict[str, Any], _version: int) -> None:
        candidate = services.candidate_note(by=desk.user, project=desk.project, organisation=asked)
        try:
            services.candidate_ask(by=desk.user, candidate=candidate, **cleaned)
        except PermissionDenied as refused:
            raise ValidationError(str(refused)) from refused

    page = RowPage(
        title=_("Ask %(who)s for an introduction") % {"who": asked.name},
        lead=_("They read the project's title and short text, and your message."),
        tab=TAB,
        make_form=make,
        save=save,
        back=_back(desk),
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def candidate_move(request: HttpRequest, pk: str, organisation: str) -> HttpResponseBase:
    """Keep an organisation in mind, forget it, or take it in as a partner."""
    desk = desk_or_404(request, pk, to_write=True)
    project = desk.project
    move = request.POST.get("move", "")
    if move == "note":
        asked = organisation_or_404(desk.user, organisation)
        services.candidate_note(by=desk.user, project=project, organisation=asked)
        return redirect("alliance_coverage", pk)
    row = project.candidates.filter(organisation__pk=organisation).first()
    if row is None or move not in ("forget", "take_in"):
        raise Http404
    try:
        if move == "forget":
            services.candidate_forget(by=desk.user, candidate=row)
        else:
            services.candidate_take_in(by=desk.user, candidate=row)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("Saved."))
    return redirect("alliance_coverage", pk)


def _back(desk: Desk) -> str:
    return reverse("alliance_coverage", args=[desk.project.pk])
