"""Needs and rosters from CSV tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from twoshores.engines.linking.phrases import asked_phrases, claimed_phrases
from twoshores.engines.matching.near_words import Phrasebook
from twoshores.engines.matching.problem import (
    FIRST_DAY,
    LAST_DAY,
    MAX_REQUIREMENTS,
    Mode,
    Need,
    Profile,
    Requirement,
    Times,
    spread,
)
from twoshores.engines.matching.tables import BadTable, Reader, Trouble, read_rows
from twoshores.engines.matching.vocabulary import URI, Concepts, Linker, NoConcept, Numbers

MODES = {"remote": Mode.REMOTE, "short": Mode.SHORT, "return": Mode.RETURN}
TIMES = {
    "evenings": Times.EVENINGS,
    "weekends": Times.WEEKENDS,
    "holidays": Times.HOLIDAYS,
    "office": Times.OFFICE_HOURS,
}
NEED_COLUMNS = {
    "id": "name of the need (must be there)",
    "required": "what is required, separated by |, each a URI or free text, with = and a weight "
    "from 1 to 1000 if they do not weigh the same (nurse=3 | Arabic=1)",
    "strict": "the same, for what must be there or the person is not listed",
    "wished": "the same, for what would be good to have",
    "text_language": "language of the free texts (fr)",
    "modes": "remote | short | return: how the work may be done",
    "languages": "languages of which the person must speak one (fr | ar)",
    "from": "first day of the work, YYYY-MM-DD",
    "until": "last day of the work, YYYY-MM-DD",
    "excluded": "countries of residence that are excluded",
    "locality": "place of the need; with region and country it earns the tie bonus",
    "region": "see locality",
    "country": "see locality",
    "times": "evenings | weekends | holidays | office: when the work falls",
}
ROSTER_COLUMNS = {
    "id": "name or pseudonym of the profile (must be there)",
    "consent": "yes or no: consent to be matched (must be there)",
    "occupations": "URIs or free texts, separated by |, with = and a level 1 to 4 (default 3)",
    "skills": "the same, for skills",
    "text_language": "language of the free texts",
    "modes": "remote | short | return",
    "languages": "languages spoken",
    "from": "first day available, YYYY-MM-DD",
    "until": "last day available, YYYY-MM-DD",
    "residence": "country of residence",
    "places": "places the person is tied to, and the region and country of each",
    "times": "evenings | weekends | holidays | office",
    "confirmed": "day the profile was last confirmed, YYYY-MM-DD",
    "capacity": "how many needs the person can take (assign only; default 1)",
}
DEFAULT_LEVEL = 3


@dataclass
class Words:
    """Numbers of everything named in the tables, and the words that were used."""

    linker: Linker | None = None
    concepts: Concepts = field(init=False)
    languages: Numbers = field(default_factory=Numbers)
    countries: Numbers = field(default_factory=Numbers)
    places: Numbers = field(default_factory=Numbers)
    claimed: Phrasebook = field(default_factory=Phrasebook)

    def __post_init__(self) -> None:
        self.concepts = Concepts(self.linker)


@dataclass(frozen=True)
class NamedNeed:
    name: str
    need: Need
    words: dict[int, str]
    """Concept -> the words in which it was asked."""
    phrases: dict[int, list[str]]
    """Concept -> the same as phrases, where they are no URI."""


@dataclass(frozen=True)
class NamedProfile:
    name: str
    profile: Profile
    words: dict[int, str]
    """Concept or phrase -> the words in which it was claimed."""
    capacity: int = 1


def read_needs(path: Path, words: Words, today: int) -> list[NamedNeed]:
    """All needs of a CSV. Raises BadTable."""

    def parse(row: Reader) -> NamedNeed | None:
        asked: dict[int, tuple[int, str]] = {}
        said: dict[int, str] = {}
        phrases: dict[int, list[str]] = {}
        for column in ("strict", "required", "wished"):
            for text, weight in row.weighted(column, 1, 1, 1000):
                number = _concept(row, words, column, text, None)
                if number is None:
                    continue
                if number in asked:
                    row.complain(column, f"“{text}” and “{said[number]}” mean the same")
                asked[number], said[number] = (weight, column), text
                phrases[number] = asked_phrases(_own_words(row, text))
        if not asked or len(asked) > MAX_REQUIREMENTS:
            row.complain("required", f"a need asks for 1 to {MAX_REQUIREMENTS} things")
            return None
        return NamedNeed(row.text("id"), _need(row, words, asked, today), said, phrases)

    rows = read_rows(path, ("id",), NEED_COLUMNS, parse)
    needs = [row for row in rows if row is not None]
    _no_doubles(path, [need.name for need in needs])
    return needs


def _need(row: Reader, words: Words, asked: dict[int, tuple[int, str]], today: int) -> Need:
    shares = spread([weight for weight, _ in asked.values()])
    first, last = _period(row)
    return Need(
        tuple(
            Requirement(concept, share, required=kind != "wished", strict=kind == "strict")
            for (concept, (_, kind)), share in zip(asked.items(), shares, strict=True)
        ),
        modes=row.mask("modes", MODES),
        languages=words.languages.mask(row.items("languages")),
        first_day=first,
        last_day=last,
        excluded=frozenset(words.countries.of(country) for country in row.items("excluded")),
        locality=_place(words, row.text("locality")),
        region=_place(words, row.text("region")),
        country=_place(words, row.text("country")),
        times=row.mask("times", TIMES),
        today=today,
    )


def _period(row: Reader) -> tuple[int, int]:
    first, last = row.day("from", FIRST_DAY), row.day("until", LAST_DAY)
    if first > last:
        row.complain("until", "this lies before the first day")
        return FIRST_DAY, LAST_DAY
    return first, last


def _place(words: Words, text: str) -> int:
    return words.places.of(text) if text else 0


def _concept(row: Reader, words: Words, column: str, text: str, kind: str | None) -> int | None:
    try:
        return words.concepts.number(text, row.text("text_language") or None, kind)
    except NoConcept as error:
        row.complain(column, str(error))
        return None


def _own_words(row: Reader, text: str) -> list[tuple[str, str]]:
    """The text with its language; a URI is nobody's words."""
    return [] if URI.fullmatch(text) else [(text, row.text("text_language"))]


