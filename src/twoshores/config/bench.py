"""`twoshores bench`: every figure that the product publishes, each by one command.

Without --json a table for people; with it one JSON object for machines.
"""

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    link = what.add_parser("link", help="quality and speed of linking on MELO data sets")
    link.add_argument("--melo", type=Path, required=True, help="folder of MELO data set folders")
    link.add_argument(
        "--esco",
        type=Path,
        action="append",
        default=[],
        help="official ESCO download whose labels are in the index that is timed; may be repeated",
    )
    match = what.add_parser("match", help="speed of matching, beside DuckDB and tantivy")
    match.add_argument("--profiles", type=int, default=1_000_000)
    match.add_argument("--peers", action="store_true", help="measure the peers in the same run")
    what.add_parser("assign", help="speed of assignment, its optimum checked by OR-tools")
    pages = what.add_parser("pages", help="server time, queries and weight of the main pages")
    pages.add_argument("--profiles", type=int, default=100_000)
    pages.add_argument("--needs", type=int, default=5_000)
    files = what.add_parser("iati", help="import of an IATI file, beside plain lxml")
    files.add_argument("--file", type=Path, help="file whose activities are repeated")
    files.add_argument("--megabytes", type=float, default=3.5)
    for sub in (link, match, what.choices["assign"], pages, files):
        sub.add_argument("--json", action="store_true", help="one JSON object instead of a table")


def run(options: argparse.Namespace) -> int:
    result = _measure(options)
    print(json.dumps(result) if options.json else as_table(result))
    return 0


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    if options.what == "link":
        from twoshores.engines.linking.bench import bench_linking
        from twoshores.engines.linking.command import DEFAULT, index_folder

        return bench_linking(options.melo, None, index_folder(DEFAULT, options.esco))
    if options.what == "match":
        from twoshores.engines.matching.bench import bench_match

        return bench_match(options.profiles, options.peers)
    if options.what == "assign":
        from twoshores.engines.assignment.bench import bench_assign

        return bench_assign()
    if options.what == "iati":
        return _measure_files(options)
    return _measure_pages(options)


def _measure_files(options: argparse.Namespace) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twoshores.config.settings")
    import django

    django.setup()
    from twoshores.projects.iati.bench import bench_iati

    return bench_iati(options.file, options.megabytes)


def _measure_pages(options: argparse.Namespace) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twoshores.config.settings")
    from twoshores.portal.bench_pages import bench_pages

    return bench_pages(options.profiles, options.needs)


def as_table(result: Mapping[str, Any], indent: str = "") -> str:
    """Nested figures as indented lines, floats with three decimals."""
    lines = []
    for name, value in result.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{name}", as_table(value, indent + "  ")]
        else:
            shown = f"{value:,.3f}" if isinstance(value, float) else f"{value}"
            lines.append(f"{indent}{name:<24}{shown:>14}")
    return "\n".join(lines)
