"""The demo's needs are whole, spread over languages, and name no concept of the taxonomy."""

import datetime as dt
import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "twoshores"
KNOWN_TO_ENCODER = set(
    ["ar", "zh", "nl", "en", "fr", "de", "it", "ja", "ko", "pl", "pt", "ru", "es", "th", "tr"]
)
AT_LEAST = {"ar": 8, "fr": 10, "es": 6, "pt": 4, "en": 6, "ka": 3, "ro": 2, "am": 1}
KINDS = {
    *("migrant_association", "grassroots_group", "ngo", "local_authority", "university"),
    *("microfinance", "savings_cooperative", "bank", "chamber", "employers", "trade_union"),
    *("school", "hospital", "media", "faith", "embassy", "central_authority", "donor"),
    *("international", "company"),
}
SCRIPT_OF = {"ar": "ARABIC", "ka": "GEORGIAN", "am": "ETHIOPIC", "ru": "CYRILLIC"}
SEXES = {"female", "male", "all"}
AGE_BANDS = {"children", "young", "adult", "old", "all"}

Record = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Record:
    path = SOURCE / "portal" / "demo" / "needs.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def needs(document: Record) -> list[Record]:
    return document["needs"]


@pytest.fixture(scope="module")
def projects() -> dict[str, Record]:
    path = SOURCE / "projects" / "data" / "example_projects.json"
    listed = json.loads(path.read_text(encoding="utf-8"))["projects"]
    return {p["code"]: p for p in listed}


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return []


def own_words(need: Record) -> list[str]:
    said = [r["said"] for r in need["requirements"]]
    rest = [need["title"], need["description"], need["offered"]["text"], need["established_how"]]
    return [*rest, *([need["plan"]] if need["plan"] else []), *said]


def test_forty_needs_by_known_organisations_of_the_demo(document: Record) -> None:
    needs, organisations = document["needs"], document["organisations"]
    assert document["demo"] is True
    assert len(needs) == 40
    assert len({n["code"] for n in needs}) == 40
    assert len({n["title"] for n in needs}) == 40
    codes = {o["code"] for o in organisations}
    assert len(codes) == len(organisations) == len({o["name"] for o in organisations})
    assert {n["organisation"] for n in needs} <= codes
    assert all(record["demo"] is True for record in (*needs, *organisations))


def test_organisations_stand_on_both_shores(document: Record, projects: dict[str, Record]) -> None:
    organisations = document["organisations"]
    origins = {p["countries"][0]["country"] for p in projects.values()}
    residences = {c["country"] for p in projects.values() for c in p["countries"][1:]}
    by_side = {
        side: [o["place"]["country"] for o in organisations if o["side"] == side]
        for side in ("origin", "residence")
    }
    assert set(by_side["origin"]) == origins
    assert set(by_side["residence"]) <= residences
    assert len(by_side["residence"]) >= 6
    assert {o["kind"] for o in organisations} <= KINDS
    assert any(not o["has_owner"] for o in organisations)  # something to claim


def test_every_need_comes_from_a_project_and_stands_in_one_of_its_countries(
    needs: list[Record], projects: dict[str, Record]
) -> None:
    for need in needs:
        project = projects[need["project"]]
        assert need["place"]["country"] in {c["country"] for c in project["countries"]}
    assert len({n["project"] for n in needs}) >= 30
    origins = {n["place"]["country"] for n in needs} - {"ES"}
    assert len(origins) == 16


def test_languages_are_spread(needs: list[Record]) -> None:
    counts = Counter(n["language"] for n in needs)
    assert all(counts[language] >= number for language, number in AT_LEAST.items()), counts


def test_languages_unknown_to_the_encoder_carry_a_second_text(needs: list[Record]) -> None:
    for need in needs:
        if need["language"] in KNOWN_TO_ENCODER:
            assert "second_language" not in need, need["code"]
            assert not any("said_second" in r for r in need["requirements"]), need["code"]
            continue
        assert need["second_language"] in {"en", "fr", "ru"}, need["code"]
        assert need["second_title"], need["code"]
        assert need["second_description"], need["code"]
        for requirement in need["requirements"]:
            assert requirement["said_second"], need["code"]
            assert requirement["second_language"] == need["second_language"], need["code"]


def test_texts_are_in_the_script_of_their_language(needs: list[Record]) -> None:
    for need in needs:
        script = SCRIPT_OF.get(need["language"], "LATIN")
        for text in own_words(need):
            names = [unicodedata.name(c) for c in text if c.isalpha()]
            assert all(name.startswith(script) for name in names), (need["code"], text)
        if need.get("second_language") == "ru":
            letters = [c for c in need["second_description"] if c.isalpha()]
            assert all(unicodedata.name(c).startswith("CYRILLIC") for c in letters)


