"""Proposals that want readers, assessors who may read them, and what an assignment costs."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

NOT_KNOWN = 6
"""What it costs to give a proposal to somebody who reads any country but names none of its own:
as much as having to read three proposals more than another who does name one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """seats: how many readers it still wants. languages: those one must read to judge it.
    countries: where it acts; codes."""

    id: str
    seats: int
    languages: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assessor:
    """languages, countries: codes; empty = any. most: of proposals at once; None = no limit.
    load: of proposals in their hands already, which count for `most`."""

    id: str
    languages: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    most: int | None = None
    load: int = 0

    def reads(self, proposal: Proposal) -> bool:
        return not self.languages or proposal.languages <= self.languages

    def goes_to(self, proposal: Proposal) -> bool:
        return not self.countries or not proposal.countries or bool(self._known(proposal))

    def misfit(self, proposal: Proposal) -> int:
        """0 where one of its countries is named, or it names none; else NOT_KNOWN."""
        return 0 if not proposal.countries or self._known(proposal) else NOT_KNOWN

    def _known(self, proposal: Proposal) -> frozenset[str]:
        return self.countries & proposal.countries


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why a proposal has fewer readers than it wants: what kept each assessor from it.

    The counts are of assessors and exclude each other in this order: those with a conflict, those
    who do not read its languages, those who go to other countries, those whose hands are full.
    """

    proposal: str
    missing: int
    conflict: int
    language: int
    country: int
    full: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """pairs: (proposal, assessor), sorted. cost: see `cost_of`. loads: with what they had."""

    pairs: tuple[tuple[str, str], ...]
    short: tuple[Shortfall, ...]
    cost: tuple[int, int, int]
    loads: Mapping[str, int]

    @property
    def missing(self) -> int:
        return self.cost[0]


def cost_of(
    pairs: Iterable[tuple[str, str]],
    proposals: Collection[Proposal],
    assessors: Collection[Assessor],
) -> tuple[int, int, int]:
    """What an assignment is compared by, part by part, the smaller the better.

    1. Seats that stay empty. 2. How unevenly: of a proposal that misses m readers, 1 + ... + m.
    3. The sum of misfits, and of the squares of loads less those of the loads at the start.
    """
    by_id = {row.id: row for row in proposals}
    people = {row.id: row for row in assessors}
    given: Counter[str] = Counter()
    loads = {row.id: row.load for row in assessors}
    cost = 0
    for proposal, assessor in pairs:
        given[proposal] += 1
        cost += people[assessor].misfit(by_id[proposal]) + 2 * loads[assessor] + 1
        loads[assessor] += 1
    missing = [row.seats - given[row.id] for row in proposals]
    return sum(missing), sum(m * (m + 1) // 2 for m in missing), cost


def shortfalls(
    pairs: Iterable[tuple[str, str]],
    proposals: Collection[Proposal],
    assessors: Collection[Assessor],
    conflicts: Collection[tuple[str, str]],
) -> tuple[Shortfall, ...]:
    """One for each proposal with a seat that nobody takes."""
    chosen = set(pairs)
    given = Counter(proposal for proposal, _assessor in chosen)
    found = []
    for row in proposals:
        missing = row.seats - given[row.id]
        if missing <= 0:
            continue
        why: Counter[str] = Counter()
        for person in assessors:
            if (row.id, person.id) in chosen:
                continue
            why[_kept_from(row, person, conflicts)] += 1
        found.append(
            Shortfall(
                row.id, missing, why["conflict"], why["language"], why["country"], why["full"]
            )
        )
    return tuple(found)


def _kept_from(row: Proposal, person: Assessor, conflicts: Collection[tuple[str, str]]) -> str:
    if (row.id, person.id) in conflicts:
        return "conflict"
    if not person.reads(row):
        return "language"
    return "full" if person.goes_to(row) else "country"
