"""An IATI activity becoming a project, or changing the one it became before.

What has a field is written there; the rest goes into `PublishedRecord.rest`, each piece with the
row it belongs to. An update writes facts, countries, sectors and money anew; results and partners
that the file no longer has stay, since people of the project may have added them.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.engines import iati

from ..models import (
    Alignment,
    Project,
    ProjectCountry,
    ProjectPartner,
    PublishedBudget,
    PublishedRecord,
    Transaction,
)
from . import codes
from .incoming_results import write_results
from .kept import EXTRA, Kept
from .rows import Rows

TITLE, NAME, REF = 300, 300, 120
LANGUAGE_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Source:
    """Who brings a file in, for which organisation, and which file it was."""

    by: User
    organisation: Organisation
    sha256: str
    today: datetime.date


def cut(text: str, length: int) -> str:
    """A text that fits, ending in "…" where it was cut."""
    return text if len(text) <= length else text[: length - 1] + "…"


def fill_project(project: Project, activity: iati.Activity, source: Source, kept: Kept) -> None:
    """The project's own facts, not saved yet. An end before the start is kept aside."""
    language = activity.language or source.organisation.name_language
    if len(language) > LANGUAGE_LETTERS:
        language = language.split("-")[0][:LANGUAGE_LETTERS]
    project.title = cut(activity.title or activity.identifier, TITLE)
    project.language = language
    project.summary = activity.description
    project.currency = activity.currency or project.currency
    project.stage = codes.STAGES.get(activity.status, Project.Stage.RUNNING)
    _choose_days(project, activity.days, kept)
    rest = activity.rest
    if len(activity.title) > TITLE:
        rest = iati.with_long_words(rest, "iati-activity", "title", activity.title)
    kept.put("activity", "", rest)
    kept.put("reporter", "", activity.reporter.rest)


def _choose_days(project: Project, days: list[iati.Day], kept: Kept) -> None:
    """The actual day before the planned one; days that were not chosen stay as published."""
    start = _first(days, codes.ACTUAL_START, codes.PLANNED_START)
    end = _first(days, codes.ACTUAL_END, codes.PLANNED_END)
    if start and end and end.on < start.on:
        end = None
    project.starts, project.ends = (day.on if day else None for day in (start, end))
    for name, chosen in (("starts", start), ("ends", end)):
        if chosen:
            kept.put(name, "", chosen.rest)
    for day in days:
        if day is not start and day is not end:
            kept.put(EXTRA, "", iati.day_text(day))


def _first(days: list[iati.Day], *kinds: str) -> iati.Day | None:
    for kind in kinds:
        for day in days:
            if day.type_code == kind:
                return day
    return None


def contradicts(activity: iati.Activity) -> bool:
    """Whether it ends before it starts."""
    start = _first(activity.days, codes.ACTUAL_START, codes.PLANNED_START)
    end = _first(activity.days, codes.ACTUAL_END, codes.PLANNED_END)
    return bool(start and end and end.on < start.on)


@dataclass(frozen=True, slots=True)
class Into:
    """Where an activity goes: its project, the rows that wait to be written, what is kept."""

    project: Project
    rows: Rows
    kept: Kept
    is_new: bool


def write_parts(into: Into, activity: iati.Activity, source: Source) -> None:
    """Everything of an activity that stands in rows of its own; new rows wait in `into.rows`.

    Raises ValidationError where a locked period would change.
    """
    if not into.is_new:
        _make_room(into.project, activity)
    _write_countries(into, activity.countries)
    _write_partners(into, activity.parties, source)
    _write_alignments(into, activity)
    write_results(into.project, activity, source.by, into.rows, into.kept, is_new=into.is_new)
    into.rows.add(*_transactions(into.project, activity.transactions))
    into.rows.add(*_budgets(into.project, activity.budgets))


def _make_room(project: Project, activity: iati.Activity) -> None:
    """What the file says anew goes; countries only where the file names some."""
    project.transactions.all().delete()
    project.published_budgets.all().delete()
    project.alignments.filter(kind__in=[codes.SECTOR, codes.MARKER, codes.SDG]).delete()
    named = {share.code for share in activity.countries}
    if named:
        origin = Q(role=ProjectCountry.Role.ORIGIN)
        project.countries.filter(Q(country__in=named) | origin).delete()


