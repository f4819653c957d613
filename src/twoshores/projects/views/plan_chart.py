"""The work plan in words and percentages, for its page. No queries."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, format_month, format_number, isolated
from twoshores.engines.schedule import Break, Broken, Chart, ChartRow, chart_of
from twoshores.engines.schedule.breaks import breaks_of

from ..models import Activity, Project, ProjectCountry
from ..selectors.plan import WorkPlan
from ..services.plan import Shift

# Class names of marks and bars: the shore of the project, the shore abroad.
HOME, ABROAD = "here", "there"
ROOM_OF_A_LABEL = 9  # percent of the width


def context(work: WorkPlan, project: Project, today: date) -> dict[str, Any]:
    """chart, rows and what does not fit."""
    chart = chart_of(work.plan, today, mirrored=get_language_bidi())
    shores = shores_of(project)
    drawn = {row.task.id: row for row in chart.rows} if chart else {}
    return {
        "chart": _chart(chart) if chart else None,
        "rows": [_item(row, work, drawn, shores) for row in work.activities],
        "breaks": [break_words(found, work) for found in breaks_of(work.plan, today)],
        "undated": sum(row.starts is None or row.ends is None for row in work.activities),
        "key": [
            {"name": partner.name, "shore": shores[partner.pk]}
            for partner in project.partners.all()
        ],
    }


def shores_of(project: Project) -> dict[int, str]:
    """Each partner's shore, by the part of its country in the project; abroad if not known."""
    home = {
        row.country for row in project.countries.all() if row.role == ProjectCountry.Role.ORIGIN
    }
    return {
        partner.pk: HOME if partner.country in home else ABROAD
        for partner in project.partners.all()
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "ticks": [
            {"x": f"{x}%", "label": _label(x, day), "fine": place % 3}
            for place, (x, day) in enumerate(chart.ticks)
        ],
        "today": f"{chart.today}%" if chart.today is not None else "",
    }


def _label(x: Decimal, day: date) -> str:
    """The month beside its line; none where it would run out of the drawing."""
    at_edge = x < ROOM_OF_A_LABEL if get_language_bidi() else x > 100 - ROOM_OF_A_LABEL
    return "" if at_edge else format_month(day)


def _item(
    row: Activity, work: WorkPlan, drawn: dict[str, ChartRow], shores: dict[int, str]
) -> dict[str, Any]:
    parts = work.partners[row.pk]
    sides = list(dict.fromkeys(shores.get(part.partner_id, ABROAD) for part in parts))
    return {
        "activity": row,
        "sides": sides or [ABROAD],
        "said": bool(parts),
        "words": words(row),
        "drawing": _drawing(drawn.get(str(row.pk)), sides or [ABROAD]),
    }


def _drawing(row: ChartRow | None, sides: list[str]) -> dict[str, Any] | None:
    """Percentages as text: Django writes numbers with the reader's comma, SVG reads points."""
    if row is None or row.bar is None:
        return None
    bar = row.bar
    height = 10 if len(sides) > 1 else 20
    return {
        "bars": [
            {
                "side": side,
                "y": place * height - 10,
                "height": height,
                "x": f"{bar.x}%",
                "width": f"{bar.width}%",
                "done_x": f"{bar.done_x}%",
                "done_width": f"{bar.done_width}%" if bar.done_width else "",
            }
            for place, side in enumerate(sides[:2])
        ],
        "point": f"{row.point}%" if row.point is not None else "",
        "late": {
            "x1": f"{row.late[0]}%",
            "x2": f"{row.late[1]}%",
        }
        if row.late
        else None,
        "lines": [
            {
                "x1": f"{line.x1}%",
                "y1": f"{line.y1}%",
                "x2": f"{line.x2}%",
                "y2": f"{line.y2}%",
                "head": line.head,
                "down": line.y2 > line.y1,
            }
            for line in row.lines
        ],
    }


def words(row: Activity) -> str:
    """Its days, and how much of it is done: not said is not nothing."""
    said = []
    if row.starts and row.ends:
        said.append(
            format_day(row.ends, "medium")
            if row.is_milestone and row.starts == row.ends
            else _("%(start)s to %(end)s")
            % {
                "start": format_day(row.starts, "medium"),
                "end": format_day(row.ends, "medium"),
            }
        )
    else:
        said.append(_("days not said"))
    if row.done_percent is not None:
        said.append(_("%(done)s percent done") % {"done": format_number(row.done_percent)})
    return " · ".join(said)


def break_words(found: Break, work: WorkPlan) -> dict[str, Any]:
    """One contradiction as a sentence, with the activity that it is about."""
    # What people wrote may run the other way than the sentence that it stands in.
    title = isolated(work.by_id[found.task].title)
    other = isolated(work.by_id[found.other].title) if found.other else ""
    said = {"title": title, "other": other, "days": days_words(found.days)}
    text = {
        Broken.TOO_EARLY: _("“%(title)s” begins before “%(other)s” has ended: %(days)s too early."),
        Broken.BEFORE_PROJECT: _("“%(title)s” begins before the project does: by %(days)s."),
        Broken.AFTER_PROJECT: _("“%(title)s” ends after the project does: by %(days)s."),
        Broken.NO_SUCH_TIME: _("“%(title)s”: none of the times named for it lies in its days."),
        Broken.LATE: _("“%(title)s” should have ended %(days)s ago and is not noted as done."),
        Broken.DONE_AHEAD: _("“%(title)s” is noted as done, but “%(other)s” before it is not."),
    }[found.kind]
    kind = "bad" if found.kind in {Broken.LATE, Broken.TOO_EARLY} else "mind"
    return {"text": text % said, "task": found.task, "kind": kind}


def days_words(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": format_number(days)}


def shift_context(shift: Shift, work: WorkPlan, activity: Activity) -> dict[str, Any]:
    """What would move besides, and what would break."""
    return {
        "previewed": True,
        "moves": [
            {
                "title": work.by_id[move.id].title,
                "starts": move.new_starts,
                "ends": move.new_ends,
                "later": days_words(move.days),
            }
            for move in shift.moves
            if move.id != str(activity.pk)
        ],
        "breaks": [break_words(found, work) for found in shift.breaks],
    }


def shifted_words(shift: Shift) -> str:
    number = max(0, len(shift.moves) - 1)
    if not number:
        return _("Moved. Nothing else had to move.")
    return ngettext(
        "Moved, with %(n)s activity that waits for it.",
        "Moved, with %(n)s activities that wait for it.",
        number,
    ) % {"n": format_number(number)}
