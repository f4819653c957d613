"""Every part of the test run tells at the end what became of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devtools import environment, parts, postgres
from devtools.parts import FAILED, RAN, SKIPPED, Outcome, Part


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_part_runs_all_its_commands_and_fails_if_one_does(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    commands = [python("import sys; print('first'); sys.exit(3)"), python("print('second')")]
    outcome = parts.run(Part("lint", commands), dict(os.environ), tmp_path)
    assert outcome.state == FAILED
    assert [
        line for line in capfd.readouterr().out.splitlines() if line in {"first", "second"}
    ] == [
        "first",
        "second",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "12 passed in 3.40s",
        "=== 1 failed, 12 passed, 2 skipped in 3.40s ===",
        "1240 passed, 3 deselected in 75.10s (0:01:15)",
        "2 errors in 0.10s",
    ],
)
def test_keeps_the_last_line_of_pytest(tmp_path: Path, line: str) -> None:
    outcome = parts.run(Part("t", [python(f"print({line!r})")]), dict(os.environ), tmp_path)
    assert outcome.state == RAN
    assert outcome.note == line.strip("= ")


def test_a_part_with_something_missing_says_so_and_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    part = Part("browser", [python(f"open({str(mark)!r}, 'w')")], missing="no Chromium")
    assert parts.run(part, {}, tmp_path) == Outcome("browser", SKIPPED, "no Chromium")
    assert not mark.exists()


def test_a_service_that_does_not_start_is_a_failure_and_not_a_skip(tmp_path: Path) -> None:
    @contextmanager
    def broken() -> Iterator[dict[str, str]]:
        raise postgres.PostgresError("no room\nlog")
        yield {}

    outcome = parts.run(Part("pg", [python("1")], service=broken), {}, tmp_path)
    assert (outcome.state, outcome.note) == (FAILED, "no room")


def test_commands_find_what_the_service_gives(tmp_path: Path) -> None:
    @contextmanager
    def database() -> Iterator[dict[str, str]]:
        yield {"DATABASE_URL": "postgres://here"}

    code = "import os, sys; sys.exit(os.environ['DATABASE_URL'] != 'postgres://here')"
    outcome = parts.run(Part("pg", [python(code)], service=database), dict(os.environ), tmp_path)
    assert outcome.state == RAN


@pytest.mark.parametrize(
    ("states", "all_wanted", "status"),
    [
        ([RAN, RAN], True, 0),
        ([RAN, SKIPPED], False, 0),
        ([RAN, SKIPPED], True, 1),
        ([FAILED, RAN], False, 1),
    ],
)
def test_the_exit_status_tells_failed_and_unwanted_skips(
    states: list[str], all_wanted: bool, status: int
) -> None:
    outcomes = [Outcome("p", state) for state in states]
    assert parts.exit_status(outcomes, all_wanted=all_wanted) == status


def test_the_report_has_one_line_for_each_part() -> None:
    told = parts.report([Outcome("lint", RAN, "", 4.2), Outcome("browser", SKIPPED, "no Chromium")])
    first, second = told.splitlines()
    assert first.split() == ["lint", "ran", "4", "s"]
    assert second.split() == ["browser", "skipped", "no", "Chromium"]


def test_tests_do_not_inherit_an_instance(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "postgres://live", "SECRET_KEY": "x", "PATH": "/bin", "DEMO": "1"}
    kept = parts.clean_environ(given, tmp_path)
    assert kept["PATH"] == "/bin"
    assert kept["DATA_DIR"] == str(tmp_path)
    assert not {"DATABASE_URL", "SECRET_KEY", "DEMO"} & kept.keys()


def test_compiled_python_is_kept_between_the_processes_of_a_run(tmp_path: Path) -> None:
    (tmp_path / "called.py").write_text("")
    environ = parts.clean_environ({**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, tmp_path)
    environ["PYTHONPYCACHEPREFIX"] = str(tmp_path / "compiled")
    subprocess.run([sys.executable, "-c", "import called"], cwd=tmp_path, env=environ, check=True)
    assert list((tmp_path / "compiled").rglob("called.*.pyc"))


def test_finds_a_browser_by_name_or_by_variable(tmp_path: Path) -> None:
    for name in ("google-chrome", "mine"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    path = {"PATH": str(tmp_path)}
    assert parts.find_browser(path) == str(tmp_path / "google-chrome")
    assert parts.find_browser({**path, "CHROMIUM": str(tmp_path / "mine")}) == str(
        tmp_path / "mine"
    )
    assert parts.find_browser({"PATH": str(tmp_path / "none")}) is None
    assert parts.find_browser({**path, "CHROMIUM": "/nowhere"}) is None


def test_fast_leaves_out_postgresql_and_browser_and_nothing_else() -> None:
    chosen = parts.all_parts(Path(sys.executable), os.environ, fast=True)
    left_out = [part.name for part in chosen if part.missing == "left out by --fast"]
    assert left_out == ["tests on PostgreSQL", "tests in a browser"]
    assert [part.name for part in chosen][:4] == ["lint", "types", "migrations", "tests on SQLite"]


def test_every_browser_test_stands_where_the_part_looks_for_it() -> None:
    mark = "mark." + "browser"
    holding = [
        path.relative_to(environment.ROOT).as_posix()
        for folder in ("tests", "src")
        for path in (environment.ROOT / folder).rglob("*.py")
        if mark in path.read_text("utf-8")
    ]
    assert holding, "the guard looks in the wrong place"
    assert [path for path in holding if not path.startswith(parts.BROWSER_TESTS)] == []
