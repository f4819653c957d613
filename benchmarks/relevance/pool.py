"""The texts that a judge reads: `python -m benchmarks.relevance.pool RANKINGS.json... --out DIR`.

For each need the first 20 of every ranking, the first 10 among those who write in the language of
the need, and 5 people drawn at random; each once, shuffled, under running numbers. Which ranking
named them, and any address of a concept, is left out, and so is who was judged before (unless
--all). `key.json` says who stands behind a number, for afterwards.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from twoshores.portal.demo.people import build_people
from twoshores.portal.demo.records import DemoPerson

from .judgements import JUDGEMENTS, read_judgements

DEPTH, DEPTH_SAME = 20, 10
AT_RANDOM = 5
SEED = 2010
NEEDS = Path(__file__).parents[2] / "src/twoshores/portal/demo/needs.json"


def demo_people() -> dict[int, DemoPerson]:
    return {person.number: person for person in build_people()}


def demo_needs() -> dict[str, dict[str, Any]]:
    """The needs as they were written, by code."""
    return {row["code"]: row for row in json.loads(NEEDS.read_text("utf-8"))["needs"]}


def text_of(person: DemoPerson) -> str:
    """What a judge sees of a person: their own words, and years where they gave them."""
    parts = [_both(person.headline, person.headline_second)]
    for skill in person.skills:
        years = "" if skill.years is None else f" [{skill.years} y]"
        parts.append(_both(skill.said, skill.said_second) + years)
    return " | ".join(parts)


def _both(text: str, second: str | None) -> str:
    return f"{text} = {second}" if second else text


def text_of_need(row: Mapping[str, Any]) -> str:
    lines = [row["title"], row["description"]]
    if "second_title" in row:
        lines += [f"= {row['second_title']}", f"= {row['second_description']}"]
    for line in row["requirements"]:
        must = "must" if line["required"] else "wish"
        lines.append(f"- {_both(line['said'], line.get('said_second'))} ({must}, {line['weight']})")
    return "\n".join(lines)


def fingerprint(text: str) -> str:
    """Short enough to keep beside each judgement; changes when the judged text does."""
    return sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Pool:
    """What people are drawn from: rankings by need, and the people themselves."""

    rankings: Sequence[Mapping[str, Sequence[int]]]
    people: Mapping[int, DemoPerson]

    def drawn(self, code: str, language: str, random: Random) -> set[int]:
        """Numbers of the people to judge for a need that is written in this language."""
        found = {number for ranking in self.rankings for number in ranking[code][:DEPTH]}
        for ranking in self.rankings:
            same = [n for n in ranking[code] if self.people[n].language == language]
            found.update(same[:DEPTH_SAME])
        everybody = sorted({n for r in self.rankings for row in r.values() for n in row})
        return found | set(random.sample(everybody, AT_RANDOM))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rankings", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--all", action="store_true", help="also who was judged before")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    rankings = [r for path in args.rankings for r in json.loads(path.read_text()).values()]
    pool, key = Pool(rankings, demo_people()), {}
    done = {} if args.all else read_judgements(JUDGEMENTS).grades
    for code, row in demo_needs().items():
        random = Random(f"{SEED} {code}")
        order = sorted(pool.drawn(code, row["language"], random) - set(done.get(code, ())))
        random.shuffle(order)
        key[code] = order
        lines = [f"{i}. {text_of(pool.people[number])}" for i, number in enumerate(order, start=1)]
        (args.out / f"{code}.txt").write_text("\n".join([text_of_need(row), "", *lines]) + "\n")
    (args.out / "key.json").write_text(json.dumps(key))


if __name__ == "__main__":
    main()
