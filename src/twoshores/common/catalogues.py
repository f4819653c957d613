"""Compile translation catalogues. Babel does it, so that nobody needs GNU gettext installed.

The compiled .mo files are not committed: they follow from the .po files beside them.
"""

import os
import sys
from pathlib import Path

PATTERN = "**/locale/*/LC_MESSAGES/*.po"


def stale_catalogues(root: Path) -> list[Path]:
    """The .po files under `root` without a .mo beside them, or with an older one."""
    stale = []
    for source in sorted(root.glob(PATTERN)):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            stale.append(source)
    return stale


def compile_catalogue(source: Path) -> Path:
    """Write the .mo of one .po, leaving out fuzzy entries, and return its path.

    In one step: another process never reads half a catalogue. Raises Babel's PoFileError on a
    damaged file.
    """
    # Imported here: a start that finds nothing stale need not wait for Babel.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    language = source.parent.parent.name
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    compiled = source.with_suffix(".mo")
    draft = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(compiled)
    return compiled


def compile_stale(root: Path) -> list[Path]:
    """Compile every catalogue under `root` that is stale; returns what was written."""
    return [compile_catalogue(source) for source in stale_catalogues(root)]


if __name__ == "__main__":
    for path in compile_stale(Path(sys.argv[1])):
        print(f"compiled {path}")
