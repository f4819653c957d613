"""What apps above the kernel ask to be told, inside the same transaction."""

from collections.abc import Callable

from ..models import Place

PLACES_MERGED: list[Callable[[Place, Place], None]] = []
"""(kept, dropped): rows that pointed to the dropped place now point to the kept one."""
