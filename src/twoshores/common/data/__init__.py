"""Readers of the data files in this folder. README.md says where each comes from."""

import csv
import datetime
import functools
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_KINDS = {"c": "country", "r": "region", "l": "locality"}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of places.csv.xz. Coordinates in degrees; None where not known.

    `names` maps a language to the name there; `also` are spellings of no stated language.
    `parent` is the key of the region, or of the country where GeoNames names no region.
    """

    key: str
    kind: str  # country, region, locality: the values of Place.Kind
    country: str  # ISO 3166-1 alpha-2
    parent: str | None
    name: str
    latitude: float | None
    longitude: float | None
    population: int | None
    names: dict[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RateRow:
    """Units of a currency for one US dollar. `date` is the last day of the period averaged."""

    currency: str  # ISO 4217
    date: datetime.date
    per_usd: Decimal
    kind: str
    source: str


def read_places() -> Iterator[PlaceRow]:
    """Every place, parents before children: countries, then regions, then localities."""
    with lzma.open(FOLDER / "places.csv.xz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names, also = _unpack(row["names"])
            yield PlaceRow(
                key=row["key"],
                kind=_KINDS[row["kind"]],
                country=row["country"],
                parent=row["parent"] or None,
                name=row["name"],
                latitude=float(row["lat"]) if row["lat"] else None,
                longitude=float(row["lon"]) if row["lon"] else None,
                population=int(row["population"]) if row["population"] else None,
                names=names,
                also=also,
            )


def _unpack(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    names: dict[str, str] = {}
    also: list[str] = []
    for part in text.split("|") if text else ():
        language, _, name = part.partition("=")
        if language:
            names[language] = name
        else:
            also.append(name)
    return names, tuple(also)


def read_rates() -> Iterator[RateRow]:
    """Every annual average rate, by currency and year."""
    with lzma.open(FOLDER / "rates.csv.xz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield RateRow(
                currency=row["currency"],
                date=datetime.date(int(row["year"]), 12, 31),
                per_usd=Decimal(row["per_usd"]),
                kind=row["kind"],
                source=row["source"],
            )


@functools.cache
def read_land() -> dict[str, Any]:
    """The shapes of land for `engines.shoremap.Land.from_bundle`: see scripts/build_shapes.py."""
    bundle: dict[str, Any] = json.loads((FOLDER / "land.json").read_text(encoding="utf-8"))
    return bundle
