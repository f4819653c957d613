"""Writes of monitoring missions: planned, made, shared, their actions followed to the end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import save_version
from twoshores.common.states import WrongState
from twoshores.projects.models import Project
from twoshores.projects.services.rows import check_facts

from ..checklist import POINTS
from ..mission_states import MACHINE
from ..models import Mission, MissionAction, MissionPoint, Programme
from ..permissions.missions import can_do_action, can_plan_mission, can_write_mission
from ..selectors.missions import projects_to_visit


@transaction.atomic
def mission_plan(*, by: User, programme: Programme, facts: Mapping[str, Any]) -> Mission:
    """Plan a visit, with the usual checklist in the mission's language.

    facts: project, country, language, title, starts, ends. Raises PermissionDenied, or
    ValidationError by field.
    """
    require(can_plan_mission(by, programme, facts["country"]))
    _check_funded(programme, facts["project"])
    mission = Mission(programme=programme, **facts)
    mission.full_clean()
    mission.save(force_insert=True)
    with override(mission.language):
        MissionPoint.objects.bulk_create(
            MissionPoint(mission=mission, position=place, text=str(text))
            for place, (text, _section) in enumerate(POINTS, start=1)
        )
    audit.record("mission.create", mission, by=by, about=programme.organisation, fields=facts)
    return mission


@transaction.atomic
def mission_update(
    *, by: User, mission: Mission, opened_version: int, facts: Mapping[str, Any]
) -> Mission:
    """Change a mission's facts. Raises StaleVersion, or ValidationError by field."""
    locked = _lock(mission)
    require(can_write_mission(by, locked))
    require(can_plan_mission(by, locked.programme, facts.get("country", locked.country)))
    _check_project(locked, facts.get("project", locked.project))
    check_facts(locked, facts)
    changed = save_version(locked, facts, opened_version=opened_version)
    _note("mission.update", locked, by, changed)
    return locked


@transaction.atomic
def mission_write(
    *,
    by: User,
    mission: Mission,
    opened_version: int,
    summary: str,
    points: Mapping[int, tuple[bool | None, str]],
) -> Mission:
    """Write what was found: the summary, and by point id (well or not or not looked at, note).

    One form, one save: what was typed on a phone without a line comes whole or not at all.
    Raises StaleVersion if somebody else wrote since it was opened.
    """
    mission = _lock(mission)
    require(can_write_mission(by, mission))
    check_facts(mission, {"summary": summary})
    changed = save_version(mission, {"summary": summary}, opened_version=opened_version)
    rows = {row.pk: row for row in mission.points.all()}
    written = []
    for pk, (is_well, note) in points.items():
        row = rows.get(pk)
        if row is None:
            raise ValidationError(_("A point of the list is gone. Look at the page again."))
        if (row.is_well, row.note) != (is_well, note):
            row.is_well, row.note = is_well, note
            row.version += 1
            row.full_clean()
            written.append(row)
    MissionPoint.objects.bulk_update(written, ["is_well", "note", "version"])
    if changed or written:
        _note("mission.write", mission, by, [*changed, *(["points"] if written else [])])
    return mission


@transaction.atomic
def mission_move(*, by: User, mission: Mission, move: str) -> Mission:
    """make, call_off, close, reopen. Raises WrongState; ValidationError while actions are open."""
    locked = _lock(mission)
    require(can_plan_mission(by, locked.programme, locked.country))
    locked.state = MACHINE.after(move, locked.state)
    if move == "close" and locked.actions.filter(done_on__isnull=True).exists():
        raise ValidationError(_("An action is still open. A mission closes when all are done."))
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    _note(f"mission.{move}", locked, by, ["state"])
    return locked


@transaction.atomic
def mission_share(*, by: User, mission: Mission) -> Mission:
    """Let the project's partners read it; what was shared stays shared."""
    locked = _lock(mission)
    require(can_plan_mission(by, locked.programme, locked.country))
    if locked.state == Mission.State.PLANNED:
        raise ValidationError(_("Write first what was found."))
    if locked.shared_at is None:
        locked.shared_at = timezone.now()
        locked.version += 1
        locked.save(update_fields=["shared_at", "version"])
        _note("mission.share", locked, by, ["shared_at"])
    return locked


