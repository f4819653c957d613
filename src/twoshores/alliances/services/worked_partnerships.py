"""Partnerships of the worked examples, written with the designs that were rebuilt.

What the data file says and no more; it names nobody. There are no scores, no mediation, no dates,
and the text of an agreement is what is told of it, not its own words.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.services.reconstructions import Addition, Partners

from .. import papers
from ..models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    CapacityTransfer,
    PartnerNeed,
    PartnershipOrigin,
    PartnerStrength,
    Stakeholder,
    VisionDifference,
)
from ..papers.blocks import Block

DATA = Path(__file__).parents[1] / "data" / "worked_partnerships.toml"
LANGUAGE = "en"  # of the data file


@cache
def _all() -> dict[str, dict[str, Any]]:
    rows = tomllib.loads(DATA.read_text("utf-8"))["partnerships"]
    return {row["of"]: row for row in rows}


def given(code: str) -> dict[str, Any] | None:
    """What the file says of a known project's partnership, None for nothing."""
    return _all().get(code)


def write(project: Project, partners: Partners, said: dict[str, Any]) -> None:
    """Write a partnership into a worked example that was just made."""
    PartnershipOrigin.objects.create(project=project, note=said["story"])
    for row in said["needs"]:
        _need(project, partners, row)
    for row in said.get("differences", ()):
        facts = {"text": row["text"], "resolution": row["resolution"]}
        made = VisionDifference.objects.create(project=project, **facts)
        made.partners.set(partners[place] for place in row["partners"])
    for row in said.get("agreements", ()):
        _agreement(project, [partners[place] for place in row["partners"]], row)
    for row in said.get("learning", ()):
        sides = {name: partners[row[name]] for name in ("teacher", "learner")}
        facts = {name: row[name] for name in ("what", "means", "evidence")}
        CapacityTransfer.objects.create(project=project, **sides, **facts)
    for row in said.get("stakeholders", ()):
        made_of = Stakeholder(project=project, **row)
        made_of.full_clean()
        made_of.save(force_insert=True)


def _need(project: Project, partners: Partners, row: dict[str, Any]) -> None:
    facts = {name: value for name, value in row.items() if name != "brought"}
    need = PartnerNeed(project=project, **facts)
    need.full_clean()
    need.save(force_insert=True)
    PartnerStrength.objects.bulk_create(
        PartnerStrength(
            project=project,
            need=need,
            partner=partners[one["partner"]],
            grade=PartnerStrength.Grade.SHOWN,
            evidence=one["evidence"],
        )
        for one in row.get("brought", ())
    )


def _agreement(project: Project, sides: list[ProjectPartner], row: dict[str, Any]) -> None:
    """Signed, as is told; by whom and when is not told, so no signature is written down."""
    made = Agreement.objects.create(
        project=project,
        kind=row["kind"],
        title=row["title"],
        language=LANGUAGE,
        state=Agreement.State.SIGNED,
    )
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=made, partner=partner) for partner in sides
    )
    body = [Block(style="item", text=text) for text in row["covers"]]
    AgreementVersion.objects.create(
        agreement=made,
        number=1,
        body=body,
        sha256=papers.digest_of(body),
    )


def clear(project: Project) -> None:
    """Sides of agreements hold their partners; without them the project can be made anew."""
    AgreementParty.objects.filter(agreement__project=project).delete()


ADDITION = Addition(given, write, clear)
