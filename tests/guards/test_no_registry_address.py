"""Guard: no committed file names the address of a package index.

Which index a machine uses is the machine's own affair; a lock file that names one sends everybody
there. The patterns are put together here from pieces, so that this file passes its own test.
"""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOSTS = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("registry.npmjs", "org"),
    ("registry.yarnpkg", "com"),
    ("conda.anaconda", "org"),
    ("proxy.golang", "org"),
    ("index.crates", "io"),
    ("rubygems", "org"),
    ("repo.maven.apache", "org"),
)
PATTERN = re.compile(
    "|".join(
        [
            *(re.escape(".".join(host)) for host in HOSTS),
            r"--?(?:(?:extra-|default-)?index(?:-url)?|find-links|i|f)[ =]+(?:https?|file)://",
            r"index[-_]url\s*[=:]\s*\S+://",
            r"https?://[^\s\"'<>]+/simple(?:/|\b)",
            r"file:/{3}\S*/simple\b",
        ]
    ).encode(),
    re.IGNORECASE,
)


def addresses(content: bytes) -> list[str]:
    """Every address of an index in these bytes."""
    return [found.group().decode(errors="replace") for found in PATTERN.finditer(content)]


def committed_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    paths = [ROOT / name.decode() for name in listed.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_committed_file_names_a_package_index() -> None:
    files = committed_files()
    assert files, "git lists no file"
    found = {str(path.relative_to(ROOT)): addresses(path.read_bytes()) for path in files}
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "line",
    [
        "--index" + "-url https://mirror.example.net/root/dev",
        "--extra-index" + "-url=https://mirror.example.net/x",
        "--find" + "-links file:///opt/wheels",
        "index" + "_url = http://mirror.example.net/x",
        "resolved https://registry" + ".npmjs.org/left-pad",
        "# https://files.python" + "hosted.org/packages/a.whl",
        "see https://py" + "pi.org/project/django",
        "https://mirror.example.net/sim" + "ple/django/",
    ],
)
def test_the_guard_sees_an_address(line: str) -> None:
    assert addresses(f"django==6.1\n{line}\n".encode())


@pytest.mark.parametrize(
    "line",
    [
        "call += ['--no-emit-index-url', '--no-emit-find-links']",
        "a simple page at https://example.org/simplest",
        "https://www.python.org/downloads/",
        "-i https-only",
    ],
)
def test_the_guard_leaves_other_words_alone(line: str) -> None:
    assert addresses(line.encode()) == []
