"""Figures of the network that were worked out before, for pages. Ids and numbers, no names."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Subquery

from ..models import NetworkFigures
from ..network_report import Report

MOST_DAYS = 12


@dataclass(frozen=True, slots=True)
class Measured:
    """whole: of all countries; chosen: of two of them, or the same; before: counts of earlier
    days, newest first; stamp: of the network that was measured."""

    on: date
    stamp: str
    whole: Report
    chosen: Report
    before: list[tuple[date, Report]]


def measured(scope: str) -> Measured | None:
    """The latest figures; None before the first, or of two countries without a tie. Two queries."""
    last = NetworkFigures.objects.filter(scope="").order_by("-on").values("on")[:1]
    found = NetworkFigures.objects.filter(scope__in=["", scope], on=Subquery(last))
    rows = {row.scope: row for row in found}
    whole, chosen = rows.get(""), rows.get(scope)
    if whole is None or chosen is None:
        return None
    before = NetworkFigures.objects.filter(scope=scope, on__lt=chosen.on).order_by("-on")
    return Measured(
        whole.on,
        whole.stamp,
        whole.figures,
        chosen.figures,
        [(row.on, row.figures) for row in before[:MOST_DAYS]],
    )
