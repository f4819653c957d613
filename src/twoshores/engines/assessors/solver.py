"""The best assignment of readers, exactly.

A transportation problem with a convex cost on each assessor's load: its matrix is totally
unimodular, so a vertex of the linear program is whole (Hoffman & Kruskal 1956). Solved by HiGHS
(Huangfu & Hall 2018) through scipy.optimize.linprog; proposals of a class are dealt out by a
maximum flow (Dinic 1970) in scipy.sparse.csgraph.

Steps
1. Proposals that want as many readers, in the same languages and countries, are a class; so the
   program has a row for each class instead of each proposal, and conflicts are left out of it.
   It allows whatever the whole problem allows, hence costs no more than its optimum.
2. What the program gives a class is dealt out among its proposals, nobody twice and no conflict,
   by a maximum flow. If all is dealt out, it costs what the program costs: it is optimal.
3. A class that was not dealt out whole is broken: each of its proposals with a conflict becomes a
   class of its own, without the assessors who have one, and 1 begins again. In the end no class
   has conflicts within, and then it can always be dealt out (Gale 1957, Ryser 1957).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .problem import NOT_KNOWN, Assessor, Assigned, Proposal, cost_of, shortfalls

I64 = NDArray[np.int64]
_TINY = 1e-6


class NotSolved(RuntimeError):
    """The solver gave no proof of optimality (it ran out of time or memory)."""


@dataclass(frozen=True, slots=True)
class _Class:
    """Proposals that differ in nothing the program sees; `barred`: assessors left out of it."""

    rows: tuple[Proposal, ...]
    barred: frozenset[str] = frozenset()


def assign(
    proposals: Sequence[Proposal],
    assessors: Sequence[Assessor],
    conflicts: Collection[tuple[str, str]] = (),
) -> Assigned:
    """Readers for all seats that can be filled, at the least cost (`cost_of`).

    conflicts: (proposal, assessor) that must not meet; those who read it already belong here too.
    As many seats are filled as can be, those that stay empty are spread, countries are known and
    loads even. The same input gives the same answer. Raises NotSolved if the solver could not
    prove an optimum.
    """
    barred = defaultdict(set)
    for proposal, assessor in conflicts:
        barred[proposal].add(assessor)
    classes = _classes(proposals)
    while True:
        amounts = _solved(classes, assessors)
        pairs, stuck = _dealt(classes, assessors, amounts, barred)
        if not stuck:
            break
        classes = _broken(classes, stuck, barred)
    clash = set(conflicts)
    loads = {row.id: row.load for row in assessors}
    for _proposal, assessor in pairs:
        loads[assessor] += 1
    cost = cost_of(pairs, proposals, assessors)
    short = shortfalls(pairs, proposals, assessors, clash)
    return Assigned(tuple(sorted(pairs)), short, cost, loads)


def _classes(proposals: Sequence[Proposal]) -> list[_Class]:
    alike: dict[tuple[object, ...], list[Proposal]] = defaultdict(list)
    for row in sorted(proposals, key=lambda row: row.id):
        if row.seats > 0:
            alike[(row.seats, row.languages, row.countries)].append(row)
    return [_Class(tuple(rows)) for rows in alike.values()]


def _broken(classes: list[_Class], stuck: set[int], barred: dict[str, set[str]]) -> list[_Class]:
    found = []
    for number, group in enumerate(classes):
        if number not in stuck:
            found.append(group)
            continue
        apart = [row for row in group.rows if barred.get(row.id)]
        rest = tuple(row for row in group.rows if not barred.get(row.id))
        found += [_Class((row,), frozenset(barred[row.id])) for row in apart]
        if rest:
            found.append(_Class(rest))
    return found


def _solved(classes: list[_Class], assessors: Sequence[Assessor]) -> dict[tuple[int, int], int]:
    """(class, assessor) -> how many of its seats. Loads without a limit are tried up to a cap,
    which is doubled while somebody reaches it."""
    seats = sum(row.seats for group in classes for row in group.rows)
    cap = 2 * (seats // max(len(assessors), 1)) + 8
    while True:
        room = [
            max(0, min(seats, row.most - row.load)) if row.most is not None else min(seats, cap)
            for row in assessors
        ]
        program = _Program(classes, assessors, np.array(room, dtype=np.int64))
        amounts = program.solved()
        taken: dict[int, int] = defaultdict(int)
        for (_group, person), amount in amounts.items():
            taken[person] += amount
        if not any(
            row.most is None and taken[number] >= cap < seats
            for number, row in enumerate(assessors)
        ):
            return amounts
        cap *= 2


class _Program:
    """min cost: seats of classes given to assessors, a step for each load, empty seats by depth."""

    def __init__(self, classes: list[_Class], assessors: Sequence[Assessor], room: I64) -> None:
        self._classes, self._assessors, self._room = classes, assessors, room
        self._sizes = np.array([len(group.rows) for group in classes], dtype=np.int64)
        self._seats = np.array([group.rows[0].seats for group in classes], dtype=np.int64)
        allowed = [
            (number, person, row.misfit(group.rows[0]))
            for number, group in enumerate(classes)
            for person, row in enumerate(assessors)
            if room[person] > 0
            and row.id not in group.barred
            and row.reads(group.rows[0])
            and row.goes_to(group.rows[0])
        ]
        self._allowed = np.array(allowed, dtype=np.int64).reshape(len(allowed), 3)

    def solved(self) -> dict[tuple[int, int], int]:
        from scipy.optimize import linprog
        from scipy.sparse import csr_matrix

        if not self._allowed.size:
            return {}
        group, person, misfit = self._allowed.T
        groups, people = len(self._classes), len(self._assessors)
        steps, load = self._steps()
        empty = np.repeat(np.arange(groups), self._seats)
        depth = np.concatenate([np.arange(1, seats + 1) for seats in self._seats])
        # No chain of exchanges that fills or moves an empty seat costs as much: it passes each
        # assessor once at most, and changes one load. So seats outweigh the rest, exactly.
        unfilled = NOT_KNOWN * (people + 1) + 2 * int(load.max(initial=0)) + 2
        most = np.concatenate((self._sizes[group], np.ones(steps.size), self._sizes[empty]))
        given, stepped, left = np.split(np.arange(most.size), (group.size, group.size + steps.size))
        rows = np.concatenate((group, empty, groups + person, groups + steps))
        columns = np.concatenate((given, left, given, stepped))
        signs = np.ones(rows.size)
        signs[-steps.size :] = -1
        matrix = csr_matrix((signs, (rows, columns)), shape=(groups + people, most.size))
        answer = linprog(
            np.concatenate((misfit, 2 * load + 1, unfilled * depth)),
            A_eq=matrix,  # type: ignore[call-overload]  # the stubs know of dense ones only
            b_eq=np.concatenate((self._sizes * self._seats, np.zeros(people))),
            bounds=np.column_stack((np.zeros(most.size), most)),
            method="highs-ds",
            options={"time_limit": 60},
        )
        return self._whole(answer)

    def _steps(self) -> tuple[I64, I64]:
        """(assessor, load before it) of each proposal more that somebody may take."""
        people = np.repeat(np.arange(len(self._assessors)), self._room)
        first = np.cumsum(self._room) - self._room
        loads = np.array([row.load for row in self._assessors], dtype=np.int64)
        return people, np.arange(people.size) - first[people] + loads[people]

    def _whole(self, answer: Any) -> dict[tuple[int, int], int]:
        if answer.status != 0:
            raise NotSolved(answer.message)
        group, person, _misfit = self._allowed.T
        found = answer.x[: group.size]
        amounts = np.rint(found).astype(np.int64)
        if np.abs(found - amounts).max() > _TINY:
            raise NotSolved("the vertex is not whole")
        return {(int(group[n]), int(person[n])): int(amounts[n]) for n in np.flatnonzero(amounts)}


def _dealt(
    classes: list[_Class],
    assessors: Sequence[Assessor],
    amounts: dict[tuple[int, int], int],
    barred: dict[str, set[str]],
) -> tuple[list[tuple[str, str]], set[int]]:
    """(pairs, classes that could not be dealt out whole)."""
    by_class: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for (number, person), amount in amounts.items():
        by_class[number].append((assessors[person].id, amount))
    pairs: list[tuple[str, str]] = []
    stuck: set[int] = set()
    for number, holders in by_class.items():
        found = _dealt_in(classes[number].rows, holders, barred)
        if found is None:
            stuck.add(number)
        else:
            pairs += found
    return pairs, stuck


def _dealt_in(
    rows: Sequence[Proposal], holders: list[tuple[str, int]], barred: dict[str, set[str]]
) -> list[tuple[str, str]] | None:
    """Each proposal with assessors of its own, or None where conflicts leave no way.

    source -> proposal: the seats that each gets; source -> extra -> proposal: the one more that
    some get; proposal -> assessor, once and without conflict; assessor -> sink: their amount.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    total = sum(amount for _assessor, amount in holders)
    each, some = divmod(total, len(rows))
    source, extra, sink, first = 0, 1, 2, 3
    holder = first + len(rows)
    arcs = [(source, extra, some)]
    for at, row in enumerate(rows, first):
        arcs += [(source, at, each), (extra, at, min(some, 1))]
        out = barred.get(row.id, ())
        arcs += [(at, n, 1) for n, (name, _) in enumerate(holders, holder) if name not in out]
    arcs += [(n, sink, amount) for n, (_name, amount) in enumerate(holders, holder)]
    tail, head, room = np.array(arcs, dtype=np.int32).T
    nodes = holder + len(holders)
    flow = maximum_flow(csr_array((room, (tail, head)), shape=(nodes, nodes)), source, sink)
    if flow.flow_value < total:
        return None
    block = flow.flow[first:holder, holder:].tocoo()
    return [
        (rows[at].id, holders[n][0])
        for at, n, amount in zip(*block.coords, block.data, strict=True)
        if amount > 0
    ]


def greedy(
    proposals: Sequence[Proposal],
    assessors: Sequence[Assessor],
    conflicts: Collection[tuple[str, str]] = (),
) -> Assigned:
    """Proposals in their order, each to the cheapest who may read it: as people do by hand."""
    clash = set(conflicts)
    loads = {row.id: row.load for row in assessors}
    pairs = []
    for row in proposals:
        free = [
            (person.misfit(row) + 2 * loads[person.id] + 1, person.id)
            for person in assessors
            if (person.most is None or loads[person.id] < person.most)
            and (row.id, person.id) not in clash
            and person.reads(row)
            and person.goes_to(row)
        ]
        for _cost, chosen in sorted(free)[: row.seats]:
            loads[chosen] += 1
            pairs.append((row.id, chosen))
    cost = cost_of(pairs, proposals, assessors)
    return Assigned(
        tuple(sorted(pairs)), shortfalls(pairs, proposals, assessors, clash), cost, loads
    )
