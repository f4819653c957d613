"""The map of shores, drawn on the server as SVG: `draw_map` (wide) and `draw_banks` (narrow)."""

from twoshores.engines.shoremap.banks import draw_banks
from twoshores.engines.shoremap.chart import draw_map
from twoshores.engines.shoremap.land import Land
from twoshores.engines.shoremap.problem import Country, Direction, Drawing, Pair, Role, Words

__all__ = [
    "Country",
    "Direction",
    "Drawing",
    "Land",
    "Pair",
    "Role",
    "Words",
    "draw_banks",
    "draw_map",
]
