"""The portfolio as SVG: bars by group, money by quarter, the map of its shores. No queries.

Each drawing stands beside a table with the same figures. Amounts are those converted at the named
rates; what could not be converted is drawn dashed, never as nothing.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_number, labelled, reader_locale, to_reader_digits
from twoshores.engines.budget import Sum
from twoshores.projects.selectors.shores import Pair, Shores
from twoshores.projects.views import shore_map
from twoshores.projects.views.budget_table import converted_words

from ..models import Programme
from ..selectors.portfolio import Filters, Money, Quarter
from . import portfolio_links

ROW, TALL = 46, 120  # pixels: of a bar with its words, of the columns
LONGEST = 26  # letters of a name that fit beside an amount on a phone


def bars(rows: Iterable[tuple[str, Money]], programme: Programme) -> dict[str, Any]:
    """A bar for each group: tinted what is committed, solid what is paid of it; one scale."""
    groups = list(rows)
    known = [one for _label, money in groups if (one := money.committed.converted) is not None]
    most = max(known, default=Decimal(0))
    return {
        "height": ROW * len(groups),
        "rows": [
            _bar(place * ROW, label, money, most, programme)
            for place, (label, money) in enumerate(groups)
        ],
        **_said(_("Committed and paid, group by group"), programme),
    }


def _said(title: str, programme: Programme) -> dict[str, Any]:
    text = _("In %(code)s, at the rates named above. The table holds the same figures.")
    turned = get_language_bidi()
    return {
        "title": title,
        "text": text % {"code": programme.currency},
        "turned": turned,
        "ends": ("100%", "0") if turned else ("0", "100%"),
    }


def _bar(top: int, label: str, money: Money, most: Decimal, programme: Programme) -> dict[str, Any]:
    short = label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"
    there = not money.committed.is_empty
    return {
        "label": short,
        "whole": label if short != label else "",
        "amount": converted_words(money.committed, programme) if there else "–",
        "words": top + 14,
        "top": top + 22,
        "committed": _width(money.committed, most),
        "paid": _width(money.paid, most),
        "unknown": there and money.committed.converted is None,
    }


def _width(total: Sum, most: Decimal) -> dict[str, str] | None:
    """x and width in percent, as text: Django writes numbers with the reader's comma."""
    if not total.converted or total.converted < 0 or most <= 0:
        return None
    width = min(total.converted / most, Decimal(1)) * 100
    return {"x": f"{100 - width if get_language_bidi() else 0:.1f}%", "width": f"{width:.1f}%"}


def columns(by_quarter: Mapping[Quarter, Sum], programme: Programme) -> dict[str, Any]:
    """A column for each quarter, in the direction of reading; below the line what came back
    beyond what was paid."""
    values = [total.converted or Decimal(0) for total in by_quarter.values()]
    top, low = max(values, default=Decimal(0)), min([*values, Decimal(0)])
    scale = Decimal(TALL) / (top - low) if top > low else Decimal(0)
    line = top * scale
    step = Decimal(100) / max(len(by_quarter), 1)
    drawn = []
    for place, ((year, part), total) in enumerate(by_quarter.items()):
        at = len(by_quarter) - 1 - place if get_language_bidi() else place
        height = abs(total.converted or Decimal(0)) * scale
        first = part == 1 or place == 0
        drawn.append(
            {
                "x": f"{at * step + step / 10:.2f}%",
                "width": f"{step * 8 / 10:.2f}%",
                "y": f"{line - height if (total.converted or 0) > 0 else line:.1f}",
                "height": f"{height:.1f}",
                "title": labelled(quarter_words((year, part)), _paid(total, programme)),
                "year": to_reader_digits(str(year)) if first else "",
                "mark": f"{(at + (1 if get_language_bidi() else 0)) * step:.2f}%",
                "unknown": not total.is_empty and total.converted is None,
            }
        )
    return {
        "columns": drawn,
        "line": f"{line:.1f}",
        "height": TALL + 24,
        "foot": TALL + 18,
        "dashed": f"{TALL / 2:.0f}",
        **_said(_("Paid, quarter by quarter"), programme),
    }


def _paid(total: Sum, programme: Programme) -> str:
    return converted_words(total, programme) or "–"


def quarter_words(quarter: Quarter) -> str:
    """ "2026, quarter 3"."""
    year, part = quarter
    words = {"year": to_reader_digits(str(year)), "part": format_number(part)}
    return pgettext("time", "%(year)s, quarter %(part)s") % words


def map_of(shores: Shores, programme: Programme, filters: Filters) -> dict[str, Any]:
    """Drawings (wide, narrow) with their key; marks narrow the portfolio. {} without a pair."""
    if not shores.pairs:
        return {}
    drawn, summary = _drawn(
        _Same(shores), str(programme.pk), filters, get_language() or "en", str(reader_locale())
    )
    return {
        "drawings": drawn,
        "summary": summary,
        "widths": shore_map.widths(shores),
        "has_third": bool(shores.others),
    }


class _Same:
    """Shores that are told apart by what is drawn of them: drawing takes a tenth of a second."""

    def __init__(self, shores: Shores) -> None:
        self.shores = shores
        counts = (tuple(sorted(one.items())) for one in (shores.origins, shores.abroad))
        self.key = (shores.projects, shores.pairs, *counts)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.key == other.key


@lru_cache(maxsize=32)
def _drawn(
    same: _Same, programme: str, filters: Filters, _language: str, _locale: str
) -> tuple[list[SafeString], str]:
    def pair(one: Pair) -> str:
        return portfolio_links.link(programme, filters, origin=one.origin, residence=one.abroad)

    def country(code: str, is_origin: bool) -> str:
        name = "origin" if is_origin else "residence"
        return portfolio_links.link(programme, filters, **{name: code})

    links = shore_map.Links(pair, country)
    return shore_map.drawings(same.shores, links), shore_map.summary(same.shores)
