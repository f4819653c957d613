"""Files of a design that come back from Word and Excel: compared, then saved or not at all.

1. `office_check` reads a file and compares it with how it left and with what stands now. Nothing
   is kept or saved.
2. `office_keep` keeps the bytes for an hour, for the one who sent them (`common.kept_files`).
3. `office_confirm` reads the same bytes again under a lock of the project, finds that nothing
   moved since the person looked (`Check.stamp`), and saves what was decided in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import StaleVersion
from twoshores.common.kept_files import file_drop, file_keep, file_kept
from twoshores.engines.roundtrip import Comparison, compare

from ..models import Project
from ..office.files import read_office
from ..office.reading import Question, Reading, read_file
from ..office.state import State
from ..permissions.projects import can_edit_project
from ..selectors.office import state_of
from .office_apply import Orders, apply_orders

type Cell = tuple[str, str]  # row id, field


@dataclass(frozen=True, slots=True)
class Check:
    """A file beside what stands now. stamp: of both, to be brought along with the decisions."""

    reading: Reading
    now: State
    found: Comparison
    stamp: str

    @property
    def is_empty(self) -> bool:
        return self.found.is_empty and not self.reading.questions


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided. mine: conflicts in which the file's value is taken.

    readings: for unclear cells, what they mean; without one the cell is left as it stands.
    removed: rows to be taken out. anew: rows that others took out, to be added once more.
    """

    mine: frozenset[Cell] = frozenset()
    readings: Mapping[Cell, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    anew: frozenset[str] = frozenset()


class FileMoved(Exception):
    """Something was changed between the look and the yes. Nothing was saved; look again."""


def office_check(*, by: User, project: Project, data: bytes) -> Check:
    """Read and compare. Raises PermissionDenied, or FileRefused for the file as a whole."""
    require(can_edit_project(by, project))
    return _check(project, data)


def _check(project: Project, data: bytes) -> Check:
    reading = read_file(read_office(data, str(project.pk)))
    now = state_of(project)
    left = {
        row.id: row.fields for row in reading.left.rows.values() if row.section in reading.sections
    }
    found = compare(left, reading.rows, now.fields())
    return Check(reading, now, found, now.stamp())


def office_keep(*, by: User, project: Project, data: bytes) -> str:
    """Keep the bytes; returns the key under which this user finds them for this project."""
    require(can_edit_project(by, project))
    return file_keep(data, _whose(by, project))


def office_kept(*, by: User, project: Project, key: str) -> bytes:
    """The bytes that this user sent for this project. Raises FileGone."""
    require(can_edit_project(by, project))
    return file_kept(key, _whose(by, project))


def office_look(*, by: User, project: Project, key: str) -> Check:
    """`office_check` of the bytes that this user sent; the view let them in. Raises FileGone."""
    return _check(project, file_kept(key, _whose(by, project)))


def office_drop(*, by: User, project: Project, key: str) -> None:
    """Throw a kept file away. Silent if it is gone."""
    require(can_edit_project(by, project))
    file_drop(key)


def _whose(by: User, project: Project) -> dict[str, str]:
    return {"project": str(project.pk), "by": str(by.pk)}


@transaction.atomic
def office_confirm(
    *, by: User, project: Project, key: str, stamp: str, decisions: Decisions
) -> Orders:
    """Save what the file changes, as it was decided; returns what was done, and the file goes.

    Raises PermissionDenied, FileGone, FileMoved, or ValidationError with a sentence for each row
    that cannot be so; then nothing is saved, and the file stays.
    """
    data = office_kept(by=by, project=project, key=key)
    Project.objects.select_for_update().get(pk=project.pk)
    check = _check(project, data)
    if check.stamp != stamp:
        raise FileMoved
    orders = orders_of(check, decisions)
    try:
        apply_orders(by, project, check.now, orders)
    except StaleVersion as stale:
        raise FileMoved from stale
    audit.record("project.takeback", project, by=by, about=project.owner, fields=orders.sections())
    transaction.on_commit(lambda: file_drop(key))
    return orders


def orders_of(check: Check, decisions: Decisions) -> Orders:
    """What is to be written. Raises ValidationError for a reading that was never offered."""
    updates: dict[str, dict[str, str]] = {}
    for change in check.found.changes:
        updates.setdefault(change.row, {})[change.field] = change.becomes
    for conflict in check.found.conflicts:
        if (conflict.row, conflict.field) in decisions.mine:
            updates.setdefault(conflict.row, {})[conflict.field] = conflict.mine
    added = {row: dict(check.reading.rows[row]) for row in check.found.added}
    for row in check.found.vanished:
        if row in decisions.anew:
            added[row] = {**check.reading.left.rows[row].fields, **check.reading.rows[row]}
    for question in check.reading.questions:
        _answer(check, question, decisions, updates, added)
    kinds = {row: check.reading.kinds[row] for row in added}
    removed = [row for row in check.found.removed if row in decisions.removed]
    return Orders(updates, added, kinds, removed, dict(check.reading.numbers))


def _answer(
    check: Check,
    question: Question,
    decisions: Decisions,
    updates: dict[str, dict[str, str]],
    added: dict[str, dict[str, str]],
) -> None:
    meant = decisions.readings.get((question.row, question.field))
    if meant is None:
        return
    if meant not in question.readings:
        raise ValidationError(_("Choose from the list."))
    if question.row in added:
        added[question.row][question.field] = meant
        return
    stands = check.now.rows.get(question.row)
    if stands is not None and stands.fields.get(question.field, "") != meant:
        updates.setdefault(question.row, {})[question.field] = meant
