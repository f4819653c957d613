"""Bringing published IATI activities in as projects: all of a file, or nothing of it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines import iati

from ..iati.incoming import (
    NAME,
    REF,
    Source,
    contradicts,
    fill_project,
    write_parts,
    write_record,
)
from ..iati.kept import Kept
from ..iati.report import ImportReport, Problem
from ..models import Project, PublishedRecord
from ..permissions.projects import can_create_project, can_edit_project
from .projects import free_code

LONGEST_IDENTIFIER = 200
MOST_INDICATORS = 3_000
MOST_SPANS = 500
type Progress = Callable[[float], None]


class _NothingSaved(Exception):
    """Takes the transaction back; the report says why."""


def iati_import(
    *, by: User, organisation: Organisation, data: bytes, progress: Progress | None = None
) -> ImportReport:
    """Every activity of a file as a project of the organisation, seen by its own people only.

    An identifier that is here already changes its project, if `by` may change that one. With one
    problem nothing is saved, and the rest of the file is read for others. progress is told the
    share of the file that was read, 0 to 1. Raises PermissionDenied.
    """
    require(can_create_project(by, organisation))
    source = Source(by, organisation, hashlib.sha256(data).hexdigest(), timezone.localdate())
    report = ImportReport()
    try:
        with transaction.atomic():
            _Import(source, report).run(data, progress)
            if report.problems_count:
                raise _NothingSaved
    except _NothingSaved:
        report.created = report.updated = 0
        report.projects = []
    return report


@dataclass(slots=True)
class _Import:
    source: Source
    report: ImportReport
    seen: set[str] = field(default_factory=set)
    new: list[Project] = field(default_factory=list)
    changed: list[Project] = field(default_factory=list)

    def run(self, data: bytes, progress: Progress | None) -> None:
        try:
            for read in iati.read_activities(data, today=self.source.today):
                self._one(read)
                if progress is not None:
                    progress(read.done)
        except iati.Refused as refused:
            self.report.problem(Problem(refused.reason, refused.line, detail=refused.detail))
            return
        if self.report.is_saved:
            self._note_down()

    def _note_down(self) -> None:
        by, organisation = self.source.by, self.source.organisation
        audit.record("iati.import", organisation, by=by, about=organisation)
        for verb, rows in (("project.import", self.new), ("project.import_again", self.changed)):
            audit.record_many(verb, ((row, organisation) for row in rows), by=by)

    def _one(self, read: iati.Read) -> None:
        activity, report = read.activity, self.report
        report.count(activity)
        report.left += read.left
        report.rules.update(rule.rule for rule in read.rules if rule.is_error)
        for trouble in read.troubles:
            report.note(trouble)
        if contradicts(activity):
            line = activity.line
            kind = iati.Kind.ENDS_BEFORE_START
            report.note(iati.Trouble(kind, line, "iati-activity", activity.identifier))
        for broken in read.schema:
            self._problem("schema", read, broken.message, broken.line)
        if not read.schema and self._is_new_here(read) and report.is_saved:
            self._write(read)

    def _problem(self, code: str, read: iati.Read, detail: str = "", line: int = 0) -> None:
        activity = read.activity
        line = line or activity.line
        self.report.problem(Problem(code, line, activity.identifier[:120], detail[:300]))

    def _is_new_here(self, read: iati.Read) -> bool:
        """Whether the identifier can be kept and stands in this file for the first time."""
        activity = read.activity
        if not activity.identifier:
            self._problem("no_identifier", read)
        elif len(activity.identifier) > LONGEST_IDENTIFIER:
            self._problem("long_identifier", read)
        elif len(activity.reporter.ref) > REF or len(activity.reporter.name) > NAME:
            self._problem("long_reporter", read)
        elif _is_huge(activity):
            self._problem("too_many", read)
        elif activity.identifier in self.seen:
            self._problem("identifier_twice", read)
        else:
            self.seen.add(activity.identifier)
            return True
        return False

    def _write(self, read: iati.Read) -> None:
        activity, source = read.activity, self.source
        project = _project_of(activity.identifier, source.organisation)
        is_new = project is None
        if project is None:
            project = _begun(source)
        elif (refusal := _refusal(source.by, project)) is not None:
            self._problem(refusal, read)
            return
        kept = Kept()
        try:
            fill_project(project, activity, source, kept)
            write_parts(project, activity, source, kept, is_new=is_new)
        except ValidationError as error:
            self._problem("locked", read, " ".join(error.messages))
            return
        write_record(project, activity, source, kept, is_new=is_new)
        (self.new if is_new else self.changed).append(project)
        self.report.created += is_new
        self.report.updated += not is_new
        self.report.projects.append(str(project.pk))


def _is_huge(activity: iati.Activity) -> bool:
    """More rows than any page of a project could show."""
    indicators = list(activity.indicators())
    spans = {(period.starts, period.ends) for one in indicators for period in one.periods}
    return len(indicators) > MOST_INDICATORS or len(spans) > MOST_SPANS


def _refusal(by: User, project: Project) -> str | None:
    """Why a file may not change a project that is here; None if it may."""
    if not can_edit_project(by, project):
        return "not_yours"
    if not PublishedRecord.objects.filter(project=project).exists():
        return "designed_here"
    # Its own money leaves in the same elements: the file would double it.
    if project.budget_lines.exists() or project.expenses.exists():
        return "run_here"
    return None


def _begun(source: Source) -> Project:
    organisation = source.organisation
    return Project(
        code=free_code(),
        owner=organisation,
        created_by=source.by,
        is_demo=organisation.is_demo,
    )


def _project_of(identifier: str, organisation: Organisation) -> Project | None:
    """The project that is or would be published under an identifier, locked; None if none is."""
    projects = Project.objects.select_for_update(of=("self",))
    record = PublishedRecord.objects.filter(identifier=identifier).first()
    if record is not None:
        return projects.get(pk=record.project_id)
    own = organisation.iati_identifier
    if own and identifier.startswith(f"{own}-"):
        code = identifier.removeprefix(f"{own}-")
        return projects.filter(code=code, owner=organisation, is_example=False).first()
    return None
