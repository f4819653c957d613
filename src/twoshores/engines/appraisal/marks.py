"""The marks of one assessor for one proposal, and what they come to.

Three levels and two components (handbook, recommendations 1 and 4 for policymakers): each
organisation, the partnership, its stakeholders; migration and development.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

BOTH = "both"
ORGANISATION = "organisation"
HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
Place = tuple[str, str]  # (criterion, organisation or "")


@dataclass(frozen=True, slots=True)
class Criterion:
    """level: ORGANISATION is marked for each organisation, any other once. component: BOTH counts
    in each. weight >= 0, most > 0: the best mark. least: the bar, or None."""

    id: str
    level: str
    component: str
    weight: Decimal
    most: Decimal
    least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """mark: None is a blank, which is not zero. of: an organisation's id, or ""."""

    criterion: str
    of: str
    mark: Decimal | None


@dataclass(frozen=True, slots=True)
class Part:
    """A share of the whole: percent of the best that could be, 0 to 100 with two digits.

    None while a mark of it is missing, or where nothing of it weighs.
    """

    percent: Decimal | None
    given: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """total: percent of the best, None unless every mark is there.

    so_far, open: points of 100 that the given marks bring, and that blanks may still bring.
    levels, components: by name. marks: what was given, by place. missing: places left blank.
    """

    total: Decimal | None
    so_far: Decimal
    open: Decimal
    levels: Mapping[str, Part]
    components: Mapping[str, Part]
    marks: Mapping[Place, Decimal]
    missing: tuple[Place, ...]


def rounded(value: Decimal) -> Decimal:
    """Two digits, halves up: what is shown is what counts."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def marked(
    criteria: Sequence[Criterion], organisations: Sequence[str], given: Iterable[Given]
) -> Sheet:
    """What the marks come to.

    1. A criterion's share is its mark over its best mark; of organisations, the mean over them.
    2. A total is the mean of shares by weight, in percent, rounded once at the end.
    3. A criterion of both components counts whole in each of the two.

    Raises ValueError for a mark outside 0 to `most`, or of a place there is none of.
    """
    places = _places(criteria, organisations)
    by_id = {row.id: row for row in criteria}
    marks: dict[Place, Decimal] = {}
    for row in given:
        if (row.criterion, row.of) not in places:
            raise ValueError(f"no mark is wanted for {row.criterion} of {row.of or 'all'}")
        if row.mark is None:
            continue
        if not 0 <= row.mark <= by_id[row.criterion].most:
            raise ValueError(f"{row.mark} is not a mark from 0 to {by_id[row.criterion].most}")
        marks[row.criterion, row.of] = row.mark
    missing = tuple(place for place in places if place not in marks)
    levels: dict[str, list[Criterion]] = defaultdict(list)
    components: dict[str, list[Criterion]] = defaultdict(list)
    for criterion in criteria:
        levels[criterion.level].append(criterion)
        if criterion.component != BOTH:
            components[criterion.component].append(criterion)
    for rows in components.values():
        rows += [row for row in criteria if row.component == BOTH]
    so_far, left = _running(criteria, places, marks)
    return Sheet(
        total=_part(criteria, places, marks).percent,
        so_far=so_far,
        open=left,
        levels={name: _part(rows, places, marks) for name, rows in levels.items()},
        components={name: _part(rows, places, marks) for name, rows in components.items()},
        marks=marks,
        missing=missing,
    )


def _places(criteria: Sequence[Criterion], organisations: Sequence[str]) -> dict[Place, Criterion]:
    found = {}
    for row in criteria:
        for of in organisations if row.level == ORGANISATION else ("",):
            found[row.id, of] = row
    return found


def _part(
    criteria: Sequence[Criterion],
    places: Mapping[Place, Criterion],
    marks: Mapping[Place, Decimal],
) -> Part:
    names = {row.id for row in criteria}
    wanted = [place for place in places if place[0] in names]
    given = [place for place in wanted if place in marks]
    weight = sum((row.weight for row in criteria), Decimal(0))
    if len(given) < len(wanted) or not weight or not wanted:
        return Part(None, len(given), len(wanted))
    total = sum((_share(row, wanted, marks) for row in criteria), Decimal(0))
    return Part(rounded(HUNDRED * total / weight), len(given), len(wanted))


def _share(
    criterion: Criterion, places: Iterable[Place], marks: Mapping[Place, Decimal]
) -> Decimal:
    """The criterion's weighed share; blanks bring nothing here (callers know of them)."""
    own = [place for place in places if place[0] == criterion.id]
    if not own:
        return Decimal(0)
    got = sum((marks.get(place, Decimal(0)) for place in own), Decimal(0))
    return criterion.weight * got / criterion.most / len(own)


def _running(
    criteria: Sequence[Criterion],
    places: Mapping[Place, Criterion],
    marks: Mapping[Place, Decimal],
) -> tuple[Decimal, Decimal]:
    weight = sum((row.weight for row in criteria), Decimal(0))
    if not weight:
        return Decimal(0), Decimal(0)
    got = sum((_share(row, places, marks) for row in criteria), Decimal(0))
    left = Decimal(0)
    for row in criteria:
        own = [place for place in places if place[0] == row.id]
        blank = sum(place not in marks for place in own)
        left += row.weight * blank / max(len(own), 1)
    return rounded(HUNDRED * got / weight), rounded(HUNDRED * left / weight)
