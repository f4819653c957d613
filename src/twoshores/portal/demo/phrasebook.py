"""The phrase banks of the demo, read once, and how a phrase becomes one person's words.

The banks were written for the demo, language by language (phrases/*.toml): lines beside each
other are not translations, so a match between two of them must come through meaning.
"""

import json
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from babel import Locale

HERE = Path(__file__).parent
TRADE_BANKS = (
    "water", "land", "health", "social", "crafts", "money", "town", "media", "daily",
)  # fmt: skip
# Languages of which the banks hold a full voice; the others stand in pairs.toml with a second text.
VOICES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru")
PAIRED = ("am", "bm", "el", "ka", "ro", "si", "tl", "wo")

_SETTINGS = {"near", "women", "weight", "more", "day_job"}
_GENDERED = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_ELISION = re.compile(r"\bde (?=[AEIOUÉÈ])")  # before the names of towns
_ARABIC_CARELESS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا"})
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ё": "е"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Voice:
    """What people of one trade say of it in one language; texts are still templates."""

    name: str
    work: tuple[str, ...]
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade; `women` is the share of women, `weight` its frequency beside an ordinary 1."""

    key: str
    near: tuple[str, ...]
    women: float
    weight: float
    more: tuple[str, ...]  # countries (ISO 3166-1 alpha-2), of either shore, where it is common
    day_job: bool
    voices: dict[str, Voice]


@dataclass(frozen=True, slots=True)
class PairedStory:
    """One person's lines in a language without encoder, each beside its second text."""

    language: str
    second_language: str
    trade: str
    name: tuple[str, str]
    lines: tuple[tuple[str, str], ...]  # "+" in front of a skill, on both sides


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / "phrases" / f"{name}.toml").read_text("utf-8"))


def read_json(name: str) -> dict[str, Any]:
    """A `profiles_*.json` file of this folder. Raises OSError or ValueError if it is not there."""
    found: dict[str, Any] = json.loads((HERE / name).read_text("utf-8"))
    return found


def _voice(lines: list[str]) -> Voice:
    said = lines[1:]
    return Voice(
        name=lines[0],
        work=tuple(line for line in said if not line.startswith("+")),
        skills=tuple(line[1:].strip() for line in said if line.startswith("+")),
    )


@lru_cache(maxsize=1)
def trades() -> dict[str, Trade]:
    """All trades by key, in the order of the banks."""
    found: dict[str, Trade] = {}
    for bank in TRADE_BANKS:
        for key, entry in _toml(bank).items():
            found[key] = Trade(
                key=key,
                near=tuple(entry["near"]),
                women=entry["women"],
                weight=entry.get("weight", 1.0),
                more=tuple(entry.get("more", ())),
                day_job=entry.get("day_job", False),
                voices={
                    language: _voice(lines)
                    for language, lines in entry.items()
                    if language not in _SETTINGS
                },
            )
    return found


@lru_cache(maxsize=1)
def paired_stories() -> dict[str, tuple[PairedStory, ...]]:
    """The stories of pairs.toml by their first language."""
    return {
        language: tuple(
            PairedStory(
                language=language,
                second_language=story["second"],
                trade=story["trade"],
                name=tuple(story["lines"][0]),
                lines=tuple((said, second) for said, second in story["lines"][1:]),
            )
            for story in stories
        )
        for language, stories in _toml("pairs").items()
    }


@lru_cache(maxsize=1)
def manners() -> dict[str, Any]:
    """Headlines, ties and small additions of each language (voice.toml)."""
    return _toml("voice")


@lru_cache(maxsize=1024)
def years_in(language: str, years: int) -> str:
    """`years` in words of the language, with its plural (Unicode CLDR categories by Babel).

    >>> years_in("ru", 3), years_in("ar", 2)
    ('3 года', 'سنتين')
    """
    forms: dict[str, str] = manners()["years"][language]
    category = Locale.parse(language).plural_form(years)
    return forms.get(category, forms["other"]).replace("{n}", str(years))


def render(template: str, *, feminine: bool, language: str, **values: str | int) -> str:
    """A template with gender chosen and places and years filled in.

    `[x|y]` gives x for a man, y for a woman; a bar outside brackets parts two whole texts.
    """
    text = _GENDERED.sub(lambda found: found[2 if feminine else 1], template)
    man, bar, woman = text.partition("|")
    text = woman if bar and feminine else man
    if "{years}" in text:
        text = text.replace("{years}", years_in(language, int(values["n"])))
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return _ELISION.sub("d'", text) if language == "fr" else text


def _without_accents(text: str, language: str) -> str:
    if language == "ar":
        return text.translate(_ARABIC_CARELESS)
    if language == "de":
        return text.translate(_UMLAUTS)
    text = text.translate(_LETTERS)
    if language == "ru":  # a breve makes another letter, not an accent
        return text
    kept = (
        letter if letter in "ñÑ" else unicodedata.normalize("NFD", letter)[0] for letter in text
    )
    return "".join(kept)


def _slip(text: str, random: Random) -> str:
    """Two letters inside one long word changed over, as happens on a phone."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 6 and word.isalpha()]
    if not long:
        return text
    at = random.choice(long)
    word = words[at]
    cut = random.randrange(2, len(word) - 2)
    words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def as_typed(text: str, language: str, *, careless: bool, slips: bool, random: Random) -> str:
    """The text as a person types it: some with a capital, some without accents, a few slips."""
    if careless:
        text = _without_accents(text, language)
    if slips and random.random() < 0.05:
        text = _slip(text, random)
    if random.random() < 0.45 and language != "ka":  # Georgian sentences begin small
        text = text[0].upper() + text[1:]
    return text
