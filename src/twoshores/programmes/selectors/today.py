"""What waits at a programme, counted: for whoever runs it, reads it, or has an office in it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from twoshores.accounts.models import User

from ..models import (
    Assessment,
    CallQuestion,
    ContractAmendment,
    ContractSignature,
    GrantContract,
    Instalment,
    Mission,
    MissionAction,
    Programme,
    ReportDuty,
    ReportReview,
    SupportRequest,
)
from ..permissions.appraisal import being_marked
from ..permissions.programmes import Standing
from .contracts import unsigned_by
from .duties import HANDED_IN, UNDER_WAY, settled
from .missions import missions_seen_by
from .support import support_seen_by

Side = ContractSignature.Side


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of each kind wait. A kind that is not the reader's to see is None."""

    marks: int | None = None  # proposals in the reader's hands as an assessor
    support: int | None = None
    questions: int | None = None
    reports_to_read: int | None = None
    reports_late: int | None = None
    to_sign: int | None = None  # contracts that the programme has yet to sign
    signed_by_us: int | None = None  # that only the partner has yet to sign
    changes_asked: int | None = None
    instalments: int | None = None  # may be paid
    actions_late: int | None = None


def waiting_in(user: User, programme: Programme, standing: Standing, today: date) -> Waiting:
    """At most eight queries."""
    marks = None
    if standing.assessor is not None:
        given = Assessment.objects.filter(
            being_marked(), office=standing.assessor, state=Assessment.State.GIVEN
        )
        marks = given.count()
    support = actions = None
    if standing.reads or standing.focal_point is not None:
        asked = support_seen_by(user, programme, standing)
        support = asked.filter(state=SupportRequest.State.ASKED).count()
        missions = missions_seen_by(programme, standing).values("pk")
        late = MissionAction.objects.filter(
            mission__in=missions, done_on=None, due_on__lt=today
        ).exclude(mission__state=Mission.State.CALLED_OFF)
        actions = late.count()
    if not standing.reads:
        return Waiting(marks=marks, support=support, actions_late=actions)
    reports, unsigned = _reports(programme, today), _unsigned(programme)
    grants = {"contract__proposal__call__programme": programme}
    return Waiting(
        marks=marks,
        support=support,
        questions=CallQuestion.objects.filter(
            call__programme=programme, state=CallQuestion.State.ASKED
        ).count(),
        reports_to_read=reports["to_read"],
        reports_late=reports["late"],
        to_sign=unsigned["ours"],
        signed_by_us=unsigned["theirs"],
        changes_asked=ContractAmendment.objects.filter(
            **grants, state=ContractAmendment.State.ASKED
        ).count(),
        instalments=Instalment.objects.filter(**grants, state=Instalment.State.RELEASED).count(),
        actions_late=actions,
    )


def _reports(programme: Programme, today: date) -> dict[str, int]:
    """Of contracts under way: handed in and not reviewed since; late. One query."""
    rows = (
        ReportDuty.objects.filter(
            contract__proposal__call__programme=programme, contract__state__in=UNDER_WAY
        )
        .exclude(reviews__verdict=ReportReview.Verdict.ACCEPTED)
        .annotate(waived=settled())
    )
    handed_in = Q(report__state__in=HANDED_IN)
    counts: dict[str, int] = rows.aggregate(
        to_read=Count("pk", filter=handed_in, distinct=True),
        late=Count("pk", filter=Q(due_on__lt=today, waived=False) & ~handed_in, distinct=True),
    )
    return counts


def _unsigned(programme: Programme) -> dict[str, int]:
    """Contracts that lie before those who sign: whose signature is missing. One query."""
    rows = GrantContract.objects.filter(
        proposal__call__programme=programme, state=GrantContract.State.PROPOSED
    ).annotate(by_us=unsigned_by(Side.PROGRAMME), by_them=unsigned_by(Side.PARTNER))
    counts: dict[str, int] = rows.aggregate(
        ours=Count("pk", filter=Q(by_us=True)),
        theirs=Count("pk", filter=Q(by_us=False, by_them=True)),
    )
    return counts
