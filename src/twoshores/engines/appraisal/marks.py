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
    lines = _lines(criteria, places, marks)
    levels: dict[str, list[_Line]] = defaultdict(list)
    components: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        levels[line.of.level].append(line)
        if line.of.component != BOTH:
            components[line.of.component].append(line)
    for rows in components.values():
        rows += [line for line in lines if line.of.component == BOTH]
    so_far, left = _running(lines)
    return Sheet(
        total=_part(lines).percent,
        so_far=so_far,
        open=left,
        levels={name: _part(rows) for name, rows in levels.items()},
        components={name: _part(rows) for name, rows in components.items()},
        marks=marks,
        missing=tuple(place for place in places if place not in marks),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """One criterion with its marks. share: weighed; blanks bring nothing to it."""

    of: Criterion
    share: Decimal
    given: int
    wanted: int


def _places(criteria: Sequence[Criterion], organisations: Sequence[str]) -> dict[Place, Criterion]:
    found = {}
    for row in criteria:
        for of in organisations if row.level == ORGANISATION else ("",):
            found[row.id, of] = row
    return found


def _lines(
    criteria: Sequence[Criterion],
    places: Mapping[Place, Criterion],
    marks: Mapping[Place, Decimal],
) -> list[_Line]:
    """One pass over the places: a call of five thousand proposals has hundreds of thousands."""
    wanted: dict[str, int] = defaultdict(int)
    given: dict[str, list[Decimal]] = defaultdict(list)
    for place in places:
        wanted[place[0]] += 1
        if place in marks:
            given[place[0]].append(marks[place])
    return [_line(row, given[row.id], wanted[row.id]) for row in criteria]


def _line(criterion: Criterion, given: list[Decimal], wanted: int) -> _Line:
    if not given:
        return _Line(criterion, Decimal(0), 0, wanted)
    share = criterion.weight * sum(given, Decimal(0)) / criterion.most / wanted
    return _Line(criterion, share, len(given), wanted)


def _part(lines: Sequence[_Line]) -> Part:
    given, wanted = sum(line.given for line in lines), sum(line.wanted for line in lines)
    weight = sum((line.of.weight for line in lines), Decimal(0))
    if given < wanted or not weight or not wanted:
        return Part(None, given, wanted)
    total = sum((line.share for line in lines), Decimal(0))
    return Part(rounded(HUNDRED * total / weight), given, wanted)


def _running(lines: Sequence[_Line]) -> tuple[Decimal, Decimal]:
    weight = sum((line.of.weight for line in lines), Decimal(0))
    if not weight:
        return Decimal(0), Decimal(0)
    got = sum((line.share for line in lines), Decimal(0))
    left = sum(
        (line.of.weight * (line.wanted - line.given) / max(line.wanted, 1) for line in lines),
        Decimal(0),
    )
    return rounded(HUNDRED * got / weight), rounded(HUNDRED * left / weight)
