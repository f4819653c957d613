"""Find a Python that can run Twoshores, from whatever python3 happens to start dev.py.

Syntax of Python 3.6 only: see dev.py. A candidate is judged by executing it, because a file
called python3.12 may be a shim of pyenv that has no such version to hand on to.
"""

import glob
import importlib.util
import os
import platform
import subprocess
import sys
from typing import Iterable, Iterator, List, Mapping, Optional

WANTED = (3, 12)
# The versions that the pinned packages are tried on, best known first.
MINORS = (12, 13, 14)
# A Python built without the headers of these libraries starts, and then fails much later.
MODULES = ("_ctypes", "_sqlite3", "_ssl", "venv", "zlib")
PROBE = "import sys, {}; print('%d.%d' % sys.version_info[:2])".format(", ".join(MODULES))
PROBE_SECONDS = 20
USUAL_FOLDERS = (
    "/usr/local/bin",
    "/usr/bin",
    "/opt/homebrew/bin",
    "/Library/Frameworks/Python.framework/Versions/3.*/bin",
)


def is_suitable_here() -> bool:
    """Whether the interpreter that runs this line can run Twoshores."""
    found = all(importlib.util.find_spec(name) is not None for name in MODULES)
    return sys.version_info >= WANTED and found


def how_to_get_one() -> str:
    """One sentence for a person who has no Python that is new enough."""
    return (
        "Twoshores needs Python 3.12 or newer with sqlite3 and ssl, and found none in PATH, pyenv "
        f"or uv (this is Python {platform.python_version()}): get it with your system's packages "
        "(python3.12), with `uv python install 3.12` or `pyenv install 3.12`, or from "
        "https://www.python.org/downloads/, then run this command again."
    )


def _homes(environ: Mapping[str, str], passwd_home: str) -> List[str]:
    """HOME and the home of the password file, which differ where HOME was emptied."""
    return [home for home in (environ.get("HOME", ""), passwd_home) if home]


def _names() -> List[str]:
    return [f"python3.{minor}" for minor in MINORS] + ["python3"]


def _in_folders(folders: Iterable[str]) -> Iterator[str]:
    paths = list(folders)
    for name in _names():
        for folder in paths:
            yield os.path.join(folder, name)


def _newest_first(paths: Iterable[str]) -> List[str]:
    """Paths whose version numbers compare as numbers: 3.12.10 before 3.12.9."""

    def numbers(path: str) -> List[int]:
        digits = "".join(letter if letter.isdigit() else " " for letter in path)
        return [int(word) for word in digits.split()]

    return sorted(paths, key=numbers, reverse=True)


def _pyenv_roots(environ: Mapping[str, str], passwd_home: str) -> List[str]:
    roots = [environ.get("PYENV_ROOT", "")]
    for folder in environ.get("PATH", "").split(os.pathsep):
        if os.path.basename(folder.rstrip(os.sep)) == "shims":
            roots.append(os.path.dirname(folder.rstrip(os.sep)))
    roots += [os.path.join(home, ".pyenv") for home in _homes(environ, passwd_home)]
    return [root for root in roots if root]


def _uv_folders(environ: Mapping[str, str], passwd_home: str) -> List[str]:
    folders = [environ.get("UV_PYTHON_INSTALL_DIR", "")]
    if environ.get("XDG_DATA_HOME"):
        folders.append(os.path.join(environ["XDG_DATA_HOME"], "uv", "python"))
    for home in _homes(environ, passwd_home):
        folders.append(os.path.join(home, ".local", "share", "uv", "python"))
    return [folder for folder in folders if folder]


def candidates(environ: Mapping[str, str], passwd_home: str, venv: str = "") -> Iterator[str]:
    """Paths of interpreters worth executing, each once, in the order of preference.

    First that of `venv`, which an earlier run made: shims in PATH take half a second each to say
    no. Then PATH, pyenv's versions, uv's, and the folders where systems usually put one.
    """
    path = [folder for folder in environ.get("PATH", "").split(os.pathsep) if folder]
    found = [os.path.join(venv, "bin", "python")] if venv else []
    found += list(_in_folders(path))
    for minor in MINORS:
        for root in _pyenv_roots(environ, passwd_home):
            pattern = os.path.join(root, "versions", f"3.{minor}*", "bin", "python3")
            found += _newest_first(glob.glob(pattern))
    for minor in MINORS:
        for folder in _uv_folders(environ, passwd_home):
            pattern = os.path.join(folder, f"cpython-3.{minor}*", "bin", "python3")
            found += _newest_first(glob.glob(pattern))
    homes = [os.path.join(home, ".local", "bin") for home in _homes(environ, passwd_home)]
    usual = [folder for pattern in USUAL_FOLDERS for folder in sorted(glob.glob(pattern))]
    found += list(_in_folders(homes + usual))
    seen = set()
    for candidate in found:
        if candidate not in seen and os.path.isfile(candidate) and os.access(candidate, os.X_OK):
            seen.add(candidate)
            yield candidate


def is_suitable(candidate: str) -> bool:
    """Whether this executable says that it is new enough and has the modules we need."""
    try:
        answer = subprocess.run(
            [candidate, "-I", "-c", PROBE],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            universal_newlines=True,
            timeout=PROBE_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        # Not an executable of this machine, or a shim that hangs: as good as absent.
        return False
    parts = answer.stdout.strip().split(".")
    if answer.returncode != 0 or len(parts) != 2 or not all(part.isdigit() for part in parts):
        return False
    return (int(parts[0]), int(parts[1])) >= WANTED


def find(paths: Iterable[str]) -> Optional[str]:
    """The first suitable interpreter of these, or None."""
    for candidate in paths:
        if is_suitable(candidate):
            return candidate
    return None
