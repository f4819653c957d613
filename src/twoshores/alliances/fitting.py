"""Whether what an organisation states or is meets what a partnership needs. Pure rules, no queries.

Words are compared folded, in whatever script, and only where they were written alike: a need in
French does not meet a sector in Arabic. Countries, places, languages, authorities and ties do.
"""

from dataclasses import dataclass
from uuid import UUID

from twoshores.common.folding import fold

from .models import Subject

AUTHORITIES = frozenset({"local_authority", "central_authority", "embassy"})
_LONG = 4  # letters: shorter words join others and say little


@dataclass(frozen=True, slots=True)
class Asked:
    """What a need asks for. Mirrors `models.partners.Wanted`."""

    id: str
    subject: str
    words: frozenset[str]
    country: str = ""
    place: int | None = None
    spoken: str = ""
    authority: UUID | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """One stated strength; has_evidence: it says what shows it."""

    subject: str
    words: frozenset[str]
    country: str = ""
    place: int | None = None
    spoken: str = ""
    authority: UUID | None = None
    has_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """An organisation as the register knows it."""

    kind: str
    country: str
    languages: frozenset[str] = frozenset()
    sectors: tuple[frozenset[str], ...] = ()
    places: frozenset[int] = frozenset()
    tie_places: frozenset[int] = frozenset()
    tie_actors: frozenset[UUID] = frozenset()
    tie_groups: tuple[frozenset[str], ...] = ()
    stated: tuple[Stated, ...] = ()


def words_of(text: str) -> frozenset[str]:
    """The words that carry meaning, folded."""
    return frozenset(word for word in fold(text).split() if len(word) >= _LONG)


def near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Half of the words of the shorter text stand in the longer one, and at least one does."""
    shorter = min(len(one), len(other))
    return shorter > 0 and 2 * len(one & other) >= shorter


def fits(asked: Asked, facts: Facts) -> tuple[bool, bool]:
    """(has it, with evidence). A stated strength with evidence, or a stated tie, is evidence.

    1. A strength that the organisation states for this purpose.
    2. Else what its record says: languages, sectors, where it is, its ties, what it is.
    """
    said = [row for row in facts.stated if _meets(asked, row)]
    if said:
        return True, any(row.has_evidence for row in said)
    match asked.subject:
        case Subject.LANGUAGE:
            return bool(asked.spoken) and asked.spoken in facts.languages, False
        case Subject.PRESENCE:
            here = bool(asked.country) and asked.country == facts.country
            if asked.place is not None:
                here = asked.place in facts.places
            return here, False
        case Subject.PLACE:
            tied = asked.place in facts.tie_places
            return tied or asked.place in facts.places, tied
        case Subject.GROUP:
            tied = any(near(asked.words, group) for group in facts.tie_groups)
            return tied, tied
        case Subject.AUTHORITY:
            return _reaches_authority(asked, facts)
        case Subject.MONEY:
            return False, False
        case _:
            return any(near(asked.words, sector) for sector in facts.sectors), False


def _meets(asked: Asked, stated: Stated) -> bool:
    if asked.subject != stated.subject:
        return False
    for name in ("place", "authority", "spoken", "country"):
        wanted = getattr(asked, name)
        if wanted:
            return bool(getattr(stated, name) == wanted)
    return asked.subject == Subject.MONEY or near(asked.words, stated.words)


def _reaches_authority(asked: Asked, facts: Facts) -> tuple[bool, bool]:
    if asked.authority is not None and asked.authority in facts.tie_actors:
        return True, True
    is_one = facts.kind in AUTHORITIES and bool(asked.country) and asked.country == facts.country
    return is_one, False
