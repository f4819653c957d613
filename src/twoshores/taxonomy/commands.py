"""`twoshores taxonomy import PATH`: labels of another language, from an official download."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from twoshores.engines.linking.esco_csv import OfficialFormatError

from .services import ImportReport, taxonomy_import


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    text = "read an official ESCO CSV download (folder or zip) of any language"
    imports = what.add_parser("import", help=text, description=text)
    imports.add_argument("path", metavar="PATH", type=Path)
    imports.add_argument("--json", action="store_true", help="the report as one JSON object")


def run(options: argparse.Namespace) -> int:
    """Import and report; 1 with the reason when nothing was written."""
    try:
        report = taxonomy_import(options.path, by=None)
    except OfficialFormatError as error:
        print(f"Nothing was imported. {error}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(report), ensure_ascii=False) if options.json else as_text(report))
    return 0


def _and_more(count: int) -> list[str]:
    return [f"  and {count:,} more"] if count > 0 else []


def as_text(report: ImportReport) -> str:
    """The report for people, in English, as everything at the command line."""
    lines = [f"{name}: {count:,} rows" for name, count in sorted(report.rows.items())]
    lines += [
        f"Languages: {', '.join(report.languages) or 'none'}",
        f"Labels written: {report.labels:,}",
        f"New concepts: {report.concepts_new:,}",
        f"Relations added: {report.relations_new:,}; refused, with an end that is not there: "
        f"{report.relations_refused:,}",
    ]
    if report.retired_count:
        lines.append(f"Unknown to the English base, kept as retired: {report.retired_count:,}")
        lines += [f"  {uri}" for uri in report.retired]
        lines += _and_more(report.retired_count - len(report.retired))
    if report.refused_count:
        lines.append(f"Rows refused: {report.refused_count:,}")
        lines += [f"  {r.file} row {r.line}: {r.code} {r.detail}" for r in report.refused[:50]]
        lines += _and_more(report.refused_count - len(report.refused[:50]))
    if report.ignored:
        lines.append(f"Files not read: {', '.join(report.ignored)}")
    lines.append("The task worker reads the new labels into the linking index.")
    return "\n".join(lines)
