"""Migrants' part by phase, skills the project lacks, risks."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.catalogue.selectors import threat_of
from twoshores.common.decisions import access

from ..forms.context import (
    PART_FACTS,
    RISK_FACTS,
    SKILL_FACTS,
    MigrantsPartForm,
    RiskForm,
    SkillNeedForm,
)
from ..models import MigrantsPart, Risk, SkillNeed
from ..selectors.chain import part_or_404
from ..selectors.context import phases_of, risks_of
from ..selectors.skills import skills_of
from ..services.skills import skill_need_publish as skill_need_publish_service
from ..staffing import provider
from .basics import reader_language
from .parts import part_page
from .row_pages import answer
from .workspace import desk_or_404


@access("object")
@require_safe
def people(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Migrants' part in each phase, and the skills that the project lacks."""
    desk = desk_or_404(request, pk)
    context = desk.head("people") | {
        "phases": phases_of(desk.project),
        "skills": skills_of(desk.project, desk.user),
    }
    return render(request, "projects/people.html", context)


@access("object")
def migrants_part(request: HttpRequest, pk: str, phase: str) -> HttpResponseBase:
    """Say who of the migrants takes part in a phase, how, with what say."""
    if phase not in MigrantsPart.Phase.values:
        raise Http404
    desk = desk_or_404(request, pk, to_write=True)
    page = part_page(
        desk,
        row=desk.project.migrants_parts.filter(phase=phase).first(),
        model=MigrantsPart,
        names=PART_FACTS,
        make=MigrantsPartForm,
        fixed={"phase": phase},
        title=str(MigrantsPart.Phase(phase).label),
        tab="people",
        back=reverse("workbench_people", args=[pk]),
    )
    return answer(request, desk, page)


@access("object")
def skill_need(request: HttpRequest, pk: str, skill: str | None = None) -> HttpResponseBase:
    """Add, change or take out a skill that the project lacks."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.skill_needs.all()
    row = part_or_404(rows, skill) if skill is not None else None
    page = part_page(
        desk,
        row=row,
        model=SkillNeed,
        names=SKILL_FACTS,
        make=partial(SkillNeedForm, activities=desk.project.activities.all()),
        title=_("A skill that the project lacks"),
        tab="people",
        back=reverse("workbench_people", args=[pk]),
        removable=row is not None and row.need_id is None,
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def skill_need_publish(request: HttpRequest, pk: str, skill: str) -> HttpResponseBase:
    """Make a need of the roster out of a skill, to be completed on its own page."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.skill_needs.all(), skill)
    staffing = provider()
    if staffing is None or not desk.keeps:
        raise Http404
    try:
        made = skill_need_publish_service(
            by=desk.user, project=desk.project, row=row, provider=staffing
        )
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("workbench_people", pk)
    assert made.need_id is not None
    messages.success(request, _("A draft is made. Complete it, then publish it."))
    return redirect(staffing.edit(made.need_id))


@access("object")
@require_safe
def risks(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What may go wrong, the worst first."""
    desk = desk_or_404(request, pk)
    return render(
        request, "projects/risks.html", desk.head("risks") | {"risks": risks_of(desk.project)}
    )


@access("object")
def risk(request: HttpRequest, pk: str, risk: str | None = None) -> HttpResponseBase:
    """Add, change or take out a risk; `?threat=` begins with one of the catalogue's."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.risks.all(), risk) if risk is not None else None
    threat = threat_of(request.GET.get("threat", ""), reader_language()) if row is None else None
    begun = {"kind": threat.kind, "text": threat.title} if threat else {}
    if threat:
        begun["response"] = "\n".join(threat.answers)

    def make(data: Any, initial: dict[str, Any]) -> RiskForm:
        return RiskForm(
            data,
            initial=begun | initial,
            partners=desk.project.partners.all(),
            assumptions=desk.project.assumptions.all(),
        )

    page = part_page(
        desk,
        row=row,
        model=Risk,
        names=RISK_FACTS,
        make=make,
        fixed={"threat": threat.key} if threat else {},
        title=_("What may go wrong"),
        lead=_("Keep of it what holds for you.") if threat else "",
        tab="risks",
        back=reverse("workbench_risks", args=[pk]),
    )
    return answer(request, desk, page)
