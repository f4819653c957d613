"""The pairs of the 51 example projects, drawn in any language of the interface."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import twoshores
from twoshores.common.data import read_land, read_places
from twoshores.common.languages import country_name, local_digits, locale_of
from twoshores.engines.shoremap import (
    Country,
    Direction,
    Drawing,
    Land,
    Pair,
    Role,
    Words,
    draw_banks,
    draw_map,
)

PROJECTS = Path(twoshores.__file__).parent / "projects/data/example_projects.json"
ROLES = {"origin": Role.ORIGIN, "residence": Role.RESIDENCE}
WORDS = Words("The map of shores", "Lines join countries of origin and of residence.")


@cache
def points() -> dict[str, tuple[float, float]]:
    return {
        place.key: (place.longitude, place.latitude)
        for place in read_places()
        if place.kind == "country" and place.longitude is not None and place.latitude is not None
    }


@cache
def land() -> Land:
    return Land.from_bundle(read_land())


def example(ui: str, region: str = "") -> tuple[list[Country], list[Pair]]:
    locale = locale_of(ui, region)
    counts, pairs, roles = Counter[str](), Counter[tuple[str, str]](), dict[str, Role]()
    for project in json.loads(PROJECTS.read_text("utf-8"))["projects"]:
        origin, *others = project["countries"]
        for entry in (origin, *others):
            counts[entry["country"]] += 1
            roles[entry["country"]] = ROLES.get(entry["role"], Role.OTHER)
        pairs.update((origin["country"], other["country"]) for other in others)
    countries = [
        Country(
            code=code,
            lon=points()[code][0],
            lat=points()[code][1],
            label=country_name(code, ui),
            role=roles[code],
            count=count,
            href=f"/projects/?country={code}",
            count_text=local_digits(str(count), locale),
        )
        for code, count in sorted(counts.items())
    ]
    joined = [
        Pair(origin, other, count, f"/projects/?pair={origin}-{other}", f"{origin} – {other}")
        for (origin, other), count in sorted(pairs.items())
    ]
    return countries, joined


@cache
def drawn(ui: str, *, narrow: bool = False) -> Drawing:
    countries, pairs = example(ui, "EG" if ui == "ar" else "")
    turned = Direction.RTL if ui == "ar" else Direction.LTR
    if narrow:
        return draw_banks(countries, pairs, WORDS, direction=turned)
    return draw_map(countries, pairs, land(), WORDS, direction=turned)
