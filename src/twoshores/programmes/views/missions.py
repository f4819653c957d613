"""Monitoring missions: planned, made with a checklist, shared, followed to the end."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.projects.forms.fields import initial_of_rows
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer
from twoshores.projects.views.workspace import desk_or_404 as project_desk_or_404

from ..forms.missions import (
    ACTION_FACTS,
    MISSION_FACTS,
    ActionForm,
    DoneForm,
    FindingsForm,
    MissionForm,
)
from ..mission_states import MACHINE
from ..models import Mission, MissionAction
from ..permissions.missions import can_do_action, can_plan_mission, can_write_mission
from ..selectors import missions as selectors
from ..services import missions as services
from .desk import ProgrammeDesk, desk_or_404
from .offline import answered, kept_context

PAGE_LENGTH = 30


def _desk(request: HttpRequest, pk: str) -> ProgrammeDesk:
    """For those who read the programme and for focal points."""
    desk = desk_or_404(request, pk, to_read=False)
    if not (desk.standing.reads or desk.standing.focal_point):
        raise Http404
    return desk


def _writing(request: HttpRequest, pk: str, mission: str) -> tuple[ProgrammeDesk, Mission]:
    desk = _desk(request, pk)
    row = selectors.mission_or_404(desk.programme, desk.standing, mission)
    decision = can_write_mission(desk.user, row)
    if not decision:
        raise PermissionDenied(decision.reason)
    return desk, row


@access("object")
@require_safe
def programme_missions(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Visits planned and made; those with open actions say so."""
    desk = _desk(request, pk)
    rows = selectors.missions_seen_by(desk.programme, desk.standing)
    page = Paginator(rows.order_by("-starts", "pk"), PAGE_LENGTH).get_page(request.GET.get("page"))
    plans = desk.runs or desk.standing.focal_point is not None
    context = desk.head("missions") | {"page": page, "plans": plans}
    return render(request, "programmes/missions.html", context)


