"""The example projects are whole, and say no more than is known."""

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "twoshores" / "projects" / "data"
LANGUAGES = {"fr", "es", "pt", "ar"}
CAPITALS = {"social", "financial", "human", "cultural", "not_known"}


@pytest.fixture(scope="module")
def projects() -> list[dict[str, Any]]:
    document = json.loads((DATA / "example_projects.json").read_text(encoding="utf-8"))
    return document["projects"]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "scripts" / "build_example_projects.py"
    spec = importlib.util.spec_from_file_location("build_example_projects", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pairs(projects: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for project in projects:
        origin, *others = project["countries"]
        found.update((origin["country"], other["country"]) for other in others)
    return found


def test_there_are_51_projects_numbered_in_order(projects: list[dict[str, Any]]) -> None:
    numbers = [int(p["code"].rsplit("-", 1)[1]) for p in projects]
    assert numbers == list(range(1, 52))


def test_every_project_has_one_origin_first_and_partners(projects: list[dict[str, Any]]) -> None:
    for p in projects:
        assert [c["role"] for c in p["countries"]].count("origin") == 1, p["code"]
        assert p["countries"][0]["role"] == "origin", p["code"]
        assert len({c["country"] for c in p["countries"]}) == len(p["countries"]) >= 2
        assert len(p["partners"]) >= 2, p["code"]
        countries = {c["country"] for c in p["countries"]} | {None}
        assert {partner["country"] for partner in p["partners"]} <= countries, p["code"]


def test_sixteen_origins_and_only_bangladesh_is_neither_shore(
    projects: list[dict[str, Any]],
) -> None:
    assert len({p["countries"][0]["country"] for p in projects}) == 16
    others = [
        (p["code"], c["country"]) for p in projects for c in p["countries"] if c["role"] == "other"
    ]
    assert others == [("Sri Lanka-49", "BD")]


def test_three_projects_join_three_countries_and_pairs_add_up(
    projects: list[dict[str, Any]],
) -> None:
    three = [p["code"] for p in projects if len(p["countries"]) == 3]
    assert three == ["Algeria-3", "Senegal-47", "Sri Lanka-49"]
    found = pairs(projects)
    assert (len(found), found.total()) == (35, 54)
    assert Counter(found.values()) == {3: 5, 2: 9, 1: 21}
    assert found[("ML", "FR")] == 3
    assert found[("MA", "BE")] == 1
    assert ("ML", "BE") not in found


def test_22_summaries_in_five_languages(projects: list[dict[str, Any]]) -> None:
    summarised = [p for p in projects if p["summary"]]
    assert len(summarised) == 22
    assert sorted(p["text_box"] for p in summarised) == [n for n in range(1, 24) if n != 21]
    for p in projects:
        assert bool(p["summary"]) == bool(p["text_box"]) == bool(p["text_box_section"]), p["code"]
        assert set(p["summary_translations"]) == (LANGUAGES if p["summary"] else set()), p["code"]
    for p in summarised:
        assert 60 <= len(p["summary"].split()) <= 120, p["code"]
        for language, text in p["summary_translations"].items():
            assert 60 <= len(text.split()) <= 130, (p["code"], language)
    texts = [t for p in summarised for t in (p["summary"], *p["summary_translations"].values())]
    assert len(set(texts)) == 22 * 5


def test_arabic_summaries_are_in_arabic_script(projects: list[dict[str, Any]]) -> None:
    for p in projects:
        text = p["summary_translations"].get("ar", "")
        assert not any("a" <= letter.lower() <= "z" for letter in text), p["code"]


def test_capital_says_how_it_was_read(
    projects: list[dict[str, Any]],
) -> None:
    chapter = {"2": "social", "3": "financial", "4": "human", "5": "cultural"}
    for p in projects:
        assert p["capital"] in CAPITALS
        reading = p["capital_reading"]
        assert (reading is None) == (p["capital"] == "not_known") == (p["capital_basis"] is None)
        if reading == "section":
            sections = {p["text_box_section"], *p["handbook_sections"], *p["cited_in"]}
            assert p["capital_basis"] in sections, p["code"]
            assert chapter[p["capital_basis"][0]] == p["capital"], p["code"]
        if reading == "title":
            for word in p["capital_basis"].split(", "):
                assert word in p["title"].lower(), p["code"]
    by_code = {p["code"]: p["capital"] for p in projects}
    assert by_code["Egypt-13"] == "human"
    assert by_code["Jamaica-22"] == "social"
    assert by_code["Nigeria-40"] == "human"
    assert by_code["Sri Lanka-48"] == "not_known"


@pytest.mark.parametrize(
    ("title", "capital"),
    [
        ("Migrants' remittances for local development", "financial"),
        ("Migrants' information and training", "not_known"),  # words of two capitals
        ("Poultry in a village", "not_known"),
        ("Supporting deported migrants", "cultural"),
        ("Copyright of the diaspora", "social"),  # "right" only as a word
    ],
)
def test_titles_are_read_by_the_documented_words(
    script: ModuleType, title: str, capital: str
) -> None:
    assert script.capital_of_title(title)[0] == capital


def test_chapter_of_the_own_box_outranks_mentions(script: ModuleType) -> None:
    read = script.capital_of_sections
    assert read("4.2", ["2.1", "2.2"], []) == ("human", "4.2")
    assert read("8.3", ["4.3", "8.3"], ["2.1"]) == ("human", "4.3")
    assert read(None, ["5.1", "3.2"], []) == ("financial", "3.2")
    assert read("6.2", ["6.2"], ["4.2", "7.2"]) == ("human", "4.2")
    assert read("6.3", ["6.3"], ["6.4"]) == (None, "")


def test_the_built_file_follows_from_the_readings(
    script: ModuleType, projects: list[dict[str, Any]]
) -> None:
    readings = json.loads((DATA / "handbook_readings.json").read_text(encoding="utf-8"))
    for p in projects:
        reading = readings["projects"].get(p["code"], {})
        listed = {
            **{k: p[k] for k in ("code", "title", "partners", "handbook_sections", "text_box")},
            "countries": [c["country"] for c in p["countries"]],
        }
        assert script.build_project(listed, reading) == p, p["code"]
