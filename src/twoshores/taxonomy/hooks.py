"""What apps above ask to be told, inside the same transaction."""

from collections.abc import Callable

TAXONOMY_CHANGED: list[Callable[[], None]] = []
"""Concepts, labels or relations were written."""


def taxonomy_changed() -> None:
    for tell in TAXONOMY_CHANGED:
        tell()
