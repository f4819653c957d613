"""The judgements that are kept in judgements.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

JUDGEMENTS = Path(__file__).parent / "judgements.json"


@dataclass(frozen=True, slots=True)
class Judgements:
    """`grades`: need code -> number of a person -> 0, 1 or 2.

    0 cannot help, 1 could help with a part, 2 clearly could help. `needs` and `texts` (of people)
    hold fingerprints of the words that were judged.
    """

    grades: Mapping[str, Mapping[int, int]]
    needs: Mapping[str, str]
    texts: Mapping[int, str]


def read_judgements(path: Path) -> Judgements:
    kept = json.loads(path.read_text("utf-8"))
    return Judgements(
        {code: {int(n): g for n, g in row.items()} for code, row in kept["grades"].items()},
        kept["needs"],
        {int(number): text for number, text in kept["texts"].items()},
    )
