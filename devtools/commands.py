"""The commands of dev.py. Reached only with a Python that is new enough."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from devtools import environment, parts, pins

ROOT = environment.ROOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description="Run, test and maintain Twoshores.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="serve the demo on this machine")
    run.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    run.add_argument(
        "--empty", action="store_true", help="a clean instance; prints the first steward's link"
    )
    commands.add_parser("install", help="make .venv with what a deployment needs, and stop")
    test = commands.add_parser("test", help="linters, types, tests on two databases, browser")
    test.add_argument("--fast", action="store_true", help="without PostgreSQL and browser")
    test.add_argument("--only", metavar="WORD", help="the parts whose name holds this word")
    test.add_argument("--all-parts", action="store_true", help="fail if a part was skipped")
    pin = commands.add_parser("pin", help="write requirements/*.txt again from *.in")
    pin.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    bench = commands.add_parser("bench", help="`twoshores bench` with the peers installed")
    bench.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def run(port: int, *, empty: bool) -> int:
    """Hand over to the supervisor, which prepares the instance and serves it."""
    python = environment.ensure("base")
    sys.stdout.flush()
    command = [str(python), "-m", "twoshores.config.supervise", "--port", str(port)]
    os.execve(python, command, instance_environ(os.environ, empty=empty))


def instance_environ(environ: Mapping[str, str], *, empty: bool) -> dict[str, str]:
    """The environment in which an instance runs: what was given, and where its data stand."""
    # Two folders, so that invented people never meet true ones.
    folder = ROOT / "var" / ("clean" if empty else "demo")
    # DEMO is said here, never inherited: --empty must not fill a clean instance.
    found = {"DATA_DIR": str(folder), **environ, "DEMO": "" if empty else "1"}
    # Where Python may write no compiled code beside the sources, each start would read two
    # thousand files anew, which doubles it; so it lies with the data.
    if found.pop("PYTHONDONTWRITEBYTECODE", ""):
        found.setdefault("PYTHONPYCACHEPREFIX", str(Path(found["DATA_DIR"]).resolve() / "pycache"))
    return found


def _end_by_exception(number: int, frame: object) -> None:
    """Let a TERM unwind the stack, so that the PostgreSQL of the tests and its folder go."""
    sys.exit(128 + number)


def test(*, fast: bool, only: str | None, all_wanted: bool) -> int:
    """Run the parts and tell the end of each; 0 only if none failed."""
    signal.signal(signal.SIGTERM, _end_by_exception)
    python = environment.ensure("dev")
    chosen = [
        part
        for part in parts.all_parts(python, os.environ, fast=fast)
        if only is None or only.lower() in part.name.lower()
    ]
    if not chosen:
        print(f"No part is called {only}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="twoshores-test-") as folder:
        environ = parts.clean_environ(os.environ, Path(folder))
        compile_call = [str(python), "-m", "twoshores.common.catalogues", str(ROOT / "src")]
        subprocess.run(compile_call, check=True, cwd=ROOT, env=environ)
        outcomes = [parts.run(part, environ, ROOT) for part in chosen]
    print("\n" + parts.report(outcomes))
    return parts.exit_status(outcomes, all_wanted=all_wanted)


def bench(rest: list[str]) -> int:
    """`twoshores bench ...` in an environment that has the peers too."""
    python = environment.ensure("bench")
    command = [str(python.parent / "twoshores"), "bench", *rest]
    os.execv(command[0], command)


def _dispatch(options: argparse.Namespace) -> int:
    if options.command == "run":
        return run(options.port, empty=options.empty)
    if options.command == "install":
        print(f"Ready: {environment.ensure('base')}")
        return 0
    if options.command == "test":
        return test(fast=options.fast, only=options.only, all_wanted=options.all_parts)
    if options.command == "pin":
        return pins.pin(upgrade=options.upgrade)
    return bench(options.rest)


def main(arguments: list[str]) -> int:
    """Run one command; the exit status says whether it went well."""
    try:
        return _dispatch(_parser().parse_args(arguments))
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
