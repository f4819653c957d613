"""Quick work is silent; slow work says what it is and how long it took."""

import io
import time
from pathlib import Path

import pytest

from twoshores.config.console import FileProgress, Step


def test_quick_work_is_silent() -> None:
    out = io.StringIO()
    with Step("Quick", patience=5, out=out):
        pass
    assert out.getvalue() == ""


def test_slow_work_is_announced_while_it_goes_on() -> None:
    out = io.StringIO()
    with Step("Loading the demo", patience=0.01, out=out):
        deadline = time.monotonic() + 5
        while not out.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert out.getvalue() == "Loading the demo ...\n"
    assert out.getvalue().splitlines()[1] == "Loading the demo: done in 0 s"


def test_work_that_failed_is_not_called_done() -> None:
    out = io.StringIO()

    def work() -> None:
        with Step("Loading", patience=0, out=out):
            time.sleep(0.05)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        work()
    assert "done" not in out.getvalue()


def test_tells_each_quarter_of_another_process_once(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    progress = FileProgress("Reading", path)
    told = [progress.tell()]
    for done in (0, 10, 1_300, 1_400, 3_999):
        path.write_text(f'{{"done": {done}, "total": 4000}}')
        told.append(progress.tell())
    path.write_text('{"done": 4')
    told.append(progress.tell())
    path.unlink()
    told += [progress.tell(), progress.tell()]
    assert list(filter(None, told)) == [
        "Reading: 0 of 4,000",
        "Reading: 1,300 of 4,000",
        "Reading: 3,999 of 4,000",
        "Reading: done.",
    ]
