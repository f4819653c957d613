"""Matching at scale: the product's own search beside its bound and its peers.

    twoshores bench match --profiles 1000000 --peers --json

What is timed
- ``engine_ms``: median of ``Index.search(need, relations=..., delta=None)`` as pages call it:
  expansion of the need, look-up of postings, scoring, every filter, all bonuses, the best 50
  with their ids. Index memory-mapped from disk and warm; one thread.
- ``fallback_ms``: the same call with the numpy kernel.
- ``bound_ms``: random access: clearing a uint16 array of one element per profile, then adding
  one number per posting of all runs of the need into it, compiled. Nothing else: no filter, no
  best answer per requirement, no ranking; the array is kept from call to call, so no fresh
  pages. No engine that adds up every posting at random does less. Ours leaves unread what
  cannot decide (``kernel_pruned``). Half of the rounds time the bound first, half the engine:
  whoever comes second finds the postings in the cache.
- ``explain_ms``: the reasons of those 50, on top of ``engine_ms``.
- ``build_s``: from a stream of ``Profile`` objects (their making included) to an index that
  is flushed to disk and swapped in.
- ``rss_mb``: of a fresh process that opened the index and answered all needs.
- peers: see ``bench_peers.py``; they get the same question and must give the same answer.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np

from twoshores.engines.matching import (
    Index,
    Kind,
    Need,
    Profile,
    RelationTable,
    Requirement,
    open_index,
    pack,
    spread,
    write_index,
)
from twoshores.engines.matching.columns import I64, U16, U32
from twoshores.engines.matching.query import KEY_SHIFT, POINT_MASK

CONCEPTS = 17_000
CLAIMS = 10
NEEDS = 20
ROUNDS = 8
TOP = 50
TODAY = 739_000
POSTINGS = 375_000
"""Postings that a need of 30 weighted concepts touches at 1,000,000 profiles."""
SEED = 20_250_601


def popularity() -> np.ndarray[Any, Any]:
    """How often each concept is claimed: a flattened Zipf law, as in real rosters."""
    weights = 1.0 / (np.arange(CONCEPTS) + 30.0) ** 0.9
    return np.asarray(weights / weights.sum())


def roster(profiles: int) -> Iterator[Profile]:
    """A reproducible stream of profiles, 10 claims each."""
    rng = np.random.default_rng(SEED)
    chances = popularity().cumsum()
    for first in range(0, profiles, 50_000):
        size = min(50_000, profiles - first)
        concepts = chances.searchsorted(rng.random((size, CLAIMS))).clip(0, CONCEPTS - 1)
        levels = rng.integers(1, 5, (size, CLAIMS))
        facts = {
            "consent": (rng.random(size) < 0.95).tolist(),
            "modes": rng.integers(1, 8, size).tolist(),
            "languages": (
                (1 << rng.integers(0, 12, size)) | (1 << rng.integers(0, 90, size).clip(0, 60))
            ).tolist(),
            "start": rng.integers(TODAY - 200, TODAY + 100, size).tolist(),
            "country": rng.integers(1, 200, size).tolist(),
            "place": rng.integers(1, 400, size).tolist(),
            "times": rng.integers(0, 16, size).tolist(),
            "age": rng.integers(0, 500, size).tolist(),
        }
        for i, (claimed, levelled) in enumerate(
            zip(concepts.tolist(), levels.tolist(), strict=True)
        ):
            place = facts["place"][i]
            yield Profile(
                id=first + i + 1,
                claims=tuple(zip(claimed, levelled, strict=True)),
                consent=facts["consent"][i],
                modes=facts["modes"][i],
                languages=facts["languages"][i],
                available_from=facts["start"][i],
                residence=facts["country"][i],
                places=(10_000 + place, 20_000 + place // 10, 30_000 + place // 40),
                times=facts["times"][i],
                confirmed=TODAY - facts["age"][i],
            )


def questions() -> list[tuple[Need, RelationTable]]:
    """20 needs of 30 weighted concepts: 6 requirements, each with 4 expansions.

    Concepts are drawn among the popular ones so that a need touches about 375,000
    postings per 1,000,000 profiles (12,500 per concept).
    """
    rng = np.random.default_rng(SEED + 1)
    expected = popularity() * CLAIMS * 1_000_000
    pool = np.flatnonzero((expected > 6_000) & (expected < 25_000))
    found: list[tuple[Need, RelationTable]] = []
    while len(found) < NEEDS:
        chosen = rng.choice(pool, 30, replace=False)
        if abs(expected[chosen].sum() - POSTINGS) > 0.02 * POSTINGS:
            continue
        found.append(_question([int(c) for c in chosen], int(rng.integers(1, 400))))
    return found


def _question(concepts: list[int], place: int) -> tuple[Need, RelationTable]:
    points = spread((5, 4, 3, 3, 2, 2))
    asked = tuple(
        Requirement(concept, share, required=number < 3)
        for number, (concept, share) in enumerate(zip(concepts[:6], points, strict=True))
    )
    kinds = (Kind.NARROWER, Kind.BROADER, Kind.SAME_GROUP, Kind.SHARED_OCCUPATION)
    rows = {
        concept: tuple(zip(concepts[6 + 4 * n : 10 + 4 * n], kinds, strict=True))
        for n, concept in enumerate(concepts[:6])
    }
    need = Need(
        asked,
        modes=3,
        languages=0b111,
        first_day=TODAY,
        last_day=TODAY + 60,
        excluded=frozenset({7}),
        locality=10_000 + place,
        region=20_000 + place // 10,
        country=30_000 + place // 40,
        times=0b11,
        today=TODAY,
    )
    return need, RelationTable(rows)


def median_ms(call: Callable[[], object], rounds: int = 1) -> float:
    """Median wall time of a call, in milliseconds."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter_ns()
        call()
        taken.append(time.perf_counter_ns() - begun)
    return statistics.median(taken) / 1e6