def read_roster(path: Path, words: Words) -> list[NamedProfile]:
    """All profiles of a CSV, numbered from 1 in order of their names. Raises BadTable."""

    def parse(row: Reader) -> NamedProfile:
        claims: list[tuple[int, int]] = []
        said: dict[int, str] = {}
        for column, kind in (("occupations", "occupation"), ("skills", "skill")):
            for text, level in row.weighted(column, DEFAULT_LEVEL, 1, 4):
                number = _concept(row, words, column, text, kind)
                if number is None:
                    continue
                phrases = words.claimed.of(claimed_phrases(_own_words(row, text)))
                for claimed in (number, *phrases):
                    claims.append((claimed, level))
                    said.setdefault(claimed, text)
        capacity = row.whole("capacity", 1, 0, 1000)
        return NamedProfile(row.text("id"), _profile(row, words, claims), said, capacity)

    rows = read_rows(path, ("id", "consent"), ROSTER_COLUMNS, parse)
    _no_doubles(path, [row.name for row in rows])
    ordered = sorted(rows, key=lambda row: _natural(row.name))
    return [
        replace(row, profile=replace(row.profile, id=number))
        for number, row in enumerate(ordered, start=1)
    ]


def _profile(row: Reader, words: Words, claims: list[tuple[int, int]]) -> Profile:
    first, last = _period(row)
    residence = row.text("residence")
    return Profile(
        id=0,
        claims=tuple(claims),
        consent=row.yes("consent"),
        modes=row.mask("modes", MODES),
        languages=words.languages.mask(row.items("languages")),
        available_from=first,
        available_until=last,
        residence=words.countries.of(residence) if residence else 0,
        places=tuple(words.places.of(place) for place in row.items("places")),
        times=row.mask("times", TIMES),
        confirmed=row.day("confirmed", 0),
    )


def _natural(name: str) -> tuple[int, str]:
    """Numbers by value before texts by letter."""
    return (int(name), "") if name.isascii() and name.isdigit() else (2**63, name)


def _no_doubles(path: Path, names: Iterable[str]) -> None:
    seen: set[str] = set()
    troubles = []
    for name in names:
        if not name:
            troubles.append(Trouble(path.name, 0, "id", "a row has no id"))
        elif name in seen:
            troubles.append(Trouble(path.name, 0, "id", f"“{name}” comes twice"))
        seen.add(name)
    if troubles:
        raise BadTable(troubles)
