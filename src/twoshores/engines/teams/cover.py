"""Exact minimum set cover over a short list of people.

Source: R. Karp, *Reducibility among combinatorial problems* (1972), for the problem; solved by
depth-first branching on the requirement that fewest people cover (the rule of D. Knuth's
*Dancing Links*, 2000), which is exact and quick for the sizes allowed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_PEOPLE = 4
MOST_CANDIDATES = 250


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person, what of the need they cover, and their score (hundredths of a point)."""

    profile: int
    covers: frozenset[int]
    hundredths: int


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a team; ``only`` is what nobody else in the team covers."""

    profile: int
    covers: tuple[int, ...]
    only: tuple[int, ...]
    hundredths: int


@dataclass(frozen=True, slots=True)
class Team:
    """A smallest team, members by id; ``hundredths`` is the sum of its members' scores."""

    members: tuple[Member, ...]
    hundredths: int


@dataclass(frozen=True, slots=True)
class Teams:
    """Smallest teams, best first, and the requirements that no candidate covers at all.

    With something missing, the teams cover all the rest. No team: more than
    ``most_people`` would be needed, or nothing can be covered.
    """

    teams: tuple[Team, ...]
    missing: tuple[int, ...]


def smallest_teams(
    required: Sequence[int],
    candidates: Sequence[Candidate],
    *,
    most_people: int = MOST_PEOPLE,
    limit: int = 5,
) -> Teams:
    """The ``limit`` best of the smallest teams that cover everything that can be covered.

    1. What no candidate covers is set aside as missing. 2. Teams of 1, 2, ... people are
    sought; the first size that works is the smallest, proven by trying all. 3. Teams of that
    size are ranked by the sum of scores, then by the ids of the members, rising.

    Exact for the candidates given. Raises ValueError for more than 250 of them, a profile
    given twice or ``most_people`` outside 1..4.
    """
    if not 1 <= most_people <= MOST_PEOPLE or len(candidates) > MOST_CANDIDATES:
        raise ValueError(f"up to {MOST_PEOPLE} people of up to {MOST_CANDIDATES} candidates")
    if len({c.profile for c in candidates}) != len(candidates):
        raise ValueError("a candidate is given twice")
    concepts = sorted(set(required))
    bit = {concept: 1 << number for number, concept in enumerate(concepts)}
    masks = {c: sum(bit[x] for x in c.covers if x in bit) for c in candidates}
    useful = sorted((c for c in candidates if masks[c]), key=lambda c: (-c.hundredths, c.profile))
    goal = 0
    for candidate in useful:
        goal |= masks[candidate]
    missing = tuple(concept for concept in concepts if not goal & bit[concept])
    for size in range(1, most_people + 1 if goal else 1):
        found = _Search(useful, masks, goal, limit).of_size(size)
        if found:
            return Teams(tuple(_team(chosen, concepts) for chosen in found), missing)
    return Teams((), missing)


Group = tuple[Candidate, ...]


class _Search:
    """Branch and bound over teams of one size; keeps the best ``limit``."""

    def __init__(
        self, useful: list[Candidate], masks: dict[Candidate, int], goal: int, limit: int
    ) -> None:
        self.useful, self.masks, self.goal, self.limit = useful, masks, goal, limit
        self.widest = max((masks[c].bit_count() for c in useful), default=0)
        bits = [1 << n for n in range(goal.bit_length()) if goal >> n & 1]
        # Candidates stay in falling order of score: the first of them bounds the rest.
        self.by_bit = {b: [c for c in useful if masks[c] & b] for b in bits}
        self.rare_first = sorted(bits, key=lambda b: (len(self.by_bit[b]), b))
        self.best: dict[tuple[int, ...], Group] = {}

    def of_size(self, size: int) -> list[Group]:
        self._branch((), self.goal, size, 0)
        return [group for _, group in sorted(self.best.items())]

    def _branch(self, team: Group, left: int, size: int, total: int) -> None:
        if not size:
            if not left:
                self._keep(team, total)
            return
        if left.bit_count() > size * self.widest:
            return
        for candidate in self._choices(left):
            reach = total + candidate.hundredths
            # Others of the team may score more than this one, never more than the best.
            if self._too_low(reach + (size - 1) * self.useful[0].hundredths):
                break
            self._branch((*team, candidate), left & ~self.masks[candidate], size - 1, reach)

    def _choices(self, left: int) -> Iterator[Candidate]:
        rare = next((b for b in self.rare_first if left & b), 0)
        yield from self.by_bit[rare] if rare else ()

    def _too_low(self, reach: int) -> bool:
        if len(self.best) < self.limit:
            return False
        return reach < -max(self.best)[0]

    def _keep(self, team: Group, total: int) -> None:
        ids = sorted(c.profile for c in team)
        self.best[-total, *ids] = tuple(sorted(team, key=lambda c: c.profile))
        if len(self.best) > self.limit:
            del self.best[max(self.best)]


def _team(group: Group, concepts: list[int]) -> Team:
    def of(candidate: Candidate) -> Member:
        others = {x for c in group if c is not candidate for x in c.covers}
        covers = tuple(x for x in concepts if x in candidate.covers)
        only = tuple(x for x in covers if x not in others)
        return Member(candidate.profile, covers, only, candidate.hundredths)

    return Team(tuple(of(c) for c in group), sum(c.hundredths for c in group))
