"""The worked examples: known projects, rebuilt as designs from what is published about them.

Only what a source says is written; everything else stays "not known" (`selectors/review.py`). They
are read by everybody, kept by nobody, and made anew when a data file has changed. What a higher app
knows of them is written with them: it fills ADDITIONS in `AppConfig.ready()`.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from twoshores.common import audit
from twoshores.common.models import Visibility

from ..models import (
    Activity,
    ActivityPartner,
    Alignment,
    Assumption,
    DesignAnswer,
    DraftingPart,
    MigrantsPart,
    Project,
    ProjectBlock,
    ProjectCountry,
    ProjectPartner,
    Result,
)
from ..public_parts import PARTS

DATA = Path(__file__).parents[1] / "data" / "reconstructions.toml"
SUFFIX = ".rebuilt"  # behind the code of the known project
SHOWN = ("problem", "chain", "plan", "partners")
TAKEN_OVER = ("title", "language", "capital", "capital_reading", "capital_basis")

type Partners = Mapping[int, ProjectPartner]  # by their place


@dataclass(frozen=True, slots=True)
class Addition:
    """What a higher app writes. given: what its file says of a known project, by its code, None
    for nothing; plain enough for JSON. write: gets that. clear: takes away what would keep the
    project from being deleted."""

    given: Callable[[str], dict[str, Any] | None]
    write: Callable[[Project, Partners, dict[str, Any]], None]
    clear: Callable[[Project], None]


ADDITIONS: list[Addition] = []


def reconstructions() -> list[dict[str, Any]]:
    """The data file, project by project."""
    found: list[dict[str, Any]] = tomllib.loads(DATA.read_text("utf-8"))["projects"]
    return found


@transaction.atomic
def reconstructions_load() -> int:
    """Write those that are missing or have changed; returns how many. Needs the example projects.

    What was written is compared with the files by their own words, kept with the project.
    """
    written = 0
    for given in reconstructions():
        known = Project.objects.prefetch_related("countries", "partners").get(
            code=given["rebuilt_from"], is_example=True
        )
        old = Project.objects.filter(code=known.code + SUFFIX).first()
        more = [addition.given(known.code) for addition in ADDITIONS]
        notes = [given, *(one for one in more if one is not None)]
        if old is not None and old.notes == notes:
            continue
        if old is not None:
            for addition in ADDITIONS:
                addition.clear(old)
            old.delete()
        project, partners = _write(given, known, notes)
        for addition, one in zip(ADDITIONS, more, strict=True):
            if one is not None:
                addition.write(project, partners, one)
        written += 1
    return written


def _write(
    given: dict[str, Any], known: Project, notes: list[dict[str, Any]]
) -> tuple[Project, Partners]:
    assert set(SHOWN) <= set(PARTS)
    project = Project.objects.create(
        code=known.code + SUFFIX,
        rebuilt_from=known,
        stage=Project.Stage.CLOSED,
        visibility=Visibility.PUBLIC,
        shown=list(SHOWN),
        problem=given["problem"],
        notes=notes,
        **{name: getattr(known, name) for name in TAKEN_OVER},
    )
    ProjectCountry.objects.bulk_create(
        ProjectCountry(project=project, country=row.country, role=row.role, reason=row.reason)
        for row in known.countries.all()
    )
    ProjectBlock.objects.bulk_create(
        ProjectBlock(project=project, block=key, position=position)
        for position, key in enumerate(given["blocks"])
    )
    partners = _partners(given, known, project)
    results = _results(given, project)
    _activities(given, project, results, partners)
    for model, name in (
        (MigrantsPart, "migrants"),
        (DraftingPart, "drafting"),
        (Alignment, "alignments"),
        (DesignAnswer, "answers"),
    ):
        for row in given.get(name, ()):
            made = model(project=project, **row)
            made.full_clean()
            made.save(force_insert=True)
    for row in given.get("assumptions", ()):
        Assumption.objects.create(project=project, result=results[row["result"]], text=row["text"])
    audit.record("project.load", project, by=None)
    return project, partners


def _partners(given: dict[str, Any], known: Project, project: Project) -> dict[int, ProjectPartner]:
    """All partners of the known project, by their place, with what is said of them."""
    said = {row["position"]: row for row in given["partners"]}
    return {
        row.position: ProjectPartner.objects.create(
            project=project,
            name=row.name,
            country=row.country,
            **({"position": row.position} | said.get(row.position, {})),
        )
        for row in known.partners.all()
    }


def _results(given: dict[str, Any], project: Project) -> dict[str, Result]:
    made: dict[str, Result] = {}
    for position, row in enumerate(given["results"], start=1):
        made[row["key"]] = Result.objects.create(
            project=project,
            parent=made.get(row.get("parent", "")),
            level=row["level"],
            position=position,
            text=row["text"],
        )
    return made


def _activities(
    given: dict[str, Any],
    project: Project,
    results: dict[str, Result],
    partners: dict[int, ProjectPartner],
) -> None:
    for position, row in enumerate(given["activities"], start=1):
        activity = Activity.objects.create(
            project=project,
            result=results[row["result"]],
            position=position,
            title=row["title"],
            country=row.get("country", ""),
            block=row.get("block", ""),
        )
        if "responsible" in row:
            ActivityPartner.objects.create(
                activity=activity,
                partner=partners[row["responsible"]],
                part=ActivityPartner.Part.RESPONSIBLE,
            )
