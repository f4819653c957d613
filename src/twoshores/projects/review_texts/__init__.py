"""The design review in words: what each finding says, and the questions it asks."""

from . import blocks, partnership, planning, shores
from .questions import QUESTIONS
from .told import Told

TEXTS: dict[str, Told] = shores.TEXTS | partnership.TEXTS | planning.TEXTS | blocks.TEXTS

__all__ = ["QUESTIONS", "TEXTS", "Told"]
