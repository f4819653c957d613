"""A proposal as its partners see it: what is asked, what was answered, what each asks for.

Everything here is for somebody who was let into the project (`desk_or_404`); those who run the
programme read through `selectors.sealed`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, When
from django.http import Http404
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.selectors.projects import Projects

from ..call_states import SHOWN
from ..deadlines import stage_of
from ..models import Call, Prompt, Proposal, ProposalShare, Theme
from ..told import state_told, told_by_letter, with_told
from .call_texts import in_reader, text_in

MOST_PROJECTS = 200


@dataclass(frozen=True, slots=True)
class Slot:
    """A question with the place of its answer: of all together, or of one partner."""

    prompt: Prompt
    partner: ProjectPartner | None
    text: str = ""
    language: str = ""
    version: int = 0  # of the answer that is stored; 0: none is

    @property
    def is_missing(self) -> bool:
        return self.prompt.required and not self.text.strip()

    @property
    def is_too_long(self) -> bool:
        return len(self.text) > self.prompt.most_characters


@dataclass(frozen=True, slots=True)
class Paper:
    """What a proposal consists of at its present stage. partners: those who have not left."""

    proposal: Proposal
    stage: str
    partners: list[ProjectPartner]
    slots: list[Slot]
    shares: dict[int, ProposalShare]  # by partner
    gone: list[ProjectPartner]  # left, though what they asked or answered is still there

    def slots_of(self, partner: ProjectPartner | None) -> list[Slot]:
        key = partner.pk if partner else None
        return [slot for slot in self.slots if (slot.partner.pk if slot.partner else None) == key]


def proposals_of(project: Project) -> QuerySet[Proposal]:
    """All proposals of a project, with their calls, the newest first."""
    rows = project.proposals.select_related("call__programme").order_by("-created_at")
    return with_told(rows)


def proposals_to(call: Call) -> QuerySet[Proposal]:
    """All proposals to a call, for `state_told`: whom to tell of it, never what to show."""
    rows: QuerySet[Proposal] = call.proposals.select_related("call")
    return with_told(rows)


def proposal_or_404(project: Project, pk: str | UUID, reader: str = "") -> Proposal:
    """A proposal of a project that the reader was let into. Its project is the one given.

    theme_title: as the reader reads it, if it is translated; "" or None else.
    """
    rows = project.proposals.select_related("call__programme__organisation", "theme").annotate(
        has_themes=Exists(Theme.objects.filter(call=OuterRef("call"))),
        theme_title=text_in(Theme, "title", reader, of="theme_id"),
    )
    try:
        found = with_told(rows).get(pk=pk)
    except (Proposal.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
    found.project = project  # with what was read of it: countries and partners
    return found


def paper_of(proposal: Proposal, reader: str = "") -> Paper:
    """Questions of the stage that its partners know of with their answers, partners with what they
    ask. Three queries.

    reader: the language in which the questions are read, "" for that of the call.
    """
    stage = stage_of(proposal.call, state_told(proposal))
    all_partners = list(
        ProjectPartner.objects.filter(project_id=proposal.project_id)
        .select_related("organisation")
        .order_by("position")
    )
    present = [row for row in all_partners if row.left_on is None]
    shares = {row.partner_id: row for row in proposal.shares.all()}
    slots, answered = _slots(proposal, stage, present, reader)
    gone = [
        row
        for row in all_partners
        if row.left_on is not None and (row.pk in shares or row.pk in answered)
    ]
    return Paper(proposal, stage, present, slots, shares, gone)


ANSWER = ("partner_id", "text", "language", "version")


def _slots(
    proposal: Proposal, stage: str, partners: list[ProjectPartner], reader: str
) -> tuple[list[Slot], set[int]]:
    """Questions in their order, each with its places; and partners with any answer. One query."""
    rows: Any = (
        in_reader(Prompt.objects.filter(call_id=proposal.call_id, stage=stage), reader)
        .annotate(said=FilteredRelation("answers", condition=Q(answers__proposal=proposal.pk)))
        .annotate(**{f"said_{name}": F(f"said__{name}") for name in ANSWER})
        .order_by("position", "pk")
    )
    prompts: dict[int, Prompt] = {}
    found: dict[tuple[int, int | None], Any] = {}
    for row in rows:
        prompts.setdefault(row.pk, row)
        if row.said_version:
            found[row.pk, row.said_partner_id] = row
    slots = []
    for prompt in prompts.values():
        whose: Iterable[ProjectPartner | None] = (
            partners if prompt.whom == Prompt.Whom.EACH else [None]
        )
        slots += [
            _slot(prompt, one, found.get((prompt.pk, one.pk if one else None))) for one in whose
        ]
    return slots, {partner for _prompt, partner in found if partner is not None}


def _slot(prompt: Prompt, partner: ProjectPartner | None, row: Any) -> Slot:
    if row is None:
        return Slot(prompt, partner)
    return Slot(prompt, partner, row.said_text, row.said_language, row.said_version)


def proposals_to_hand_in(projects: Projects, now: datetime) -> QuerySet[Proposal]:
    """Drafts, and those that know of their invitation, of calls that still take them; `ends_at`:
    the deadline of their stage, as `deadlines.deadline_of` has it."""
    as_concept = Q(call__stages=Call.Stages.TWO, state=Proposal.State.DRAFT)
    invited = Q(state=Proposal.State.INVITED) & Q(told_by_letter())
    rows = Proposal.objects.filter(
        Q(state=Proposal.State.DRAFT) | invited,
        project__in=projects,
        call__state=Call.State.PUBLISHED,
    ).annotate(
        ends_at=Case(
            When(as_concept, then=F("call__concept_deadline")), default=F("call__deadline")
        )
    )
    return rows.filter(Q(ends_at=None) | Q(ends_at__gt=now))


def holds_partner(partner: ProjectPartner) -> list[str]:
    """Words for what keeps a partner from being taken off: what it asked for or answered."""
    held = []
    if partner.proposal_shares.exists():
        held.append(_("what it asks of a programme"))
    if partner.proposal_answers.exists():
        held.append(_("its answers in a proposal"))
    return held


def projects_to_propose(user: User, call: Call) -> list[Project]:
    """The reader's own projects that could go to a call: kept by them, open, not proposed yet."""
    own = Membership.objects.filter(user=user, role__in=WRITERS).values("organisation")
    rows = Project.objects.filter(owner__in=own, is_example=False).exclude(proposals__call=call)
    return list(rows.exclude(stage=Project.Stage.CLOSED).order_by("-changed_at")[:MOST_PROJECTS])


def call_for_applicants(code: str) -> Call:
    """A call that takes proposals or did, by its code; Http404 for one nobody may know of."""
    found = Call.objects.filter(code=code, state__in=SHOWN).select_related("programme").first()
    if found is None:
        raise Http404
    return found
