"""`twoshores review CODE ...`: the design review of projects, as text or as JSON."""

import argparse
import json
import sys
from typing import Any

from .models import Project
from .selectors.review import reviewed
from .views import review_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "codes", metavar="CODE", nargs="*", help="codes of projects, examples or designs"
    )
    parser.add_argument("--examples", action="store_true", help="all known projects")
    parser.add_argument("--json", action="store_true", help="one JSON object, by code")


def run(options: argparse.Namespace) -> int:
    """Print the reviews; 1 if a code is not known or none was given, and then nothing is said."""
    projects = list(Project.objects.filter(code__in=options.codes))
    if options.examples:
        projects += Project.objects.filter(is_example=True).exclude(code__in=options.codes)
    missing = set(options.codes) - {project.code for project in projects}
    if missing:
        print(f"No project has the code {', '.join(sorted(missing))}.", file=sys.stderr)
        return 1
    if not projects:
        print("Name a project by its code, or ask for --examples.", file=sys.stderr)
        return 1
    found = {project.code: review_page.as_data(reviewed(project)) for project in projects}
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n\n".join(as_text(code, data) for code, data in found.items()))
    return 0


def as_text(code: str, data: dict[str, Any]) -> str:
    """A review for people, the gravest first, in English as everything at the command line."""
    counts = data["counts"]
    lines = [
        f"{code}: {counts['holds']} rules hold, {counts['does_not']} do not,"
        f" {counts['not_known']} cannot be told, {counts['not_concerned']} do not concern it"
    ]
    for severity in ("blocker", "mind", "advice"):
        lines += [
            f"  {severity:8}{rule['id']} ({rule['section']}): {finding['statement']}"
            for rule in data["rules"]
            if rule["severity"] == severity
            for finding in rule["findings"]
        ]
    return "\n".join(lines)
