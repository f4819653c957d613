"""What an assessor reads: the proposals given to them, and nobody else's marks until all are in."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.projects.models import ProjectPartner

from ..assessment_states import COUNTS, S
from ..deadlines import clock_of
from ..models import Assessment, Call, Criterion, Mark, Programme
from ..permissions.appraisal import being_marked
from .appraisal import appraised_of
from .call_texts import in_reader
from .sealed import partners_handed_in

# Where a mark is wanted: of an organisation, or of all together.
type Places = Sequence[tuple[Criterion, ProjectPartner | None]]


def assessments_given_to(user: User, programme: Programme) -> QuerySet[Assessment]:
    """All that a reader has or had in a programme, those that wait first."""
    rows = Assessment.objects.filter(
        office__user=user,
        office__programme=programme,
        office__ended_on__isnull=True,
        proposal__call__programme=programme,
    )
    return rows.select_related("proposal__call", "proposal__project", "office").order_by(
        "done_at", "due_on", "given_at"
    )


def assessment_or_404(user: User, programme: Programme, pk: Any) -> Assessment:
    """One of the reader's own that counts: after a conflict the proposal is closed to them."""
    rows = assessments_given_to(user, programme).exclude(state=S.WITHDRAWN)
    try:
        return rows.select_related("proposal__theme", "proposal__project__owner").get(pk=pk)
    except (Assessment.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def places_of(
    assessment: Assessment, reader: str = ""
) -> list[tuple[Criterion, ProjectPartner | None]]:
    """Where a mark is wanted, in the order of the call: of organisations, of those that were handed
    in and have not left. Two queries, three where the submission is met for the first time.

    reader: the language in which the criteria are read, "" for that of the call.
    """
    proposal = assessment.proposal
    partners = partners_handed_in(proposal.call_id, [proposal.project_id])
    found: list[tuple[Criterion, ProjectPartner | None]] = []
    for criterion in in_reader(proposal.call.criterions.all(), reader):
        if criterion.level == Criterion.Level.ORGANISATION:
            found += [(criterion, partner) for partner in partners]
        else:
            found.append((criterion, None))
    return found


def others_when_all_are_in(
    assessment: Assessment, places: Places
) -> list[tuple[Assessment, list[tuple[Criterion, Mark]]]]:
    """Sheets of the other assessors, without who they are, with the marks that count; empty until
    every one is handed in.

    places: where a mark counts, as the reader reads it; what was marked of a partner that left
    since is in none.
    """
    rows = assessment.proposal.assessments.exclude(state=S.WITHDRAWN)
    counts = rows.aggregate(all=Count("pk"), done=Count("pk", filter=Q(state=S.DONE)))
    if assessment.state != S.DONE or counts["all"] != counts["done"]:
        return []
    others = rows.exclude(pk=assessment.pk).defer("for_programme")
    counts_at = {(one.pk, partner.pk if partner else None): one for one, partner in places}
    return [
        (
            one,
            [
                (counts_at[place], mark)
                for mark in one.marks.all()
                if (place := (mark.criterion_id, mark.partner_id)) in counts_at
            ],
        )
        for one in others.prefetch_related("marks").order_by("pk")
    ]


def waits_for_own_marks(user: User, proposal: Any) -> bool:
    """Whether a reader has yet to mark this proposal: then the marks of others are hidden from
    them, whatever else they are in the programme."""
    return Assessment.objects.filter(proposal=proposal, office__user=user, state=S.GIVEN).exists()


def waits_among(assessments: Iterable[Assessment], user: User) -> bool:
    """The same, from all assessments of the proposal with their offices. No query."""
    return any(row.state == S.GIVEN and row.office.user_id == user.pk for row in assessments)


def waits_in_call(user: User, call: Any) -> bool:
    """Whether a reader has marks to give in a call: its scores are hidden from them meanwhile."""
    rows = Assessment.objects.filter(proposal__call=call, office__user=user, state=S.GIVEN)
    return rows.exists()


def progress_in(call: Call) -> dict[Any, dict[str, Any]]:
    """Office -> email, and how many proposals it was given, how many of them are handed in, and
    how many are late by the clock of the call. What was decided without an assessor's marks is
    not theirs to give any more, and counts for nothing. One query."""
    today = timezone.localdate(timezone=clock_of(call))
    waits = Q(state=S.GIVEN) & being_marked()
    proposals = appraised_of(call).order_by().values("pk")
    rows = Assessment.objects.filter(proposal__in=proposals, state__in=COUNTS).order_by()
    counted: Any = rows.values("office_id", email=F("office__user__email")).annotate(
        given=Count("pk", filter=Q(state=S.DONE) | waits),
        done=Count("pk", filter=Q(state=S.DONE)),
        late=Count("pk", filter=waits & Q(due_on__lt=today)),
    )
    return {row.pop("office_id"): row for row in counted}
