"""Goal and roles: each partner's words, the shared text, differences, who does what."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.parts import part_page
from twoshores.projects.views.row_pages import RowPage, answer
from twoshores.projects.views.workspace import Desk, desk_or_404

from ..forms.vision import (
    DIFFERENCE_FACTS,
    JOINT_FACTS,
    ORIGIN_FACTS,
    VISION_FACTS,
    DifferenceForm,
    JointForm,
    OriginForm,
    RolesForm,
    VisionForm,
)
from ..models import JointVision, PartnershipOrigin, PartnerVision, VisionDifference
from ..origins import TOLD
from ..permissions.visions import can_write_vision, partners_spoken_for
from ..selectors.meetings import partners_of
from ..selectors.vision import goal_of, roles_of
from ..services import vision as services

TAB = "vision"


@access("object")
@require_safe
def vision(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The goal in each partner's words side by side, differences, roles, how it came about."""
    desk = desk_or_404(request, pk)
    goal, roles = goal_of(desk.project), roles_of(desk.project)
    part_words = {
        "responsible": _("Responsible"),
        "contributes": _("Contributes"),
        "consulted": _("Is consulted"),
        "informed": _("Is informed"),
    }
    context = desk.head(TAB) | {
        "goal": goal,
        "speaks_for": partners_spoken_for(desk.user, desk.project),
        "roles": roles,
        "rows": [
            {
                "activity": activity,
                "cells": [
                    part_words.get(roles.parts.get(activity.pk, {}).get(partner.pk, ""), "")
                    for partner in roles.partners
                ],
            }
            for activity in roles.activities
        ],
        "origins": [
            {"label": PartnershipOrigin.How(how).label, "told": TOLD[how]}
            for how in (goal.origin.how if goal.origin else [])
            if how in TOLD
        ],
    }
    return render(request, "alliances/vision.html", context)


@access("object")
def partner_vision(request: HttpRequest, pk: str, partner: int) -> HttpResponseBase:
    """One partner's own words."""
    desk = desk_or_404(request, pk)
    whose = part_or_404(desk.project.partners.all(), partner)
    if not can_write_vision(desk.user, desk.project, whose):
        raise Http404
    row = desk.project.visions.filter(partner=whose).first()

    def write(of: PartnerVision | None, facts: dict[str, Any], version: int) -> PartnerVision:
        return services.partner_vision_write(
            by=desk.user, partner=whose, row=of, opened_version=version, facts=facts
        )

    page = part_page(
        desk,
        row=row,
        model=PartnerVision,
        names=VISION_FACTS,
        make=_with_language(VisionForm),
        title=_("The goal in the words of %(who)s") % {"who": whose.name},
        tab=TAB,
        back=_back(desk),
        create=lambda facts: write(None, facts, 0),
        update=write,
        remove=partial(services.partner_vision_remove, by=desk.user, row=row) if row else None,
    )
    return answer(request, desk, page)


@access("object")
def joint_vision(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The text that all agree on."""
    desk = desk_or_404(request, pk, to_write=True)
    row = JointVision.objects.filter(project=desk.project).first()
    initial: dict[str, Any] = {"language": reader_language()}
    if row is not None:
        initial = {name: getattr(row, name) for name in JOINT_FACTS}
        initial["agreed_by"] = [str(one.pk) for one in row.agreed_by.all()]
    make = partial(
        JointForm,
        initial=initial,
        partners=partners_of(desk.project),
        reader_language=reader_language(),
    )

    def save(cleaned: dict[str, Any], version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        services.joint_vision_write(
            by=desk.user,
            project=desk.project,
            row=row,
            opened_version=version,
            facts={name: cleaned[name] for name in JOINT_FACTS},
            agreed_by=bound.chosen(),
        )

    page = RowPage(
        title=_("The goal we share"),
        tab=TAB,
        make_form=make,
        save=save,
        back=_back(desk),
        version=row.version if row else 0,
        draft_key=f"jointvision:{desk.project.pk.hex[:24]}",
    )
    return answer(request, desk, page)


@access("object")
def difference(request: HttpRequest, pk: str, difference: int | None = None) -> HttpResponseBase:
    """Where partners differ, and how it was settled."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.differences.all()
    row = part_or_404(rows, difference) if difference is not None else None
    chosen = [str(one.pk) for one in row.partners.all()] if row is not None else []

    def make(data: Any, initial: dict[str, Any]) -> DifferenceForm:
        return DifferenceForm(
            data, initial=initial | {"partners": chosen}, partners=partners_of(desk.project)
        )

    def write(of: VisionDifference | None, facts: dict[str, Any], version: int) -> Any:
        bound = make(request.POST, {})
        bound.full_clean()
        return services.difference_write(
            by=desk.user,
            project=desk.project,
            row=of,
            opened_version=version,
            facts=facts,
            partners=bound.chosen(),
        )

    page = part_page(
        desk,
        row=row,
        model=VisionDifference,
        names=DIFFERENCE_FACTS,
        make=make,
        title=_("Where partners see it differently"),
        tab=TAB,
        back=_back(desk),
        create=lambda facts: write(None, facts, 0),
        update=write,
    )
    return answer(request, desk, page)


@access("object")
def origin(request: HttpRequest, pk: str) -> HttpResponseBase:
    """How the partnership came about."""
    desk = desk_or_404(request, pk, to_write=True)

    def make(data: Any, initial: dict[str, Any]) -> OriginForm:
        return OriginForm(data, initial=initial)

    page = part_page(
        desk,
        row=PartnershipOrigin.objects.filter(project=desk.project).first(),
        model=PartnershipOrigin,
        names=ORIGIN_FACTS,
        make=make,
        title=_("How the partnership came about"),
        tab=TAB,
        back=_back(desk),
    )
    return answer(request, desk, page)


@access("object")
def roles(request: HttpRequest, pk: str, activity: str) -> HttpResponseBase:
    """One activity: what each partner does for it."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.activities.all(), activity)
    now = roles_of(desk.project).parts.get(row.pk, {})
    make = partial(
        RolesForm,
        initial={f"part_{partner}": part for partner, part in now.items()},
        partners=partners_of(desk.project),
    )

    def save(_cleaned: dict[str, Any], version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        services.roles_set(by=desk.user, activity=row, opened_version=version, parts=bound.parts())

    page = RowPage(
        title=row.title,
        lead=_("Who is responsible and who contributes stands in the work plan too."),
        tab=TAB,
        make_form=make,
        save=save,
        back=_back(desk),
        version=row.version,
    )
    return answer(request, desk, page)


def _with_language(form: Any) -> Any:
    def make(data: Any, initial: dict[str, Any]) -> Any:
        given = {"language": reader_language()} | initial
        return form(data, initial=given, reader_language=reader_language())

    return make


def _back(desk: Desk) -> str:
    return reverse("alliance_vision", args=[desk.project.pk])
