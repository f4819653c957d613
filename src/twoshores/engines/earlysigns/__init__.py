"""Early signs that a partnership is in trouble, read from what it wrote down anyway. Pure."""

from .signs import (
    SILENT_WEEKS,
    Facts,
    Meeting,
    Partner,
    Sign,
    Step,
    early_signs,
)

__all__ = ["SILENT_WEEKS", "Facts", "Meeting", "Partner", "Sign", "Step", "early_signs"]
