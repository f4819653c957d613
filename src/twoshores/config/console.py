"""What the terminal says while something takes long. Standard library only: dev.py uses it too."""

import sys
import threading
import time
from types import TracebackType
from typing import Self, TextIO

PATIENCE_SECONDS = 2.0


class Step:
    """Announce a piece of work if it takes longer than a person likes to wait in silence.

    Quick work stays silent. After `patience` seconds one line says what is going on, and a
    second one how long it took, in seconds.
    """

    def __init__(
        self, label: str, *, patience: float = PATIENCE_SECONDS, out: TextIO | None = None
    ) -> None:
        self.label = label
        self._out = out or sys.stdout
        self._timer = threading.Timer(patience, self._announce)
        self._timer.daemon = True
        self._announced = False

    def _announce(self) -> None:
        self._announced = True
        print(f"{self.label} ...", file=self._out, flush=True)

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        if self._announced and error is None:
            took = time.monotonic() - self._began
            print(f"{self.label}: done in {took:.0f} s", file=self._out, flush=True)
