"""What those who run a programme may read of proposals: before the deadline, counts only.

A concept is opened at the deadline of concepts, a proposal at its own; what came too late is not
among what counts. Applicants read their own through `selectors.proposals`.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from twoshores.common.remembered import Remembered
from twoshores.projects.models import ProjectPartner

from ..deadlines import deadline_of_stage
from ..models import Call, Prompt, Proposal, Submission
from ..proposal_states import HANDED_IN


def is_sealed(call: Call, stage: str, now: datetime) -> bool:
    """Whether what was handed in at a stage is still closed; so it is while no deadline is set."""
    end = deadline_of_stage(call, stage)
    return end is None or now < end


def counts_of(call: Call) -> dict[str, int]:
    """begun: proposals that are not withdrawn; handed_in: those of them that lie here. One query
    each, and no names."""
    rows = call.proposals.exclude(state=Proposal.State.WITHDRAWN)
    return {"begun": rows.count(), "handed_in": rows.filter(state__in=HANDED_IN).count()}


def open_stages(call: Call, now: datetime) -> list[str]:
    """Stages of which what was handed in may be read."""
    return [stage for stage in Prompt.Stage.values if not is_sealed(call, stage, now)]


def opened_now(now: datetime) -> Q:
    """Of submissions of any call: those whose stage is over."""
    concept = Q(stage=Prompt.Stage.CONCEPT, proposal__call__concept_deadline__lte=now)
    return concept | Q(stage=Prompt.Stage.PROPOSAL, proposal__call__deadline__lte=now)


def opened_proposals(call: Call, now: datetime) -> QuerySet[Proposal]:
    """Proposals with something in time whose deadline has passed, by number. The caller has asked
    whether the reader runs or reads the programme.

    What a proposal says is in its submissions: its project may have changed since.
    """
    opened = Submission.objects.filter(
        Q(stage__in=open_stages(call, now)), proposal=OuterRef("pk"), in_time=True
    )
    rows = call.proposals.filter(Exists(opened)).select_related("project__owner", "theme")
    return rows.order_by("number")


def opened_submission(proposal: Proposal, now: datetime) -> Submission | None:
    """What counts of a proposal and may be read: the last in time of a stage that is over."""
    rows = proposal.submissions.filter(
        in_time=True, stage__in=open_stages(proposal.call, now)
    ).select_related("version")
    return rows.order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Handed:
    """What lists keep of a submission, without names. partners: ids as text, None where it does
    not say. asked: the sum in the call's currency, None where a partner has not said."""

    partners: frozenset[str] | None
    asked: Decimal | None


# What was handed in never changes, so it is read once in a process.
_handed: Remembered[Handed] = Remembered(20_000)


def partners_handed_in(call: Any, projects: Iterable[Any]) -> list[ProjectPartner]:
    """Partners of these projects (ids) that are in what counts of their proposals to a call (id)
    and may be read, and have not left; in their order. All who are present where it does not say.

    Whoever joined a project since is no part of what is appraised. One query, two where something
    that was handed in is met for the first time.
    """
    counts = Submission.objects.filter(
        opened_now(timezone.now()),
        proposal__call=call,
        proposal__project=OuterRef("project"),
        in_time=True,
    ).order_by("-number")
    present = ProjectPartner.objects.filter(project__in=list(projects), left_on__isnull=True)
    rows: Any = present.annotate(handed=Subquery(counts.values("pk")[:1]))
    found = list(rows.only("project", "name", "position").order_by("position"))
    handed = handed_of(row.handed for row in found if row.handed)
    return [row for row in found if _takes_part(row.pk, handed.get(row.handed))]


def present_partners(call: Call, handed: Mapping[Any, Handed]) -> dict[Any, tuple[str, ...]]:
    """The same of a whole call, as ids: project -> partners in their order. One query.

    handed: project -> what counts of its proposal.
    """
    rows = ProjectPartner.objects.filter(project__proposals__call=call, left_on__isnull=True)
    found: dict[Any, list[str]] = {project: [] for project in handed}
    for project, pk in rows.order_by("position").values_list("project_id", "pk"):
        if project in handed and _takes_part(pk, handed[project]):
            found[project].append(str(pk))
    return {project: tuple(partners) for project, partners in found.items()}


def _takes_part(partner: Any, handed: Handed | None) -> bool:
    return handed is None or handed.partners is None or str(partner) in handed.partners


def handed_of(submissions: Iterable[Any]) -> dict[Any, Handed]:
    """Of these submissions (ids). One query where one of them is met for the first time."""
    wanted = set(submissions)
    unread = {pk for pk in wanted if not _handed.holds(pk)}
    fresh = dict(_bodies(unread)) if unread else {}
    return {pk: _handed.get(pk, partial(_one_handed, pk, fresh)) for pk in wanted}


def _one_handed(pk: Any, fresh: Mapping[Any, Handed]) -> Handed:
    return fresh[pk] if pk in fresh else dict(_bodies([pk]))[pk]  # gone from what is kept meanwhile


def _bodies(submissions: Iterable[Any]) -> Iterator[tuple[Any, Handed]]:
    rows = Submission.objects.filter(pk__in=submissions)
    for pk, partners, shares in rows.values_list("pk", F("body__partners"), F("body__shares")):
        named = None if partners is None else frozenset(str(row["id"]) for row in partners)
        yield pk, Handed(named, asked_in(shares, partners))


def asked_in(shares: Any, partners: Any) -> Decimal | None:
    """The sum that all partners ask; None where there is none, or one has not said it."""
    amounts = [row.get("asked") for row in shares or ()]
    if not amounts or len(amounts) < len(partners or ()) or None in amounts:
        return None
    return sum((Decimal(amount) for amount in amounts), Decimal(0))


def left_since(submission: Submission | None, present: Container[str]) -> list[str]:
    """Names of partners that were in what was handed in and have left since. No query.

    present: ids, as text, of the partners that the proposal has now.
    """
    named = submission.body.get("partners", []) if submission else []
    return [row["name"] for row in named if str(row["id"]) not in present]