@access("object")
def mission_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Plan a visit."""
    desk = _desk(request, pk)
    if not (desk.runs or desk.standing.focal_point):
        raise PermissionDenied(_("Missions are planned by those who run the programme."))
    return answer(request, desk, _facts_page(desk, None))


@access("object")
def mission_edit(request: HttpRequest, pk: str, mission: str) -> HttpResponseBase:
    """Change what was planned."""
    desk, row = _writing(request, pk, mission)
    return answer(request, desk, _facts_page(desk, row))


def _facts_page(desk: ProgrammeDesk, row: Mission | None) -> RowPage:
    initial = initial_of_rows(row, MISSION_FACTS) or {"language": reader_language()}

    def make(data: Any) -> MissionForm:
        return MissionForm(
            data,
            initial=initial,
            projects=selectors.projects_to_visit(desk.programme),
            reader_language=reader_language(),
        )

    def save(cleaned: dict[str, Any], version: int) -> None:
        if row is None:
            services.mission_plan(by=desk.user, programme=desk.programme, facts=cleaned)
        else:
            services.mission_update(
                by=desk.user, mission=row, opened_version=version, facts=cleaned
            )

    key = row.pk.hex if row else desk.programme.pk.hex
    back = (
        reverse("mission", args=[desk.programme.pk, row.pk])
        if row
        else reverse("programme_missions", args=[desk.programme.pk])
    )
    return RowPage(
        title=_("The mission") if row else _("Plan a mission"),
        tab="missions",
        make_form=make,
        save=save,
        back=back,
        version=row.version if row else 0,
        draft_key=f"mission:{key}"[:40],
    )


@access("object")
@require_safe
def mission(request: HttpRequest, pk: str, mission: str) -> HttpResponseBase:
    """One mission: what was looked at, what was found, what follows."""
    desk = _desk(request, pk)
    row = selectors.mission_or_404(desk.programme, desk.standing, mission)
    plans = bool(can_plan_mission(desk.user, desk.programme, row.country))
    context = (
        desk.head("missions")
        | _shown(row)
        | {
            "writes": bool(can_write_mission(desk.user, row)),
            "moves": MACHINE.open_moves(row.state) if plans else [],
            "plans": plans,
            "doable": [],
        }
    )
    return render(request, "programmes/mission.html", context)


def _shown(row: Mission) -> dict[str, Any]:
    return {"mission": row, "points": row.points.all(), "today": timezone.localdate()}


@access("object")
def mission_write(request: HttpRequest, pk: str, mission: str) -> HttpResponseBase:
    """Write what was found, on the spot. The form keeps what was typed where no line is."""
    desk, row = _writing(request, pk, mission)

    def make(data: Any) -> FindingsForm:
        return FindingsForm(data, mission=row)

    def save(cleaned: dict[str, Any], version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        services.mission_write(
            by=desk.user,
            mission=row,
            opened_version=version,
            summary=cleaned["summary"],
            points=bound.points(),
        )

    page = RowPage(
        title=_("What was found"),
        tab="missions",
        make_form=make,
        save=save,
        back=reverse("mission", args=[pk, row.pk]),
        version=row.version,
        draft_key=f"findings:{row.pk.hex}"[:40],
        template="programmes/mission_write.html",
        extra=kept_context(desk.user, f"findings:{row.pk.hex}"),
    )
    return answered(request, answer(request, desk, page))


@access("object")
@require_POST
def mission_move(request: HttpRequest, pk: str, mission: str) -> HttpResponseBase:
    """It took place, it is called off, it is closed; or partners may read it."""
    desk = _desk(request, pk)
    row = selectors.mission_or_404(desk.programme, desk.standing, mission)
    move = request.POST.get("move", "")
    if move != "share" and move not in MACHINE.moves:
        raise Http404
    try:
        if move == "share":
            services.mission_share(by=desk.user, mission=row)
        else:
            services.mission_move(by=desk.user, mission=row, move=move)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done."))
    return redirect("mission", pk, row.pk)


@access("object")
def action_new(request: HttpRequest, pk: str, mission: str) -> HttpResponseBase:
    """Add what follows."""
    desk, row = _writing(request, pk, mission)
    return answer(request, desk, _action_page(desk, row, None))


@access("object")
def action_edit(request: HttpRequest, pk: str, mission: str, action: str) -> HttpResponseBase:
    """Change an action, or take it out."""
    desk, row = _writing(request, pk, mission)
    found = get_object_or_404(row.actions, pk=action)
    return answer(request, desk, _action_page(desk, row, found))


def _action_page(desk: ProgrammeDesk, row: Mission, found: MissionAction | None) -> RowPage:
    def make(data: Any) -> ActionForm:
        partners = [one for one in row.project.partners.all() if one.left_on is None]
        return ActionForm(data, initial=initial_of_rows(found, ACTION_FACTS), partners=partners)

    def save(cleaned: dict[str, Any], version: int) -> None:
        if found is None:
            services.action_add(by=desk.user, mission=row, facts=cleaned)
        else:
            services.action_update(
                by=desk.user, action=found, opened_version=version, facts=cleaned
            )

    def remove() -> None:
        assert found is not None
        services.action_remove(by=desk.user, action=found)

    return RowPage(
        title=_("What follows"),
        tab="missions",
        make_form=make,
        save=save,
        back=reverse("mission", args=[desk.programme.pk, row.pk]),
        version=found.version if found else 0,
        remove=remove if found else None,
        draft_key=f"action:{(found or row).pk.hex}"[:40],
    )


@access("object")
def action_done(request: HttpRequest, pk: str, mission: str, action: str) -> HttpResponseBase:
    """The programme notes that an action is done."""
    desk = _desk(request, pk)
    row = selectors.mission_or_404(desk.programme, desk.standing, mission)
    found = get_object_or_404(row.actions.select_related("mission__programme"), pk=action)
    back = reverse("mission", args=[pk, row.pk])
    return answer(request, desk, _done_page(desk.user, found, back, tab="missions"))


def _done_page(user: Any, action: MissionAction, back: str, *, tab: str) -> RowPage:
    decision = can_do_action(user, action)
    if not decision:
        raise PermissionDenied(decision.reason)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        services.action_done(
            by=user, action=action, on=cleaned["done_on"], evidence=cleaned["evidence"]
        )

    return RowPage(
        title=_("It is done"),
        lead=action.text,
        tab=tab,
        make_form=lambda data: DoneForm(data, initial={"done_on": timezone.localdate()}),
        save=save,
        back=back,
        draft_key=f"done:{action.pk.hex}"[:40],
    )


@access("object")
@require_safe
def project_missions(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What missions found of a project, for its partners."""
    desk = project_desk_or_404(request, pk)
    context = desk.head("visits") | {"rows": selectors.shared_missions_of(desk.project)}
    return render(request, "programmes/project_missions.html", context)


@access("object")
@require_safe
def project_mission(request: HttpRequest, pk: str, mission: str) -> HttpResponseBase:
    """One shared mission, and which of its actions are the reader's to do."""
    desk = project_desk_or_404(request, pk)
    row = selectors.shared_mission_or_404(desk.project, mission)
    actions = row.actions.select_related("mission__programme", "mission__project", "partner")
    doable = [one.pk for one in actions if one.done_on is None and can_do_action(desk.user, one)]
    context = desk.head("visits") | _shown(row) | {"doable": doable}
    return render(request, "programmes/project_mission.html", context)


@access("object")
def project_action_done(
    request: HttpRequest, pk: str, mission: str, action: str
) -> HttpResponseBase:
    """A partner says that its action is done."""
    desk = project_desk_or_404(request, pk)
    row = selectors.shared_mission_or_404(desk.project, mission)
    found = get_object_or_404(
        row.actions.select_related("mission__programme", "mission__project", "partner"), pk=action
    )
    back = reverse("project_mission", args=[pk, row.pk])
    return answer(request, desk, _done_page(desk.user, found, back, tab="visits"))
