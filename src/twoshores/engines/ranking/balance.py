"""The ranking with least numbers of grants by country and theme.

The list stays as near to the ranking as minimums allow: whoever is passed over is passed over
because the minimums could not be met otherwise. Whether they still can be is a small integer
program (a set multicover of least cost: NP-hard in general), solved exactly by HiGHS (Huangfu &
Hall, 2018) through scipy.optimize.milp. A greedy choice of the cheapest says "no" where
countries and themes can only be met together, so it would not do.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .ranks import Cut, Entry, Ranked

Label = tuple[str, str]  # kind, value
Minimum = Mapping[str, Mapping[str, int]]
_CENTS = 100


class NotSolved(RuntimeError):
    """The solver gave no proof of optimality (it ran out of time or memory)."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why minimums cannot be met. lacking: (kind, value, wanted, there are). If empty, money is
    what lacks: `needed` at least, in the call's currency."""

    lacking: tuple[tuple[str, str, int, int], ...]
    needed: Decimal | None = None


def balanced(
    ranked: Sequence[Ranked], budget: Decimal, minimum: Minimum, reserve: int
) -> Cut | Impossible:
    """Whom to fund so that every minimum is met within the budget.

    minimum: {"country": {"EG": 2}}: at least so many grants that carry the label.
    1. Can it be met at all? If not, Impossible says what lacks.
    2. Down the ranking (equals in their order): one is taken if, with what is left, the minimums
       can still be met from those further down; else it is passed over, and the answer says for
       which minimum.
    3. From the first that the money does not reach although nothing is kept back, only those
       are taken that help to meet a minimum.
    """
    able = [row.entry for row in ranked if row.rank is not None and row.entry.asked is not None]
    needs = Counter(
        {(kind, value): n for kind, row in minimum.items() for value, n in row.items() if n > 0}
    )
    if (why := _impossible(able, needs, budget)) is not None:
        return why
    left = _cents(budget)
    selected: list[str] = []
    passed: list[tuple[str, tuple[str, ...]]] = []
    ended = False
    for number, row in enumerate(able):
        cost, labels = _cents(row.asked), _labels(row)
        open_needs = {label for label, n in needs.items() if n > 0}
        if ended and not labels & open_needs:
            continue
        after = needs - Counter(labels)
        kept = _least_money(able[number + 1 :], after)
        if kept is not None and cost + kept <= left:
            selected.append(row.id)
            left -= cost
            needs = after
        elif cost <= left:
            passed.append((row.id, tuple(value for _kind, value in sorted(open_needs))))
        else:
            ended = True
    return _told(ranked, selected, passed, Decimal(left) / _CENTS, budget, reserve)


def _impossible(able: Sequence[Entry], needs: Counter[Label], budget: Decimal) -> Impossible | None:
    lacking = tuple(
        (*label, wanted, have)
        for label, wanted in sorted(needs.items())
        if (have := sum(label in _labels(row) for row in able)) < wanted
    )
    if lacking:
        return Impossible(lacking)
    least = _least_money(able, needs)
    assert least is not None  # enough of each label: all of them together are one answer
    return Impossible((), Decimal(least) / _CENTS) if least > _cents(budget) else None


def _told(
    ranked: Sequence[Ranked],
    selected: list[str],
    passed: list[tuple[str, tuple[str, ...]]],
    left: Decimal,
    budget: Decimal,
    reserve: int,
) -> Cut:
    chosen = set(selected)
    waiting = [
        row.entry.id
        for row in ranked
        if row.rank is not None and row.entry.asked is not None and row.entry.id not in chosen
    ]
    return Cut(
        selected=tuple(selected),
        undecided=(),
        reserve=tuple(waiting[:reserve]),
        refused=(*waiting[reserve:], *(row.entry.id for row in ranked if row.rank is None)),
        uncosted=tuple(
            row.entry.id for row in ranked if row.rank is not None and row.entry.asked is None
        ),
        spent=budget - left,
        left=left,
        passed=tuple(passed),
    )


def _labels(row: Entry) -> frozenset[Label]:
    return frozenset((kind, value) for kind, values in row.labels.items() for value in values)


def _cents(amount: Decimal | None) -> int:
    assert amount is not None
    return int(amount * _CENTS)


def _least_money(rows: Sequence[Entry], needs: Counter[Label]) -> int | None:
    """The least money, in cents, that meets the needs from these, or None where none does."""
    wanted = {label: n for label, n in needs.items() if n > 0}
    if not wanted:
        return 0
    alike: dict[frozenset[Label], list[int]] = defaultdict(list)
    for row in rows:
        if own := _labels(row).intersection(wanted):
            alike[own].append(_cents(row.asked))
    # Of those that help alike, no answer of least cost takes any but the cheapest.
    helps, costs = [], []
    for own, prices in alike.items():
        for price in sorted(prices)[: max(wanted[label] for label in own)]:
            helps.append(own)
            costs.append(price)
    if any(sum(label in own for own in helps) < n for label, n in wanted.items()):
        return None
    if all(len(own) == 1 for own in helps):
        return sum(
            sum(sorted(c for c, own in zip(costs, helps, strict=True) if label in own)[:n])
            for label, n in wanted.items()
        )
    return _program(helps, costs, wanted)


def _program(helps: list[frozenset[Label]], costs: list[int], wanted: Mapping[Label, int]) -> int:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    cover = np.array([[label in own for own in helps] for label in wanted], dtype=float)
    answer = milp(
        np.array(costs, dtype=float),
        constraints=[LinearConstraint(cover, lb=np.array(list(wanted.values()), dtype=float))],
        integrality=np.ones(len(costs), dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0, "time_limit": 30},
    )
    if not answer.success:
        raise NotSolved(answer.message)
    chosen = [n for n in range(len(costs)) if answer.x[n] > 0.5]
    for label, n in wanted.items():
        if sum(label in helps[at] for at in chosen) < n:
            raise NotSolved("the answer misses a minimum")
    return sum(costs[n] for n in chosen)
