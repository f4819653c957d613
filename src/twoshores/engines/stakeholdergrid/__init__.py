"""Stakeholders on a grid of interest and influence, over rounds of opinions. Pure.

standings = standings_of(opinions)
drawing = draw_grid(points, width=512)
"""

from .drawing import Drawing, Mark, Point, draw_grid
from .standing import (
    LOST,
    MIDDLE,
    Opinion,
    Quadrant,
    Spread,
    Standing,
    lost_interest,
    quadrant_of,
    standings_of,
)

__all__ = [
    "LOST",
    "MIDDLE",
    "Drawing",
    "Mark",
    "Opinion",
    "Point",
    "Quadrant",
    "Spread",
    "Standing",
    "draw_grid",
    "lost_interest",
    "quadrant_of",
    "standings_of",
]
