"""The grid and the table of stakeholders, in pixels and words. No queries."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_number
from twoshores.engines.stakeholdergrid import Drawing, Point, Standing, draw_grid
from twoshores.projects.models import Project, ProjectCountry

from ..models import Stakeholder
from ..selectors.stakeholders import Map
from ..stakeholder_told import QUADRANTS, SUGGESTED

WIDE, NARROW = 512, 316


def context(found: Map, project: Project) -> dict[str, Any]:
    """grids (wide and narrow), rows, breaks, round, key."""
    shores = {row.country: row.role for row in project.countries.all()}
    return {
        "grids": [_grid(found, shores, WIDE), _grid(found, shores, NARROW)]
        if found.standings
        else [],
        "rows": [_row(row, found, shores) for row in found.rows],
        "breaks": [_break(row, found) for row in found.breaks()],
        "round": _round(found),
        "corners": {name: str(words) for name, words in QUADRANTS.items()},
        "moved": any(row.earlier for row in found.standings.values()),
        "rounds": found.rounds,
    }


def shore_class(country: str, shores: dict[str, str]) -> str:
    """disc: in a country of origin; ring: abroad or elsewhere."""
    return "disc" if shores.get(country) == ProjectCountry.Role.ORIGIN else "ring"


def _grid(found: Map, shores: dict[str, str], width: int) -> dict[str, Any]:
    by_id = {str(row.pk): row for row in found.rows}
    points = []
    for pk, standing in found.standings.items():
        row = by_id[pk]
        letter = found.letters[row.pk]
        short = row.name if len(row.name) <= 26 else f"{row.name[:25]}…"
        points.append(Point(standing, f"{letter} {short}" if width == WIDE else letter))
    drawing = draw_grid(points, width=width, mirrored=get_language_bidi())
    return {
        "drawing": drawing,
        "size": "wide" if width == WIDE else "narrow",
        "ticks": _ticks(drawing),
        "marks": [
            {
                "mark": mark,
                "shore": shore_class(by_id[mark.stakeholder].country, shores),
                "title": f"{found.letters[by_id[mark.stakeholder].pk]} "
                f"{by_id[mark.stakeholder].name}",
                "href": f"#s{mark.stakeholder}",
                "arrow": _arrow(mark),
            }
            for mark in drawing.marks
        ],
    }


def _ticks(drawing: Drawing) -> dict[str, float]:
    return {"far": drawing.width - drawing.margin, "inner": drawing.width - 2 * drawing.margin}


def _arrow(mark: Any) -> dict[str, Any] | None:
    """A line from where it was to the edge of the mark, and the head's two corners."""
    if mark.from_x is None or mark.from_y is None:
        return None
    dx, dy = mark.x - mark.from_x, mark.y - mark.from_y
    long = (dx * dx + dy * dy) ** 0.5
    if long < 14:
        return {"x": mark.from_x, "y": mark.from_y, "line": ""}
    ux, uy = dx / long, dy / long
    tip_x, tip_y = mark.x - 8 * ux, mark.y - 8 * uy
    back_x, back_y = tip_x - 8 * ux, tip_y - 8 * uy
    corners = (
        (tip_x, tip_y),
        (back_x - 4 * uy, back_y + 4 * ux),
        (back_x + 4 * uy, back_y - 4 * ux),
    )
    return {
        "x": mark.from_x,
        "y": mark.from_y,
        "line": f"M{mark.from_x:.1f} {mark.from_y:.1f}L{back_x:.1f} {back_y:.1f}",
        "head": " ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
    }


def _row(row: Stakeholder, found: Map, shores: dict[str, str]) -> dict[str, Any]:
    standing = found.standings.get(str(row.pk))
    steps = found.steps.get(row.pk, [])
    return {
        "row": row,
        "letter": found.letters[row.pk],
        "shore": shore_class(row.country, shores),
        "interest": _moved(standing, 0),
        "influence": _moved(standing, 1),
        "spread": _spread(standing),
        "strategy": row.get_strategy_display() if row.strategy else "",
        "suggested": suggested(standing) if not row.strategy else "",
        "step": steps[0] if steps else None,
    }


def suggested(standing: Standing | None) -> str:
    """What the corner of the grid suggests, in words."""
    if standing is None:
        return ""
    return str(Stakeholder.Strategy(SUGGESTED[standing.quadrant]).label)


def _moved(standing: Standing | None, axis: int) -> dict[str, str] | None:
    if standing is None:
        return None
    now = (standing.interest, standing.influence)[axis].mean
    before = standing.earlier[axis] if standing.earlier else None
    return {
        "now": format_number(round(float(now), 1)),
        "before": format_number(round(float(before), 1))
        if before is not None and before != now
        else "",
    }


def _spread(standing: Standing | None) -> str:
    if standing is None:
        return ""
    return ngettext("%(n)s opinion", "%(n)s opinions", standing.opinions) % {
        "n": format_number(standing.opinions)
    }


def _break(row: Stakeholder, found: Map) -> dict[str, Any]:
    links = found.rests[row.pk]
    text = _("withdrew") if row.withdrew_on else _("lost interest")
    number = ngettext("%(n)s thing rests on it", "%(n)s things rest on it", len(links)) % {
        "n": format_number(len(links))
    }
    return {
        "row": row,
        "letter": found.letters[row.pk],
        "text": text,
        "number": number,
        "links": [rests_words(link) for link in links],
    }


def rests_words(link: Any) -> dict[str, str]:
    """What rests on somebody: its kind, its text, where it stands."""
    if link.assumption is not None:
        href = reverse("workbench_chain", args=[link.assumption.project_id])
        return {"kind": _("Assumption"), "text": link.assumption.text, "href": href}
    if link.risk is not None:
        href = reverse("workbench_risks", args=[link.risk.project_id])
        return {"kind": _("Risk"), "text": link.risk.text, "href": href}
    assert link.activity is not None
    href = reverse("activity_detail", args=[link.activity.project_id, link.activity_id])
    return {"kind": _("Activity"), "text": link.activity.title, "href": href}


def _round(found: Map) -> dict[str, Any] | None:
    if found.open_round is None:
        return None
    words = _("%(done)s of %(all)s have done it") % {
        "done": format_number(found.done),
        "all": format_number(found.of),
    }
    present = sum(row.withdrew_on is None for row in found.rows)
    return {
        "row": found.open_round,
        "words": words,
        "left": present - found.mine,
    }