def _bound_kernel() -> Callable[..., None]:
    import numba

    def add_all(counts: U16, post: U32, starts: I64, ends: I64, adds: U16) -> None:
        counts[:] = 0
        for run in range(starts.size):
            add = adds[run]
            for at in range(starts[run], ends[run]):
                counts[post[at]] += add

    return cast(Callable[..., None], numba.njit(boundscheck=False)(add_all))


def measure(folder: Path) -> dict[str, float]:
    """Times of one opened index; meant for a fresh process (memory is read here)."""
    index = open_index(folder)
    asked = questions()
    begun = time.perf_counter()
    index.search(asked[0][0], relations=asked[0][1])
    first_ms = (time.perf_counter() - begun) * 1000
    for need, relations in asked:
        index.search(need, top=TOP, relations=relations)
    rss = resident_mb()
    add_all = _bound_kernel()
    counts = np.zeros(index.size, dtype=np.uint16)
    rounds = [
        _round(index, question, add_all, counts, bound_first=number % 2 == 0)
        for number in range(ROUNDS)
        for question in asked
    ]
    engine, bound, explain, touched = (list(part) for part in zip(*rounds, strict=True))
    fallback = [_fallback_ms(index, need, relations) for need, relations in asked]
    return {
        "engine_ms": round(statistics.median(engine), 3),
        "engine_p95_ms": round(statistics.quantiles(engine, n=20)[-1], 3),
        "fallback_ms": round(statistics.median(fallback), 3),
        "bound_ms": round(statistics.median(bound), 3),
        "explain_ms": round(statistics.median(explain), 3),
        "first_search_ms": round(first_ms, 1),
        "postings": statistics.median(touched),
        "rss_mb": rss,
    }


def _round(
    index: Index,
    question: tuple[Need, RelationTable],
    add_all: Callable[..., None],
    counts: U16,
    *,
    bound_first: bool,
) -> tuple[float, float, float, int]:
    """(search, bound, explain) times in ms of one need, and its postings."""
    need, relations = question
    runs, _filters = index.compile(need, relations)
    adds = (runs.adds >> KEY_SHIFT & POINT_MASK).astype(np.uint16)
    post = index.columns.post_rows
    add_all(counts, post, runs.starts[:1], runs.starts[:1], adds)  # compiled, postings unread

    def bound_ms() -> float:
        return median_ms(lambda: add_all(counts, post, runs.starts, runs.ends, adds))

    bound = bound_ms() if bound_first else 0.0
    engine = median_ms(lambda: index.search(need, top=TOP, relations=relations))
    bound = bound or bound_ms()
    hits = index.search(need, top=TOP, relations=relations)
    explain = median_ms(lambda: index.explain(need, hits, relations=relations))
    return engine, bound, explain, int((runs.ends - runs.starts).sum())


def _fallback_ms(index: Index, need: Need, relations: RelationTable) -> float:
    """Time of the numpy kernel; its answer must be that of numba."""
    slow = index.search(need, top=TOP, relations=relations, kernel_name="numpy")
    if slow != index.search(need, top=TOP, relations=relations, kernel_name="numba"):
        raise AssertionError("the two kernels answer differently")
    return median_ms(
        lambda: index.search(need, top=TOP, relations=relations, kernel_name="numpy"), 3
    )


def resident_mb() -> int:
    """Resident memory of this process (Linux), mapped files included."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(x for x in status.splitlines() if x.startswith("VmRSS")).split()[1]) // 1024


def bench_match(profiles: int = 1_000_000, peers: bool = False) -> dict[str, Any]:
    """All figures of matching. Times in milliseconds, build in seconds, memory in MiB.

    Takes about 1 minute per 1,000,000 profiles, 4 with peers. Raises AssertionError when
    two engines answer differently, ImportError when a peer is not installed
    (requirements/bench.txt).
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = time.perf_counter()
        write_index(folder, pack(roster(profiles)), 1)
        build_s = round(time.perf_counter() - begun, 1)
        command = [sys.executable, "-m", "twoshores.engines.matching.bench", "--measure", name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        result: dict[str, Any] = {"profiles": profiles, **json.loads(done.stdout)}
        result["build_s"] = build_s
        if peers:
            from twoshores.engines.matching.bench_peers import peer_times

            result["peers"] = peer_times(open_index(folder), questions(), TOP)
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--profiles", type=int, default=1_000_000)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    ns = parser.parse_args()
    result = measure(ns.measure) if ns.measure else bench_match(ns.profiles, ns.peers)
    if ns.json or ns.measure:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:>16}  {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
