"""Partners' coverage and whom to add: `python -m benchmarks.alliances [--json]`.

Coverage: 12 partners x 40 needs, beside the Shapley value by its sum over all coalitions in plain
Python, which is what somebody would write down from the textbook. Whom to add: 30 gaps x 2,000
organisations, beside OR-tools CP-SAT on the same cover (requirements/bench.txt) and the greedy
choice that people make by hand, whose sets are larger. CP-SAT stops after CP_SAT_SECONDS: where
it has not proved its set smallest by then, `cp_sat_proved` says so and the ratio is a lower bound.
Everything in one run, from one seed.
Goals: 50 ms and 2 s.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from math import factorial
from typing import Any

from twoshores.engines.additions import Candidate, smallest_additions
from twoshores.engines.complementarity import Grade, Need, Partner, complementarity, worths

SEED = 20100731
GAPS = [f"g{number}" for number in range(30)]
CP_SAT_SECONDS = 20


def partnership() -> tuple[list[Need], list[Partner]]:
    rng = random.Random(SEED)
    needs = [Need(str(number), rng.randint(1, 5)) for number in range(40)]
    partners = [
        Partner(str(n), {need.id: Grade(rng.choice([0, 0, 1, 2])) for need in needs})
        for n in range(12)
    ]
    return needs, partners


def register() -> list[Candidate]:
    """Each closes one to four of the gaps, some gaps being had by few."""
    rng = random.Random(SEED)
    weights = [1 / (1 + number) for number in range(len(GAPS))]
    rows = []
    for number in range(2_000):
        closes = frozenset(rng.choices(GAPS, weights, k=rng.randint(1, 4)))
        shore = rng.choice(["origin", "abroad", ""])
        shown = frozenset(rng.sample(sorted(closes), rng.randint(0, len(closes))))
        rows.append(Candidate(f"o{number:04}", closes, shown, shore, rng.randint(0, 3)))
    return rows


def by_the_textbook(needs: list[Need], partners: list[Partner]) -> list[float]:
    """The Shapley value by its sum over coalitions, worth of each worked out anew."""
    size = len(partners)

    def worth(coalition: int) -> int:
        members = [row for number, row in enumerate(partners) if coalition >> number & 1]
        return sum(
            need.weight * max((row.grade(need.id) for row in members), default=0) for need in needs
        )

    value = [worth(coalition) for coalition in range(2**size)]
    found = []
    for number in range(size):
        total = 0.0
        for coalition in range(2**size):
            if coalition >> number & 1:
                continue
            others = coalition.bit_count()
            weight = factorial(others) * factorial(size - others - 1) / factorial(size)
            total += weight * (value[coalition | 1 << number] - value[coalition])
        found.append(total / 2)
    return found


def greedy(rows: list[Candidate]) -> int:
    """How many organisations are asked if the one that closes most is taken each time."""
    left, asked = set(GAPS), 0
    while left and (best := max(rows, key=lambda row: len(row.closes & left))).closes & left:
        left -= best.closes
        asked += 1
    return asked


def cp_sat(rows: list[Candidate]) -> tuple[int, bool]:
    """The size of the smallest set by OR-tools CP-SAT, and whether it proved that it is."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    asked = [model.new_bool_var(row.id) for row in rows]
    for gap in GAPS:
        holders = [asked[n] for n, row in enumerate(rows) if gap in row.closes]
        if holders:
            model.add_bool_or(holders)
    model.minimize(sum(asked))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = CP_SAT_SECONDS
    status = solver.solve(model)
    return round(solver.objective_value), status == cp_model.OPTIMAL


def timed(call: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """(median in ms, the last answer)."""
    taken = []
    for _round in range(rounds):
        begun = time.perf_counter()
        answer = call()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), answer


def measure() -> dict[str, Any]:
    needs, partners = partnership()
    rows = register()
    coverage_ms, coverage = timed(lambda: complementarity(needs, partners), 50)
    coalitions_ms, _value = timed(lambda: worths(needs, partners), 50)
    textbook_ms, textbook = timed(lambda: by_the_textbook(needs, partners), 1)
    for share, other in zip(coverage.shares, textbook, strict=True):
        assert abs(float(share.fair) - other) < 1e-6, "the two disagree"
    additions_ms, additions = timed(lambda: smallest_additions(GAPS, rows), 5)
    one_ms, _one = timed(lambda: smallest_additions(GAPS, rows, most=1), 5)
    greedy_ms, greedy_size = timed(lambda: greedy(rows), 5)
    found: dict[str, Any] = {
        "coverage_ms": coverage_ms,
        "coalitions_ms": coalitions_ms,
        "textbook_ms": textbook_ms,
        "textbook_ratio": textbook_ms / coverage_ms,
        "additions_ms": additions_ms,
        "additions_one_ms": one_ms,
        "additions_size": len(additions.sets[0].members),
        "greedy_ms": greedy_ms,
        "greedy_size": greedy_size,
    }
    try:
        found["cp_sat_ms"], said = timed(lambda: cp_sat(rows), 1)
        found["cp_sat_size"], found["cp_sat_proved"] = said
    except ModuleNotFoundError:
        found["cp_sat_ms"] = found["cp_sat_size"] = None
    else:
        found["cp_sat_ratio"] = found["cp_sat_ms"] / one_ms
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    found = measure()
    if parser.parse_args().json:
        print(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        print(f"{name:20} {value if not isinstance(value, float) else round(value, 2)}")


if __name__ == "__main__":
    main()
