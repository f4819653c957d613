"""Pin the requirements again, with hashes and without any address of an index."""

import re
import subprocess
from pathlib import Path

from devtools import environment

LISTS = ("base", "dev", "bench")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def pins(text: str) -> dict[str, str]:
    """Package and version of every pinned line."""
    return dict(PIN.findall(text))


def command(uv: Path, name: str, *, upgrade: bool) -> list[str | Path]:
    """The call of uv that writes requirements/<name>.txt from <name>.in.

    `--universal` because one list serves every system and Python; the lists on top of base are
    held to base's versions, so that tests run on what is deployed.
    """
    folder = environment.ROOT / "requirements"
    call: list[str | Path] = [uv, "pip", "compile", "--quiet", "--system-certs", "--universal"]
    call += ["--python-version", "3.12", "--generate-hashes", "--no-header", "--no-annotate"]
    call += ["--no-emit-index-url", "--no-emit-find-links"]
    if name != "base":
        call += ["--constraints", folder / "base.txt"]
    if upgrade:
        call += ["--upgrade"]
    return [*call, folder / f"{name}.in", "-o", folder / f"{name}.txt"]


def pin(*, upgrade: bool) -> int:
    """Write all lists; keeps the versions that still fit unless told to upgrade."""
    python = environment.ensure("base")
    for name in LISTS:
        done = subprocess.run(command(python.parent / "uv", name, upgrade=upgrade))
        if done.returncode != 0:
            return done.returncode
        count = len(pins(environment.requirements_file(name).read_text()))
        print(f"requirements/{name}.txt: {count} pins")
    return 0
