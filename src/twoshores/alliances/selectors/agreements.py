"""Agreements of a project that the reader was let into, hand-overs, and what holds a partner.

Who signed is read on these pages only: it stands in no export, no mail, no history.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from twoshores.projects.models import Project, ProjectPartner, Report
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.selectors.reports import reports_waiting

from .. import papers
from ..agreement_states import HOLDS, S
from ..models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    HandOver,
    NextStep,
    Signature,
)
from .meetings import partners_of

REPORT_DAYS = 60  # so long before they are due, reports are told to the next coordinator


@dataclass(frozen=True, slots=True)
class Side:
    """A party by its name, and its signature under the latest version."""

    party: AgreementParty
    name: str
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement as it stands: its latest version, its sides, the gaps of its text."""

    agreement: Agreement
    latest: AgreementVersion
    sides: list[Side]
    gaps: list[str] = field(default_factory=list)

    @property
    def signed(self) -> int:
        return sum(side.signature is not None for side in self.sides)

    def has_run_out(self, today: date) -> bool:
        row = self.agreement
        return row.state == S.SIGNED and row.expires_on is not None and row.expires_on < today


def path_of(version: AgreementVersion) -> str:
    """Where the file of a version lies, in the storage of uploads."""
    return f"agreements/{version.agreement_id}/{version.pk}"


def _with_sides(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    parties = AgreementParty.objects.select_related("partner", "stakeholder")
    return rows.prefetch_related(Prefetch("parties", parties))


def agreements_of(project: Project) -> list[Standing]:
    """All of them, those in force and in hand first. Four queries, whatever their number."""
    rows = list(_with_sides(project.agreements.all()).order_by("-created_at"))
    versions = AgreementVersion.objects.filter(agreement__project=project).prefetch_related(
        "signatures"
    )
    ordered = versions.defer("body").order_by("number")
    latest = {row.agreement_id: row for row in ordered}  # the last one stays
    order = {S.PROPOSED: 0, S.DRAFT: 1, S.SIGNED: 2, S.ENDED: 3, S.DROPPED: 4}
    found = [_standing(row, latest[row.pk]) for row in rows]
    return sorted(found, key=lambda one: order[S(one.agreement.state)])


def _standing(row: Agreement, latest: AgreementVersion) -> Standing:
    signed = {one.party_id: one for one in latest.signatures.all()}
    sides = [Side(party, name_of(party), signed.get(party.pk)) for party in row.parties.all()]
    return Standing(row, latest, sides)


def name_of(party: AgreementParty) -> str:
    side = party.partner or party.stakeholder
    return side.name if side is not None else ""


def agreement_or_404(project: Project, pk: object) -> Agreement:
    row: Agreement = part_or_404(project.agreements.select_related("stakeholder"), str(pk))
    row.project = project
    return row


def standing_of(agreement: Agreement) -> Standing:
    """One agreement whole. Four queries."""
    parties = agreement.parties.select_related("partner", "stakeholder").prefetch_related("amounts")
    latest = agreement.versions.prefetch_related("signatures").order_by("-number")[:1].get()
    signed = {one.party_id: one for one in latest.signatures.all()}
    sides = [Side(party, name_of(party), signed.get(party.pk)) for party in parties]
    return Standing(agreement, latest, sides, papers.gaps_in(latest.body))


def parties_with_money(agreement: Agreement) -> list[AgreementParty]:
    """Sides that can be given money: partners, with the sums said so far. Two queries."""
    rows = agreement.parties.filter(partner__isnull=False).select_related("partner")
    return list(rows.prefetch_related("amounts"))


def versions_of(agreement: Agreement) -> list[AgreementVersion]:
    """Newest first, with the number of signatures under each; without their texts. Two queries."""
    return list(agreement.versions.defer("body").prefetch_related("signatures"))


def version_or_404(agreement: Agreement, number: int) -> AgreementVersion:
    found = agreement.versions.filter(number=number).first()
    if found is None:
        raise Http404
    found.agreement = agreement
    return found


def unbound_partners(project: Project) -> list[ProjectPartner]:
    """Partners with nothing signed: what they owe each other rests on memory. No query."""
    signed = ProjectPartner.Agreement.SIGNED
    return [row for row in partners_of(project) if row.agreement != signed]


def agreements_ending(project: Project) -> QuerySet[Agreement]:
    """Those of which the daily task said that they end, while nobody began a renewal."""
    told = project.agreements.filter(state=S.SIGNED, reminded_on__isnull=False)
    return told.exclude(replaced_by__state__in=HOLDS)


def hand_overs_open(project: Project) -> list[HandOver]:
    """One query."""
    return list(project.hand_overs.filter(done_on=None).select_related("partner", "agreement"))


def hand_overs_done(project: Project) -> QuerySet[HandOver]:
    return project.hand_overs.exclude(done_on=None).select_related("partner", "agreement")


@dataclass(frozen=True, slots=True)
class ToTell:
    """What the next one of a partner must be told."""

    agreements: Sequence[Agreement]
    steps: Sequence[NextStep]
    reports: Sequence[Report]


def told_to_next(hand_over: HandOver, today: date) -> ToTell:
    """Agreements that bind the partner, steps it owes, reports late or due soon. Three queries."""
    project, partner = hand_over.project, hand_over.partner_id
    agreements = project.agreements.filter(parties__partner=partner, state__in=HOLDS)
    reports = reports_waiting(project, today, within=REPORT_DAYS)
    return ToTell(
        agreements=list(agreements),
        steps=list(project.next_steps.filter(partner=partner, done_on=None)),
        reports=[row for row in reports if row.partner_id == partner],
    )


def holds_partner(partner: ProjectPartner) -> list[str]:
    """Titles of the agreements that a partner is a side of, whatever their state. One query."""
    rows = Agreement.objects.filter(parties__partner=partner).distinct()
    return [row.title for row in rows]
