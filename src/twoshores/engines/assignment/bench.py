"""Assignment at scale: the product's solver beside OR-tools and a greedy one.

    twoshores bench assign --json

2,000 needs, 20,000 people, 100,000 edges; three needs in five are rare trades that one to four
people fit, who are wanted elsewhere too; one person in ten can take two needs (people whom no
need wants are left out, so that fewer than 20,000 are counted). ``engine_ms``: median of
``solve(problem)``, from edges in columns to the list of pairs. ``objective`` is [needs filled,
worst-served need, total score]; ``reference_objective`` is found by OR-tools (max flow, then
min-cost flow, with the threshold sought again over all distinct scores by its own max flow)
without any of our code.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from typing import Any

import numpy as np

from twoshores.engines.assignment import Problem, greedy, solve

NEEDS = 2_000
PEOPLE = 20_000
EDGES = 100_000
ROUNDS = 7
SEED = 20_250_602


def instance(needs: int = NEEDS, people: int = PEOPLE, edges: int = EDGES) -> Problem:
    """A reproducible, contested problem with exactly ``edges`` edges."""
    rng = np.random.default_rng(SEED)
    rare = needs * 3 // 5  # needs that few people fit, all of them wanted elsewhere too
    few = rng.integers(0, rare, 3 * needs // 2), (people // 25 * rng.random(3 * needs // 2) ** 2)
    many = rng.integers(rare, needs, 2 * edges), (people * rng.random(2 * edges) ** 3)
    short, long = (
        np.unique(need * people + person.astype(np.int64)) for need, person in (few, many)
    )
    pairs = np.concatenate((short, rng.permutation(long)[: edges - short.size]))
    scores = rng.integers(1_000, 10_001, pairs.size)
    room = {number: 2 for number in range(0, people, 10)}
    return Problem.from_columns(pairs // people, pairs % people, scores, room, range(needs))


def reference(problem: Problem) -> tuple[int, int, int]:
    """The objective by OR-tools alone. Raises ImportError without it (requirements/bench.txt)."""
    levels = np.unique(problem.scores)
    most = _max_flow(problem, 0)
    low, high = 0, levels.size - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _max_flow(problem, int(levels[middle])) == most:
            low = middle
        else:
            high = middle - 1
    worst = int(levels[low])
    return most, worst, _best_total(problem, worst, most)


def _arcs(problem: Problem, least: int) -> tuple[Any, ...]:
    """Tails, heads, capacities, scores of source -> need -> person -> sink."""
    needs, people = problem.needs.size, problem.people.size
    keep = problem.scores >= least
    source, sink = needs + people, needs + people + 1
    rows, columns = problem.rows[keep], problem.columns[keep]
    tails = np.concatenate((np.full(needs, source), rows, needs + np.arange(people)))
    heads = np.concatenate((np.arange(needs), needs + columns, np.full(people, sink)))
    room = np.concatenate((np.ones(needs + rows.size, dtype=np.int64), problem.capacities))
    zeros = np.zeros(needs, dtype=np.int64)
    scores = np.concatenate((zeros, problem.scores[keep], np.zeros(people, dtype=np.int64)))
    return tails, heads, room, scores, source, sink


def _max_flow(problem: Problem, least: int) -> int:
    from ortools.graph.python import max_flow

    tails, heads, room, _scores, source, sink = _arcs(problem, least)
    flow = max_flow.SimpleMaxFlow()
    flow.add_arcs_with_capacity(tails, heads, room)
    if flow.solve(source, sink) != flow.OPTIMAL:
        raise AssertionError("OR-tools found no maximum flow")
    return int(flow.optimal_flow())


def _best_total(problem: Problem, least: int, most: int) -> int:
    from ortools.graph.python import min_cost_flow

    tails, heads, room, scores, source, sink = _arcs(problem, least)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, -scores)
    flow.set_node_supply(source, most)
    flow.set_node_supply(sink, -most)
    if flow.solve() != flow.OPTIMAL:
        raise AssertionError("OR-tools found no minimum-cost flow")
    return -int(flow.optimal_cost())


def bench_assign() -> dict[str, Any]:
    """Times in milliseconds; objectives as lists. Raises AssertionError when they differ."""
    problem = instance()
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        result = solve(problem)
        taken.append((time.perf_counter() - begun) * 1000)
    begun = time.perf_counter()
    expected = reference(problem)
    reference_ms = (time.perf_counter() - begun) * 1000
    if result.objective != expected:
        raise AssertionError(f"{result.objective} is not OR-tools' {expected}")
    return {
        "engine_ms": round(statistics.median(taken), 1),
        "objective": list(result.objective),
        "reference_objective": list(expected),
        "reference_ms": round(reference_ms, 1),
        "greedy_objective": list(greedy(problem).objective),
        "needs": int(problem.needs.size),
        "people": int(problem.people.size),
        "edges": int(problem.scores.size),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true")
    result = bench_assign()
    if parser.parse_args().json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:>20}  {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
