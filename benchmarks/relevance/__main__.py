"""Relevance of shortlists, measured: `python -m benchmarks.relevance [--esco PATH ...] [--json]`.

Makes the demo in a folder that is thrown away, reads its words, ranks its people for each of its
needs, and compares with judgements.json: nDCG@10 and recall@20, overall and by the languages in
which need and person write. With --esco (repeated: one official download a language) the same
again with those labels loaded. Some minutes, most of them reading labels.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .judgements import JUDGEMENTS, Judgements, read_judgements
from .measures import mean, ndcg_at, recall_at
from .pool import demo_needs, demo_people

type Rankings = Mapping[str, Sequence[int]]
NDCG_DEPTH, RECALL_DEPTH = 10, 20


@dataclass(frozen=True, slots=True)
class Languages:
    """Who writes in what: needs by code, people by number."""

    needs: Mapping[str, str]
    people: Mapping[int, str]


def figures(rankings: Rankings, judged: Judgements, languages: Languages) -> dict[str, Any]:
    """Overall, and for each pair "need -> person" and for the same and other languages.

    For a pair, ranking and judgements are those of the people who write in that language; needs
    with nobody to find there do not count. Rankings are condensed: whoever was not judged is left
    out (Sakai 2007); `judged@10` says what share of the first ten was judged.
    """
    groups: dict[str, dict[str, list[float | None]]] = {}
    for code, grades in judged.grades.items():
        own = languages.needs[code]
        for group, chosen in _groups(own, languages.people).items():
            kept = {number: grade for number, grade in grades.items() if number in chosen}
            everybody = [number for number in rankings[code] if number in chosen]
            ranking = [number for number in everybody if number in kept]
            found = groups.setdefault(group, {"ndcg": [], "recall": [], "judged": []})
            found["ndcg"].append(ndcg_at(NDCG_DEPTH, ranking, kept))
            found["recall"].append(recall_at(RECALL_DEPTH, ranking, kept))
            if first := everybody[:NDCG_DEPTH]:
                found["judged"].append(sum(n in kept for n in first) / len(first))
    return {group: _summary(found) for group, found in sorted(groups.items())}


def _groups(own: str, people: Mapping[int, str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {"all": set(people)}
    for number, language in people.items():
        for group in (f"{own} -> {language}", "same" if language == own else "other"):
            found.setdefault(group, set()).add(number)
    return found


def _summary(found: Mapping[str, Sequence[float | None]]) -> dict[str, Any]:
    return {
        "needs": sum(value is not None for value in found["ndcg"]),
        f"ndcg@{NDCG_DEPTH}": mean(found["ndcg"]),
        f"recall@{RECALL_DEPTH}": mean(found["recall"]),
        f"judged@{NDCG_DEPTH}": mean(found["judged"]),
    }


def rank(folder: Path, downloads: Sequence[Path]) -> dict[str, Rankings]:
    """Rankings of a fresh instance with these labels, made in a process of its own."""
    out = folder / "rankings.json"
    command = [sys.executable, "-m", "benchmarks.relevance.rank", "--data", str(folder)]
    command += ["--out", str(out), *(a for path in downloads for a in ("--esco", str(path)))]
    subprocess.run(command, check=True)
    found: dict[str, Rankings] = json.loads(out.read_text())
    return found


def measure(downloads: Sequence[Path], work: Path) -> dict[str, Any]:
    """Figures of each system. With downloads the product is measured twice."""
    judged = read_judgements(JUDGEMENTS)
    languages = Languages(
        {code: row["language"] for code, row in demo_needs().items()},
        {number: person.language for number, person in demo_people().items()},
    )
    english = rank(work / "english", [])
    systems = {name: found for name, found in english.items() if name != "product"}
    systems["product, English"] = english["product"]
    if downloads:
        systems["product, local labels"] = rank(work / "local", downloads)["product"]
    return {name: figures(found, judged, languages) for name, found in systems.items()}


def as_table(result: Mapping[str, Mapping[str, Any]], least: int = 1) -> str:
    """Markdown: a row a group with at least so many needs, nDCG and recall of each system."""
    names = list(result)
    head = "| need -> person | needs | " + " | ".join(f"{n}: nDCG@10 | recall@20" for n in names)
    lines = [head + " |", "|---|--:|" + "--:|--:|" * len(names)]
    for group, first in result[names[0]].items():
        if first["needs"] < least:
            continue
        cells = [result[n][group][key] for n in names for key in ("ndcg@10", "recall@20")]
        lines.append(
            f"| {group} | {first['needs']} | " + " | ".join(_cell(cell) for cell in cells) + " |"
        )
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--esco", type=Path, action="append", default=[])
    parser.add_argument("--work", type=Path, help="folder for the instances; kept, used again")
    parser.add_argument("--least", type=int, default=1, help="needs a row of the table must have")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as thrown_away:
        work = args.work or Path(thrown_away)
        result = measure(args.esco, work)
    print(json.dumps(result) if args.json else as_table(result, args.least))


if __name__ == "__main__":
    main()
