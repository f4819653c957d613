"""Different people out of lists that hold some of them twice. Pure."""

from .people import DIFFERS, UNSAID, Entry, Heads, different_people

__all__ = ["DIFFERS", "UNSAID", "Entry", "Heads", "different_people"]
