"""Complementarity of partners as a game in which strengths are worth what they cover.

That partners should be chosen for what they add to each other, technically and across countries,
is the handbook's (section 6.2). The measure is ours and stands on the Shapley value (Shapley,
"A value for n-person games", 1953).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction


class Grade(IntEnum):
    """How well a strength is known. A need is worth its weight shown, half of it only said."""

    NONE = 0
    SAID = 1
    SHOWN = 2


FULL = Grade.SHOWN.value


class Verdict(StrEnum):
    GAP = "gap"  # nobody has it
    ONLY_SAID = "only_said"  # somebody says so, nothing shows it
    ONLY_ONE = "only_one"  # it hangs on one partner
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Need:
    """weight: a whole number of at least 1."""

    id: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Partner:
    """grades: by the id of the need; a need that is not there is not had."""

    id: str
    grades: Mapping[str, Grade]

    def grade(self, need: str) -> Grade:
        return self.grades.get(need, Grade.NONE)


@dataclass(frozen=True, slots=True)
class NeedCoverage:
    """holders: who has it in any grade, in the partners' order."""

    need: str
    verdict: Verdict
    holders: tuple[str, ...]
    shown_by: int

    @property
    def overlaps(self) -> bool:
        """Two or more show it: a reserve, or work done twice."""
        return self.shown_by > 1


@dataclass(frozen=True, slots=True)
class Share:
    """What a partner adds, in needs (weighted).

    alone: what it covers by itself. fair: its Shapley value, the mean of what it adds over every
    order in which partners may join. only: what would be lost without it.
    """

    partner: str
    alone: Fraction
    fair: Fraction
    only: Fraction


@dataclass(frozen=True, slots=True)
class Coverage:
    """covered and possible in needs (weighted); the fair shares add up to covered, exactly."""

    needs: tuple[NeedCoverage, ...]
    shares: tuple[Share, ...]
    covered: Fraction
    possible: int

    def with_verdict(self, verdict: Verdict) -> list[str]:
        return [row.need for row in self.needs if row.verdict == verdict]


def complementarity(needs: Sequence[Need], partners: Sequence[Partner]) -> Coverage:
    """Read the matrix of needs and partners. O(needs x partners log partners), exact.

    1. A coalition covers a need as well as its best member does: shown 1, said 1/2, none 0,
       times the need's weight. A coalition is worth the sum over needs.
    2. That game is a sum, over needs and over the steps from none to said and from said to shown,
       of games "at least one of these partners joins". In each of these the partners who reach
       the step are interchangeable and the others add nothing, so by symmetry, null player and
       additivity the step's worth is split equally among those who reach it (the same argument
       as for airport charges: Littlechild & Owen, "A simple expression for the Shapley value in
       a special case", 1973). Summing gives the Shapley value without trying all orders, for
       any number of partners; tests compare it with the definition.
    3. A need is a gap if nobody has it, only said if nobody shows it, and hangs on one partner
       if a single partner has it.

    Raises ValueError for a weight below 1 or an id that stands twice.
    """
    _check(needs, partners)
    rows = tuple(_row(need, partners) for need in needs)
    shares = tuple(_share(partner, partners, needs) for partner in partners)
    covered = sum((_worth(need, _best(need, partners)) for need in needs), start=Fraction(0))
    return Coverage(rows, shares, covered, sum(need.weight for need in needs))


def _check(needs: Sequence[Need], partners: Sequence[Partner]) -> None:
    for rows in (needs, partners):
        ids = [row.id for row in rows]
        if len(set(ids)) != len(ids):
            raise ValueError("an id stands twice")
    if any(need.weight < 1 for need in needs):
        raise ValueError("a weight is a whole number of at least 1")


def _worth(need: Need, grade: int) -> Fraction:
    return Fraction(need.weight * grade, FULL)


def _best(need: Need, partners: Sequence[Partner]) -> int:
    return max((partner.grade(need.id) for partner in partners), default=Grade.NONE)


def _row(need: Need, partners: Sequence[Partner]) -> NeedCoverage:
    holders = tuple(row.id for row in partners if row.grade(need.id) > Grade.NONE)
    shown = sum(row.grade(need.id) == Grade.SHOWN for row in partners)
    if not holders:
        verdict = Verdict.GAP
    elif not shown:
        verdict = Verdict.ONLY_SAID
    else:
        verdict = Verdict.ONLY_ONE if len(holders) == 1 else Verdict.COVERED
    return NeedCoverage(need.id, verdict, holders, shown)


def _share(partner: Partner, partners: Sequence[Partner], needs: Sequence[Need]) -> Share:
    others = [row for row in partners if row.id != partner.id]
    alone = fair = only = Fraction(0)
    for need in needs:
        own = partner.grade(need.id)
        alone += _worth(need, own)
        only += _worth(need, max(0, own - _best(need, others)))
        for step in range(1, own + 1):
            reach = sum(row.grade(need.id) >= step for row in partners)
            fair += Fraction(need.weight, FULL * reach)
    return Share(partner.id, alone, fair, only)
