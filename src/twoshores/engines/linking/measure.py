"""Time and memory of one index in a process of its own: `python -m ...measure FOLDER < QUERIES`.

Prints {"query_ms", "rss_mb", "labels"}: the median over one query a line ("language<TAB>text"),
after one to warm up, and the resident memory at the end.
"""

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from .index import LinkIndex
from .resident import resident_mb


def measure(folder: Path, queries: Iterable[tuple[str | None, str]]) -> dict[str, float]:
    index = LinkIndex.open(folder)
    if index is None:
        raise FileNotFoundError(f"No linking index under {folder}.")
    index.link("warm up", "en")
    times = []
    for language, text in queries:
        began = time.perf_counter()
        index.link(text, language, "occupation")
        times.append(time.perf_counter() - began)
    return {
        "query_ms": round(median(times) * 1000, 2),
        "rss_mb": resident_mb(),
        "labels": index.size,
    }


if __name__ == "__main__":
    lines = (line.rstrip("\n").split("\t", 1) for line in sys.stdin)
    asked = [(language or None, text) for language, text in lines]
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]), asked)))
