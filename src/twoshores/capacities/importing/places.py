"""Places by name for whole files: the list is read once, so that each cell costs nothing.

How a cell is read: "Town", "Town, Country" or "Town, Region, Country", in any language that the
list knows; accents, case and Arabic letter variants do not count. What comes after the first
comma narrows the choice. Of several places that remain,

1. a country wins, if its name stands alone;
2. else the one that contains all the others wins (Bamako: the region, not the city in it);
3. else, of places in one region, the one with most people;
4. else the officer is asked which one is meant.
"""

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from twoshores.common.folding import fold
from twoshores.common.languages import UI_LANGUAGES, country_choices
from twoshores.common.models import Place
from twoshores.common.places import bare_name, full_name

_COMMAS = re.compile("[,،]")
SUGGESTED = 3
# Looking for the likes of an unknown name takes a tenth of a second.
MOST_LOOKED_FOR = 30


@dataclass(frozen=True, slots=True)
class _Known:
    key: str
    kind: str
    country: str
    parent: int | None
    population: int
    name: str


class UnclearPlace(ValueError):
    """The cell names no place, or several; the message says what to write."""


class PlaceBook:
    """All names of all places. `language` is that of the reader, for what is suggested."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._places: dict[int, _Known] = {}
        self._names: dict[str, list[int]] = defaultdict(list)
        self._keys: dict[str, int] = {}
        self._read: dict[str, Place | UnclearPlace] = {}
        self._searched = 0
        self._load()

    def _load(self) -> None:
        codes: dict[str, int] = {}
        rows = Place.objects.filter(merged_into=None).values_list(
            "pk", "key", "kind", "country", "parent_id", "population", "name", "folded"
        )
        for pk, key, kind, country, parent, population, name, folded in rows.iterator(5_000):
            self._places[pk] = _Known(key, kind, country, parent, population or 0, name)
            self._keys[key.casefold()] = pk
            for word in {fold(name), *folded.strip(" |").split(" | ")} - {""}:
                self._names[word].append(pk)
            if kind == Place.Kind.COUNTRY:
                codes[country] = pk
        for code, pk in codes.items():
            self._keys.setdefault(code.casefold(), pk)
        for ui in UI_LANGUAGES:
            for code, name in country_choices(ui):
                if code in codes and codes[code] not in self._names[fold(name)]:
                    self._names[fold(name)].append(codes[code])

    def read(self, text: str) -> Place:
        """The place that a cell names. Raises UnclearPlace. The same words are read once."""
        found = self._read.get(text)
        if found is None:
            try:
                found = self._place(self._resolve(text))
            except UnclearPlace as unclear:
                found = unclear
            self._read[text] = found
        if isinstance(found, UnclearPlace):
            raise found
        return found

    def _place(self, pk: int) -> Place:
        """The row as it was read with the list: enough to point to and to name."""
        known = self._places[pk]
        return Place(
            pk=pk,
            key=known.key,
            kind=known.kind,
            country=known.country,
            parent_id=known.parent,
            name=known.name,
        )

    def _resolve(self, text: str) -> int:
        if (known := self._keys.get(text.strip().casefold())) is not None:
            return known
        first, *others = [fold(part) for part in _COMMAS.split(text)] or [""]
        wanted = [other for other in others if other]
        named = self._names.get(first) or self._regions_named(first)
        found = [pk for pk in named if self._lies_in(pk, wanted)]
        if not found and (whole := self._names.get(fold(text))):
            found = list(whole)
        if not found:
            raise self._unknown(text, first, wanted)
        return self._one_of(found, text, alone=not wanted)

    def _regions_named(self, first: str) -> list[int]:
        """Those that the list has under the name without "Region", "Province", "محافظة"."""
        named = self._names.get(bare_name(first), [])
        return [pk for pk in named if self._places[pk].kind == Place.Kind.REGION]

    def _lies_in(self, pk: int, wanted: list[str]) -> bool:
        above = self._above(pk)
        return all(not above.isdisjoint(self._named(name)) for name in wanted)

    def _named(self, name: str) -> list[int]:
        by_code = self._keys.get(name)
        return [
            *(self._names.get(name) or self._regions_named(name)),
            *([by_code] if by_code is not None else []),
        ]

    def _above(self, pk: int) -> set[int]:
        found: set[int] = set()
        parent = self._places[pk].parent
        while parent is not None and parent in self._places and parent not in found:
            found.add(parent)
            parent = self._places[parent].parent
        return found

    def _one_of(self, found: list[int], text: str, *, alone: bool) -> int:
        if len(found) == 1:
            return found[0]
        countries = [pk for pk in found if self._places[pk].kind == Place.Kind.COUNTRY]
        if alone and len(countries) == 1:
            return countries[0]
        for pk in found:
            if all(other == pk or pk in self._above(other) for other in found):
                return pk
        if len({(self._places[pk].kind, self._places[pk].parent) for pk in found}) == 1:
            return max(found, key=lambda pk: self._places[pk].population)
        raise UnclearPlace(
            _("Several places are called “%(text)s”. Write one of these: %(names)s.")
            % {"text": text[:80], "names": self._listed(found)}
        )

    def _listed(self, found: list[int]) -> str:
        largest = sorted(found, key=lambda pk: -self._places[pk].population)
        shown = largest[: 2 * SUGGESTED]
        rows = Place.objects.select_related("parent").in_bulk(shown)
        names = [full_name(rows[pk], self._language) for pk in shown if pk in rows]
        return "; ".join(dict.fromkeys(names))

    def _unknown(self, text: str, first: str, wanted: list[str]) -> UnclearPlace:
        likely = self._likely(first, wanted)
        if likely:
            return UnclearPlace(
                _("No place is called “%(text)s”. Did you mean: %(names)s?")
                % {"text": text[:80], "names": self._listed(likely)}
            )
        return UnclearPlace(
            _("No place is called “%(text)s”. Write the region or the country.")
            % {"text": text[:80]}
        )

    def _likely(self, first: str, wanted: list[str]) -> list[int]:
        """Places whose name is written alike, or that others than the named country have."""
        if elsewhere := self._names.get(first):
            return elsewhere[:SUGGESTED]
        if not first or self._searched >= MOST_LOOKED_FOR:
            return []
        self._searched += 1
        pool = [
            name
            for name in self._names
            if name[:1] == first[:1] and abs(len(name) - len(first)) <= 3
        ]
        names = difflib.get_close_matches(first, pool, n=2 * SUGGESTED, cutoff=0.72)
        found = [pk for name in names for pk in self._names[name]]
        inside = [pk for pk in found if self._lies_in(pk, wanted)]
        return list(dict.fromkeys(inside or found))[:SUGGESTED]
