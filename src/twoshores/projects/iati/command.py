"""`twoshores iati export|import|check FILE`: IATI activity files at the command line."""

import argparse
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import override

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.engines import iati

from ..models import Project
from ..selectors.projects import with_iati_parts
from ..services.iati import projects_export
from ..services.iati_import import iati_import
from .lacking import lacks_of
from .report import ImportReport
from .words import note_words, problem_words

MOST_LINES = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    text = "write projects as one IATI 2.03 file"
    out = what.add_parser("export", help=text, description=text)
    out.add_argument("--project", action="append", default=[], help="code of a project; again")
    out.add_argument("--organisation", help="all projects of an organisation, by its id")
    text = "bring the activities of an IATI file in as projects"
    into = what.add_parser("import", help=text, description=text)
    into.add_argument("--organisation", required=True, help="whose projects they become, by its id")
    into.add_argument("--by", required=True, help="e-mail of a coordinator or officer of it")
    text = "say where a file breaks the schema or the standard ruleset"
    check = what.add_parser("check", help=text, description=text)
    for sub in (out, into, check):
        sub.add_argument("file", metavar="FILE", type=Path)
        sub.add_argument("--json", action="store_true", help="the report as one JSON object")


def run(options: argparse.Namespace) -> int:
    """0 well done; 1 with the reason when a file is refused or nothing was written."""
    with override("en"):
        if options.what == "export":
            return _export(options)
        try:
            if options.file.stat().st_size > iati.MOST_BYTES:
                print(f"{options.file}: more than {iati.MOST_BYTES:,} bytes.", file=sys.stderr)
                return 1
            data: bytes = options.file.read_bytes()
        except OSError as error:
            print(f"{options.file}: {error.strerror}", file=sys.stderr)
            return 1
        return _import(options, data) if options.what == "import" else _check(options, data)


def _export(options: argparse.Namespace) -> int:
    rows = with_iati_parts(Project.objects.filter(is_example=False, owner__isnull=False))
    if options.project:
        rows = rows.filter(code__in=options.project)
    if options.organisation:
        rows = rows.filter(owner__in=_organisations(options.organisation))
    if not (options.project or options.organisation):
        print("Name projects by --project, or an --organisation.", file=sys.stderr)
        return 1
    ready, lacking = [], {}
    for project in rows.order_by("code"):
        lacks = [lack.what for lack in lacks_of(project)]
        if lacks:
            lacking[project.code] = lacks
        else:
            ready.append(project)
    for code, lacks in lacking.items():
        print(f"{code} lacks: {' '.join(lacks)}", file=sys.stderr)
    if not ready:
        print("Nothing was written.", file=sys.stderr)
        return 1
    with options.file.open("wb") as file:
        file.writelines(projects_export(ready, generated=timezone.now()))
    done = {"written": [project.code for project in ready], "lacking": lacking}
    print(json.dumps(done) if options.json else f"Projects written: {len(ready)}")
    return 0


def _organisations(pk: str) -> list[Organisation]:
    try:
        return list(Organisation.objects.filter(pk=pk))
    except ValueError:
        return []


def _import(options: argparse.Namespace, data: bytes) -> int:
    organisation = next(iter(_organisations(options.organisation)), None)
    by = User.objects.filter(email__iexact=options.by).first()
    if organisation is None or by is None:
        print("No such organisation, or nobody with this address.", file=sys.stderr)
        return 1
    told = sys.stderr.isatty()

    def progress(share: float) -> None:
        print(f"\r{share:4.0%}", end="", file=sys.stderr, flush=True)

    try:
        report = iati_import(
            by=by, organisation=organisation, data=data, progress=progress if told else None
        )
    except PermissionDenied as error:
        print(f"Nothing was imported. {error}", file=sys.stderr)
        return 1
    if told:
        print(file=sys.stderr)
    print(json.dumps(report.as_json()) if options.json else as_text(report))
    return 0 if report.is_saved else 1


def as_text(report: ImportReport) -> str:
    """The report for people, in English, as everything at the command line."""
    lines = []
    if report.is_saved:
        lines.append(f"Projects new: {report.created}; changed: {report.updated}")
    else:
        lines.append(f"Nothing was saved. Problems: {report.problems_count}")
        lines += [
            f"  line {p.line} {p.identifier}: {problem_words(p)}"
            for p in report.problems[:MOST_LINES]
        ]
    lines += [f"{name}: {number}" for name, number in report.counts.items()]
    if report.left:
        lines.append("Kept as published, without a field of their own:")
        lines += [f"  {name}: {number}" for name, number in report.left.most_common()]
    if report.notes:
        lines.append(f"Could not be taken, kept too: {report.notes_count}")
        lines += [f"  line {n.line}: {note_words(n)}" for n in report.notes[:MOST_LINES]]
    return "\n".join(lines)


def _check(options: argparse.Namespace, data: bytes) -> int:
    found = check(data, timezone.localdate())
    if options.json:
        print(json.dumps(found))
    else:
        print(_check_text(found))
    return 0 if not (found["refused"] or found["schema"] or found["errors"]) else 1


def check(data: bytes, today: date) -> dict[str, Any]:
    """refused: why the file as a whole is none; schema, errors, warnings: (line, words)."""
    found: dict[str, Any] = {"refused": "", "activities": 0}
    found |= {"schema": [], "errors": [], "warnings": [], "left": Counter()}
    try:
        for read in iati.read_activities(data, today=today):
            found["activities"] += 1
            found["schema"] += [[one.line, one.message] for one in read.schema]
            for rule in read.rules:
                where = found["errors" if rule.is_error else "warnings"]
                where.append([rule.line, f"{rule.rule} {rule.message}"])
            found["left"].update(read.left)
    except iati.Refused as refused:
        found["refused"] = f"{refused.reason} {refused.detail}".strip()
        found["line"] = refused.line
    return found


def _check_text(found: dict[str, Any]) -> str:
    lines = [f"Activities: {found['activities']}"]
    if found["refused"]:
        lines.append(f"Refused: {found['refused']} (line {found['line']})")
    for name, words in (
        ("schema", "Breaks the schema of IATI 2.03"),
        ("errors", "Breaks rules that must hold"),
        ("warnings", "Breaks rules that should hold"),
    ):
        lines.append(f"{words}: {len(found[name])}")
        lines += [f"  line {line}: {text}" for line, text in found[name][:MOST_LINES]]
        if len(found[name]) > MOST_LINES:
            lines.append(f"  and {len(found[name]) - MOST_LINES} more")
    return "\n".join(lines)
