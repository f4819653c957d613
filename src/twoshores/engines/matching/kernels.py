"""Which kernel runs: numba where it can be imported, else numpy; the answers are the same."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from twoshores.engines.matching import kernel_numpy
from twoshores.engines.matching.columns import I64, Columns
from twoshores.engines.matching.query import Asked, Runs

Search = Callable[[Columns, Runs, Asked, I64, int], tuple[I64, I64]]
Name = Literal["numba", "numpy", "best"]


@lru_cache(maxsize=3)
def kernel(name: Name = "best") -> Search:
    """The kernel of that name. ``numba`` raises ImportError where numba is missing."""
    if name == "numpy":
        return kernel_numpy.search
    try:
        module = importlib.import_module("twoshores.engines.matching.kernel_numba")
    except ImportError:
        if name == "numba":
            raise
        return kernel_numpy.search
    search: Search = module.search
    return search
