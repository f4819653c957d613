"""Count people once, whatever number of lists they stand in, and split them by what is said.

Lists disagree: one says "female", another nothing, a third "male". Nobody is guessed: what no
list says is not said, and where lists say different things that is counted as its own group, so
that the groups always add up to the people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

UNSAID = "not_said"
DIFFERS = "differs"


class Entry(NamedTuple):
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

    1. For each person, put together what the lists say: nothing said changes nothing.
    2. The same said twice: that group. Different things: DIFFERS (an age group may also have
       changed from one year to the next; that is not decided here).
    """
    sexes: dict[str, str] = {}
    ages: dict[str, str] = {}
    for person, sex, age in entries:
        sexes[person] = _together(sexes.get(person, UNSAID), sex)
        ages[person] = _together(ages.get(person, UNSAID), age)
    return Heads(len(sexes), dict(Counter(sexes.values())), dict(Counter(ages.values())))


def _together(held: str, said: str) -> str:
    if held in (said, UNSAID):
        return said
    return held if said == UNSAID else DIFFERS
