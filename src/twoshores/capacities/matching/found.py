"""The people of a shortlist as plain rows; a model is made only of those that are shown."""

from datetime import datetime
from functools import cache
from typing import Any, cast

from django.db.models import CharField, Model, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.utils import timezone

from twoshores.actors.models import Introduction, Person
from twoshores.common.models import Place

from ..models import Kept, Need, Profile, ProfileLanguage

# Where each model of a row begins, and of what kind it is. A home may lie in a region, and that
# in a country.
_MODELS: dict[str, type[Model]] = {
    "": Profile,
    "person__": Person,
    "person__residence__": Place,
    "person__residence__parent__": Place,
    "person__residence__parent__parent__": Place,
}
# No list shows these of two hundred people and their places, and reading them takes time.
_NOT_SHOWN: dict[type[Model], frozenset[str]] = {
    Profile: frozenset(),
    Person: frozenset(
        (
            *("created_at", "sex", "age_band", "link_nonce", "listed_until", "matched_until"),
            *("statistics_until", "erased_at"),
        )
    ),
    Place: frozenset(("names", "folded", "latitude", "longitude", "population", "is_confirmed")),
}
_ASKED = ("verdict", "introduction_state", "introduction_id", "language_codes")


@cache
def _fields(model: type[Model]) -> tuple[str, ...]:
    """What is read of a model, in the order in which the model declares it."""
    names = (column.attname for column in model._meta.concrete_fields)
    return tuple(name for name in names if name not in _NOT_SHOWN[model])


@cache
def _columns() -> dict[str, int]:
    """Each column of a row, and where it stands."""
    names = [prefix + name for prefix, model in _MODELS.items() for name in _fields(model)]
    return {name: at for at, name in enumerate((*names, *_ASKED))}


class Found:
    """One row of the query. What filters and orders read is taken from the row itself."""

    __slots__ = ("_profile", "_row", "_using")

    def __init__(self, row: tuple[Any, ...], using: str) -> None:
        self._row, self._using = row, using
        self._profile: Profile | None = None

    def __getitem__(self, column: str) -> Any:
        return self._row[_columns()[column]]

    @property
    def pseudonym(self) -> str:
        return cast("str", self["person__pseudonym"])

    @property
    def modes(self) -> list[str]:
        return cast("list[str]", self["modes"])

    @property
    def times(self) -> list[str]:
        return cast("list[str]", self["times"])

    @property
    def terms(self) -> str:
        return cast("str", self["terms"])

    @property
    def country(self) -> str:
        """Where they live; nothing if they did not say."""
        return self["person__residence__country"] or ""

    @property
    def confirmed_at(self) -> datetime:
        return cast("datetime", self["confirmed_at"])

    @property
    def profile(self) -> Profile:
        """The profile with its person and their home. No query; the same object each time."""
        if self._profile is None:
            profile = cast("Profile", self._made("", Profile))
            person = cast("Person", self._made("person__", Person))
            person.residence = self._place("person__residence__")
            profile.person = person
            self._profile = profile
        return self._profile

    def _place(self, prefix: str) -> Place | None:
        """A place with those that it lies in; None where the row has none."""
        if self[f"{prefix}id"] is None:
            return None
        place = cast("Place", self._made(prefix, Place))
        if f"{prefix}parent__" in _MODELS:
            place.parent = self._place(f"{prefix}parent__")
        return place

    def _made(self, prefix: str, model: type[Model]) -> Model:
        names = _fields(model)
        start = _columns()[prefix + names[0]]
        return model.from_db(self._using, names, self._row[start : start + len(names)])


def found_of(need: Need, numbers: set[int]) -> dict[int, Found]:
    """By number, with what the organisation thought and asked of them. One query.

    Only those whose consent to be listed and matched holds at this moment.
    """
    now = timezone.now()
    asked = Introduction.objects.filter(
        asked=OuterRef("pk"), subject_kind="capacities.need", subject_id=str(need.pk)
    ).order_by("-asked_at")
    verdicts = Kept.objects.filter(need=need, person=OuterRef("pk"))
    profiles = Profile.objects.filter(
        number__in=numbers,
        person__matched_until__gt=now,
        person__listed_until__gt=now,
        person__erased_at=None,
    )
    return read(
        profiles.annotate(
            verdict=Subquery(verdicts.values("verdict")[:1]),
            introduction_state=Subquery(asked.values("state")[:1]),
            introduction_id=Subquery(asked.values("pk")[:1]),
        )
    )


def read_without_need(profiles: QuerySet[Profile]) -> dict[int, Found]:
    """By number, where what an organisation thought and asked of them is not looked at."""
    nothing = Value(None, output_field=CharField())
    return read(
        profiles.annotate(verdict=nothing, introduction_state=nothing, introduction_id=nothing)
    )


def read(profiles: QuerySet[Profile]) -> dict[int, Found]:
    """The rows by number, with their languages. One query."""
    spoken = ProfileLanguage.objects.filter(profile=OuterRef("pk")).values("profile")
    rows = profiles.annotate(
        language_codes=Subquery(
            spoken.annotate(codes=StringAgg("language", Value(" "))).values("codes")
        )
    ).values_list(*_columns())
    number = _columns()["number"]
    return {row[number]: Found(row, rows.db) for row in rows}
