"""Writes of people reached: lists of the project's own numbers, and counts by head.

A number is turned into a keyed digest at once and is stored nowhere. The key comes from the
instance's SECRET_KEY and the project: the same number in two projects are two people, and with
a new SECRET_KEY everybody counted before it would be somebody else.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import Conflict, StaleVersion
from twoshores.common.tables import Problem

from ..models import Activity, Period, Project, ReachedCount, ReachedPerson
from ..models.running import AgeBand, Sex
from ..permissions.projects import can_edit_project
from ..reached_lists import Counts, Group, Line

MOST_HEADS = 10_000_000


class ListProblems(ValidationError):
    """A list says something else than what is kept; `problems` say where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_("Nothing was saved."))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Added:
    """People new to the activity in the period, and those of the list who stood there already."""

    new: int
    known: int


def digest_of(project: Project, number: str) -> str:
    """64 hexadecimal digits that stand for a number in this project and cannot be read back."""
    salt = f"twoshores.reached.{project.pk}"
    return salted_hmac(salt, number, algorithm="sha256").hexdigest()


@transaction.atomic
def people_add(
    *, by: User, project: Project, activity: Activity, period: Period, lines: Sequence[Line]
) -> Added:
    """Add a list to who was reached by an activity in a period: all of it, or nothing.

    Whoever stands there already is counted once. Raises ListProblems where the list says another
    sex or age of them, ValidationError where the period is locked.
    """
    _check(by, project, activity, period)
    held = {
        digest: (sex, band)
        for digest, sex, band in ReachedPerson.objects.filter(
            activity=activity, period=period
        ).values_list("digest", "sex", "age_band")
    }
    by_digest = {digest_of(project, line.number): line for line in lines}
    problems = [
        problem
        for digest, line in by_digest.items()
        if digest in held
        for problem in _disagreements(line, held[digest])
    ]
    if problems:
        raise ListProblems(problems)
    new = [
        ReachedPerson(
            project=project,
            digest=digest,
            period=period,
            activity=activity,
            sex=line.sex,
            age_band=line.age_band,
        )
        for digest, line in by_digest.items()
        if digest not in held
    ]
    # The same list sent twice at one moment: the second finds them there, whatever it read.
    ReachedPerson.objects.bulk_create(new, 500, ignore_conflicts=True)
    audit.record("reached.list", activity, by=by, about=project, fields=["period"])
    return Added(len(new), len(by_digest) - len(new))


def _disagreements(line: Line, held: Group) -> list[Problem]:
    sex, band = held
    found = []
    if Sex.NOT_SAID not in {line.sex, sex} and line.sex != sex:
        found.append(Problem(line.row, _("Sex"), _("An earlier list says another sex.")))
    if AgeBand.NOT_SAID not in {line.age_band, band} and line.age_band != band:
        found.append(Problem(line.row, _("Age"), _("An earlier list says another age.")))
    return found


@transaction.atomic
def people_remove(*, by: User, project: Project, activity: Activity, period: Period) -> int:
    """Take out everybody noted by number for an activity in a period; how many they were."""
    _check(by, project, activity, period)
    gone, _models = ReachedPerson.objects.filter(activity=activity, period=period).delete()
    audit.record("reached.remove", activity, by=by, about=project, fields=["period"])
    return gone


@transaction.atomic
def heads_set(
    *,
    by: User,
    project: Project,
    activity: Activity,
    period: Period,
    opened_version: int,
    counts: Counts,
) -> None:
    """Write how many were counted by head in each group; None: nobody counted, which is not 0.

    opened_version is `heads_version` of what the form showed. Raises StaleVersion if somebody
    else changed the counts since, ValidationError where the period is locked.
    """
    _check(by, project, activity, period)
    rows = ReachedCount.objects.filter(activity=activity, period=period).select_for_update()
    held = {(row.sex, row.age_band): row.number for row in rows}
    if heads_version(held) != opened_version:
        raise StaleVersion(heads_version(held), _conflicts(held, counts))
    for (sex, band), number in counts.items():
        if number is not None and not 0 <= number <= MOST_HEADS:
            raise ValidationError(_("This cannot be a number of people."))
        group: dict[str, Any] = {
            "activity": activity,
            "period": period,
            "sex": sex,
            "age_band": band,
        }
        if number is None:
            ReachedCount.objects.filter(**group).delete()
        elif held.get((sex, band)) != number:
            ReachedCount.objects.update_or_create(
                **group, defaults={"number": number, "project": project}
            )
    audit.record("reached.heads", activity, by=by, about=project, fields=["period"])


def heads_version(counts: Counts) -> int:
    """A number that differs when the counts differ; 1 to 999,999,999."""
    said = sorted((group, number) for group, number in counts.items() if number is not None)
    return zlib.crc32(repr(said).encode()) % 999_999_999 + 1


def head_field(group: Group) -> str:
    """The name of a group's field in forms and conflicts."""
    return ":".join(group)


def _conflicts(held: Counts, mine: Counts) -> list[Conflict]:
    return [
        Conflict(head_field(group), head_field(group), held.get(group), number)
        for group, number in mine.items()
        if held.get(group) != number
    ]


def _check(by: User, project: Project, activity: Activity, period: Period) -> None:
    require(can_edit_project(by, project))
    if activity.project_id != project.pk or period.project_id != project.pk:
        raise ValidationError(_("Choose from the list."))
    locked = Period.objects.filter(pk=period.pk, locked_at__isnull=False).exists()
    if locked:
        raise ValidationError(
            _(
                "This period is locked: nothing in it changes. The organisation that keeps the "
                "project can open it again."
            )
        )
