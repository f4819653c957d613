"""Bars of the skill map as SVG: one for the page, in its colours, one that stands alone.

Marks run from the reader's start edge: the server mirrors them for right-to-left pages. Texts are
anchored by direction, so their start is the right edge there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from twoshores.common.formatting import format_number

ROW = 44  # pixels: a line of words, a bar, space
BAR = 14
MOST_BARS = 16
MOST_LETTERS = 42  # of 13 px, beside a number, on a phone 328 px wide
ALONE_WIDTH = 640
PAPER = {"ground": "#fffdf8", "ink": "#1b2a2d", "quiet": "#535f61"}
COLOURS = {"must": "#0f5e63", "tie": "#a9481f", "none": "#82775f"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: value and its label, a published number, and which colour (class) it has."""

    value: str
    label: str
    number: int
    kind: str  # must, tie, none


def bars(rows: Sequence[Bar], title: str) -> SafeString:
    """The drawing of the page, as wide as its column: positions in per cent, no viewBox."""
    drawn = most_important(rows)
    most = max((row.number for row in drawn), default=1)
    parts = [_row(row, at, most, "") for at, row in enumerate(drawn)]
    # Numbers and class names are ours, texts are escaped.
    return mark_safe(  # noqa: S308
        f'<svg class="tally" role="img" aria-label="{escape(title)}" height="{len(drawn) * ROW}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def most_important(rows: Sequence[Bar]) -> list[Bar]:
    """As many as a drawing holds: what is not known always, and the widest of the rest."""
    unknown = [row for row in rows if row.kind == "none"]
    known = [row for row in rows if row.kind != "none"]
    return [*known[: MOST_BARS - len(unknown)], *unknown]


def standalone(rows: Sequence[Bar], title: str, note: str) -> str:
    """The same as a file: every bar, colours as attributes, which need no style sheet."""
    most = max((row.number for row in rows), default=1)
    parts = [_row(row, at, most, f'fill="{COLOURS[row.kind]}" ') for at, row in enumerate(rows)]
    height = len(rows) * ROW + 110
    direction = "rtl" if get_language_bidi() else "ltr"
    start = 100 if get_language_bidi() else 0
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{ALONE_WIDTH}" height="{height}"'
        f' direction="{direction}" font-family="sans-serif" font-size="13" fill="{PAPER["ink"]}">'
        f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="{PAPER["ground"]}"/>'
        f'<svg x="24" y="0" width="{ALONE_WIDTH - 48}" height="{height}" overflow="visible">'
        f'<text x="{start}%" y="36" font-family="serif" font-size="20">{escape(title)}</text>'
        f'<svg y="56" width="100%" overflow="visible">{"".join(parts)}</svg>'
        f'<text x="{start}%" y="{height - 24}" fill="{PAPER["quiet"]}">{escape(note)}</text>'
        "</svg></svg>"
    )


def _row(row: Bar, at: int, most: int, fill: str) -> str:
    width = 100 * row.number / most
    mirrored = get_language_bidi()
    start, end, x = (100, 0, 100 - width) if mirrored else (0, 100, 0.0)
    top = at * ROW
    label = row.label if fill else _short(row.label)
    return (
        f'<text x="{start}%" y="{top + 14}">{escape(label)}</text>'
        f'<text x="{end}%" y="{top + 14}" text-anchor="end">{format_number(row.number)}</text>'
        f'<rect class="{row.kind}" {fill}x="{x:.1f}%" y="{top + 20}" width="{width:.1f}%"'
        f' height="{BAR}"/>'
    )


def _short(text: str) -> str:
    if len(text) <= MOST_LETTERS:
        return text
    return text[:MOST_LETTERS].rsplit(" ", 1)[0] + "…"
