"""The parts of the test run: what each one calls, when it is skipped, how its end is told."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from devtools import environment, postgres

RAN, SKIPPED, FAILED = "ran", "skipped", "FAILED"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The settings of an instance (docs/operations.md): a test run must not inherit them.
INSTANCE_SETTINGS = (
    "ALLOWED_HOSTS",
    "BASE_URL",
    "BEHIND_PROXY",
    "DATABASE_URL",
    "DATA_DIR",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "DEMO",
    "EMAIL_URL",
    "SECRET_KEY",
    "TIME_ZONE",
    "WORKERS",
)
MOST_PROCESSES = 4
# Where tests in a browser stand; to collect the four thousand others too takes each process 5 s.
BROWSER_TESTS = ("tests/e2e", "tests/engines/shoremap", "tests/walks")
PYTEST_SUMMARY = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+ in [\d.]+s.*?)\s*=*$")

Environ = dict[str, str]
Command = list[str]


@contextmanager
def nothing() -> Iterator[Environ]:
    """The service of a part that needs none."""
    yield {}


@dataclass(frozen=True)
class Part:
    """One part: its commands all run, even after one failed, so that one look shows everything.

    `missing` says why the part cannot run here, "" if it can. `service` is held open around the
    commands and yields what they find in their environment.
    """

    name: str
    commands: list[Command]
    missing: str = ""
    service: Callable[[], AbstractContextManager[Environ]] = nothing


@dataclass(frozen=True)
class Outcome:
    """What became of a part; `note` is the reason or pytest's last line; time in seconds."""

    name: str
    state: str
    note: str = ""
    seconds: float = 0.0


def find_browser(environ: Mapping[str, str]) -> str | None:
    """Path of a Chromium: the one named by CHROMIUM, else the first known name in PATH."""
    names = (environ["CHROMIUM"],) if environ.get("CHROMIUM") else BROWSERS
    found = (shutil.which(name, path=environ.get("PATH")) for name in names)
    return next((path for path in found if path), None)


def clean_environ(environ: Mapping[str, str], data_dir: Path) -> Environ:
    """The environment without the settings of an instance, its data in a folder to throw away.

    Compiled Python is kept, whatever the environment says (containers often say no): compiling
    everything again takes 3 s of the 6 s that a process of ours needs to start, and a run starts
    over sixty of them.
    """
    left_out = {*INSTANCE_SETTINGS, "PYTHONDONTWRITEBYTECODE"}
    kept = {key: value for key, value in environ.items() if key not in left_out}
    return kept | {
        "DATA_DIR": str(data_dir),
        "PYTHONPYCACHEPREFIX": str(environment.VENV / "compiled"),
        "DJANGO_SETTINGS_MODULE": "twoshores.config.settings",
        "PYTHONUNBUFFERED": "1",
    }


def _checks(python: Path) -> list[Part]:
    tool = python.parent
    ruff = str(tool / "ruff")
    lint = [
        [ruff, "check"],
        [ruff, "format", "--check"],
        [str(tool / "djlint"), "src", "--lint", "--quiet"],
        [str(tool / "lint-imports")],
    ]
    return [
        Part("lint", lint),
        Part("types", [[str(tool / "mypy")]]),
        Part("migrations", [[str(python), "-m", "django", "makemigrations", "--check"]]),
    ]


def all_parts(python: Path, environ: Mapping[str, str], *, fast: bool) -> list[Part]:
    """The parts in the order in which they run; cheap ones first, so that a slip shows soon."""
    pytest = [str(python), "-m", "pytest"]
    workers = str(min(os.cpu_count() or 1, MOST_PROCESSES))
    # Each worker begins with one half of the files, in order, so that what is kept for a file is
    # built once; who is done first takes from the other.
    pytest += ["-n", workers, "--dist", "worksteal"]
    others = [*pytest, "-m", "not browser"]
    with_database = [*pytest, "-m", "not browser and database and not one_database"]
    in_browser = [*pytest, "-m", "browser", *BROWSER_TESTS]
    programs = postgres.find_programs(environ)
    browser = find_browser(environ)

    @contextmanager
    def database() -> Iterator[Environ]:
        assert programs is not None, "a part with something missing is not run"
        with postgres.running(programs) as url:
            yield {"DATABASE_URL": url}

    @contextmanager
    def chromium() -> Iterator[Environ]:
        # Playwright's loop runs in the thread of the test, where Django would refuse its ORM.
        yield {"CHROMIUM": browser or "", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}

    no_server = "" if programs else "no PostgreSQL server in PATH or /usr/lib/postgresql"
    no_browser = "" if browser else "no Chromium in CHROMIUM or PATH"
    parts = [
        *_checks(python),
        Part("tests on SQLite", [others]),
        # What touches no database does nothing else there: it ran once, on SQLite.
        Part("tests on PostgreSQL", [with_database], no_server, database),
        Part("tests in a browser", [in_browser], no_browser, chromium),
    ]
    if fast:
        parts[-2:] = [replace(part, missing="left out by --fast") for part in parts[-2:]]
    return parts


def _stream(command: Command, environ: Environ, folder: Path) -> tuple[int, str]:
    """Run a command, pass its lines on, and keep pytest's last line if there is one."""
    summary = ""
    print("$", " ".join([Path(command[0]).name, *command[1:]]), flush=True)
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if found := PYTEST_SUMMARY.match(line.strip()):
                summary = found[1]
    return process.returncode, summary


def run(part: Part, environ: Environ, folder: Path) -> Outcome:
    """Run one part, or say why not. Whatever goes wrong is an outcome, never an exception."""
    if part.missing:
        return Outcome(part.name, SKIPPED, part.missing)
    print(f"\n== {part.name}", flush=True)
    began = time.monotonic()
    notes, failed = [], []
    try:
        with part.service() as extra:
            for command in part.commands:
                code, summary = _stream(command, environ | extra, folder)
                notes += [summary] if summary else []
                failed += [Path(command[0]).name] if code else []
    except (postgres.PostgresError, OSError) as error:
        print(error, flush=True)
        failed.append(str(error).splitlines()[0])
    took = time.monotonic() - began
    if failed:
        return Outcome(part.name, FAILED, "; ".join(notes or failed), took)
    return Outcome(part.name, RAN, "; ".join(notes), took)


def report(outcomes: list[Outcome]) -> str:
    """One line per part: its name, whether it ran, how long it took and why not."""
    lines = []
    for outcome in outcomes:
        took = "" if outcome.state == SKIPPED else f"{outcome.seconds:.0f} s"
        line = f"{outcome.name:<20} {outcome.state:<8}{took:>6}  {outcome.note}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def exit_status(outcomes: list[Outcome], *, all_wanted: bool) -> int:
    """0 if nothing failed and, where all parts are wanted, nothing was skipped; else 1."""
    states = {outcome.state for outcome in outcomes}
    return int(FAILED in states or (all_wanted and SKIPPED in states))
