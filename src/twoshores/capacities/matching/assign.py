"""Who should be asked for which of an organisation's open needs, all needs seen together.

Asking the best of each list in turn sends three asks to one person and none to the next; the
assignment (engines/assignment) fills the most needs, then serves the worst-served one best.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import Count, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from twoshores.actors.introduction_states import OPEN_STATES
from twoshores.actors.models import Introduction
from twoshores.engines.assignment import Problem, solve
from twoshores.engines.matching import Match

from ..models import Kept, Need, Profile, ProfileLanguage
from .need import question_of
from .relations import relation_table
from .roster_index import current_roster
from .shortlist import Entry, Shortlist

BEST_OF_EACH = 50
SPOKEN_FOR = (Introduction.State.ASKED, Introduction.State.QUESTION, Introduction.State.ACCEPTED)


@dataclass(slots=True)
class Proposal:
    """Ask this person about this need.

    `rank`: their place among those of its list who can be asked. `before`: those with more
    points who are proposed elsewhere, with the needs that they are proposed for.
    """

    shortlist: Shortlist
    entry: Entry
    rank: int
    before: list[tuple[Entry, list[Need]]] = field(default_factory=list)

    @property
    def need(self) -> Need:
        return self.shortlist.need


@dataclass(slots=True)
class Plan:
    """Proposals in the order of the needs.

    `unfilled`: needs for which nobody who can be asked covers anything that must be met, or
    (true) for which all who do are proposed elsewhere. `spoken_for`: needs about which somebody
    was asked, or said yes, already.
    """

    proposals: list[Proposal] = field(default_factory=list)
    unfilled: list[tuple[Need, bool]] = field(default_factory=list)
    spoken_for: list[Need] = field(default_factory=list)


def plan_for(needs: Sequence[Need]) -> Plan:
    """The plan for open needs of one organisation, requirements prefetched. Nothing is sent.

    Seven queries for any number of needs. Who can be asked: agreed to be listed, matched and
    asked at this moment, and has room for an ask. Of each list count the best 50 of those who
    cover as much of what must be met as its first one does.
    """
    spoken, refused = _asked_before(needs)
    open_needs = [need for need in needs if need.pk not in spoken]
    shortlists = _shortlists(open_needs, refused)
    solved = solve(_problem(shortlists))
    chosen = {pair.need: pair.person for pair in solved.pairs}
    listed = {shortlist.need.pk for shortlist in shortlists}
    plan = Plan(
        spoken_for=[need for need in needs if need.pk in spoken],
        unfilled=[(need, False) for need in open_needs if need.pk not in listed],
    )
    for number, shortlist in enumerate(shortlists):
        if number in chosen:
            plan.proposals.append(_proposal(number, shortlists, chosen))
        else:
            plan.unfilled.append((shortlist.need, bool(shortlist.entries)))
    return plan


def _asked_before(needs: Sequence[Need]) -> tuple[set[UUID], set[tuple[UUID, UUID]]]:
    """Needs for which an ask is open or accepted; (need, person) pairs not to be proposed."""
    ids = {str(need.pk): need.pk for need in needs}
    spoken: set[UUID] = set()
    refused: set[tuple[UUID, UUID]] = set()
    asked = Introduction.objects.filter(subject_kind="capacities.need", subject_id__in=ids)
    for subject, person, state in asked.values_list("subject_id", "asked", "state"):
        if state in SPOKEN_FOR:
            spoken.add(ids[subject])
        elif state == Introduction.State.DECLINED:
            refused.add((ids[subject], person))
    kept = Kept.objects.filter(need__in=ids.values(), verdict=Kept.Verdict.UNSUITABLE)
    return spoken, refused | set(kept.values_list("need", "person"))


def _shortlists(needs: Sequence[Need], refused: set[tuple[UUID, UUID]]) -> list[Shortlist]:
    """Of each need with something to ask, those who can be asked, best first."""
    questions = [(need, question) for need in needs if (question := question_of(need))]
    concepts = {c: uri for _n, question in questions for c, uri in question.concepts.items()}
    also = {c: other for _n, question in questions for c, other in question.also.items()}
    relations = relation_table(concepts, also)
    roster = current_roster()
    found = [
        roster.index.shortlist(
            question.need, top=BEST_OF_EACH, relations=relations, delta=roster.delta
        )
        for _need, question in questions
    ]
    profiles = _profiles({match.profile for matches in found for match in matches})
    return [
        Shortlist(need, question, relations, _entries(need, matches, profiles, refused), roster)
        for (need, question), matches in zip(questions, found, strict=True)
    ]


def _entries(
    need: Need,
    matches: Iterable[Match],
    profiles: dict[int, Profile],
    refused: set[tuple[UUID, UUID]],
) -> list[Entry]:
    entries = [
        Entry(profile, match)
        for match in matches
        if (profile := profiles.get(match.profile)) is not None
        and free_asks(profile) > 0
        and (need.pk, profile.pk) not in refused
    ]
    most = max((entry.match.covered for entry in entries), default=0)
    return [entry for entry in entries if entry.match.covered == most > 0]


def _profiles(numbers: set[int]) -> dict[int, Profile]:
    """Those who agreed to all that an ask takes, with the number of asks open with them."""
    now = timezone.now()
    asks = (
        Introduction.objects.filter(asked=OuterRef("pk"), state__in=OPEN_STATES)
        .values("asked")
        .annotate(number=Count("pk"))
    )
    spoken = ProfileLanguage.objects.filter(profile=OuterRef("pk")).values("profile")
    rows = Profile.objects.filter(
        number__in=numbers,
        person__matched_until__gt=now,
        person__listed_until__gt=now,
        person__asked_until__gt=now,
        person__erased_at=None,
    ).select_related("person__residence__parent__parent")
    return {
        profile.number: profile
        for profile in rows.annotate(
            open_asks=Coalesce(Subquery(asks.values("number")), 0),
            language_codes=Subquery(
                spoken.annotate(codes=StringAgg("language", Value(" "))).values("codes")
            ),
        )
    }


def free_asks(profile: Profile) -> int:
    """How many more asks somebody may get now."""
    open_asks: int = getattr(profile, "open_asks", 0)
    return max(settings.OPEN_INTRODUCTIONS_LIMIT - open_asks, 0)


def _problem(shortlists: list[Shortlist]) -> Problem:
    edges = [
        (number, entry.profile.number, entry.match.hundredths)
        for number, shortlist in enumerate(shortlists)
        for entry in shortlist.entries
    ]
    room = {
        entry.profile.number: free_asks(entry.profile)
        for shortlist in shortlists
        for entry in shortlist.entries
    }
    return Problem.of(edges, room, needs=range(len(shortlists)))


def _proposal(number: int, shortlists: list[Shortlist], chosen: dict[int, int]) -> Proposal:
    shortlist = shortlists[number]
    ranked = sorted(shortlist.entries, key=lambda entry: -entry.match.hundredths)
    at = next(n for n, e in enumerate(ranked) if e.profile.number == chosen[number])
    best = ranked[at]
    before = []
    for entry in ranked[:at]:
        elsewhere = [
            shortlists[other].need
            for other, person in chosen.items()
            if person == entry.profile.number
        ]
        if elsewhere and entry.match.hundredths > best.match.hundredths:
            before.append((entry, elsewhere))
    return Proposal(shortlist, best, at + 1, before)
