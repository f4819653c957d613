"""When nobody covers a need alone: who could together, or what stands in the way."""

from collections import Counter
from dataclasses import dataclass, field, replace

from twoshores.actors.models import Introduction, Person
from twoshores.engines.matching import Match, Need
from twoshores.engines.teams import (
    Candidate,
    Obstacles,
    Team,
    smallest_teams,
    what_stands_in_the_way,
)

from ..models import Kept
from .need import Question
from .roster_index import Roster
from .shortlist import Entry, Shortlist

TEAMS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Helper:
    """One person of a team: what they cover (concepts), and what they would take on."""

    person: Person
    covers: tuple[int, ...]
    takes: tuple[int, ...]


@dataclass(slots=True)
class Advice:
    """Teams that together cover what can be covered, best first, each its best member first.

    `missing`: required concepts that nobody covers. `obstacles`: what stands in the way, where
    no team covers everything. `anybody`: whether somebody would answer some of it, if the need
    asked for nothing but skills. Of those who cover one concept some twenty are looked at.
    """

    teams: list[tuple[Helper, ...]] = field(default_factory=list)
    missing: tuple[int, ...] = ()
    obstacles: Obstacles | None = None
    anybody: bool = True
    able: Counter[int] = field(default_factory=Counter)  # concept: candidates who cover it

    @property
    def people(self) -> list[Person]:
        """Everybody who is named, each once."""
        return list({h.person.pk: h.person for team in self.teams for h in team}.values())


def advice_on(shortlist: Shortlist) -> Advice:
    """Nothing where one person covers all that must be met, or nothing is asked. No queries.

    The shortlist was asked for with its teams. Obstacles are counted over everybody who agreed
    to be matched: exact numbers, for the organisation that has the need only.
    """
    question, roster = shortlist.question, shortlist.roster
    if question is None or roster is None or shortlist.meeting_all:
        return Advice()
    advice = _teams(question, shortlist) if shortlist.entries else Advice()
    if not advice.teams or advice.missing:
        advice.obstacles = _obstacles(question, shortlist, roster)
        advice.anybody = bool(shortlist.entries) or _anybody(question, shortlist, roster)
    return advice


def _obstacles(question: Question, shortlist: Shortlist, roster: Roster) -> Obstacles:
    relations, whole = shortlist.relations, bool(shortlist.entries)
    return roster.answer(
        ("obstacles", whole, question.need, relations.key),
        lambda: what_stands_in_the_way(
            roster.index, question.need, relations=relations, delta=roster.delta, whole=whole
        ),
    )


def _anybody(question: Question, shortlist: Shortlist, roster: Roster) -> bool:
    skills = tuple(replace(line, strict=False) for line in question.need.requirements)
    return bool(
        roster.index.search(
            Need(requirements=skills), top=1, relations=shortlist.relations, delta=roster.delta
        )
    )


def _teams(question: Question, shortlist: Shortlist) -> Advice:
    entries = {e.match.profile: e for e in shortlist.candidates if _may_join(e)}
    candidates = [
        Candidate(entry.match.profile, _covered(entry.match), entry.match.hundredths)
        for entry in shortlist.candidates
        if entry.match.profile in entries
    ]
    required = [requirement.concept for requirement in question.need.required]
    found = smallest_teams(required, candidates, limit=TEAMS_SHOWN)
    teams = [_helpers(team, entries) for team in found.teams if len(team.members) > 1]
    able = Counter(concept for candidate in candidates for concept in candidate.covers)
    return Advice(teams, found.missing, able=able)


def _may_join(entry: Entry) -> bool:
    """Not set aside by the organisation, and no "no" said to this need."""
    return (
        entry.mark.verdict != Kept.Verdict.UNSUITABLE
        and entry.mark.introduction_state != Introduction.State.DECLINED
    )


def _covered(match: Match) -> frozenset[int]:
    return frozenset(row.concept for row in match.rows if row.required and row.covers)


def _helpers(team: Team, entries: dict[int, Entry]) -> tuple[Helper, ...]:
    """The best first; each takes what those before leave. In a smallest team all take some."""
    taken: set[int] = set()
    helpers = []
    for member in sorted(team.members, key=lambda m: (-m.hundredths, m.profile)):
        takes = tuple(concept for concept in member.covers if concept not in taken)
        taken.update(takes)
        helpers.append(Helper(entries[member.profile].profile.person, member.covers, takes))
    return tuple(helpers)