@transaction.atomic
def action_add(*, by: User, mission: Mission, facts: Mapping[str, Any]) -> MissionAction:
    """Add what follows from a mission: text, due_on, partner (None: the programme itself)."""
    mission = _lock(mission)
    require(can_write_mission(by, mission))
    _check_partner(mission, facts)
    row = MissionAction(mission=mission, **facts)
    row.full_clean()
    row.save(force_insert=True)
    _note("missionaction.create", mission, by, facts)
    return row


@transaction.atomic
def action_update(
    *, by: User, action: MissionAction, opened_version: int, facts: Mapping[str, Any]
) -> MissionAction:
    """Change an action. Raises StaleVersion, or ValidationError by field."""
    locked = _lock_action(action)
    require(can_write_mission(by, locked.mission))
    _check_partner(locked.mission, facts)
    check_facts(locked, facts)
    changed = save_version(locked, facts, opened_version=opened_version)
    _note("missionaction.update", locked.mission, by, changed)
    return locked


@transaction.atomic
def action_remove(*, by: User, action: MissionAction) -> None:
    """Take an action out that was written by mistake. Raises WrongState once it is done."""
    locked = _lock_action(action)
    require(can_write_mission(by, locked.mission))
    _check_open(locked)
    locked.delete()
    _note("missionaction.remove", locked.mission, by, [])


@transaction.atomic
def action_done(*, by: User, action: MissionAction, on: date, evidence: str) -> MissionAction:
    """Say that an action is done, and what shows it.

    Raises PermissionDenied, WrongState where somebody said so already, ValidationError by field.
    """
    locked = _lock_action(action)
    require(can_do_action(by, locked))
    _check_open(locked)
    if on > timezone.localdate():
        raise ValidationError({"done_on": _("This day has not come yet.")})
    locked.done_on, locked.evidence = on, evidence.strip()
    locked.version += 1
    locked.full_clean()
    locked.save(update_fields=["done_on", "evidence", "version"])
    _note("missionaction.done", locked.mission, by, ["done_on", "evidence"])
    return locked


def _check_open(action: MissionAction) -> None:
    """What the other side said meanwhile is not written over."""
    if action.done_on is not None:
        raise WrongState(_("This has moved on in the meantime. Look at the page again."))


def _check_funded(programme: Programme, project: Project) -> None:
    if not projects_to_visit(programme).filter(pk=project.pk).exists():
        raise ValidationError({"project": _("Choose a project that the programme funds.")})


def _check_project(mission: Mission, project: Project) -> None:
    """What was found of one project is not another's: its partners would read it, and actions
    would be asked of partners who are not in it."""
    if project.pk == mission.project_id:
        return
    _check_funded(mission.programme, project)
    is_written = mission.summary or mission.points.exclude(is_well=None, note="").exists()
    if mission.state != Mission.State.PLANNED or is_written or mission.actions.exists():
        raise ValidationError(
            {"project": _("What was written here is of this project. Plan another mission.")}
        )


def _check_partner(mission: Mission, facts: Mapping[str, Any]) -> None:
    partner = facts.get("partner")
    if partner is not None and partner.project_id != mission.project_id:
        raise ValidationError({"partner": _("Choose from the list.")})


def _lock(mission: Mission) -> Mission:
    return (
        Mission.objects.select_for_update(of=("self",))
        .select_related("programme__organisation", "project")
        .get(pk=mission.pk)
    )


def _lock_action(action: MissionAction) -> MissionAction:
    """The action, locked, below its mission: whether it may be done hangs on both."""
    mission = _lock(action.mission)
    locked = (
        MissionAction.objects.select_for_update(of=("self",))
        .select_related("partner")
        .filter(pk=action.pk)
        .first()
    )
    if locked is None:
        raise WrongState(_("This has moved on in the meantime. Look at the page again."))
    locked.mission = mission
    return locked


def _note(verb: str, mission: Mission, by: User, fields: Any) -> None:
    audit.record(verb, mission, by=by, about=mission.programme.organisation, fields=fields)
