"""Composing a design of building blocks: what a block usually holds becomes the project's own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from twoshores.accounts.models import User
from twoshores.catalogue.selectors import ActivityLine, BlockForDesign, IndicatorLine, Line
from twoshores.common import audit
from twoshores.common.decisions import require

from ..models import Activity, Assumption, Indicator, Project, ProjectBlock, Result
from ..permissions.projects import can_edit_project

Level = Result.Level
# What a sum over periods means, as long as nobody says otherwise.
ADDS = {"number": Indicator.Adds.NEW, "percentage": Indicator.Adds.STOCK}


@transaction.atomic
def block_take(*, by: User, project: Project, block: BlockForDesign) -> int:
    """Take a block into a design; returns how many lines were written.

    Its outcomes hang on the project's first goal, outputs on outcomes, activities, indicators and
    assumptions where the block has them. All of it can be changed freely. A line that is there
    already, or was taken out since, is not written again while the block is in the design.
    """
    require(can_edit_project(by, project))
    last = project.blocks.aggregate(last=Max("position"))["last"] or 0
    _row, made = ProjectBlock.objects.get_or_create(
        project=project, block=block.key, defaults={"position": last + 1}
    )
    if not made:
        return 0
    writer = _Writer(project, block.key)
    outcomes = writer.results(Level.OUTCOME, block.outcomes, {}, _first_goal(project))
    outputs = writer.results(Level.OUTPUT, block.outputs, outcomes, None)
    writer.activities(block.activities, outputs)
    writer.indicators(block.indicators, outcomes | outputs)
    writer.assumptions(block.assumptions, outcomes | outputs)
    audit.record("project.compose", project, by=by, about=project.owner, fields=["blocks"])
    return writer.written


@transaction.atomic
def block_leave(*, by: User, project: Project, key: str) -> None:
    """Take a block off the list. What it brought stays: it is the project's own."""
    require(can_edit_project(by, project))
    project.blocks.filter(block=key).delete()
    audit.record("project.compose", project, by=by, about=project.owner, fields=["blocks"])


def _first_goal(project: Project) -> Result | None:
    return project.results.filter(level=Level.GOAL).first()


class _Writer:
    """Writes the lines of one block behind what stands there; leaves out lines that it wrote."""

    def __init__(self, project: Project, key: str) -> None:
        self.project, self.key, self.written = project, key, 0

    def results(
        self,
        level: str,
        lines: Iterable[Line],
        above: Mapping[str, Result],
        otherwise: Result | None,
    ) -> dict[str, Result]:
        known = self._known(self.project.results.filter(level=level))
        place = self._last(self.project.results)
        for line in lines:
            if line.key not in known:
                place += 1
                known[line.key] = Result.objects.create(
                    project=self.project,
                    level=level,
                    position=place,
                    parent=above.get(line.of, otherwise),
                    text=line.text[:600],
                    **self._mark(line.key),
                )
        return known

    def activities(self, lines: Iterable[ActivityLine], outputs: Mapping[str, Result]) -> None:
        known = self._known(self.project.activities)
        place = self._last(self.project.activities)
        for line in lines:
            if line.key not in known:
                place += 1
                Activity.objects.create(
                    project=self.project,
                    position=place,
                    result=outputs.get(line.of),
                    title=line.text[:300],
                    has_volunteers=line.volunteers,
                    **self._mark(line.key),
                )

    def indicators(self, lines: Iterable[IndicatorLine], results: Mapping[str, Result]) -> None:
        known = self._known(self.project.indicators)
        place = self._last(self.project.indicators)
        for line in lines:
            if line.key not in known:
                place += 1
                Indicator.objects.create(
                    project=self.project,
                    position=place,
                    result=results.get(line.of),
                    text=line.text[:400],
                    kind=line.kind,
                    unit=line.unit[:60] if line.kind == Indicator.Kind.NUMBER else "",
                    # Whoever is told apart by sex is a person, and people come whole.
                    counts_people=line.kind == Indicator.Kind.NUMBER and "sex" in line.by,
                    numerator_label=line.numerator[:200],
                    denominator_label=line.denominator[:200],
                    adds=ADDS.get(line.kind, Indicator.Adds.NEVER),
                    disaggregations=list(line.by),
                    **self._mark(line.key),
                )

    def assumptions(self, lines: Iterable[Line], results: Mapping[str, Result]) -> None:
        texts = set(self.project.assumptions.values_list("text", flat=True))
        for line in lines:
            if line.text not in texts:
                self.written += 1
                Assumption.objects.create(
                    project=self.project, result=results.get(line.of), text=line.text[:600]
                )

    def _mark(self, line: str) -> dict[str, str]:
        self.written += 1
        return {"block": self.key, "block_line": line[:60]}

    def _known(self, rows: Any) -> dict[str, Any]:
        return {row.block_line: row for row in rows.filter(block=self.key)}

    def _last(self, rows: Any) -> int:
        return rows.aggregate(last=Max("position"))["last"] or 0
