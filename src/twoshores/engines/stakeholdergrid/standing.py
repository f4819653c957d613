"""What several people think of a stakeholder's interest and influence, and how it moved.

The two criteria, how a project affects them and how they affect it, are the handbook's (section
7.1); the grid is Mendelow's ("Environmental scanning", 1981). Opinions differ, and the spread is
shown beside the mean (Reed and others, "Who's in and why?", Journal of Environmental Management
90, 2009, recommend scoring by several people and again over time).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

LEAST, MOST = 1, 5
MIDDLE = 3  # from here on something is called high
LOST = Fraction(1)  # a mean that fell by a whole step between two rounds: interest was lost


class Quadrant(StrEnum):
    WORK_CLOSELY = "work_closely"  # high interest, high influence
    WIN_OVER = "win_over"  # low interest, high influence
    GIVE_VOICE = "give_voice"  # high interest, low influence
    INFORM = "inform"  # low, low


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's, in one round. interest, influence: 1 to 5. Raises ValueError outside."""

    stakeholder: str
    round: int
    interest: int
    influence: int

    def __post_init__(self) -> None:
        if not all(LEAST <= value <= MOST for value in (self.interest, self.influence)):
            raise ValueError("an opinion is a whole number from 1 to 5")


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean of the opinions and the lowest and highest of them."""

    mean: Fraction
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The last round in which somebody spoke of a stakeholder, and the mean of the one before.

    opinions: of how many people. earlier: (interest, influence), None if there is no such round.
    """

    stakeholder: str
    round: int
    opinions: int
    interest: Spread
    influence: Spread
    earlier: tuple[Fraction, Fraction] | None = None

    @property
    def quadrant(self) -> Quadrant:
        return quadrant_of(self.interest.mean, self.influence.mean)


def quadrant_of(interest: Fraction, influence: Fraction) -> Quadrant:
    if influence >= MIDDLE:
        return Quadrant.WORK_CLOSELY if interest >= MIDDLE else Quadrant.WIN_OVER
    return Quadrant.GIVE_VOICE if interest >= MIDDLE else Quadrant.INFORM


def lost_interest(standing: Standing) -> bool:
    """Whether the mean interest fell by a step or more since the round before."""
    return standing.earlier is not None and standing.earlier[0] - standing.interest.mean >= LOST


def standings_of(opinions: Iterable[Opinion]) -> dict[str, Standing]:
    """By stakeholder. Somebody of whom nobody spoke is not there: that is not known, not zero.

    1. Gather the opinions of each stakeholder by round; rounds without any are passed over.
    2. The last round stands; of the one before, the means are kept to show the movement.
    """
    rounds: dict[str, dict[int, list[Opinion]]] = defaultdict(lambda: defaultdict(list))
    for opinion in opinions:
        rounds[opinion.stakeholder][opinion.round].append(opinion)
    return {name: _standing(name, said) for name, said in rounds.items()}


def _standing(name: str, said: dict[int, list[Opinion]]) -> Standing:
    *before, last = sorted(said)
    now = said[last]
    earlier = None
    if before:
        rows = said[before[-1]]
        earlier = _mean([row.interest for row in rows]), _mean([row.influence for row in rows])
    return Standing(
        name,
        last,
        len(now),
        _spread([row.interest for row in now]),
        _spread([row.influence for row in now]),
        earlier,
    )


def _mean(values: list[int]) -> Fraction:
    return Fraction(sum(values), len(values))


def _spread(values: list[int]) -> Spread:
    return Spread(_mean(values), min(values), max(values))
