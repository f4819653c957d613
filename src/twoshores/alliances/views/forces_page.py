"""The force field in bars and words. No queries."""

from fractions import Fraction
from typing import Any

from twoshores.common.formatting import format_number

from ..models import Force
from ..selectors.allies import Field, Strength

MOST = 5


def context(field: Field) -> dict[str, Any]:
    """changes, each with its forces for and against; the round and what the reader has to say."""
    every = [force for rows in field.forces.values() for force in rows]
    left = [force for force in every if force.pk not in field.mine]
    return {
        "changes": [
            {
                "row": change,
                "sides": [
                    {"name": side, "bars": _bars(field, change.pk, side)} for side in Force.Side
                ],
                "empty": not field.forces.get(change.pk),
            }
            for change in field.changes
        ],
        "round": field.open_round,
        "left": len(left) if field.open_round else 0,
        "has_forces": bool(every),
        "rounds": field.rounds,
        "moved": any(row.before is not None for row in field.strengths.values()),
    }


def _bars(field: Field, change: Any, side: str) -> list[dict[str, Any]]:
    rows = [force for force in field.forces.get(change, []) if force.side == side]
    rows.sort(key=lambda row: -_now(field.strengths.get(row.pk)))
    return [_bar(row, field.strengths.get(row.pk)) for row in rows]


def _now(strength: Strength | None) -> Fraction:
    return strength.now if strength else Fraction(0)


def _bar(row: Force, strength: Strength | None) -> dict[str, Any]:
    """solid: what stayed; grown: what came; lost: what went; in hundredths of the bar's room."""
    mover = row.stakeholder or row.ally
    shown: dict[str, Any] = {"row": row, "mover": str(mover) if mover else "", "known": False}
    if strength is None:
        return shown
    before = strength.before if strength.before is not None else strength.now
    kept = min(before, strength.now)
    return shown | {
        "known": True,
        "now": _words(strength.now),
        "before": _words(before) if before != strength.now else "",
        "solid": _share(kept),
        "grown": _share(strength.now - kept),
        "lost": _share(before - kept),
        "grown_at": _share(kept),
        "opinions": format_number(strength.opinions),
    }


def _share(value: Fraction) -> str:
    return f"{float(value) * 100 / MOST:g}"


def _words(value: Fraction) -> str:
    return format_number(round(float(value), 1))
