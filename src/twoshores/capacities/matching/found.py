"""The people of a shortlist as plain rows; a model is made only of those that are shown."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, cast

from django.db.models import Model, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.utils import timezone

from twoshores.actors.models import Person
from twoshores.common.models import Place

from ..models import Profile, ProfileLanguage

# What a list shows of two hundred people and their homes; the rest is read when it is asked for.
# A home may lie in a region, and that in a country.
_PERSON = "person__"
_PLACES = (
    "person__residence__",
    "person__residence__parent__",
    "person__residence__parent__parent__",
)
_SHOWN: dict[str, tuple[str, ...]] = {
    "": (
        *("person_id", "number", "modes", "times", "terms"),
        *("available_from", "available_until", "confirmed_at"),
    ),
    _PERSON: ("pseudonym", "user_id", "is_demo", "region_may_be_named", "residence_id"),
} | dict.fromkeys(_PLACES, ("id", "kind", "country", "parent_id"))
_BESIDE = ("language_codes",)
NO_KEYS: Mapping[str, Any] = MappingProxyType({})
_COLUMNS = {
    name: at
    for at, name in enumerate(
        (*(prefix + name for prefix, names in _SHOWN.items() for name in names), *_BESIDE)
    )
}


class Found:
    """One row of the query. What filters and orders read is taken from the row itself."""

    __slots__ = ("_profile", "_row", "_using")

    def __init__(self, row: tuple[Any, ...], using: str) -> None:
        self._row, self._using = row, using
        self._profile: Profile | None = None

    def __getitem__(self, column: str) -> Any:
        return self._row[_COLUMNS[column]]

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
            keys = dict.fromkeys(("id", "actor_ptr_id"), profile.person_id)
            person = cast("Person", self._made(_PERSON, Person, keys))
            person.residence = self._place(0)
            profile.person = person
            self._profile = profile
        return self._profile

    def _place(self, level: int) -> Place | None:
        """A place with those that it lies in; None where the row has none."""
        prefix = _PLACES[level]
        if self[f"{prefix}id"] is None:
            return None
        place = cast("Place", self._made(prefix, Place))
        if level + 1 < len(_PLACES):
            place.parent = self._place(level + 1)
        return place

    def _made(self, prefix: str, model: type[Model], keys: Mapping[str, Any] = NO_KEYS) -> Model:
        values = {name: self[prefix + name] for name in _SHOWN[prefix]} | dict(keys)
        # In the order in which the model declares them, as if the database had answered.
        names = [field.attname for field in model._meta.concrete_fields if field.attname in values]
        return model.from_db(self._using, names, [values[name] for name in names])


def found_of(numbers: set[int]) -> dict[int, Found]:
    """By number, those whose consent to be listed and matched holds at this moment. One query."""
    now = timezone.now()
    return read(
        Profile.objects.filter(
            number__in=numbers,
            person__matched_until__gt=now,
            person__listed_until__gt=now,
            person__erased_at=None,
        )
    )


def read(profiles: QuerySet[Profile]) -> dict[int, Found]:
    """The rows by number, with their languages. One query."""
    spoken = ProfileLanguage.objects.filter(profile=OuterRef("pk")).values("profile")
    rows = profiles.annotate(
        language_codes=Subquery(
            spoken.annotate(codes=StringAgg("language", Value(" "))).values("codes")
        )
    ).values_list(*_COLUMNS)
    number = _COLUMNS["number"]
    return {row[number]: Found(row, rows.db) for row in rows}
