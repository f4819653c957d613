"""Who reads which proposal, at ten times the size: `python -m benchmarks.assessors [--json]`.

5,470 proposals, three readers each (16,410 assessments), 600 assessors whose limits leave little
room; four languages (one proposal in four is written in two), 16 countries of origin, 2 in 100
pairs in conflict: all from one seed. Ours, exact, beside the greedy way of people, and beside
OR-tools' min-cost flow where it is installed (requirements/bench.txt): the whole problem with one
arc for each pair; costs must be equal. Goal: 5 s or less.
"""

import argparse
import json
import random
import statistics
import time
from typing import Any

from twoshores.engines.assessors import Assessor, Assigned, Proposal, assign, greedy

SEED = 20101215
PROPOSALS, ASSESSORS, SEATS, ROUNDS = 5_470, 600, 3, 3
LANGUAGES = (("en", 45, 80), ("fr", 30, 50), ("es", 15, 35), ("pt", 10, 25))
COUNTRIES = [f"C{n:02}" for n in range(16)]
EMPTY = 10_000  # above any chain of exchanges
Instance = tuple[list[Proposal], list[Assessor], set[tuple[str, str]]]


def instance(proposals: int = PROPOSALS, assessors: int = ASSESSORS) -> Instance:
    """Half of the assessors go to some countries only; the others to any, and name none."""
    rng = random.Random(SEED)
    codes, weights = [row[0] for row in LANGUAGES], [row[1] for row in LANGUAGES]
    rows = [
        Proposal(
            f"p{n:04}",
            SEATS,
            frozenset(rng.choices(codes, weights, k=2 if n % 4 == 0 else 1)),
            frozenset([rng.choice(COUNTRIES)]),
        )
        for n in range(proposals)
    ]
    people = []
    for n in range(assessors):
        read = frozenset(code for code, _w, reads in LANGUAGES if rng.random() * 100 < reads)
        named = frozenset(rng.sample(COUNTRIES, rng.randint(2, 5))) if n % 2 else frozenset()
        people.append(Assessor(f"a{n:03}", read or frozenset({"en"}), named, rng.randint(22, 34)))
    pairs = proposals * assessors
    chosen = rng.sample(range(pairs), pairs // 50)
    return rows, people, {(rows[n // assessors].id, people[n % assessors].id) for n in chosen}


def peer(rows: list[Proposal], people: list[Assessor], conflicts: set[tuple[str, str]]) -> int:
    """The least cost by OR-tools, an empty seat at `EMPTY` times its depth. Raises ImportError
    without it."""
    from ortools.graph.python import min_cost_flow

    flow = min_cost_flow.SimpleMinCostFlow()
    size, sink = len(rows), len(rows) + len(people)
    tails, heads, room, costs = [], [], [], []
    for at, row in enumerate(rows):
        for number, person in enumerate(people):
            if (row.id, person.id) not in conflicts and person.reads(row) and person.goes_to(row):
                tails.append(at)
                heads.append(size + number)
                room.append(1)
                costs.append(person.misfit(row))
    for number, person in enumerate(people):
        for load in range(person.most or 0):
            tails.append(size + number)
            heads.append(sink)
            room.append(1)
            costs.append(2 * load + 1)
    for at in range(size):
        flow.set_node_supply(at, SEATS)
        for depth in range(1, SEATS + 1):
            tails.append(at)
            heads.append(sink)
            room.append(1)
            costs.append(EMPTY * depth)
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, costs)
    flow.set_node_supply(sink, -SEATS * size)
    if flow.solve() != flow.OPTIMAL:
        raise AssertionError("OR-tools found no minimum-cost flow")
    return int(flow.optimal_cost())


def checked(result: Assigned, made: Instance) -> None:
    """Raises AssertionError where a rule is broken."""
    rows, people, conflicts = made
    proposals, assessors = {row.id: row for row in rows}, {row.id: row for row in people}
    assert len(set(result.pairs)) == len(result.pairs)
    assert not conflicts & set(result.pairs)
    assert all(assessors[b].reads(proposals[a]) for a, b in result.pairs)
    assert all(assessors[b].goes_to(proposals[a]) for a, b in result.pairs)
    assert all(result.loads[row.id] <= (row.most or 0) for row in people)


def measure() -> dict[str, Any]:
    """Seconds; costs are [empty seats, unevenness, misfits and loads]."""
    made = instance()
    taken, worked = [], []
    for _round in range(ROUNDS):
        begun, busy = time.perf_counter(), time.process_time()
        ours = assign(*made)
        taken.append(time.perf_counter() - begun)
        worked.append(time.process_time() - busy)
    checked(ours, made)
    begun = time.perf_counter()
    plain = greedy(*made)
    found: dict[str, Any] = {
        "proposals": len(made[0]),
        "assessors": len(made[1]),
        "assessments": len(ours.pairs),
        "engine_s": round(statistics.median(taken), 2),
        "engine_processor_s": round(statistics.median(worked), 2),
        "cost": list(ours.cost),
        "loads": [min(ours.loads.values()), max(ours.loads.values())],
        "greedy_s": round(time.perf_counter() - begun, 2),
        "greedy_cost": list(plain.cost),
        "greedy_loads": [min(plain.loads.values()), max(plain.loads.values())],
    }
    try:
        begun, busy = time.perf_counter(), time.process_time()
        found["ortools_cost"] = peer(*made)
        found["ortools_s"] = round(time.perf_counter() - begun, 2)
        found["ortools_processor_s"] = round(time.process_time() - busy, 2)
    except ImportError:
        found["ortools_cost"] = None
    else:
        assert found["ortools_cost"] == EMPTY * ours.cost[1] + ours.cost[2], "not the least cost"
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="as JSON")
    options = parser.parse_args()
    found = measure()
    if options.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
