"""What is told of worked partnerships, in the reader's language.

The English words (`data/worked_partnerships.toml`) are the original. Others were translated without
a native reader, which the page says; the original is a link away.
"""

import tomllib
from functools import cache
from pathlib import Path

ORIGINAL = "en"
FOLDER = Path(__file__).parent / "data" / "worked_partnerships"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def words_in(language: str) -> dict[str, str]:
    """English words -> those of a language; empty for one that nobody translated into."""
    if language not in LANGUAGES:
        return {}
    found: dict[str, str] = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return found
