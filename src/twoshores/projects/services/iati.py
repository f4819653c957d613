"""Projects leaving as IATI 2.03: selectors let the reader in; what lacks is said, not guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines import iati

from ..iati.lacking import Lack, lacks_of
from ..iati.outgoing import Outgoing, activity_of
from ..iati.scope import ALL, Scope, public_scope
from ..models import Project
from ..permissions.projects import can_edit_project
from ..selectors.projects import projects_worked_on_by, with_iati_parts


class NotWhole(ValidationError):
    """The project lacks what IATI demands; `lacks` says what."""

    def __init__(self, lacks: list[Lack]) -> None:
        self.lacks = lacks
        super().__init__([lack.what for lack in lacks])


@dataclass(frozen=True, slots=True)
class Checked:
    """What would be exported, what stays behind, and where it breaks schema or ruleset."""

    outgoing: Outgoing
    broken: list[str]
    warnings: list[str]


def project_checked(project: Project, scope: Scope = ALL) -> Checked:
    """An export tried out. Raises NotWhole."""
    outgoing = _whole(project, scope)
    element = iati.activity_element(outgoing.activity)
    broken = [problem.message for problem in iati.schema_problems(element)]
    rules = iati.rule_problems(element, today=timezone.localdate())
    broken += [f"{rule.rule} {rule.message}" for rule in rules if rule.is_error]
    warnings = [f"{rule.rule} {rule.message}" for rule in rules if not rule.is_error]
    return Checked(outgoing, broken, warnings)


def project_export(project: Project, scope: Scope = ALL) -> bytes:
    """One project as a whole document. Raises NotWhole."""
    return iati.write_document([_whole(project, scope).activity], generated=timezone.now())


def project_export_public(project: Project) -> bytes:
    """What the project's public page shows of it. Raises NotWhole."""
    return project_export(project, public_scope(project.shown))


@transaction.atomic
def shares_set(*, by: User, project: Project, shares: Mapping[str, Decimal | None]) -> None:
    """Which percentage of the project's money goes to each country, by ISO code."""
    require(can_edit_project(by, project))
    for row in project.countries.filter(country__in=shares):
        row.percent = shares[row.country]
        row.save(update_fields=["percent"])
    audit.record("project.update", project, by=by, about=project.owner, fields=["countries"])


def exportable(user: User) -> tuple[list[Project], list[Project]]:
    """Of the projects that the reader works on: those that can leave, and those that lack."""
    ready: list[Project] = []
    lacking: list[Project] = []
    for project in with_iati_parts(projects_worked_on_by(user)).order_by("code"):
        (lacking if lacks_of(project) else ready).append(project)
    return ready, lacking


def projects_export(projects: list[Project], *, generated: datetime) -> Iterator[bytes]:
    """Many projects as one document, piece by piece: one project in memory at a time."""
    activities = (activity_of(project).activity for project in projects)
    return iati.document_pieces(activities, generated=generated)


def _whole(project: Project, scope: Scope) -> Outgoing:
    lacks = lacks_of(project)
    if lacks:
        raise NotWhole(lacks)
    return activity_of(project, scope)
