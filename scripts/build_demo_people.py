"""Shows the invented people of the demo: a table of what was drawn, or all of them as JSON lines.

    .venv/bin/python scripts/build_demo_people.py [--seed N] [--count N] [--out FILE | --sample N]

Nothing needs to be stored: the demo calls `build_people()` itself and gets the same people.
"""

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from twoshores.portal.demo.people import COUNT, SEED, build_people
from twoshores.portal.demo.records import DemoPerson


def write_lines(people: list[DemoPerson], out: Path) -> None:
    with out.open("w", encoding="utf-8") as lines:
        for person in people:
            lines.write(json.dumps(asdict(person), ensure_ascii=False) + "\n")


def print_sample(people: list[DemoPerson], many: int) -> None:
    for person in people[:many]:
        shores = f"{person.origin.locality} ({person.origin.country}) - {person.residence.locality}"
        print(f"{person.number} [{person.language}] {shores}: {person.headline}")
        for skill in person.skills:
            second = f" // {skill.said_second}" if skill.said_second else ""
            print(f"    {skill.kind} {skill.level}: {skill.said}{second}")


def print_table(people: list[DemoPerson], seconds: float) -> None:
    print(f"{len(people)} people in {seconds:.2f} s")
    trades = Counter(person.trade for person in people)
    for title, counted in {
        "languages": Counter(person.language for person in people),
        "corridors": Counter(
            f"{person.origin.country}-{person.residence.country}" for person in people
        ),
        "trades": trades,
    }.items():
        print(f"{title} ({len(counted)}):", *(f"{key} {n}" for key, n in counted.most_common()))
    said = [skill.said for person in people for skill in person.skills]
    print(f"statements: {len(said)}, different {len(set(said))}, longest {max(map(len, said))}")
    print(f"rarest trade: {min(trades.values())} people")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--out", type=Path, help="write JSON lines to this file")
    parser.add_argument("--sample", type=int, default=0, help="print the first N people")
    asked = parser.parse_args()
    began = time.perf_counter()
    people = build_people(asked.seed, asked.count)
    seconds = time.perf_counter() - began
    if asked.out:
        write_lines(people, asked.out)
    elif asked.sample:
        print_sample(people, asked.sample)
    print_table(people, seconds)


if __name__ == "__main__":
    main()
