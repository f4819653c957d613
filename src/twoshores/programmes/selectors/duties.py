"""Reports that are due to a programme: by programme, by project, and where each stands."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.projects.models import Project, Report
from twoshores.projects.selectors.projects import Projects

from ..models import GrantContract, Programme, ReportDuty, ReportReview
from ..permissions.leaving import own_contracts
from ..permissions.programmes import Standing
from ..told import contracts_known

type Where = Literal["accepted", "handed_in", "returned", "waived", "late", "due"]
HANDED_IN = (Report.State.SUBMITTED, Report.State.ACCEPTED)
# After one of these nobody waits for a report; one that will not come may come all the same.
SETTLED = (ReportReview.Verdict.ACCEPTED, ReportReview.Verdict.WAIVED)
# A contract that is not signed yet owes no report, nor does one that was given up.
UNDER_WAY = (GrantContract.State.RUNNING,)


def where_of(duty: ReportDuty, today: date) -> Where:
    """Accepted; handed in and not yet reviewed; sent back; will not come; late; or due later.

    Reads `reviews` and `report`, which were read with the duty.
    """
    reviews = list(duty.reviews.all())
    last = reviews[-1] if reviews else None
    if last is not None and last.verdict == ReportReview.Verdict.ACCEPTED:
        return "accepted"
    if duty.report is not None and duty.report.state in HANDED_IN:
        return "handed_in"
    if last is not None:
        return "waived" if last.verdict == ReportReview.Verdict.WAIVED else "returned"
    owed = duty.contract.state in UNDER_WAY
    return "late" if owed and duty.due_on < today else "due"


def settled() -> Exists:
    """Of duties: whether a report was accepted, or will not come."""
    return Exists(ReportReview.objects.filter(duty=OuterRef("pk"), verdict__in=SETTLED))


def nothing_to_come() -> Q:
    """Of duties: a report was accepted; or it will not come, and none was handed in since."""
    accepted = ReportReview.objects.filter(
        duty=OuterRef("pk"), verdict=ReportReview.Verdict.ACCEPTED
    )
    handed_in = Report.objects.filter(pk=OuterRef("report"), state__in=HANDED_IN)
    return Q(Exists(accepted)) | Q(settled(), ~Exists(handed_in))


def _whole(rows: QuerySet[ReportDuty]) -> QuerySet[ReportDuty]:
    """Without what a contract asked for that was given up before the report came."""
    given_up = Q(contract__state=GrantContract.State.ENDED) & ~settled()
    rows = rows.exclude(given_up)
    return rows.select_related(
        "report__period",
        "report__partner",
        "contract__partner",
        "contract__proposal__project",
        "contract__proposal__call__programme",
    ).prefetch_related("reviews")


def duties_seen_by(programme: Programme, standing: Standing) -> QuerySet[ReportDuty]:
    """All for those who read the programme; those of their countries for focal points."""
    rows = _whole(ReportDuty.objects.filter(contract__proposal__call__programme=programme))
    if standing.reads:
        return rows
    office = standing.focal_point
    if office is None:
        return rows.none()
    if not office.countries:
        return rows
    of_project = Q(contract__proposal__project__countries__country__in=office.countries)
    of_partner = Q(contract__partner__country__in=office.countries)
    return rows.filter(of_project | of_partner).distinct()


def with_places(rows: Iterable[ReportDuty], today: date) -> list[tuple[ReportDuty, Where]]:
    return [(row, where_of(row, today)) for row in rows]


def duty_or_404(programme: Programme, standing: Standing, pk: Any) -> ReportDuty:
    """One of them, or Http404."""
    return _one(duties_seen_by(programme, standing), pk)


def accepted_of(duty: ReportDuty) -> ReportReview | None:
    """The review that accepted its report, or None. One query."""
    return duty.reviews.filter(verdict=ReportReview.Verdict.ACCEPTED).first()


def reviews_of(duty: ReportDuty) -> list[ReportReview]:
    """What the programme said, in order, with the corrections of its sums. Two queries."""
    return list(duty.reviews.prefetch_related("corrections"))


def duties_of_project(user: User, project: Project) -> QuerySet[ReportDuty]:
    """Duties of a project that the reader may know of: of their own organisation's contract, also
    once it left (see `permissions.leaving`); all of them for the keeper's members. The reader was
    let into the project."""
    rows = _whole(ReportDuty.objects.filter(contract__proposal__project=project))
    own = Membership.objects.filter(user=user).values("organisation")
    mine = Q(contract__in=own_contracts(own))
    known = contracts_known(GrantContract.objects.filter(proposal__project=project))
    kept = Q(contract__proposal__project__owner__in=own, contract__in=known)
    return rows.filter(mine | kept)


def duty_of_project_or_404(user: User, project: Project, pk: Any) -> ReportDuty:
    """One of them, or Http404."""
    return _one(duties_of_project(user, project), pk)


def _one(rows: QuerySet[ReportDuty], pk: Any) -> ReportDuty:
    try:
        return rows.get(pk=pk)
    except (ReportDuty.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def reports_to_hand_in(duty: ReportDuty) -> QuerySet[Report]:
    """Reports of the project that may answer a duty: the partner's own and those of all."""
    partner = duty.contract.partner
    return (
        Report.objects.filter(project=partner.project)
        .filter(Q(partner=partner) | Q(partner__isnull=True))
        .select_related("period", "partner")
        .order_by("period__position", "partner__position")
    )


def contracts_with_duties(programme: Programme) -> QuerySet[GrantContract]:
    """Contracts for which reports may be asked, for the form."""
    over = (GrantContract.State.CLOSED, GrantContract.State.ENDED)
    rows = GrantContract.objects.filter(proposal__call__programme=programme)
    return rows.exclude(state__in=over).select_related("partner", "proposal__project")


def duties_due_to(user: User, projects: Projects | None, until: date) -> QuerySet[ReportDuty]:
    """For Today: duties that the reader's organisations must still answer; those of partners that
    left too. projects: None for all."""
    offices = Membership.objects.filter(user=user, role__in=WRITERS).values("organisation")
    own = own_contracts(offices).filter(state__in=UNDER_WAY)
    if projects is not None:
        own = own.filter(proposal__project__in=projects)
    rows = ReportDuty.objects.filter(~settled(), contract__in=own, due_on__lte=until)
    return rows.exclude(report__state__in=HANDED_IN)
