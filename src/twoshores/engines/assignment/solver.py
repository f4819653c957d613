"""Exact lexicographic assignment: most needs filled, then fairest, then best in total.

Sources: J. Hopcroft and R. Karp, *An n^5/2 algorithm for maximum matchings in bipartite
graphs*, SIAM J. Comput. 2 (1973), for steps 2 and 3; R. Jonker and A. Volgenant, *A shortest
augmenting path algorithm for dense and sparse linear assignment problems*, Computing 38
(1987), for step 4; both as implemented in scipy.sparse.csgraph. Step 3 is the threshold
method for bottleneck assignment (R. Burkard, M. Dell'Amico, S. Martello, *Assignment
Problems*, SIAM 2009, ch. 6).

Steps
1. A person who can take c needs becomes min(c, edges of that person) equal copies.
2. The size M of a maximum matching is the most needs that can be filled.
3. The highest threshold t is sought by bisection over the distinct scores such that the edges
   scoring t or more still hold a matching of size M. No assignment of M needs serves its worst
   one better than t, and one serves it with t.
4. Over the edges scoring t or more, each need also gets a stand-in of its own at a cost above
   any sum of real costs; a full matching of least total cost then fills M needs (with fewer
   stand-ins none exists) at the highest total. Costs are integers, held exactly in float64.
"""

from __future__ import annotations

import numpy as np

from twoshores.engines.assignment.problem import I64, Assignment, Edge, Problem

EXACT_FLOAT = 2**53


def solve(problem: Problem) -> Assignment:
    """The best assignment by ``Assignment.objective``. Exact in all three parts.

    Among assignments of equal objective one is chosen, always the same for the same
    problem. Raises ValueError when scores are so large that sums would lose exactness
    (needs squared times the highest score reaches 2**53).
    """
    rows, copies, owners, scores = _replicated(problem)
    shape = (problem.needs.size, owners.size)
    most = _matching_size(rows, copies, shape)
    if most == 0:
        return Assignment((), tuple(problem.needs.tolist()))
    keep = scores >= _fairest(rows, copies, scores, shape, most)
    chosen_rows, chosen = _best_total(rows[keep], copies[keep], scores[keep], shape)
    return _assignment(problem, chosen_rows, owners[chosen])


def greedy(problem: Problem) -> Assignment:
    """Best score first, ties by need then person: what people do by hand, for comparison."""
    room = problem.capacities.copy()
    taken = np.zeros(problem.needs.size, dtype=bool)
    pairs: list[Edge] = []
    for at in np.lexsort((problem.columns, problem.rows, -problem.scores)).tolist():
        row, column = int(problem.rows[at]), int(problem.columns[at])
        if not taken[row] and room[column] > 0:
            taken[row] = True
            room[column] -= 1
            pairs.append(_edge(problem, row, column, int(problem.scores[at])))
    return Assignment(tuple(sorted(pairs)), tuple(problem.needs[~taken].tolist()))


def _edge(problem: Problem, row: int, column: int, score: int) -> Edge:
    return Edge(int(problem.needs[row]), int(problem.people[column]), score)


def _replicated(problem: Problem) -> tuple[I64, I64, I64, I64]:
    """(row, copy, owner of each copy, score): step 1. ``owner`` is indexed by copy."""
    degree = np.bincount(problem.columns, minlength=problem.people.size)
    copies = np.minimum(problem.capacities, degree)
    first = np.cumsum(copies) - copies
    owners = np.repeat(np.arange(problem.people.size), copies)
    times = copies[problem.columns]
    starts = np.cumsum(times) - times
    number = np.arange(times.sum()) - np.repeat(starts, times)
    copy = np.repeat(first[problem.columns], times) + number
    return np.repeat(problem.rows, times), copy, owners, np.repeat(problem.scores, times)


def _matching_size(rows: I64, columns: I64, shape: tuple[int, int]) -> int:
    # scipy takes a second to import: a web process that assigns nothing need not wait for it.
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    if not rows.size:
        return 0
    graph = csr_array((np.ones(rows.size, dtype=np.int8), (rows, columns)), shape=shape)
    matched = maximum_bipartite_matching(graph, perm_type="column")
    return int(np.count_nonzero(matched >= 0))


def _fairest(rows: I64, columns: I64, scores: I64, shape: tuple[int, int], most: int) -> int:
    """The highest score that every filled need can be given at least: step 3."""
    levels = np.unique(scores)
    low, high = 0, levels.size - 1  # levels[low] always holds a matching of size ``most``
    while low < high:
        middle = (low + high + 1) // 2
        keep = scores >= levels[middle]
        if _matching_size(rows[keep], columns[keep], shape) == most:
            low = middle
        else:
            high = middle - 1
    return int(levels[low])


def _best_total(rows: I64, columns: I64, scores: I64, shape: tuple[int, int]) -> tuple[I64, I64]:
    """(rows, copies) of the best total among the largest matchings: step 4."""
    needs, copies = shape
    highest = int(scores.max()) + 1
    stand_in = needs * highest + 1
    if needs * stand_in >= EXACT_FLOAT:
        raise ValueError("scores are too large for an exact assignment of so many needs")
    own = np.arange(needs)
    costs = np.concatenate((highest - scores, np.full(needs, stand_in)))
    at = (np.concatenate((rows, own)), np.concatenate((columns, copies + own)))
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    graph = csr_array((costs.astype(np.float64), at), shape=(needs, copies + needs))
    matched_rows, matched = min_weight_full_bipartite_matching(graph)
    real = matched < copies
    return matched_rows[real].astype(np.int64), matched[real].astype(np.int64)


def _assignment(problem: Problem, rows: I64, columns: I64) -> Assignment:
    width = max(problem.people.size, 1)
    keys = problem.rows * width + problem.columns  # rising: the problem is sorted so
    at = np.searchsorted(keys, rows * width + columns)
    order = np.argsort(rows)
    pairs = tuple(
        Edge(need, person, score)
        for need, person, score in zip(
            problem.needs[rows[order]].tolist(),
            problem.people[columns[order]].tolist(),
            problem.scores[at[order]].tolist(),
            strict=True,
        )
    )
    empty = np.ones(problem.needs.size, dtype=bool)
    empty[rows] = False
    return Assignment(pairs, tuple(problem.needs[empty].tolist()))
