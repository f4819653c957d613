"""Bringing published IATI activities in as projects: all of a file, or nothing of it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines import iati

from ..iati.incoming import (
    NAME,
    REF,
    Into,
    Source,
    contradicts,
    fill_project,
    record_of,
    write_parts,
)
from ..iati.kept import Kept
from ..iati.report import ImportReport, Problem
from ..iati.rows import Rows
from ..models import Project, PublishedRecord
from ..permissions.projects import can_create_project, can_edit_project
from .projects import free_code

LONGEST_IDENTIFIER = 200
MOST_INDICATORS = 3_000
BATCH_ROWS = 600  # about so many are written together: fast, and little memory
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
    except IntegrityError:
        # Only PostgreSQL lets two writers at it: the other one was first.
        report.problem(Problem("meanwhile"))
        _take_back(report)
    except _NothingSaved:
        _take_back(report)
    return report


def _take_back(report: ImportReport) -> None:
    report.created = report.updated = 0
    report.projects = []


@dataclass(slots=True)
class _Import:
    source: Source
    report: ImportReport
    seen: set[str] = field(default_factory=set)
    new: list[Project] = field(default_factory=list)
    changed: list[Project] = field(default_factory=list)

    def run(self, data: bytes, progress: Progress | None) -> None:
        batch: list[iati.Read] = []
        weight = 0
        try:
            for read in iati.read_activities(data, today=self.source.today):
                self._look_at(read)
                batch.append(read)
                weight += _weight(read.activity)
                if weight >= BATCH_ROWS:
                    self._write(batch)
                    batch, weight = [], 0
                if progress is not None:
                    progress(read.done)
        except iati.Refused as refused:
            self.report.problem(Problem(refused.reason, refused.line, detail=refused.detail))
            return
        self._write(batch)
        if self.report.is_saved:
            self._note_down()

    def _note_down(self) -> None:
        by, organisation = self.source.by, self.source.organisation
        audit.record("iati.import", organisation, by=by, about=organisation)
        for verb, rows in (("project.import", self.new), ("project.import_again", self.changed)):
            audit.record_many(verb, ((row, organisation) for row in rows), by=by)

    def _look_at(self, read: iati.Read) -> None:
        """Count what it holds, and say what keeps it out."""
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
        if not read.schema:
            self._check_identity(read)

    def _problem(self, code: str, read: iati.Read, detail: str = "", line: int = 0) -> None:
        activity = read.activity
        line = line or activity.line
        self.report.problem(Problem(code, line, activity.identifier[:120], detail[:300]))

    def _check_identity(self, read: iati.Read) -> None:
        """The identifier must fit and stand in this file once."""
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
        self.seen.add(activity.identifier)

    def _write(self, batch: list[iati.Read]) -> None:
        """New projects of a batch in one go, those that are here one by one."""
        if not self.report.is_saved:
            return
        here = _projects_of([r.activity.identifier for r in batch], self.source.organisation)
        rows = Rows()
        begun: list[tuple[Into, iati.Activity]] = []
        for read in batch:
            activity = read.activity
            project = here.get(activity.identifier)
            if project is None:
                into = Into(_begun(self.source), rows, Kept(), is_new=True)
                fill_project(into.project, activity, self.source, into.kept)
                rows.add(into.project)
                write_parts(into, activity, self.source)
                begun.append((into, activity))
                self.new.append(into.project)
                self.report.projects.append(str(into.project.pk))
            else:
                self._change(read, project)
        rows.flush()
        PublishedRecord.objects.bulk_create(record_of(*one, self.source) for one in begun)
        self.report.created += len(begun)

    def _change(self, read: iati.Read, project: Project) -> None:
        refusal = _refusal(self.source.by, project)
        if refusal is not None:
            self._problem(refusal, read)
            return
        into = Into(project, Rows(), Kept(), is_new=False)
        fill_project(project, read.activity, self.source, into.kept)
        project.version += 1
        project.save()
        try:
            write_parts(into, read.activity, self.source)
        except ValidationError as error:
            self._problem("locked", read, " ".join(error.messages))
            return
        into.rows.flush()
        record_of(into, read.activity, self.source).save()
        self.changed.append(project)
        self.report.updated += 1
        self.report.projects.append(str(project.pk))


def _weight(activity: iati.Activity) -> int:
    """About how many rows an activity becomes."""
    money = len(activity.transactions) + len(activity.budgets)
    return 10 + money + 3 * sum(1 for _one in activity.indicators())


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


def _projects_of(identifiers: list[str], organisation: Organisation) -> dict[str, Project]:
    """The projects that are or would be published under identifiers, locked."""
    projects = Project.objects.select_for_update(of=("self",)).filter(is_example=False)
    published = projects.filter(published__identifier__in=identifiers)
    found = {row.published.identifier: row for row in published.select_related("published")}
    own = organisation.iati_identifier
    if own:
        codes = {i.removeprefix(f"{own}-"): i for i in identifiers if i.startswith(f"{own}-")}
        for row in projects.filter(code__in=codes, owner=organisation):
            found.setdefault(codes[row.code], row)
    return found
