"""Which kernel runs: numba where it can be imported, else numpy; the answers are the same.

numba takes one to three seconds to load. Where somebody waits meanwhile for something small,
"ready" is asked: numba once ``mark_ready`` was called in this process, numpy until then.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from twoshores.engines.matching import kernel_numpy
from twoshores.engines.matching.columns import I64, Columns
from twoshores.engines.matching.query import Asked, Runs

Search = Callable[[Columns, Runs, Asked, I64, int], tuple[I64, I64]]
Name = Literal["numba", "numpy", "best", "ready"]
_ready = threading.Event()


def mark_ready() -> None:
    """The best kernel is loaded: ``ready`` means it from now on."""
    _ready.set()


def kernel(name: Name = "best") -> Search:
    """The kernel of that name. ``numba`` raises ImportError where numba is missing."""
    if name == "ready":
        return _named("best" if _ready.is_set() else "numpy")
    return _named(name)


@lru_cache(maxsize=3)
def _named(name: Name) -> Search:
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
