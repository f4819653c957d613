"""A report's words that come back from Word and Excel: compared, then written or not at all.

The same walk as that of a design (`services.office`). Only words come back: figures are read from
what was noted, or were kept when the report was handed in; a change to them is told, not taken.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.decisions import require
from twoshores.common.kept_files import file_drop, file_keep, file_kept
from twoshores.engines.roundtrip import compare

from ..models import Report
from ..office.columns import WORDS
from ..office.files import read_office
from ..office.reading import read_file
from ..permissions.reports import can_write_report
from ..report_states import WRITABLE
from ..selectors.office_report import words_state_of
from .office import Check, Decisions, FileMoved
from .reports import report_write


def report_file_check(*, by: User, report: Report, data: bytes) -> Check:
    """Read and compare. Raises PermissionDenied, ValidationError, or FileRefused for the file."""
    _require(by, report)
    return _check(report, data)


def _require(by: User, report: Report) -> None:
    require(can_write_report(by, report))
    if report.state not in WRITABLE:
        raise ValidationError(_("This report is handed in. To change it, have it sent back."))


def _check(report: Report, data: bytes) -> Check:
    reading = read_file(read_office(data, str(report.project_id), str(report.pk)))
    now = words_state_of(report)
    left = {row.id: row.fields for row in reading.left.of(WORDS)}
    # A part that the file lacks was not read, and stays: parts are neither added nor taken out.
    kept = {key: fields for key, fields in left.items() if key in reading.rows}
    return Check(reading, now, compare(kept, reading.rows, now.fields()), now.stamp())


def report_file_keep(*, by: User, report: Report, data: bytes) -> str:
    """Keep the bytes; returns the key under which this user finds them for this report."""
    _require(by, report)
    return file_keep(data, _whose(by, report))


def report_file_look(*, by: User, report: Report, key: str) -> Check:
    """`report_file_check` of the bytes that this user sent. Raises FileGone."""
    _require(by, report)
    return _check(report, file_kept(key, _whose(by, report)))


def report_file_drop(*, by: User, report: Report, key: str) -> None:
    """Throw a kept file away, whatever became of the report. Silent if it is gone."""
    require(can_write_report(by, report))
    file_drop(key)


def _whose(by: User, report: Report) -> dict[str, str]:
    return {"report": str(report.pk), "by": str(by.pk)}


@transaction.atomic
def report_file_confirm(
    *, by: User, report: Report, key: str, stamp: str, decisions: Decisions
) -> int:
    """Write what the file changes, as it was decided; returns how many parts, and the file goes.

    Raises PermissionDenied, FileGone, FileMoved, ValidationError; then nothing is written.
    """
    locked = (
        Report.objects.select_for_update(of=("self",))
        .select_related("project", "period", "partner")
        .get(pk=report.pk)
    )
    check = report_file_look(by=by, report=locked, key=key)
    if check.stamp != stamp:
        raise FileMoved
    facts = {change.row: change.becomes for change in check.found.changes}
    for conflict in check.found.conflicts:
        if (conflict.row, conflict.field) in decisions.mine:
            facts[conflict.row] = conflict.mine
    named = {row.removeprefix("part:"): text for row, text in facts.items()}
    if named:
        report_write(by=by, report=locked, opened_version=locked.version, facts=named)
    transaction.on_commit(lambda: file_drop(key))
    return len(named)
