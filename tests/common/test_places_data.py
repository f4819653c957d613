"""The places that a new instance starts with."""

import collections

from twoshores.common.data import read_places
from twoshores.common.folding import fold

PLACES = list(read_places())
BY_KEY = {place.key: place for place in PLACES}
ORIGINS = ["CV", "DZ", "EC", "EG", "ET", "GE", "GH", "JM", "LK", "MA", "MD", "ML", "NG", "PH"]


def test_parents_come_before_children_and_are_of_the_same_country() -> None:
    seen: set[str] = set()
    for place in PLACES:
        assert place.key not in seen
        seen.add(place.key)
        if place.kind == "country":
            assert place.parent is None
            continue
        assert place.parent in seen
        assert BY_KEY[place.parent].country == place.country


def test_every_row_fits_its_record() -> None:
    for place in PLACES:
        names = " ".join([place.name, *place.names.values(), *place.also])
        assert len(place.name) <= 120
        assert len(fold(names)) <= 600, place
        assert len(place.key) <= 40
        if place.latitude is not None:
            assert place.longitude is not None
            assert -90 <= place.latitude <= 90
            assert -180 <= place.longitude <= 180
        assert place.kind != "locality" or place.latitude is not None


def test_the_countries_of_origin_are_known_down_to_small_towns() -> None:
    count = collections.Counter(place.country for place in PLACES if place.kind == "locality")
    assert all(count[code] >= 80 for code in [*ORIGINS, "SN", "TN"])
    towns = {(place.name, place.country): place for place in PLACES}
    assert towns["Loja", "EC"].parent == "EC.12"
    assert BY_KEY["EC.12"].name == "Loja"
    assert ("Poti", "GE") in towns
    assert towns["Cairo", "EG"].names["ar"] == "القاهرة"
    assert towns["Cairo", "EG"].names["fr"] == "Le Caire"
    assert "Cologne" in towns["Köln", "DE"].also


def test_regions_of_arabic_speaking_countries_have_arabic_names() -> None:
    for country in ("EG", "MA", "TN", "DZ"):
        regions = [p for p in PLACES if p.kind == "region" and p.country == country]
        named = [p for p in regions if "ar" in p.names]
        assert len(named) >= 0.8 * len(regions), country


def test_an_unknown_population_is_blank() -> None:
    assert all(place.population is None or place.population > 0 for place in PLACES)