def test_weights_add_up_to_85_and_something_is_required(needs: list[Record]) -> None:
    for need in needs:
        requirements = need["requirements"]
        assert sum(r["weight"] for r in requirements) == 85, need["code"]
        assert all(isinstance(r["weight"], int) and r["weight"] > 0 for r in requirements)
        assert any(r["required"] for r in requirements), need["code"]
        assert not any(r["strict"] and not r["required"] for r in requirements), need["code"]
        assert {r["kind"] for r in requirements} <= {"skill", "occupation"}, need["code"]
        assert len({r["said"] for r in requirements}) == len(requirements), need["code"]


def test_no_need_names_a_concept_of_the_taxonomy(document: Record) -> None:
    assert not [t for t in texts(document) if "://" in t or "esco" in t.lower().split()]


def test_modes_times_terms_and_dates(needs: list[Record]) -> None:
    for need in needs:
        assert need["modes"], need["code"]
        assert set(need["modes"]) <= {"remote", "short", "return"}, need["code"]
        assert need["times"], need["code"]
        assert set(need["times"]) <= {"office", "evenings", "weekends", "holidays"}, need["code"]
        assert need["offered"]["terms"] in {"voluntary", "expenses", "paid"}, need["code"]
        assert need["offered"]["text"], need["code"]
        start, end = (dt.date.fromisoformat(need[key]) for key in ("from", "until"))
        assert dt.date(2026, 12, 1) <= start < end <= dt.date(2027, 12, 31), need["code"]
        assert need["languages_spoken"], need["code"]
        assert need["language"] in need["languages_spoken"], need["code"]
        assert need["excluded_countries"] == []
    for mode in ("remote", "short", "return"):
        assert sum(mode in n["modes"] for n in needs) >= 5, mode


def test_texts_fit_the_fields_of_a_need(needs: list[Record]) -> None:
    for need in needs:
        titles = [need["title"], *(t["title"] for t in need["translations"].values())]
        assert all(10 <= len(title) <= 160 for title in titles), need["code"]
        sentences = [s for s in unicodedata.normalize("NFC", need["description"]) if s in ".؟?።"]
        assert 3 <= len(sentences) <= 6, (need["code"], len(sentences))
        assert len(need["offered"]["text"]) <= 500, need["code"]
        assert len(need["established_how"]) <= 2000, need["code"]
        assert need["plan"] is None or 0 < len(need["plan"]) <= 300, need["code"]
        assert all(len(r["said"]) <= 300 for r in need["requirements"]), need["code"]


def test_blank_is_not_zero_among_those_served(needs: list[Record]) -> None:
    numbers = []
    for need in needs:
        groups = [(s["sex"], s["age_band"]) for s in need["serves"]]
        assert groups, need["code"]
        assert len(set(groups)) == len(groups), need["code"]
        assert all(sex in SEXES and band in AGE_BANDS for sex, band in groups), need["code"]
        numbers += [s["number"] for s in need["serves"]]
    assert all(n is None or (isinstance(n, int) and n >= 0) for n in numbers)
    assert None in numbers  # not counted
    assert 0 in numbers  # counted: none


def test_translations_show_all_three_states(needs: list[Record]) -> None:
    statuses: Counter[str] = Counter()
    for need in needs:
        for language, translation in need["translations"].items():
            assert language != need["language"], need["code"]
            assert language != need.get("second_language"), need["code"]
            assert translation["title"], need["code"]
            assert translation["description"], need["code"]
            assert translation["status"] in {"machine", "human"}, need["code"]
            statuses[translation["status"]] += 1
        if need["language"] == "ar":
            assert need["translations"].keys() & {"en", "fr"}, need["code"]
    missing = [n["code"] for n in needs if not n["translations"]]
    assert statuses["machine"] > statuses["human"] >= 3
    assert len(missing) >= 3


def test_places_have_a_name_and_a_point(document: Record) -> None:
    for record in (*document["needs"], *document["organisations"]):
        place = record["place"]
        assert place["country"].isalpha(), record["code"]
        assert len(place["country"]) == 2, record["code"]
        assert place["region"], record["code"]
        assert place["locality"], record["code"]
        assert -90 <= place["latitude"] <= 90
        assert -180 <= place["longitude"] <= 180
