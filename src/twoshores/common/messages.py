"""Keep the translation catalogues whole: extract every message, merge, say what is missing.

    python -m twoshores.common.messages update   # write new messages into all .po files
    python -m twoshores.common.messages check    # exit 1 and list what a language lacks

Babel does the work, so that nobody needs GNU gettext. Django's own `templatize` turns templates
into text in which only the gettext calls are left.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
LANGUAGES = ("fr", "es", "pt", "ar")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = "# Twoshores. Terms follow docs/glossary.md.\n#"
SKIPPED = {"tests", "migrations", "locale", "node_modules"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+>")
_NO_PROSE = re.compile(r"(<[^>]*>|%\([^)]*\)[sd]|\{[^}]*\}|https?://\S+)")
_FRENCH_PRINT = (
    (re.compile(r"(?<=[A-Za-zÀ-ÿœ])'(?=[A-Za-zÀ-ÿœ«]|$)"), "\u2019"),
    (re.compile(r"[ \u00a0\u202f](?=[;?!](?:\W|$))"), "\u202f"),
    (re.compile(r"[ \u00a0\u202f](?=[:»](?:\W|$))"), "\u00a0"),
    (re.compile(r"(?<=«)[ \u202f]"), "\u00a0"),
)
_EMPTY_LINE_START = re.compile(r"^[ \t]+", re.MULTILINE)


def _sources(root: Path) -> Iterator[Path]:
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("*.txt")]):
        if SKIPPED.isdisjoint(path.relative_to(root).parts):
            yield path


def _as_python(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return text
    # Indentation means nothing here and would stop Python's tokenizer.
    return _EMPTY_LINE_START.sub("", templatize(text, origin=str(path)))


def extracted(root: Path = PACKAGE) -> Catalog:
    """Every message of the Python files and templates under `root`."""
    catalog = Catalog()
    for path in _sources(root):
        source = BytesIO(_as_python(path).encode())
        place = path.relative_to(root).as_posix()
        for line, message, comments, context in extract(
            "python", source, keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            catalog.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return catalog


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, domain="django", header_comment=HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def french_print(text: str) -> str:
    """A French text with curved apostrophes, and spaces before ; ? ! : and inside « » at which no
    line breaks (narrow before the first three). Source: Imprimerie nationale, "Lexique des règles
    typographiques". Placeholders, tags and addresses stay as they are.
    """
    parts = _NO_PROSE.split(text)
    for at in range(0, len(parts), 2):
        for pattern, printed in _FRENCH_PRINT:
            parts[at] = pattern.sub(printed, parts[at])
    return "".join(parts)


def _print_french(catalog: Catalog) -> None:
    for message in catalog:
        if not message.id or not message.string:
            continue  # the header is no text of ours
        if isinstance(message.string, str):
            message.string = french_print(message.string)
        else:
            message.string = tuple(french_print(text) for text in message.string)


def update(language: str, template: Catalog) -> None:
    """Add new messages, drop those no longer used, never guess a translation from another.

    French texts get their signs as print wants them: whoever types them has other keys.
    """
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True, keep_user_comments=True)
    catalog.obsolete.clear()
    if language == "fr":
        _print_french(catalog)
    catalog.fuzzy = False  # Babel marks the header of a new catalogue as a guess
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, omit_header=False)


def _is_whole(message: Message, plurals: int) -> bool:
    if message.fuzzy:
        return False
    if isinstance(message.string, str):
        return bool(message.string.strip())
    forms = message.string or ()
    return len(forms) == plurals and all(text.strip() for text in forms)


def missing(language: str, template: Catalog) -> list[str]:
    """Messages of the code that a language lacks, has only as a guess, or has in part."""
    catalog = read(language)
    lacking = []
    for message in template:
        if not message.id:
            continue
        found = catalog.get(message.id, message.context)
        if found is None or not _is_whole(found, catalog.num_plurals):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def main(command: str) -> int:
    template = extracted()
    lacking = 0
    for language in LANGUAGES:
        if command == "update":
            update(language, template)
        for text in missing(language, template):
            lacking += 1
            if command == "check":
                print(f"{language}: {text!r}")
    print(f"{len(template)} messages; {lacking} translations missing")
    return 1 if lacking and command == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
