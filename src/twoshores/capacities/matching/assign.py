"""Who should be asked for which of an organisation's open needs, all needs seen together.

Asking the best of each list in turn sends three asks to one person and none to the next; the
assignment (engines/assignment) fills the most needs, then serves the worst-served one best.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from twoshores.actors.introduction_states import OPEN_STATES
from twoshores.actors.models import Introduction, Person
from twoshores.engines.assignment import Problem, solve
from twoshores.engines.matching import Hit, RelationTable

from ..models import Kept, Need, Profile
from .found import Found, read
from .need import Question, questions_of
from .relations import relations_of
from .roster_index import Roster, current_roster
from .shortlist import Entry, Shortlist

BEST_OF_EACH = 50
SPOKEN_FOR = (Introduction.State.ASKED, Introduction.State.QUESTION, Introduction.State.ACCEPTED)


@dataclass(slots=True)
class Proposal:
    """Ask this person about this need; `shortlist` holds what their entry was searched with.

    `rank` of `fits`: their place among those of the need's list who can be asked. `before`: the
    people with more points who are proposed elsewhere, each with the needs in question.
    """

    shortlist: Shortlist
    entry: Entry
    rank: int
    fits: int
    before: list[tuple[Person, list[Need]]]

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


@dataclass(frozen=True, slots=True)
class _Search:
    """What the needs of a plan are searched with, and who fits each, best first.

    `relations`: of each need, for each asks in words of its own. `room`: free asks of each
    profile that can be asked, by number.
    """

    asked: list[tuple[Need, Question]]
    relations: list[RelationTable]
    roster: Roster
    fits: list[list[Hit]]
    room: dict[int, int]


def plan_for(needs: Sequence[Need]) -> Plan:
    """The plan for open needs of one organisation, requirements prefetched. Nothing is sent.

    Nine queries for any number of needs. Who can be asked: agreed to be listed, matched and
    asked at this moment, and has room for an ask. Of each list count the best 50 of those who
    cover as much of what must be met as its first one does.
    """
    spoken, refused = _asked_before(needs)
    open_needs = [need for need in needs if need.pk not in spoken]
    search = _search(open_needs, refused)
    chosen = {pair.need: pair.person for pair in solve(_problem(search)).pairs}
    found = read(_live(set(chosen.values())))
    searched = {need.pk for need, _question in search.asked}
    plan = Plan(
        spoken_for=[need for need in needs if need.pk in spoken],
        unfilled=[(need, False) for need in open_needs if need.pk not in searched],
    )
    for number, (need, _question) in enumerate(search.asked):
        if chosen.get(number) in found:
            plan.proposals.append(_proposal(number, search, chosen, found))
        else:
            plan.unfilled.append((need, bool(search.fits[number])))
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


def _search(needs: Sequence[Need], refused: set[tuple[UUID, UUID]]) -> _Search:
    questions = questions_of(needs)
    asked = [(need, questions[need.pk]) for need in needs if need.pk in questions]
    roster = current_roster()
    relations = relations_of([question for _need, question in asked], roster)
    found = [
        roster.index.search(question.need, top=BEST_OF_EACH, relations=table, delta=roster.delta)
        for (_need, question), table in zip(asked, relations, strict=True)
    ]
    people, room = _who_can_be_asked({hit.profile for hits in found for hit in hits})
    fits = [
        _fits(hits, {number for number, pk in people.items() if (need.pk, pk) not in refused})
        for (need, _question), hits in zip(asked, found, strict=True)
    ]
    return _Search(asked, relations, roster, fits, room)


def _fits(hits: Iterable[Hit], askable: set[int]) -> list[Hit]:
    fits = [hit for hit in hits if hit.profile in askable]
    most = max((hit.covered for hit in fits), default=0)
    # Of one number of covered requirements: the order of hits is that of their points.
    return [hit for hit in fits if hit.covered == most > 0]


def _live(numbers: set[int]) -> QuerySet[Profile]:
    """Those whose consent to be matched, listed and asked holds at this moment."""
    now = timezone.now()
    return Profile.objects.filter(
        number__in=numbers,
        person__matched_until__gt=now,
        person__listed_until__gt=now,
        person__asked_until__gt=now,
        person__erased_at=None,
    )


def _who_can_be_asked(numbers: set[int]) -> tuple[dict[int, UUID], dict[int, int]]:
    """Of live profiles with room for an ask: their people, and how many more asks they may get."""
    asks = (
        Introduction.objects.filter(asked=OuterRef("pk"), state__in=OPEN_STATES)
        .values("asked")
        .annotate(number=Count("pk"))
    )
    rows = _live(numbers).values_list(
        "number", "person_id", Coalesce(Subquery(asks.values("number")), 0)
    )
    most = settings.OPEN_INTRODUCTIONS_LIMIT
    free = [(number, person, most - open_asks) for number, person, open_asks in rows]
    return (
        {number: person for number, person, left in free if left > 0},
        {number: left for number, _person, left in free if left > 0},
    )


def _problem(search: _Search) -> Problem:
    edges = [
        (number, hit.profile, hit.hundredths)
        for number, hits in enumerate(search.fits)
        for hit in hits
    ]
    return Problem.of(edges, search.room, needs=range(len(search.fits)))


def _proposal(
    number: int, search: _Search, chosen: dict[int, int], found: dict[int, Found]
) -> Proposal:
    (need, question), hits = search.asked[number], search.fits[number]
    at = next(n for n, hit in enumerate(hits) if hit.profile == chosen[number])
    best = hits[at]
    before: list[tuple[Person, list[Need]]] = []
    for hit in hits[:at]:
        elsewhere = [search.asked[o][0] for o, person in chosen.items() if person == hit.profile]
        if elsewhere and hit.profile in found and hit.hundredths > best.hundredths:
            before.append((found[hit.profile].profile.person, elsewhere))
    roster, relations = search.roster, search.relations[number]
    (match,) = roster.index.explain(question.need, [best], relations=relations, delta=roster.delta)
    entry = Entry(found[best.profile], match)
    shortlist = Shortlist(need, question, relations, [entry], roster)
    return Proposal(shortlist, entry, at + 1, len(hits), before)
