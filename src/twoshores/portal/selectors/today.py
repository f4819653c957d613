"""Today: what waits for a reader, and what changed around them, in bounded queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.introduction_states import OPEN_STATES
from twoshores.actors.models import Claim, Introduction, Membership, Person
from twoshores.actors.permissions.people import WRITERS
from twoshores.actors.selectors.introductions import introductions_visible_to
from twoshores.actors.selectors.organisations import claims_to_decide, organisations_of
from twoshores.actors.selectors.people import own_person
from twoshores.capacities.models import Engagement, Need
from twoshores.capacities.selectors.engagements import engagements_visible_to
from twoshores.capacities.selectors.needs import needs_owned_by, needs_visible_to
from twoshores.capacities.services.engagements import NEED_KIND
from twoshores.common.models import AuditEvent
from twoshores.programmes.models import Programme
from twoshores.programmes.selectors.programmes import programmes_worked_on_by
from twoshores.programmes.waiting import InProject, waiting_in_projects

MOST = 30  # of a kind; a page that says more than this waits says nothing
MOST_CHANGES = 15
ENGAGEMENT_KIND = "capacities.engagement"
INTRODUCTION_KIND = "actors.introduction"

type Kind = Literal["answer", "question", "write_terms", "agree", "draft", "claim"]


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits for the reader, and the record that it is about."""

    kind: Kind
    introduction: Introduction | None = None
    engagement: Engagement | None = None
    need: Need | None = None
    claim: Claim | None = None


@dataclass(frozen=True)
class Desk:
    """The reader's own: organisations with the part they have in them, and their person."""

    user: User
    person: Person | None
    memberships: list[Membership]

    @cached_property
    def acts_for(self) -> set[UUID]:
        """Actors that the reader speaks for: their organisations as a writer, themselves."""
        own = {row.organisation_id for row in self.memberships if row.role in WRITERS}
        return own | ({self.person.pk} if self.person else set())


@dataclass(frozen=True, slots=True)
class Change:
    """An audit event near the reader, with the need or engagement it is about if one is known."""

    event: AuditEvent
    need: Need | None
    engagement: Engagement | None = None


@dataclass(slots=True)
class Today:
    desk: Desk
    waits: list[Wait] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    projects: list[InProject] = field(default_factory=list)  # what programmes wait for there
    programmes: list[Programme] = field(default_factory=list)  # that the reader works for

    @property
    def needs(self) -> list[Need]:
        """Every need that the page names, once."""
        named = [one.need for one in self.waits] + [one.need for one in self.changes]
        return list({need.pk: need for need in named if need is not None}.values())


def today_for(user: User) -> Today:
    """Everything on the page of a signed-in reader. Twelve queries at most."""
    desk = Desk(user, own_person(user), list(organisations_of(user)))
    asks = _open_asks(desk)
    engagements = list(engagements_visible_to(user)[: MOST * 2])
    claims = claims_to_decide()[:MOST] if user.is_steward else ()
    waits = [
        *asks,
        *_terms(desk, engagements),
        *(Wait("claim", claim=claim) for claim in claims),
        *(Wait("draft", need=need) for need in _drafts(desk)),
    ]
    projects: list[InProject] = []
    if any(row.role in WRITERS for row in desk.memberships):
        projects = waiting_in_projects(user, timezone.localdate())
    programmes = list(programmes_worked_on_by(user)[:MOST])
    return Today(desk, waits, _changes(desk, engagements), projects, programmes)


def _open_asks(desk: Desk) -> list[Wait]:
    """Asks that the reader's side must answer: to it as asked, or a question put back to it."""
    rows = introductions_visible_to(desk.user).filter(state__in=OPEN_STATES)
    mine = Q(asked__in=desk.acts_for, state=Introduction.State.ASKED)
    mine |= Q(asking__in=desk.acts_for, state=Introduction.State.QUESTION)
    asks = list(rows.filter(mine).order_by("expires_at")[:MOST])
    needs = _needs(desk.user, (ask.subject_id for ask in asks if ask.subject_kind == NEED_KIND))
    return [
        Wait(
            "answer" if ask.state == Introduction.State.ASKED else "question",
            introduction=ask,
            need=needs.get(ask.subject_id),
        )
        for ask in asks
    ]


def _needs(user: User, ids: Iterable[str]) -> dict[str, Need]:
    wanted = set(ids)
    return {str(need.pk): need for need in needs_visible_to(user).filter(pk__in=wanted)}


def _terms(desk: Desk, engagements: Iterable[Engagement]) -> list[Wait]:
    """Terms that the reader's side has still to write or to agree to.

    The organisation writes and agrees first; the person is asked to read what it agreed to.
    """
    waits = []
    for work in engagements:
        if work.state != Engagement.State.TERMS:
            continue
        offered, version = work.organisation_agreed_version, work.version
        if work.introduction.asking_id in desk.acts_for and offered != version:
            kind: Kind = "write_terms" if offered is None else "agree"
            waits.append(Wait(kind, engagement=work, need=work.need))
        elif (
            work.introduction.asked_id in desk.acts_for
            and offered == version != work.person_agreed_version
        ):
            waits.append(Wait("agree", engagement=work, need=work.need))
    return waits


def _drafts(desk: Desk) -> list[Need]:
    writes = [row.organisation_id for row in desk.memberships if row.role in WRITERS]
    if not writes:
        return []
    drafts = needs_owned_by(desk.user).filter(state=Need.State.DRAFT, organisation__in=writes)
    return list(drafts.order_by("-created_at")[:MOST])


def _changes(desk: Desk, engagements: Iterable[Engagement]) -> list[Change]:
    """What was done lately with the reader's needs, engagements, introductions and person."""
    owned = list(needs_owned_by(desk.user).order_by("-created_at")[:200])
    needs = {str(need.pk): need for need in owned}
    works = {str(engagement.pk): engagement for engagement in engagements}
    asks = {str(work.introduction_id): work for work in works.values()}
    near = Q(subject_kind=NEED_KIND, subject_id__in=needs)
    near |= Q(subject_kind=ENGAGEMENT_KIND, subject_id__in=works)
    near |= Q(subject_kind=INTRODUCTION_KIND, subject_id__in=asks)
    if desk.person:
        near |= Q(about_id=str(desk.person.pk))
    changes = []
    for event in AuditEvent.objects.filter(near).order_by("-at", "-pk")[:MOST_CHANGES]:
        work = works.get(event.subject_id) or asks.get(event.subject_id)
        need = needs.get(event.subject_id) or (work.need if work else None)
        changes.append(Change(event, need, work))
    return changes
