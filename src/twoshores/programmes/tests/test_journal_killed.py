"""Processes post to one journal at once and are killed: the quick version of the benchmark.

It runs on a copy of the test's own tables (SQLite), or on the test's database itself.
"""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

HOUSE = Path(__file__).resolve().parents[4]


def database_for_processes(folder: Path) -> str:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(folder / "journal.sqlite3") as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{folder}/journal.sqlite3"
    given = {key: quote(str(value), safe="") for key, value in connection.settings_dict.items()}
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}{port}/{given['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_journal_stays_whole_when_processes_that_post_are_killed(tmp_path):
    database = database_for_processes(tmp_path)
    command = [sys.executable, "-m", "benchmarks.journal_crashes", "--ready", "--json"]
    ran = subprocess.run(
        [*command, "--crashes", "5", "--seed", "7", "--database", database],
        cwd=HOUSE,
        env=os.environ | {"DEMO": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["crashes"], told["killed"], told["database"]) == (5, 10, connection.vendor)
    assert told["entries"] >= told["committed"] > 0
