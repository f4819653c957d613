"""Missions, scoped to the programme's people, and to partners once a mission is shared."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from twoshores.projects.models import Project
from twoshores.projects.selectors.projects import Projects

from ..models import Mission, MissionAction, Programme, Proposal
from ..permissions.programmes import Standing


def missions_seen_by(programme: Programme, standing: Standing) -> QuerySet[Mission]:
    """All for those who read the programme, those of their countries for focal points."""
    rows = programme.missions.select_related("project", "programme").annotate(
        open_actions=Count("actions", filter=Q(actions__done_on__isnull=True))
    )
    if standing.reads:
        return rows
    office = standing.focal_point
    if office is None:
        return rows.none()
    return rows.filter(country__in=office.countries) if office.countries else rows


def mission_or_404(programme: Programme, standing: Standing, pk: Any) -> Mission:
    """One mission with its points and actions, or Http404."""
    rows = missions_seen_by(programme, standing)
    return _one(rows, pk)


def shared_missions_of(project: Project) -> QuerySet[Mission]:
    """What partners of a project read. The reader was let into the project."""
    return project.missions.filter(shared_at__isnull=False).select_related("programme")


def shared_mission_or_404(project: Project, pk: Any) -> Mission:
    """One of them with its points and actions, or Http404."""
    return _one(shared_missions_of(project), pk)


def _one(rows: QuerySet[Mission], pk: Any) -> Mission:
    try:
        return rows.prefetch_related("points", "actions__partner", "project__partners").get(pk=pk)
    except (Mission.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def projects_to_visit(programme: Programme) -> QuerySet[Project]:
    """Projects that the programme funds: selected proposals of its calls."""
    chosen = Proposal.objects.filter(call__programme=programme, state=Proposal.State.SELECTED)
    return Project.objects.filter(proposals__in=chosen).distinct().order_by("code")


def actions_due(projects: Projects) -> QuerySet[MissionAction]:
    """Open actions of shared missions of projects that are a partner's to do, while it takes part
    (see `permissions.leaving`)."""
    return MissionAction.objects.filter(
        mission__project__in=projects,
        mission__shared_at__isnull=False,
        mission__state=Mission.State.MADE,
        done_on__isnull=True,
        partner__isnull=False,
        partner__left_on__isnull=True,
    )
