"""The results chain: goals, outcomes, outputs and what hangs on them; who drafted it."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access

from ..forms.chain import (
    ASSUMPTION_FACTS,
    DRAFTING_FACTS,
    RESULT_FACTS,
    AssumptionForm,
    DraftingForm,
    ResultForm,
)
from ..models import Assumption, DraftingPart, Result
from ..selectors.basics import partner_choices
from ..selectors.chain import chain_of, part_or_404
from ..services.chain import result_create, result_reorder, result_update
from .parts import part_page
from .row_pages import answer
from .workspace import desk_or_404

Level = Result.Level


@access("object")
@require_safe
def chain(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The chain as one tree."""
    desk = desk_or_404(request, pk)
    context = desk.head("chain") | {
        "chain": chain_of(desk.project),
        "drafting": list(desk.project.drafting.select_related("organisation")),
    }
    return render(request, "projects/chain.html", context)


def _titles(level: str) -> tuple[str, str]:
    return {
        Level.GOAL: (_("Add a goal"), _("What the project serves in the end. One is enough.")),
        Level.OUTCOME: (
            _("Add an outcome"),
            _("What changes for people because of what the project leaves behind."),
        ),
        Level.OUTPUT: (
            _("Add an output"),
            _("What the project itself brings about, and can answer for."),
        ),
    }[Level(level)]


@access("object")
def result_new(request: HttpRequest, pk: str, level: str) -> HttpResponseBase:
    """Add a goal, an outcome or an output; `?under=` says what it serves."""
    if level not in Level.values:
        raise Http404
    desk = desk_or_404(request, pk, to_write=True)
    title, lead = _titles(level)

    def make(data: Any, initial: dict[str, Any]) -> ResultForm:
        under = {"parent": request.GET.get("under", "")}
        return ResultForm(data, level=level, results=desk.project.results.all(), initial=under)

    def create(facts: dict[str, Any]) -> Result:
        return result_create(by=desk.user, project=desk.project, level=level, facts=facts)

    page = part_page(
        desk,
        row=None,
        model=Result,
        names=RESULT_FACTS,
        make=make,
        title=title,
        lead=lead,
        tab="chain",
        back=reverse("workbench_chain", args=[pk]),
        create=create,
    )
    return answer(request, desk, page)


@access("object")
def result_edit(request: HttpRequest, pk: str, result: str) -> HttpResponseBase:
    """Change a result, or take it out with what stands below it."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.results.all(), result)

    def update(row: Result, facts: dict[str, Any], version: int) -> Result:
        return result_update(
            by=desk.user, project=desk.project, row=row, opened_version=version, facts=facts
        )

    page = part_page(
        desk,
        row=row,
        model=Result,
        names=[name for name in RESULT_FACTS if name != "parent" or row.level != Level.GOAL],
        make=partial(ResultForm, level=row.level, results=desk.project.results.all()),
        title=row.get_level_display(),
        lead=_("Taking it out takes out the results below it; activities and indicators stay."),
        tab="chain",
        back=reverse("workbench_chain", args=[pk]),
        update=update,
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def result_move(request: HttpRequest, pk: str, result: str) -> HttpResponseBase:
    """One place earlier or later among its like."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.results.all(), result)
    earlier = request.POST.get("to") == "earlier"
    result_reorder(by=desk.user, project=desk.project, row=row, earlier=earlier)
    return redirect(reverse("workbench_chain", args=[pk]) + f"#r{row.pk}")


@access("object")
def assumption(request: HttpRequest, pk: str, assumption: int | None = None) -> HttpResponseBase:
    """Add, change or take out what must hold."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.assumptions.all()
    row = part_or_404(rows, assumption) if assumption is not None else None
    page = part_page(
        desk,
        row=row,
        model=Assumption,
        names=ASSUMPTION_FACTS,
        make=partial(AssumptionForm, results=desk.project.results.all()),
        title=_("What must hold"),
        tab="chain",
        back=reverse("workbench_chain", args=[pk]),
    )
    return answer(request, desk, page)


@access("object")
def drafting(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Note who took part in drafting."""
    desk = desk_or_404(request, pk, to_write=True)
    page = part_page(
        desk,
        row=None,
        model=DraftingPart,
        names=DRAFTING_FACTS,
        make=partial(DraftingForm, organisations=partner_choices(desk.user)),
        title=_("Who took part in drafting"),
        lead=_("Groups and organisations. Names of people do not belong here."),
        tab="chain",
        back=reverse("workbench_chain", args=[pk]),
    )
    return answer(request, desk, page)


@access("object")
def drafting_edit(request: HttpRequest, pk: str, part: int) -> HttpResponseBase:
    """Change or take out who took part in drafting."""
    desk = desk_or_404(request, pk, to_write=True)
    page = part_page(
        desk,
        row=part_or_404(desk.project.drafting.all(), part),
        model=DraftingPart,
        names=DRAFTING_FACTS,
        make=partial(DraftingForm, organisations=partner_choices(desk.user)),
        title=_("Who took part in drafting"),
        tab="chain",
        back=reverse("workbench_chain", args=[pk]),
    )
    return answer(request, desk, page)