def record_of(into: Into, activity: iati.Activity, source: Source) -> PublishedRecord:
    """Which file said it, and what had no place, not saved. The parts must be: pieces name them."""
    project, kept = into.project, into.kept
    row = PublishedRecord() if into.is_new else project.published
    row.project = project
    row.identifier = activity.identifier
    row.publisher = activity.reporter.ref
    row.publisher_name = activity.reporter.name
    row.version = iati.VERSION
    row.activity_status = activity.status[:2]
    row.file_sha256 = source.sha256
    row.rest = kept.text()
    return row


def _write_countries(into: Into, countries: Iterable[iati.Share]) -> None:
    """Countries of the activity are those where something shall change; others stay as they are."""
    role, stated = ProjectCountry.Role.ORIGIN, ProjectCountry.Reason.STATED
    named = {share.code: share for share in countries}
    for code, one in named.items():
        row = ProjectCountry(project=into.project, country=code, percent=one.percent)
        row.role, row.reason = role, stated
        into.rows.add(row)
        into.kept.put("country", code, one.rest)


def _write_partners(into: Into, parties: list[iati.Party], source: Source) -> None:
    """One partner a name, in all the roles in which it was published."""
    project = into.project
    rows = {} if into.is_new else {row.name: row for row in project.partners.all()}
    lead = next((p.name for p in parties if p.role == codes.ACCOUNTABLE), "")
    lead = lead or next((party.name for party in parties), "")
    has_lead = any(row.is_lead for row in rows.values())
    position = max((row.position for row in rows.values()), default=0)
    for party in parties:
        if party.name in rows:
            continue
        position += 1
        own = bool(party.ref) and party.ref == source.organisation.iati_identifier
        rows[party.name] = ProjectPartner(
            project=project,
            position=position,
            name=party.name,
            organisation=source.organisation if own else None,
            kind=codes.KINDS_OF_TYPES.get(party.kind, ""),
            is_lead=party.name == lead and not has_lead,
        )
        into.rows.add(rows[party.name])
    for party in parties:
        into.kept.put("partner", rows[party.name], party.rest)


def _write_alignments(into: Into, activity: iati.Activity) -> None:
    pairs: list[tuple[Alignment, str]] = []
    for sector in activity.sectors:
        row = Alignment(kind=codes.SECTOR, code=sector.code, percent=sector.percent)
        pairs.append((row, sector.rest))
    for marker in activity.markers:
        row = Alignment(kind=codes.MARKER, code=marker.code, significance=marker.significance)
        pairs.append((row, marker.rest))
    for tag in activity.tags:
        pairs.append((Alignment(kind=codes.SDG, code=tag.code), tag.rest))
    for row, rest in pairs:
        row.project = into.project
        into.rows.add(row)
        into.kept.put("alignment", row, rest)


def _transactions(project: Project, rows: list[iati.Transaction]) -> Iterable[Transaction]:
    for position, row in enumerate(rows, start=1):
        yield Transaction(
            project=project,
            position=position,
            type_code=row.type_code[:4],
            on=row.on,
            value=row.money.value,
            currency=row.money.currency,
            value_date=row.money.value_date,
            description=row.description,
            provider=_side(row.provider),
            receiver=_side(row.receiver),
            rest=row.rest,
        )


def _side(party: iati.Party | None) -> dict[str, str]:
    if party is None:
        return {}
    said = {"ref": party.ref, "name": party.name, "activity": party.activity}
    return {key: value for key, value in said.items() if value}


def _budgets(project: Project, rows: list[iati.Budget]) -> Iterable[PublishedBudget]:
    for position, row in enumerate(rows, start=1):
        yield PublishedBudget(
            project=project,
            position=position,
            type_code=row.type_code[:2],
            status_code=row.status_code[:2],
            starts=row.starts,
            ends=row.ends,
            value=row.money.value,
            currency=row.money.currency,
            value_date=row.money.value_date,
        )
