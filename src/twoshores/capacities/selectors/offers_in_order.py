"""The offers of the list of people in their order, read in parts as plain values.

A page shows thirty people, each with skills, languages and places. As models with what belongs to
them they took half of the page's time; as values a part takes four queries whatever its length.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, overload
from uuid import UUID

from django.db.models import Case, CharField, IntegerField, QuerySet, Value, When

from twoshores.actors.models import Person, Tie
from twoshores.common.models import Place

from ..models import Profile, ProfileLanguage, ProfileSkill

MOST_FOUND = 1_000  # by words; so many rows are also sorted whole
AWAKE = (Profile.State.ACTIVE, Profile.State.ASKED)
SUNK_LAST = Case(When(state=Profile.State.SUNK, then=1), default=0, output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Listed:
    """One offer under its pseudonym. Which of its places may be named is decided by `Words`."""

    number: int
    language: str
    headline: str
    state: str
    modes: list[str]
    times: list[str]
    hours_per_week: int | None
    available_from: date | None
    available_until: date | None
    terms: str
    confirmed_at: datetime
    person_id: UUID
    user_id: UUID | None
    pseudonym: str
    is_demo: bool
    region_may_be_named: bool
    residence: Place | None
    said: list[tuple[str, str]]  # (words, their language), in the person's order
    languages: list[str]  # that they speak
    origins: list[Place]

    @property
    def person(self) -> Person:
        """Whose offer it is, for writing down who looked; only its keys are read."""
        return Person(pk=self.person_id, user_id=self.user_id)


_COLUMNS = (
    *("number", "language", "headline", "state", "modes", "times", "hours_per_week"),
    *("available_from", "available_until", "terms", "confirmed_at"),
    *("person_id", "person__user_id"),
    *("person__pseudonym", "person__is_demo", "person__region_may_be_named"),
)
_NAMES = tuple(column.removeprefix("person__") for column in _COLUMNS)
_HOMES = "person__residence_id"


class InOrder(Sequence[Listed]):
    """A list in its order, for Django's Paginator: a slice is read when it is asked for.

    First those who confirm, the latest registered first, then those who do not: two readings
    along the index of numbers, since sorting a hundred thousand rows takes a third of a second.
    Found by words: best match first, of a thousand at most.
    """

    def __init__(
        self, rows: QuerySet[Profile], ids: list[str] | None, fresh: int, total: int
    ) -> None:
        self._rows, self._ids, self._fresh, self._total = rows, ids, fresh, total

    def __len__(self) -> int:
        return self._total

    @overload
    def __getitem__(self, wanted: int) -> Listed: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Listed]: ...
    def __getitem__(self, wanted: int | slice) -> Listed | list[Listed]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop = wanted.start or 0, self._total if wanted.stop is None else wanted.stop
        # Numbers first, so that the database sorts nothing else where it must sort.
        numbers = list(self._part(start, stop).values_list("number", flat=True))
        # Once more within the scope: somebody may have left between the two.
        found = _read(self._rows.filter(number__in=numbers))
        return [found[number] for number in numbers if number in found]

    def _part(self, start: int, stop: int) -> QuerySet[Profile]:
        rows = self._rows
        if self._ids is not None:
            return rows.order_by(*_by_match(self._ids))[start:stop]
        if stop <= self._fresh:
            return rows.filter(state__in=AWAKE).order_by("-number")[start:stop]
        if start >= self._fresh:
            sunk = rows.filter(state=Profile.State.SUNK).order_by("-number")
            return sunk[start - self._fresh : stop - self._fresh]
        # The one page on which both stand.
        return rows.order_by(SUNK_LAST, "-number")[start:stop]


def _by_match(ids: list[str]) -> list[Any]:
    ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(ids[:100])]
    if not ranks:
        return [SUNK_LAST, "-number"]
    rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    return [SUNK_LAST, rank, "-number"]


def _read(offers: QuerySet[Profile]) -> dict[int, Listed]:
    """By number, with what a page shows of each. Three queries."""
    rows = list(offers.order_by().values_list(*_COLUMNS, _HOMES))
    lines = _lines([row[0] for row in rows])
    homes = {row[-1] for row in rows if row[-1]}
    ties = {place for said in lines.values() for _text, _language, place in said["origin"]}
    places = Place.objects.select_related("parent").in_bulk(homes | ties)
    return {
        row[0]: Listed(
            **dict(zip(_NAMES, row, strict=False)),
            residence=places.get(row[-1]),
            said=[(text, language) for text, language, _place in lines[row[0]]["skill"]],
            languages=[language for _text, language, _place in lines[row[0]]["language"]],
            origins=[places[place] for _text, _language, place in lines[row[0]]["origin"]],
        )
        for row in rows
    }


type Lines = dict[str, list[tuple[str, str, int]]]  # kind: [(text, language, key of a place)]


def _lines(numbers: list[int]) -> dict[int, Lines]:
    """By number: skills in their order, languages, origins. One query."""
    who, text, whole = "profile__number", CharField(), IntegerField()
    nothing, nowhere = Value("", text), Value(0, whole)

    def rows(kind: str, of: QuerySet[Any], who: str, *values: Any) -> QuerySet[Any, Any]:
        found = of.filter(**{f"{who}__in": numbers}).order_by()
        return found.values_list(who, Value(kind, text), *values)

    ties = Tie.objects.filter(kind=Tie.Kind.ORIGIN, place__isnull=False)
    asked = rows(
        "skill", ProfileSkill.objects.all(), who, "position", "said", "language", nowhere
    ).union(
        rows("language", ProfileLanguage.objects.all(), who, "pk", nothing, "language", nowhere),
        rows("origin", ties, f"actor__person__{who}", "pk", nothing, nothing, "place_id"),
        all=True,
    )
    found: dict[int, Lines] = defaultdict(lambda: defaultdict(list))
    for number, kind, _order, *values in sorted(asked, key=lambda row: row[2]):
        found[number][kind].append(tuple(values))
    return found
