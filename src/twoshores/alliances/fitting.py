"""Whether what an organisation states or is meets what a partnership needs. Pure rules, no queries.

Words meet where they were written alike (folded, in whatever script) or where they were read as
meaning nearly the same in whatever language (`meanings.py`). Countries, places, languages,
authorities and ties are compared as what they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from twoshores.common.folding import fold

from .meanings import Through
from .models import Subject

AUTHORITIES = frozenset({"local_authority", "central_authority", "embassy"})
_LONG = 4  # letters: shorter words join others and say little


@dataclass(frozen=True, slots=True)
class Told:
    """Words that an organisation says of itself: as written, and those that carry meaning."""

    text: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a need asks for. Mirrors `models.partners.Wanted`.

    near: texts of organisations that mean nearly the same, and through what they meet.
    """

    id: str
    subject: str
    words: frozenset[str]
    country: str = ""
    place: int | None = None
    spoken: str = ""
    authority: UUID | None = None
    near: Mapping[str, Through] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stated:
    """One stated strength; has_evidence: it says what shows it."""

    subject: str
    told: Told
    country: str = ""
    place: int | None = None
    spoken: str = ""
    authority: UUID | None = None
    has_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """An organisation as the register knows it. disputed: tied actors that say it otherwise."""

    kind: str
    country: str
    languages: frozenset[str] = frozenset()
    sectors: tuple[Told, ...] = ()
    places: frozenset[int] = frozenset()
    tie_places: frozenset[int] = frozenset()
    tie_actors: frozenset[UUID] = frozenset()
    disputed: frozenset[UUID] = frozenset()
    tie_groups: tuple[Told, ...] = ()
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """An organisation has what is asked.

    shown: with evidence, which a stated strength with evidence is, and a stated tie unless its
    other end says it otherwise. through: of
    words that are not written alike, why they meet.
    """

    shown: bool = False
    through: Through | None = None


def told(text: str) -> Told:
    return Told(told_text(text), words_of(text))


def told_text(text: str) -> str:
    """A text as it is kept where it was read."""
    return text.strip()[:200]


def texts_of(facts: Facts) -> Iterator[str]:
    """All that an organisation says in words."""
    yield from (row.told.text for row in facts.stated)
    yield from (row.text for row in (*facts.sectors, *facts.tie_groups))


def words_of(text: str) -> frozenset[str]:
    """The words that carry meaning, folded."""
    return frozenset(word for word in fold(text).split() if len(word) >= _LONG)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Half of the words of the shorter text stand in the longer one, and at least one does."""
    shorter = min(len(one), len(other))
    return shorter > 0 and 2 * len(one & other) >= shorter


def fits(asked: Asked, facts: Facts) -> Fit | None:
    """Whether an organisation has what is asked, None if nothing says so.

    1. A strength that it states for this purpose, one with evidence first.
    2. Else what its record says: languages, sectors, where it is, its ties, what it is.
    """
    found = [fit for row in facts.stated if (fit := _stated(asked, row))]
    if found:
        return _best(found)
    match asked.subject:
        case Subject.LANGUAGE:
            return _if(bool(asked.spoken) and asked.spoken in facts.languages)
        case Subject.PRESENCE:
            here = bool(asked.country) and asked.country == facts.country
            return _if(here if asked.place is None else asked.place in facts.places)
        case Subject.PLACE:
            tied = asked.place in facts.tie_places
            return _if(tied or asked.place in facts.places, shown=tied)
        case Subject.GROUP:
            return _said(asked, facts.tie_groups, shown=True)
        case Subject.AUTHORITY:
            return _reaches_authority(asked, facts)
        case Subject.MONEY:
            return None
        case _:
            return _said(asked, facts.sectors)


def _if(has: bool, *, shown: bool = False) -> Fit | None:
    return Fit(shown) if has else None


def _best(found: Iterable[Fit]) -> Fit:
    """One with evidence before one without, one written alike before one that means the same."""
    return max(found, key=lambda fit: (fit.shown, fit.through is None))


def _meets(asked: Asked, said: Told, *, shown: bool) -> Fit | None:
    if alike(asked.words, said.words):
        return Fit(shown)
    through = asked.near.get(said.text)
    return Fit(shown, through) if through is not None else None


def _said(asked: Asked, texts: Iterable[Told], *, shown: bool = False) -> Fit | None:
    found = [fit for text in texts if (fit := _meets(asked, text, shown=shown))]
    return _best(found) if found else None


def _stated(asked: Asked, row: Stated) -> Fit | None:
    if asked.subject != row.subject:
        return None
    for name in ("place", "authority", "spoken", "country"):
        wanted = getattr(asked, name)
        if wanted:
            return _if(getattr(row, name) == wanted, shown=row.has_evidence)
    if asked.subject == Subject.MONEY:
        return Fit(row.has_evidence)
    return _meets(asked, row.told, shown=row.has_evidence)


def _reaches_authority(asked: Asked, facts: Facts) -> Fit | None:
    if asked.authority is not None and asked.authority in facts.tie_actors:
        return Fit(shown=asked.authority not in facts.disputed)
    is_one = facts.kind in AUTHORITIES and bool(asked.country) and asked.country == facts.country
    return _if(is_one)
