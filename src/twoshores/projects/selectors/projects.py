"""Projects that a reader may see: one, or the lists."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Expression, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common.models import Visibility

from ..models import Project, ProjectPartner, Result

type Projects = Iterable[Project] | QuerySet[Project]  # those of one's list, or one project


def example_projects() -> QuerySet[Project]:
    """The known projects, which are for everybody."""
    return Project.objects.filter(is_example=True)


def projects_visible_to(user: Reader) -> QuerySet[Project]:
    """Examples for everybody; designs as their keepers show them, and to their own members."""
    shown = Q(is_example=True) | Q(visibility=Visibility.PUBLIC)
    if user.is_authenticated:
        shown |= Q(visibility=Visibility.MEMBERS) | _worked_on(user)
    return Project.objects.filter(shown)


def projects_worked_on_by(user: User) -> QuerySet[Project]:
    """Designs of the reader's organisations, and those in which one of these is a partner."""
    return Project.objects.filter(_worked_on(user)).select_related("owner", "place")


def project_or_404(user: Reader, code: str) -> Project:
    """One project that the reader may see, with its parts, or Http404. Three queries."""
    project = (
        projects_visible_to(user)
        .filter(code=code)
        .prefetch_related("countries", "partners")
        .first()
    )
    if project is None:
        raise Http404
    return project


# What a higher app wants to know of a project whenever somebody works on it, without a query of
# its own: name -> an expression over Project. Filled in `AppConfig.ready()`.
MARKS: dict[str, Expression] = {}


def worked_project_or_404(user: User, pk: str | UUID) -> Project:
    """One project that a reader works on, with countries and partners, or Http404."""
    try:
        rows = projects_worked_on_by(user).annotate(**MARKS)
        project = rows.prefetch_related("countries", "partners").get(pk=pk)
    except (Project.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
    return project


def with_iati_parts(projects: QuerySet[Project]) -> QuerySet[Project]:
    """The same, with what every export as IATI reads: four queries more, whatever the number."""
    partners = ProjectPartner.objects.select_related("organisation")
    silent = (
        Result.objects.filter(project=OuterRef("pk"), indicators=None)
        .order_by()
        .values("project")
        .annotate(number=Count("pk"))
        .values("number")
    )
    projects = projects.annotate(silent_results=Coalesce(Subquery(silent), 0))
    return projects.select_related("owner", "place", "published").prefetch_related(
        "countries", Prefetch("partners", partners), "alignments", "periods"
    )


def worked_iati_project_or_404(user: Reader, pk: str | UUID) -> Project:
    """A project that a reader works on, with what an export reads, or Http404."""
    if not isinstance(user, User):
        raise Http404
    project = with_iati_parts(projects_worked_on_by(user).filter(pk=pk)).first()
    if project is None:
        raise Http404
    return project


def public_iati_project(user: Reader, code: str) -> Project:
    """A design whose public page the reader may see, with what an export reads, or Http404."""
    rows = projects_visible_to(user).filter(code=code, is_example=False, owner__isnull=False)
    project = with_iati_parts(rows).first()
    if project is None:
        raise Http404
    return project


def projects_written_for(user: User) -> QuerySet[Project]:
    """The same, of organisations for which the reader writes: what waits there waits for them."""
    return Project.objects.filter(_worked_on(user, role__in=WRITERS))


def _worked_on(user: User, **part: Any) -> Q:
    own = Membership.objects.filter(user=user, **part).values("organisation")
    as_partner = ProjectPartner.objects.filter(organisation__in=own, left_on=None)
    mine = Q(owner__in=own) | Q(pk__in=as_partner.values("project"))
    return Q(is_example=False, owner__isnull=False) & mine
