"""How long the design review takes: `python -m benchmarks.review [--json]`.

One design of 200 activities, 60 indicators, 300 budget lines, 40 risks, 10 partners with 40 needs
and every building block, so that every rule has all its rows to read. Goal: 20 ms.
"""

import argparse
import json
import statistics
import time
from datetime import date, timedelta
from decimal import Decimal

from twoshores.engines.review import (
    BLOCKS,
    PHASES,
    QUESTIONS,
    Activity,
    Authority,
    Country,
    Design,
    Difference,
    Indicator,
    Line,
    Need,
    Partner,
    Result,
    Risk,
    review,
)

START = date(2027, 1, 1)
ROUNDS = 500


def large_design() -> Design:
    """Half of its rows have something to be found, so that findings are made as well."""
    partners = tuple(
        Partner(str(n), f"Partner {n}", "ML" if n % 2 else "FR", "ngo", n == 0, "x" * (n % 2))
        for n in range(10)
    )
    activities = tuple(
        Activity(
            str(n),
            f"Activity {n}",
            result=str(n % 40) if n % 2 else "",
            starts=START + timedelta(days=n),
            ends=START + timedelta(days=n + 30),
            times=frozenset({"office"}),
            has_volunteers=n % 2 == 0,
            responsible=str(n % 12),
            contributors=frozenset({str(n % 5)}),
        )
        for n in range(200)
    )
    indicators = tuple(
        Indicator(
            str(n),
            f"Indicator {n}",
            result=str(n),
            counts_people=True,
            splits=frozenset({"sex"}),
            has_target=True,
            target=Decimal(n),
        )
        for n in range(60)
    )
    return Design(
        starts=START,
        ends=START + timedelta(days=400),
        blocks=BLOCKS,
        countries=(Country("ML", "origin"), Country("FR", "residence")),
        partners=partners,
        activities=activities,
        indicators=indicators,
        results=tuple(
            Result(str(n), "output" if n % 2 else "outcome", f"Result {n}", "", 0)
            for n in range(40)
        ),
        lines=tuple(Line(str(n % 10), "staff", "money", Decimal(n)) for n in range(300)),
        risks=tuple(Risk(str(n), f"Risk {n}", "project", n % 25 + 1, False) for n in range(40)),
        drafting=frozenset({"partner"}),
        alignments=frozenset({"sdg"}),
        says=dict.fromkeys(PHASES, "none"),
        answers=dict.fromkeys(QUESTIONS, False),
        euros=Decimal(100),
        visions=frozenset("01234"),
        agreed=frozenset("01234"),
        differences=tuple(Difference(str(n), f"Difference {n}") for n in range(5)),
        needs=tuple(
            Need(str(n), f"Need {n}", n % 5 + 1, frozenset(str(n % 9)) if n % 3 else frozenset())
            for n in range(40)
        ),
        learning=frozenset((str(n), str(n + 5)) for n in range(5)),
        authorities=tuple(Authority(str(n), f"Town {n}", n % 2 == 0) for n in range(10)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    design = large_design()
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        review(design)
        took.append((time.perf_counter() - begun) * 1000)
    found = {
        "rounds": ROUNDS,
        "findings": len(review(design).findings),
        "median_ms": round(statistics.median(took), 3),
        "p99_ms": round(statistics.quantiles(took, n=100)[98], 3),
    }
    print(json.dumps(found) if options.json else found)


if __name__ == "__main__":
    main()
