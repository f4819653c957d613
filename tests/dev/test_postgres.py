"""The tests' own PostgreSQL starts, also as root, and leaves nothing behind."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from devtools import postgres

PROGRAMS = postgres.find_programs(os.environ)
pytestmark = pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server installed")


def folder_of(url: str) -> Path:
    return Path(unquote(urlsplit(url).netloc.partition("@")[2]))


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_starts_takes_data_and_goes() -> None:
    with postgres.running(PROGRAMS) as url:
        folder = folder_of(url)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE t (word text)")
            connection.execute("INSERT INTO t VALUES ('été'), ('ماء')")
            words = {row[0] for row in connection.execute("SELECT word FROM t")}
            encoding = connection.execute("SHOW server_encoding").fetchone()
        assert words == {"été", "ماء"}
        assert encoding == ("UTF8",)
        pid = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        owner = os.stat(f"/proc/{pid}").st_uid
        assert owner != 0
        assert folder.stat().st_uid == owner
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()
    assert not is_running(pid)


def test_does_not_survive_a_kill_of_the_test_run() -> None:
    code = (
        "import os, sys, time\nfrom pathlib import Path\nfrom devtools import postgres\n"
        "with postgres.running(Path(sys.argv[1])) as url:\n"
        "    print(url, flush=True)\n    time.sleep(60)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(PROGRAMS)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    folder = folder_of(child.stdout.readline().strip())
    pid = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    child.kill()
    child.wait()
    child.stdout.close()
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        assert not is_running(pid)
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)


def test_says_why_a_server_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postgres.SETTINGS, "shared_buffers", "a lot")
    with pytest.raises(postgres.PostgresError, match="shared_buffers"), postgres.running(PROGRAMS):
        pytest.fail("it started")


def test_finds_no_server_where_there_is_only_half_of_one(tmp_path: Path) -> None:
    (tmp_path / "initdb").write_text("#!/bin/sh\n")
    (tmp_path / "initdb").chmod(0o755)
    assert postgres.find_programs({"PATH": str(tmp_path)}) != tmp_path
