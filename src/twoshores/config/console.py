"""What the terminal says while something takes long. Standard library only: dev.py uses it too."""

import json
import sys
import threading
import time
from pathlib import Path
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


class FileProgress:
    """Tell how far another process is, from a file {"done": n, "total": m} that it keeps writing.

    The file is there only while the work goes on. One line at the beginning, at each quarter,
    and at the end.
    """

    def __init__(self, label: str, path: Path) -> None:
        self.label = label
        self._path = path
        self._quarter: int | None = None

    def tell(self) -> str:
        """What is new since the last call, or ""."""
        try:
            told = json.loads(self._path.read_text())
            done, total = int(told["done"]), int(told["total"])
        except FileNotFoundError:
            finished, self._quarter = self._quarter is not None, None
            return f"{self.label}: done." if finished else ""
        except (ValueError, KeyError):
            # Caught in the middle of a write; the next look will see it whole.
            return ""
        quarter = 4 * done // total if total else 0
        if quarter == self._quarter:
            return ""
        self._quarter = quarter
        return f"{self.label}: {done:,} of {total:,}"
