"""The best assignment of readers, exactly.

A transportation problem with a convex cost on each assessor's load: its matrix is totally
unimodular, so a vertex of the linear program is whole (Hoffman & Kruskal 1956). Solved by HiGHS
(Huangfu & Hall 2018) through scipy.optimize.linprog; proposals of a class are dealt out by a
maximum flow (Dinic 1970) in scipy.sparse.csgraph.

Steps
1. Proposals that want as many readers, in the same languages and countries, are a class; so the
   program has a row for each class instead of each proposal, and conflicts are left out of it.
   It allows whatever the whole problem allows, hence costs no more than its optimum.
2. Seats are dealt out, nobody twice and no conflict, by a maximum flow over the pairs that are
   tight in the program (of no reduced cost, or used), each assessor with the load it has there.
   If all is dealt out at the cost of the program, it is optimal (complementary slackness).
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


@dataclass(frozen=True, slots=True)
class _Solved:
    """What the program says: seats given to each class, loads added to each assessor, the cost
    without empty seats; pairs (class, assessor) that an optimum may use, and those that it must,
    for every proposal of the class."""

    seats: I64
    loads: I64
    tight: I64
    forced: I64
    cost: int


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
    barred: dict[str, set[str]] = defaultdict(set)
    pairs: list[tuple[str, str]] = []
    for proposal, assessor in conflicts:
        barred[proposal].add(assessor)
    classes = _classes(proposals)
    while classes:
        solved = _solved(classes, assessors)
        pairs, stuck = _dealt(classes, assessors, solved, barred)
        if not stuck and cost_of(pairs, proposals, assessors)[2] == solved.cost:
            break
        broken = _broken(classes, stuck, barred)
        if broken == classes:  # what blocks it is another class: break all that can be
            broken = _broken(classes, set(range(len(classes))), barred)
        if broken == classes:
            raise NotSolved("classes without conflicts were not dealt out")
        classes = broken
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


def _solved(classes: list[_Class], assessors: Sequence[Assessor]) -> _Solved:
    """Loads without a limit are tried up to a cap, which is doubled while somebody reaches it."""
    seats = sum(row.seats for group in classes for row in group.rows)
    cap = 2 * (seats // max(len(assessors), 1)) + 8
    while True:
        room = [
            max(0, min(seats, row.most - row.load)) if row.most is not None else min(seats, cap)
            for row in assessors
        ]
        found = _Program(classes, assessors, np.array(room, dtype=np.int64)).solved()
        if not any(
            row.most is None and load >= cap < seats
            for row, load in zip(assessors, found.loads.tolist(), strict=True)
        ):
            return found
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

    def solved(self) -> _Solved:
        from scipy.optimize import linprog
        from scipy.sparse import csr_matrix

        groups, people = len(self._classes), len(self._assessors)
        if not self._allowed.size:
            none = np.zeros(0, dtype=np.int64)
            nobody = np.zeros(people, dtype=np.int64)
            pairs = none.reshape(0, 2)
            return _Solved(np.zeros(groups, dtype=np.int64), nobody, pairs, pairs, 0)
        group, person, misfit = self._allowed.T
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

    def _whole(self, answer: Any) -> _Solved:
        if answer.status != 0:
            raise NotSolved(answer.message)
        group, person, misfit = self._allowed.T
        found = answer.x[: group.size]
        amounts = np.rint(found).astype(np.int64)
        if np.abs(found - amounts).max() > _TINY:
            raise NotSolved("the vertex is not whole")
        groups = len(self._classes)
        price = answer.eqlin.marginals
        reduced = misfit - price[group] - price[groups + person]
        forced = reduced < -_TINY
        tight = (reduced < _TINY) & ~forced
        loads = np.bincount(person, amounts, len(self._assessors)).astype(np.int64)
        before = np.array([row.load for row in self._assessors], dtype=np.int64)
        squares = int((loads * (loads + 2 * before)).sum())
        return _Solved(
            np.bincount(group, amounts, groups).astype(np.int64),
            loads,
            self._allowed[tight, :2],
            self._allowed[forced, :2],
            int((misfit * amounts).sum()) + squares,
        )


def _dealt(
    classes: list[_Class],
    assessors: Sequence[Assessor],
    solved: _Solved,
    barred: dict[str, set[str]],
) -> tuple[list[tuple[str, str]], set[int]]:
    """(pairs, classes that could not be dealt out whole)."""
    rows = [row for group in classes for row in group.rows]
    sizes = np.array([len(group.rows) for group in classes], dtype=np.int64)
    first = np.cumsum(sizes) - sizes
    of_class = np.repeat(np.arange(sizes.size), sizes)
    given = _pairs_in(rows, sizes, first, solved.forced, assessors, barred)
    group, person = solved.forced.T
    seats = solved.seats - sizes * np.bincount(group, minlength=sizes.size)
    loads = solved.loads - np.bincount(person, sizes[group], len(assessors)).astype(np.int64)
    free = _pairs_in(rows, sizes, first, solved.tight, assessors, barred)
    each, some = np.divmod(seats, sizes)
    at, who = (
        np.concatenate(both)
        for both in zip(given, _flow(of_class, each, some, free, loads), strict=True)
    )
    got = np.bincount(of_class[at], minlength=sizes.size)
    pairs = [(rows[n].id, assessors[m].id) for n, m in zip(at, who, strict=True)]
    return pairs, set(np.flatnonzero(got < solved.seats).tolist())


def _flow(
    of_class: I64, each: I64, some: I64, free: tuple[I64, I64], loads: I64
) -> tuple[I64, I64]:
    """(proposal, assessor) of a largest flow over the free pairs.

    source -> proposal: the seats that each of its class gets; source -> class -> proposal: the one
    more that some get; proposal -> assessor, once; assessor -> sink: its load.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    proposal, person = free
    if not proposal.size:
        return free
    source, sink = 0, 1
    extra, one = 2 + np.arange(each.size), 2 + each.size + np.arange(of_class.size)
    reader = 2 + each.size + of_class.size + np.arange(loads.size)
    room = (each[of_class], some, np.minimum(some, 1)[of_class])
    tails = (np.full(one.size, source), np.full(extra.size, source), extra[of_class])
    arcs = (
        np.concatenate((*room, np.ones(proposal.size, dtype=np.int64), loads)),
        (
            np.concatenate((*tails, one[proposal], reader)),
            np.concatenate((one, extra, one, reader[person], np.full(reader.size, sink))),
        ),
    )
    nodes = 2 + each.size + of_class.size + loads.size
    graph = csr_array(arcs, shape=(nodes, nodes)).astype(np.int32)
    block = maximum_flow(graph, source, sink).flow[one[0] : one[-1] + 1, reader[0] :].tocoo()
    taken = block.data > 0
    return block.coords[0][taken].astype(np.int64), block.coords[1][taken].astype(np.int64)


def _pairs_in(
    rows: Sequence[Proposal],
    sizes: I64,
    first: I64,
    tight: I64,
    assessors: Sequence[Assessor],
    barred: dict[str, set[str]],
) -> tuple[I64, I64]:
    """(proposal, assessor) for each tight pair of class and assessor, conflicts left out."""
    group, person = tight.T
    times = sizes[group]
    starts = np.cumsum(times) - times
    proposal = np.repeat(first[group], times) + np.arange(times.sum()) - np.repeat(starts, times)
    person = np.repeat(person, times)
    at = {row.id: n for n, row in enumerate(assessors)}
    clash = [
        n * len(assessors) + at[name]
        for n, row in enumerate(rows)
        for name in barred.get(row.id, ())
        if name in at
    ]
    free = ~np.isin(proposal * len(assessors) + person, np.array(clash, dtype=np.int64))
    return proposal[free], person[free]


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
