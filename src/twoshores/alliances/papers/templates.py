"""Templates of papers: read once, checked whole, filled with words of the record."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from .blocks import Block, Paper, blocks_of, gap, plain
from .fields import FIELDS

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr", "es", "pt", "ar")
KEYS = ("memorandum", "partnership", "contract", "support", "first_contact", "grant")
type Value = str | Sequence[str] | None
_FIELD = re.compile(r"\{([^{}]*)\}")


class UnknownField(ValueError):
    """A template names a field that does not exist, or uses one where it cannot stand."""


@lru_cache(maxsize=len(LANGUAGES))
def _texts(language: str) -> dict[str, dict[str, str]]:
    """{"titles": ..., "clauses": ...} of a language. Raises UnknownField."""
    read = tomllib.loads((DATA / f"{language}.toml").read_text())
    check({f"titles.{key}": words for key, words in read["titles"].items()}, one_line=True)
    check({f"clauses.{key}": words for key, words in read["clauses"].items()})
    return read


@lru_cache(maxsize=1)
def papers() -> dict[str, dict[str, list[str] | str]]:
    """Of each paper: the kind of agreement that it begins, and its clauses."""
    return tomllib.loads((DATA / "papers.toml").read_text())


def check(texts: Mapping[str, str], *, one_line: bool = False) -> None:
    """Raise UnknownField for a field that is not in FIELDS, or one of several in a sentence."""
    for where, words in texts.items():
        for line in words.splitlines():
            for name in _FIELD.findall(line):
                if name not in FIELDS:
                    raise UnknownField(
                        _("%(where)s: there is no field “%(name)s”.")
                        % {"where": where, "name": name}
                    )
                if FIELDS[name].many and (one_line or line.strip() != f"- {{{name}}}"):
                    raise UnknownField(
                        _("%(where)s: “%(name)s” has several values. It stands alone in an item.")
                        % {"where": where, "name": name}
                    )


def kind_of(key: str) -> str:
    """The kind of agreement that a paper begins."""
    return str(papers()[key]["kind"])


def fill(key: str, language: str, values: Mapping[str, Value]) -> Paper:
    """A template filled; what is not known stands as a gap, named in the paper's language.

    Raises KeyError for a paper that does not exist, UnknownField for a value of no field.
    """
    unknown = sorted(set(values) - set(FIELDS))
    if unknown:
        raise UnknownField(_("There is no field “%(name)s”.") % {"name": unknown[0]})
    spoken = language if language in LANGUAGES else "en"
    texts = _texts(spoken)
    with translation.override(spoken):
        blocks = [
            made
            for clause in papers()[key]["clauses"]
            for block in blocks_of(texts["clauses"][clause])
            for made in _filled(block, values)
        ]
        title = _put_in(texts["titles"][key], values)
    return Paper(title, spoken, blocks)


def _filled(block: Block, values: Mapping[str, Value]) -> list[Block]:
    names = _FIELD.findall(block["text"])
    if len(names) == 1 and FIELDS[names[0]].many:
        given = values.get(names[0]) or []
        words = [given] if isinstance(given, str) else [one for one in given if one.strip()]
        several = [plain(one) for one in words] or [gap(str(FIELDS[names[0]].label))]
        return [{"style": block["style"], "text": one} for one in several]
    return [{"style": block["style"], "text": _put_in(block["text"], values)}]


def _put_in(words: str, values: Mapping[str, Value]) -> str:
    def value(found: re.Match[str]) -> str:
        given = values.get(found[1])
        words = plain(given) if isinstance(given, str) else ""
        return words or gap(str(FIELDS[found[1]].label))

    return _FIELD.sub(value, words)
