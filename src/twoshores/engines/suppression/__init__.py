"""Small-cell protection of published counts (the skill map).

views = publish(cells, dimensions=3, key=secret)
views[0, 1].get(("nurses", "FR", None))   # a multiple of 5, or absent
"""

from twoshores.engines.suppression.rounding import MINIMUM, Views, noise, publish, threshold

__all__ = ["MINIMUM", "Views", "noise", "publish", "threshold"]
