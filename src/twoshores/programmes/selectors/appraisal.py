"""Proposals of a call as those who run the programme read them: after the deadline only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from twoshores.projects.models import ProjectCountry

from ..call_states import SHOWN
from ..models import Call, Programme, Prompt, Proposal, ProposalAnswer, Submission
from .sealed import asked_in, opened_now, opened_proposals

S = Proposal.State
APPRAISED = (S.ELIGIBLE, S.SELECTED, S.RESERVE, S.REFUSED)
DECIDED = (S.SELECTED, S.RESERVE, S.REFUSED, S.INELIGIBLE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What lists, rankings and the assignment need of a proposal, from what was handed in.

    asked: the sum over partners in the call's currency; None where one has not said, which is not
    zero. origins, residences: codes of countries.
    """

    title: str
    language: str
    asked: Decimal | None
    origins: tuple[str, ...] = ()
    residences: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    partners: tuple[str, ...] = ()

    @property
    def countries(self) -> frozenset[str]:
        return frozenset((*self.origins, *self.residences))


def calls_appraised(programme: Programme) -> QuerySet[Call]:
    """Calls that were published, with counts of proposals that wait and that are decided."""
    handed = Q(proposals__number__isnull=False) & ~Q(proposals__state=S.WITHDRAWN)
    return programme.calls.filter(state__in=SHOWN).annotate(
        handed_in=Count("proposals", filter=handed),
        to_check=Count("proposals", filter=Q(proposals__state=S.SUBMITTED)),
        appraised=Count("proposals", filter=Q(proposals__state=S.ELIGIBLE)),
        decided=Count("proposals", filter=Q(proposals__state__in=DECIDED)),
    )


def call_or_404(programme: Programme, pk: Any) -> Call:
    try:
        found = programme.calls.filter(state__in=SHOWN).get(pk=pk)
    except (Call.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
    found.programme = programme
    return found


def proposal_or_404(programme: Programme, pk: Any) -> Proposal:
    """A proposal whose deadline has passed; a sealed one is not there, for whoever asks."""
    opened = Submission.objects.filter(opened_now(timezone.now()), in_time=True)
    try:
        found = (
            Proposal.objects.filter(call__programme=programme)
            .filter(Exists(opened.filter(proposal=OuterRef("pk"))))
            .select_related("call", "project__owner", "theme")
            .get(pk=pk)
        )
    except (Proposal.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
    found.call.programme = programme
    return found


def opened_of(call: Call) -> QuerySet[Proposal]:
    """Proposals of the call that may be read now, by number; withdrawn ones are left out."""
    return opened_proposals(call, timezone.now()).exclude(state=S.WITHDRAWN)


def appraised_of(call: Call) -> QuerySet[Proposal]:
    """Proposals that are being marked or were, by number. A concept that was refused was never one
    of them."""
    rows = opened_of(call).filter(state__in=APPRAISED)
    if call.stages == Call.Stages.TWO:
        whole = Submission.objects.filter(stage=Prompt.Stage.PROPOSAL, in_time=True)
        rows = rows.filter(Exists(whole.filter(proposal=OuterRef("pk"))))
    return rows


def facts_of(proposals: Iterable[Proposal]) -> dict[Any, Facts]:
    """Proposal -> its facts. Three queries; the designs themselves are not read."""
    rows = {row.pk: row for row in proposals}
    countries: dict[Any, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    placed = ProjectCountry.objects.filter(project__in=[row.project_id for row in rows.values()])
    for project, country, role in placed.values_list("project_id", "country", "role"):
        countries[project][role].append(country)
    languages: dict[Any, set[str]] = defaultdict(set)
    answers = ProposalAnswer.objects.filter(proposal__in=rows).exclude(text="")
    for proposal, language in answers.values_list("proposal_id", "language").distinct():
        languages[proposal].add(language)
    found = {}
    handed = (
        Submission.objects.filter(proposal__in=rows, in_time=True)
        .filter(opened_now(timezone.now()))
        .order_by("number")
        .values_list("proposal_id", F("body__project"), F("body__shares"), F("body__partners"))
    )
    for key, written, shares, partners in handed:
        row = rows[key]
        kept: dict[str, Any] = written or {}
        named = countries[row.project_id]
        found[key] = Facts(
            title=kept.get("title") or row.project.title,
            language=kept.get("language") or row.project.language,
            asked=asked_in(shares, partners),
            origins=tuple(sorted(named[ProjectCountry.Role.ORIGIN])),
            residences=tuple(sorted(named[ProjectCountry.Role.RESIDENCE])),
            languages=frozenset(languages[key] or {row.project.language}),
            partners=tuple(one["name"] for one in partners or () if one.get("name")),
        )
    return found


@dataclass(frozen=True, slots=True)
class Narrowed:
    """How a list of proposals is narrowed; empty means any."""

    state: str = ""
    theme: str = ""
    pair: str = ""  # "EG-FR"
    facts: dict[Any, Facts] = field(default_factory=dict)

    def takes(self, row: Proposal, but: str = "") -> bool:
        return (
            (but == "state" or not self.state or row.state == self.state)
            and (but == "theme" or not self.theme or str(row.theme_id or "none") == self.theme)
            and (but == "pair" or not self.pair or self.pair in self.pairs(row))
        )

    def pairs(self, row: Proposal) -> list[str]:
        facts = self.facts[row.pk]
        return [f"{here}-{there}" for here in facts.origins for there in facts.residences]
