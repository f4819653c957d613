"""The data files of the catalogue, read and checked. No database.

`data/index.toml` gives the order. `data/en/<key>.toml` is a whole block: facts and words.
`data/<language>/<key>.toml` holds the words alone. Both become the same two things: facts
(lists by group, no words) and lines ("<group>.<key>" -> words), so that languages cannot drift
apart: a translation that lacks a line of the original, or has one more, is refused.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
ORIGINAL = "en"
TRANSLATIONS = ("fr", "es", "pt", "ar")

# Lists of a block whose items have a key, and the fields of an item that are words.
GROUPS: dict[str, tuple[str, ...]] = {
    "outcomes": ("text",),
    "outputs": ("text",),
    "activities": ("text",),
    "indicators": ("text", "unit", "numerator", "denominator"),
    "assumptions": ("text",),
    "costs": ("text",),
    "allies": ("text",),
    "pitfalls": ("wrong", "done"),
}
WORDS = ("title", "purpose", "fits", "fits_not", "steps", "factors")
THREAT_WORDS = ("title", "signs", "answers")

type Facts = dict[str, Any]
type Lines = dict[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """One language of a block: the fields of `WORDS`, and its lines."""

    fields: dict[str, Any]
    lines: Lines


@dataclass(frozen=True, slots=True)
class BlockFile:
    key: str
    position: int
    capital: str
    section: str
    facts: Facts
    words: dict[str, Words]  # by language, the original first


def line_key(group: str, key: str, field: str) -> str:
    """ "outcomes.plan-together", or with the field where an item says more than one thing."""
    return f"{group}.{key}" if field == "text" else f"{group}.{key}.{field}"


def index() -> list[str]:
    """Keys of all blocks in the order of the handbook."""
    document = tomllib.loads((DATA / "index.toml").read_text("utf-8"))
    return [str(key) for key in document["blocks"]]


def read_block(key: str, position: int) -> BlockFile:
    """Raises KeyError or ValueError, naming block and language, if a file is not whole."""
    given = tomllib.loads((DATA / ORIGINAL / f"{key}.toml").read_text("utf-8"))
    facts, lines = _split(given)
    words = {ORIGINAL: Words({name: given[name] for name in WORDS}, lines)}
    for language in TRANSLATIONS:
        path = DATA / language / f"{key}.toml"
        if path.exists():
            words[language] = _translation(path, lines, words[ORIGINAL])
    return BlockFile(key, position, given["capital"], given["section"], facts, words)


def _split(given: dict[str, Any]) -> tuple[Facts, Lines]:
    facts: Facts = {"projects": given["projects"]}
    lines: Lines = {}
    for group, said in GROUPS.items():
        facts[group] = []
        for item in given[group]:
            item.setdefault("key", item.get("kind"))  # allies and costs: one of a kind
            for field in said:
                if field in item:
                    lines[line_key(group, item["key"], field)] = item[field]
            facts[group].append({k: v for k, v in item.items() if k not in said})
    return facts, lines


def _translation(path: Path, lines: Lines, original: Words) -> Words:
    given = tomllib.loads(path.read_text("utf-8"))
    found: Lines = given["lines"]
    odd = found.keys() ^ lines.keys()
    if odd:
        raise ValueError(f"{path.parent.name}/{path.name}: lines differ: {sorted(odd)}")
    for name in ("steps", "factors"):
        if len(given[name]) != len(original.fields[name]):
            raise ValueError(f"{path.parent.name}/{path.name}: {name} differ in number")
    return Words({name: given[name] for name in WORDS}, found)


def read_blocks() -> list[BlockFile]:
    return [read_block(key, position) for position, key in enumerate(index(), start=1)]


def read_threats() -> list[dict[str, Any]]:
    """Threats in order: key, kind, texts by language (the original always)."""
    original = tomllib.loads((DATA / ORIGINAL / "threats.toml").read_text("utf-8"))["threats"]
    threats = {
        key: {"key": key, "kind": given["kind"], "texts": {ORIGINAL: _said(given)}}
        for key, given in original.items()
    }
    for language in TRANSLATIONS:
        path = DATA / language / "threats.toml"
        if path.exists():
            translated = tomllib.loads(path.read_text("utf-8"))["threats"]
            if translated.keys() != threats.keys():
                raise ValueError(f"{language}/threats.toml: not the same threats")
            for key, given in translated.items():
                threats[key]["texts"][language] = _said(given)
    return list(threats.values())


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in THREAT_WORDS}
