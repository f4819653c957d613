"""An index on disk is whole at every moment, whatever is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from twoshores.engines.matching import (
    Index,
    IndexDamaged,
    IndexMissing,
    Need,
    Profile,
    Requirement,
    current_version,
    open_index,
    pack,
    write_index,
)

NEED = Need((Requirement(1, 85),))
PEOPLE = 3_000


def roster(change: int) -> list[Profile]:
    """Every profile carries the change number as its country, so that mixtures show."""
    return [
        Profile(i, ((1, 1 + i % 4), (2 + i % 90, 2)), consent=True, residence=change % 60_000)
        for i in range(PEOPLE)
    ]


def builds_for_ever(base: str) -> None:
    """Run in a child process, to be killed."""
    columns = pack(roster(0))
    for change in range(1, 10**6):
        records = columns.facts.records.copy()
        records["residence"] = change % 60_000
        facts = columns.facts._replace(records=records)
        write_index(Path(base), columns._replace(facts=facts), change)
        print(change, flush=True)


def assert_whole(index: Index) -> None:
    assert index.size == PEOPLE
    assert set(index.columns.facts.records["residence"].tolist()) == {index.change_number % 60_000}
    assert len(index.search(NEED, top=PEOPLE)) == PEOPLE


def test_what_is_written_is_read_back(tmp_path):
    people = roster(3)
    write_index(tmp_path, pack(people), 3)
    index = open_index(tmp_path)
    assert index.change_number == 3
    assert_whole(index)
    assert index.search(NEED) == Index.of(people).search(NEED)
    assert isinstance(index.columns.post_rows.base.base, np.memmap)


def test_an_empty_roster_can_be_written(tmp_path):
    write_index(tmp_path, pack([]), 1)
    for name in ("numba", "numpy"):
        assert open_index(tmp_path).search(NEED, kernel_name=name) == ()


def test_readers_of_an_old_version_are_not_disturbed(tmp_path):
    write_index(tmp_path, pack(roster(1)), 1)
    old = open_index(tmp_path)
    for change in range(2, 6):
        write_index(tmp_path, pack(roster(change)), change)
    assert_whole(old)
    assert old.change_number == 1
    assert open_index(tmp_path).change_number == 5
    assert len([p for p in tmp_path.iterdir() if p.is_dir()]) == 2


def test_missing_and_damaged_are_said(tmp_path):
    with pytest.raises(IndexMissing):
        open_index(tmp_path)
    version = write_index(tmp_path, pack(roster(1)), 1)
    with (version / "post_rows.npy").open("r+b") as file:
        file.truncate(500)
    with pytest.raises(IndexDamaged, match="post_rows"):
        open_index(tmp_path)
    (version / "post_rows.npy").unlink()
    with pytest.raises(IndexDamaged, match="incomplete"):
        open_index(tmp_path)


@pytest.mark.parametrize("attempt", range(6))
def test_a_kill_at_any_moment_leaves_a_whole_index(tmp_path, attempt):
    write_index(tmp_path, pack(roster(0)), 0)
    code = f"from tests.engines.matching.test_store import *; builds_for_ever({str(tmp_path)!r})"
    root = Path(__file__).parents[3]
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root}:{root / 'src'}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    said = 0
    for _ in range(2 + attempt):
        said = int(child.stdout.readline())
    time.sleep(0.0017 * attempt)
    child.send_signal(signal.SIGKILL)
    rest = child.communicate()[0].split()
    said = max([said, *map(int, rest)])
    index = open_index(tmp_path)
    assert_whole(index)
    assert index.change_number >= said
    write_index(tmp_path, pack(roster(7)), 10**6)
    assert current_version(tmp_path).startswith("v0001000000")
    assert not list(tmp_path.glob("building-*"))
