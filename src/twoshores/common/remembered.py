"""What was worked out from a state of the data, kept in this process until that state changes.

The key holds everything that the answer depends on: the reader's choices, and a fingerprint of
the rows that is read anew each time. Nothing is kept by time, so a change counts at once.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from django.core.paginator import Paginator


class Remembered[T]:
    """At most `most` answers; the one not asked for longest goes first. Safe between threads."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._guard = Lock()

    def holds(self, key: Hashable) -> bool:
        """Whether there is an answer for a key; that it was asked for counts as asking."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return True
            return False

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer for a key, made if it is not kept. Two threads may make the same one."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._guard:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


def counted_pages(rows: Any, length: int, total: int) -> "Paginator[Any]":
    """A paginator that knows how many rows there are and does not count them again."""
    pages = Paginator(rows, length)
    pages.__dict__["count"] = total  # a cached property
    return pages
