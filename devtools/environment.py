"""The virtual environment: made once, filled from hash-pinned requirements, stamped.

Measured here (2 cores, cold caches, 31 packages of base.txt): pip alone 4.2 s for a venv with
ensurepip and 35.6 s to install; a venv without pip, the base Python's pip bringing the pinned
uv, and uv bringing the rest 0.1 + 2.9 + 1.9 s. So uv goes first, and pip is what remains where
uv cannot reach an index (for example because only pip.conf names the mirror).
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from twoshores.config.console import Step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = "twoshores-stamp.json"
PROBE_SECONDS = 20
# Stands in the stamp while a list is being installed. A kill at that moment leaves packages, uv
# among them, that are there by name and do not work; only a new environment is surely whole.
UNFINISHED = "unfinished"


class SetupError(Exception):
    """The environment cannot be made; the text says what to do about it."""


def requirements_file(name: str) -> Path:
    """Path of the pinned list called base, dev or bench."""
    return ROOT / "requirements" / f"{name}.txt"


def digest(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp(venv: Path) -> dict[str, str]:
    """What was installed into this environment: the name of each list and its digest.

    A stamp that cannot be read counts as none: installing again is safe.
    """
    try:
        stamp = json.loads((venv / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(venv: Path, name: str, value: str) -> None:
    """Note that a list is installed, in one step: a kill leaves the old note or the new one."""
    stamp = {**read_stamp(venv), name: value}
    draft = venv / f"{STAMP}.{os.getpid()}"
    draft.write_text(json.dumps(stamp, indent=1))
    draft.replace(venv / STAMP)


def python_of(venv: Path) -> Path:
    """The interpreter of an environment."""
    return venv / "bin" / "python"


def is_alive(venv: Path) -> bool:
    """Whether the environment's interpreter still starts; its base may have been removed."""
    try:
        probe = "import sys; sys.exit(sys.version_info < (3, 12))"
        done = subprocess.run(
            [python_of(venv), "-I", "-c", probe], capture_output=True, timeout=PROBE_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def is_whole(venv: Path) -> bool:
    """Whether every installation that was begun in this environment also ended."""
    return UNFINISHED not in read_stamp(venv).values()


def pinned_block(requirements: str, package: str) -> str:
    """The lines of one package, with its hashes, cut out of a pinned list."""
    lines = requirements.splitlines()
    for start, line in enumerate(lines):
        if line.startswith(f"{package}=="):
            end = start
            while lines[end].endswith("\\"):
                end += 1
            return "\n".join(lines[start : end + 1]) + "\n"
    raise SetupError(f"{package} is not among the pinned requirements")


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise SetupError(f"{Path(command[0]).name} does not start: {error.strerror}") from error
    if done.returncode != 0:
        tail = "\n".join((done.stderr or done.stdout).strip().splitlines()[-8:])
        raise SetupError(f"{Path(command[0]).name} {command[1]} failed:\n{tail}")


def _base_python() -> str:
    """The interpreter that environments are made from, even when this one is an environment's."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def _make(venv: Path) -> None:
    _run([_base_python(), "-m", "venv", "--without-pip", "--clear", str(venv)])


def _pip(venv: Path, requirements: Path) -> None:
    """Install with the base Python's pip, or with one that ensurepip puts into the venv."""
    flags = ["install", "-q", "--disable-pip-version-check", "--require-hashes"]
    flags += ["-r", str(requirements)]
    python = str(python_of(venv))
    try:
        _run([_base_python(), "-m", "pip", "--python", python, *flags])
    except SetupError:
        # Debian splits pip off, and pip before 22.3 does not know --python.
        _run([python, "-m", "ensurepip"])
        _run([python, "-m", "pip", *flags])


def _install_with_uv(venv: Path, requirements: Path) -> None:
    uv = venv / "bin" / "uv"
    wanted = venv / "uv.txt"
    wanted.write_text(pinned_block(requirements.read_text(), "uv"))
    if not uv.exists():
        _pip(venv, wanted)
    # Without --system-certs uv refuses every index behind a proxy with its own certificate.
    flags = ["--quiet", "--system-certs", "--require-hashes"]
    flags += ["--python", str(python_of(venv))]
    _run([str(uv), "pip", "install", *flags, "-r", str(requirements)])


def install(venv: Path, requirements: Path) -> None:
    """Bring the environment to what the list says.

    Raises SetupError, with both reasons, when neither uv nor pip can.
    """
    failures = []
    ways: list[Callable[[Path, Path], None]] = [_install_with_uv, _pip]
    for way in ways:
        try:
            way(venv, requirements)
        except SetupError as error:
            failures.append(str(error))
            if way is not ways[-1]:
                print("uv could not install the packages; trying with pip.", flush=True)
        else:
            return
    raise SetupError("The packages could not be installed.\n" + "\n".join(dict.fromkeys(failures)))


def install_project(venv: Path, root: Path) -> None:
    """Make src importable and put the `twoshores` command into the environment.

    An editable install would say the same with a build back end, which pip would have to
    download; two small files need no network.
    """
    library = next((venv / "lib").glob("python3.*")) / "site-packages"
    (library / "twoshores.pth").write_text(f"{root / 'src'}\n")
    script = venv / "bin" / "twoshores"
    script.write_text(
        f"#!{python_of(venv)}\nimport sys\n\nfrom twoshores.cli import main\n\nsys.exit(main())\n"
    )
    script.chmod(0o755)


def ensure(name: str, *, venv: Path = VENV, root: Path = ROOT) -> Path:
    """The interpreter of an environment that holds exactly the pins of list `name`.

    Does nothing when the stamp says that it already does. Raises SetupError otherwise if the
    environment cannot be made.
    """
    requirements = requirements_file(name)
    wanted = digest(requirements)
    if read_stamp(venv).get(name) == wanted and is_alive(venv):
        return python_of(venv)
    if not (is_alive(venv) and is_whole(venv)):
        version = "{}.{}.{}".format(*sys.version_info[:3])
        with Step(f"Making {venv.name} with Python {version}"):
            _make(venv)
    write_stamp(venv, name, UNFINISHED)
    count = sum("==" in line for line in requirements.read_text().splitlines())
    with Step(f"Installing {count} packages pinned in requirements/{name}.txt"):
        install(venv, requirements)
    install_project(venv, root)
    write_stamp(venv, name, wanted)
    return python_of(venv)
