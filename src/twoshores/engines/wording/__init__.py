"""How two versions of a text differ, paragraph by paragraph and word by word."""

from .compare import Pair, Run, compare

__all__ = ["Pair", "Run", "compare"]
