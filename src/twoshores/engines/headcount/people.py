"""Count people once, whatever number of lists they stand in, and split them by what is said.

Lists disagree: one says "female", another nothing, a third "male". Nobody is guessed: what no
list says is not said, and where lists say different things that is counted as its own group, so
that the groups always add up to the people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNSAID = "not_said"
DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of one list: who (any token that tells people apart), and what is said of them."""

    person: str
    sex: str = UNSAID
    age: str = UNSAID


@dataclass(frozen=True, slots=True)
class Heads:
    """people: how many different ones. by_sex and by_age: group -> how many; each adds up to it."""

    people: int
    by_sex: Mapping[str, int]
    by_age: Mapping[str, int]


def different_people(entries: Iterable[Entry]) -> Heads:
    """Everybody once. O(entries).

    1. For each person, collect the sexes and the age groups that some list says.
    2. One said: that group. None: UNSAID. Several: DIFFERS (an age group may also have changed
       from one year to the next; that is not decided here).
    """
    sexes: dict[str, set[str]] = defaultdict(set)
    ages: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        sexes[entry.person] |= {entry.sex} - {UNSAID}
        ages[entry.person] |= {entry.age} - {UNSAID}
    return Heads(len(sexes), _counted(sexes), _counted(ages))


def _counted(said: Mapping[str, set[str]]) -> dict[str, int]:
    return dict(Counter(_group(words) for words in said.values()))


def _group(words: set[str]) -> str:
    if not words:
        return UNSAID
    return next(iter(words)) if len(words) == 1 else DIFFERS
