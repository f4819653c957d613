"""A project as an IATI activity: what its tables say, and what was kept of a published file.

Blank stays out: it is not zero. Amounts of unlike currencies are added only at named rates, and
where one is missing the sum is left out and named.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day
from twoshores.engines import iati

from ..models import Project, PublishedRecord
from . import codes
from .kept import EXTRA, Kept
from .lacking import recipients
from .outgoing_money import budgets_of, transactions_of
from .outgoing_results import results_of
from .scope import ALL, Scope


@dataclass(slots=True)
class Outgoing:
    """An activity and, in the reader's language, what of the project could not go with it."""

    activity: iati.Activity
    left_out: list[str] = field(default_factory=list)


def identifier_of(project: Project) -> str:
    """Under which a project is published: as it was, else the owner's and its own code."""
    published = published_of(project)
    if published is not None:
        return published.identifier
    owner = project.owner
    return f"{owner.iati_identifier}-{project.code}" if owner and owner.iati_identifier else ""


def published_of(project: Project) -> PublishedRecord | None:
    return getattr(project, "published", None)


def activity_of(project: Project, scope: Scope = ALL) -> Outgoing:
    """A project that the reader may read, as an activity. Ten queries after `with_iati_parts`."""
    published = published_of(project)
    kept = Kept(published.rest if published else "")
    left_out: list[str] = []
    activity = iati.Activity(
        identifier=identifier_of(project),
        reporter=_reporter(project, published, kept),
        title=project.title,
        language=project.language,
        currency=project.currency,
        description=project.summary.strip()
        or (project.problem.strip() if scope.shows("problem") else ""),
        status=_status(project, published),
        updated=project.changed_at,
        days=_days(project, kept, timezone.localdate()),
        parties=_parties(project, kept, scope),
        countries=_countries(project, kept),
        locations=locations_of(project),
        rest=scope.filtered(kept.of("activity")),
        extras=[piece for piece in kept.all_of(EXTRA) if scope.passes(piece)],
    )
    _alignments(project, kept, activity, left_out)
    if scope.shows("budget"):
        activity.budgets = budgets_of(project, published is not None, left_out)
        activity.transactions = transactions_of(project, published is not None, scope, left_out)
    if scope.shows("chain") and scope.shows("indicators"):
        activity.results = results_of(project, kept, scope, left_out)
    if project.starts and project.ends is None:
        left_out.append(_("An end: the project does not say when it ends."))
    return Outgoing(activity, left_out)


def _reporter(project: Project, published: PublishedRecord | None, kept: Kept) -> iati.Party:
    if published is not None:
        name = published.publisher_name
        return iati.Party(name, ref=published.publisher, rest=kept.of("reporter"))
    owner = project.owner
    assert owner is not None, "examples are not exported"
    kind = codes.ORGANISATION_TYPES[owner.organisation_kind]
    return iati.Party(owner.name, ref=owner.iati_identifier, kind=kind)


def _status(project: Project, published: PublishedRecord | None) -> str:
    known = codes.STAGE_STATUSES[project.stage]
    if published is not None and published.activity_status in known:
        return published.activity_status
    return known[0]


def _days(project: Project, kept: Kept, today: datetime.date) -> list[iati.Day]:
    """A day is an actual one once the project has come to it: before, it is planned."""
    begun = project.stage != Project.Stage.DESIGN
    ended = project.stage == Project.Stage.CLOSED
    found = []
    if project.starts:
        actual = begun and project.starts <= today
        kind = codes.ACTUAL_START if actual else codes.PLANNED_START
        found.append(iati.Day(kind, project.starts, kept.of("starts")))
    if project.ends:
        actual = ended and project.ends <= today
        kind = codes.ACTUAL_END if actual else codes.PLANNED_END
        found.append(iati.Day(kind, project.ends, kept.of("ends")))
    return found


def _parties(project: Project, kept: Kept, scope: Scope) -> list[iati.Party]:
    """Each partner, in the roles in which it was published or that its kind gives it."""
    found = []
    for row in project.partners.all():
        if not (scope.shows("partners") or row.is_lead):
            continue  # IATI demands one, so the lead always stands there
        donor = row.kind == "donor"
        role = codes.FUNDING if donor else codes.IMPLEMENTING
        role = codes.ACCOUNTABLE if row.is_lead else role
        ref = row.organisation.iati_identifier if row.organisation else ""
        kind = codes.ORGANISATION_TYPES.get(row.kind, "")
        for piece in kept.all_of("partner", row.pk) or [""]:
            # What was published says the type and the identifier itself, or did not say them.
            mine = (ref, kind) if not piece else ("", "")
            found.append(iati.Party(row.name, ref=mine[0], kind=mine[1], role=role, rest=piece))
    return found


def _countries(project: Project, kept: Kept) -> list[iati.Share]:
    found = [
        iati.Share(row.country, row.percent, rest=kept.of("country", row.country))
        for row in recipients(project)
    ]
    return _whole_if_alone(project, found)


def _whole_if_alone(project: Project, shares: list[iati.Share]) -> list[iati.Share]:
    """The only country or sector has all of it, whatever was said while there were others."""
    if len(shares) == 1 and published_of(project) is None:
        shares[0].percent = None
    return shares


def locations_of(project: Project) -> list[iati.Location]:
    """Its place, if it names one. No query after `select_related("place")`."""
    place = project.place
    if place is None:
        return []
    known = place.latitude is not None and place.longitude is not None
    return [
        iati.Location(
            place.name,
            Decimal(str(place.latitude)) if known else None,
            Decimal(str(place.longitude)) if known else None,
        )
    ]


def _alignments(project: Project, kept: Kept, activity: iati.Activity, left_out: list[str]) -> None:
    for row in project.alignments.all():
        rest = kept.of("alignment", row.pk)
        if not row.code:
            continue
        if row.kind == codes.SECTOR:
            vocabulary = "" if rest else codes.DAC
            activity.sectors.append(iati.Share(row.code, row.percent, vocabulary, rest))
        elif row.kind == codes.MARKER:
            if row.significance is None and not rest:
                text = _("The policy marker %(code)s: how much it weighs is not said.")
                left_out.append(text % {"code": row.code})
                continue
            activity.markers.append(iati.Marker(row.code, row.significance, rest))
        elif row.kind == codes.SDG:
            vocabulary = codes.SDG_TARGETS if "." in row.code else codes.SDG_GOALS
            activity.tags.append(iati.Tag(row.code, vocabulary, rest))
    _whole_if_alone(project, activity.sectors)


def period_words(starts: datetime.date, ends: datetime.date) -> str:
    return _("%(start)s to %(end)s") % {"start": format_day(starts), "end": format_day(ends)}
