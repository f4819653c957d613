"""The smallest sets of organisations that close gaps: a set cover, solved exactly.

Minimum set cover is NP-hard (Karp, "Reducibility among combinatorial problems", 1972); with 30
gaps and 2,000 organisations an established solver proves the optimum in well under a second:
HiGHS (Huangfu & Hall, 2018) through scipy.optimize.milp. A greedy choice is not smallest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

MOST_SETS = 3
MOST_INSTEAD = 3
MOST_TIES = 9  # of one organisation that count: more is no closer


class NotSolved(RuntimeError):
    """The solver gave no proof of optimality (it ran out of time or memory)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that may be asked.

    closes: ids of needs it says or shows that it has. shown: of those, the ones with evidence.
    shore: a label ("origin", "abroad"), empty where it is on neither. ties: stated ties to
    partners of the project.
    """

    id: str
    closes: frozenset[str]
    shown: frozenset[str] = frozenset()
    shore: str = ""
    ties: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """alone: gaps that nobody else of the set closes. also: gaps that others of it close too.

    instead: others who close what this one alone closes, those with most ties first.
    """

    id: str
    alone: tuple[str, ...]
    also: tuple[str, ...]
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddedSet:
    """shores: of those asked for, the ones that the set brings. ties, shown: counted over it."""

    members: tuple[Added, ...]
    shores: tuple[str, ...]
    ties: int
    shown: int


@dataclass(frozen=True, slots=True)
class Additions:
    """sets: the best first. nobody: gaps that no candidate closes."""

    sets: tuple[AddedSet, ...]
    nobody: tuple[str, ...]


def smallest_additions(
    gaps: Sequence[str],
    candidates: Sequence[Candidate],
    *,
    missing_shores: Collection[str] = (),
    most: int = MOST_SETS,
) -> Additions:
    """Up to `most` sets that close all gaps that can be closed, the best first.

    1. Gaps that nobody closes are set apart. Candidates for whom another can stand in every
       respect are left out; the answer says who could stand for whom.
    2. Try sizes upwards from the bound of the linear relaxation; the first size that has a set is
       the smallest.
    3. Among the sets of that size, take the one with most of the missing shores, then most ties
       to partners, then most gaps closed with evidence. Whole numbers with separate magnitudes,
       so one objective keeps that order exactly.
    4. Forbid that set and all that contain it, and begin again at 2 for the next.

    The same input gives the same answer; candidates are taken in the order of their ids. Raises
    NotSolved if the solver could not prove an optimum.
    """
    # Only here: scipy.optimize takes a third of a second, which no start has to wait for.
    from .program import Problem

    open_gaps = list(dict.fromkeys(gaps))
    closed = frozenset().union(*(row.closes for row in candidates)) if candidates else frozenset()
    nobody = tuple(gap for gap in open_gaps if gap not in closed)
    wanted = [gap for gap in open_gaps if gap in closed]
    if not wanted:
        return Additions((), nobody)
    shores = sorted(set(missing_shores))
    kept = _undominated(candidates, frozenset(wanted), shores)
    problem = Problem(wanted, kept, shores)
    sets: list[AddedSet] = []
    while len(sets) < most and (chosen := problem.best()) is not None:
        problem.forbid(chosen)
        sets.append(_explained([kept[index] for index in chosen], wanted, shores, candidates))
    return Additions(tuple(sets), nobody)


def _undominated(
    candidates: Sequence[Candidate], wanted: frozenset[str], shores: Collection[str]
) -> list[Candidate]:
    """Those that no other can stand for: it closes as much, brings the same missing shore, and has
    as many ties and as much evidence (of two equal ones the first by id stays)."""
    facts = []
    for row in candidates:
        if closes := row.closes & wanted:
            shore = row.shore if row.shore in shores else ""
            facts.append((row, closes, shore, min(row.ties, MOST_TIES), len(row.shown & wanted)))
    facts.sort(key=lambda fact: (-len(fact[1]), -fact[3], -fact[4], fact[0].id))
    kept: list[tuple[Candidate, frozenset[str], str, int, int]] = []
    for fact in facts:
        _row, closes, shore, ties, shown = fact
        if not any(
            closes <= other[1]
            and shore in ("", other[2])
            and ties <= other[3]
            and shown <= other[4]
            for other in kept
        ):
            kept.append(fact)
    return sorted((fact[0] for fact in kept), key=lambda row: row.id)


def _explained(
    rows: list[Candidate], gaps: list[str], shores: list[str], candidates: Sequence[Candidate]
) -> AddedSet:
    holders = {gap: [row.id for row in rows if gap in row.closes] for gap in gaps}
    chosen = {row.id for row in rows}
    members = []
    for row in rows:
        own = [gap for gap in gaps if gap in row.closes]
        alone = tuple(gap for gap in own if holders[gap] == [row.id])
        others = [
            other
            for other in candidates
            if other.id not in chosen
            and other.closes.issuperset(alone)
            and (row.shore not in shores or other.shore == row.shore)
        ]
        others.sort(key=lambda other: (-other.ties, -len(other.shown), other.id))
        members.append(
            Added(
                row.id,
                alone,
                also=tuple(gap for gap in own if gap not in alone),
                instead=tuple(other.id for other in others[:MOST_INSTEAD]),
            )
        )
    return AddedSet(
        tuple(members),
        shores=tuple(shore for shore in shores if any(row.shore == shore for row in rows)),
        ties=sum(row.ties for row in rows),
        shown=sum(len(row.shown & set(gaps)) for row in rows),
    )
