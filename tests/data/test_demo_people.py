"""The invented people of the demo: the same each time, spread as planned, in people's words."""

import ast
import csv
import lzma
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from twoshores.portal.demo import people as people_module
from twoshores.portal.demo import phrasebook, records
from twoshores.portal.demo.people import PURPOSES, build_people, corridor_counts, places
from twoshores.portal.demo.records import DemoPerson

SCRIPTS = {"ar": "ARABIC", "ru": "CYRILLIC", "ka": "GEORGIAN", "am": "ETHIOPIC", "el": "GREEK"} | {
    "si": "SINHALA"
}
# Letters that a text of the language cannot do without for long, and others of the ten never use.
OWN_LETTERS = {"es": "ñ¿¡", "pt": "ãõ", "pl": "łżśćńąę", "de": "ßäöü", "fr": "œêèç"}
# What people of the ten languages say all the time: enough to tell two banks from each other.
COMMON_WORDS = {
    "fr": "de des et les le la une un en à avec pour je sur dans du sans qui l par aux au",
    "en": "the and of in to a for with on from at by that my up until out",
    "es": "de y en la el con los las para un una a del que por al me",
    "it": "di e in la il con per un una del i da a al ho le",
    "pt": "de e em a o com os as para um uma do da na no que por à",
    "de": "und in im der die das bei mit von für an auf zum als",
    "nl": "en in op de het een van met bij voor aan ik uit",
    "pl": "w i na z do o dla po",
}


@pytest.fixture(scope="module")
def people() -> list[DemoPerson]:
    return build_people()


def script_share(text: str, script: str) -> float:
    letters = [c for c in re.sub(r"\{\w+\}", "", text) if c.isalpha()]
    return sum(unicodedata.name(c).startswith(script) for c in letters) / max(1, len(letters))


def bank_lines() -> list[tuple[str, str, str]]:
    """(trade, language, template) of everything in the banks."""
    found = [
        (trade.key, language, line)
        for trade in phrasebook.trades().values()
        for language, voice in trade.voices.items()
        for line in (voice.name, *voice.work, *voice.skills)
    ]
    for stories in phrasebook.paired_stories().values():
        for story in stories:
            for first, second in (story.name, *story.lines):
                found += [(story.trade, story.language, first)]
                found += [(story.trade, story.second_language, second)]
    return found


def spoken_texts(person: DemoPerson) -> list[tuple[str, str]]:
    """(language, text) of everything that the person says."""
    texts = [(person.language, person.headline)]
    texts += [(skill.language, skill.said) for skill in person.skills]
    if person.second_language:
        texts += [(person.second_language, person.headline_second or "")]
        texts += [(person.second_language, skill.said_second or "") for skill in person.skills]
    return texts + [(tie.language, tie.note) for tie in person.ties]


def test_the_same_seed_gives_the_same_people_and_another_gives_others(
    people: list[DemoPerson],
) -> None:
    assert build_people() == people
    assert build_people(seed=1) != people


def test_there_are_two_thousand_in_their_order() -> None:
    made = build_people()
    assert len(made) == 2000
    assert [person.number for person in made] == list(range(1, 2001))


def test_every_corridor_has_people_in_proportion_to_its_projects(
    people: list[DemoPerson],
) -> None:
    drawn = Counter((p.origin.country, p.residence.country) for p in people)
    assert drawn == corridor_counts()
    assert len(drawn) == 35
    assert len({origin for origin, _ in drawn}) == 16
    assert sum(drawn.values()) == 2000
    assert drawn["MA", "IT"] == pytest.approx(2 * drawn["MA", "ES"], abs=1)
    assert min(drawn.values()) >= 35


def test_every_trade_has_at_least_twelve_people(people: list[DemoPerson]) -> None:
    drawn = Counter(person.trade for person in people)
    assert set(drawn) == set(phrasebook.trades())
    assert len(drawn) >= 70
    assert min(drawn.values()) >= 12
    assert max(drawn.values()) <= 80  # none drowns the others


def test_languages_are_those_of_the_two_shores(people: list[DemoPerson]) -> None:
    plan = phrasebook.read_json("profiles_corridors.json")
    for person in people:
        plausible = set(plan["origin_languages"][person.origin.country])
        plausible |= set(plan["residence_languages"][person.residence.country])
        assert person.language in plausible


def test_languages_are_many_and_about_one_in_twenty_needs_a_second_text(
    people: list[DemoPerson],
) -> None:
    drawn = Counter(person.language for person in people)
    assert set(drawn) == set(phrasebook.VOICES) | set(phrasebook.PAIRED)
    for language in ("en", "fr", "ar"):
        assert drawn[language] >= 200
    for language in ("es", "it", "ru", "nl", "de", "pt"):
        assert drawn[language] >= 60
    assert min(drawn.values()) >= 3
    paired = sum(drawn[language] for language in phrasebook.PAIRED)
    assert 0.03 <= paired / len(people) <= 0.08


def test_a_second_text_stands_exactly_where_the_encoder_does_not_know_the_first(
    people: list[DemoPerson],
) -> None:
    for person in people:
        needed = person.language in phrasebook.PAIRED
        assert (person.second_language is not None) is needed
        assert (person.headline_second is not None) is needed
        assert all((skill.said_second is not None) is needed for skill in person.skills)
        assert all(skill.language == person.language for skill in person.skills)
        if needed:
            assert person.second_language in phrasebook.VOICES


def test_texts_are_short_filled_in_and_hold_no_uri(people: list[DemoPerson]) -> None:
    for person in people:
        for _, text in spoken_texts(person):
            assert 1 < len(text) < 300
            assert not re.search(r"[{}\[\]|]|https?:|data\.europa|\besco\b", text, re.I), text


def test_every_text_is_in_the_script_of_its_language(people: list[DemoPerson]) -> None:
    for person in people:
        for language, text in spoken_texts(person):
            own = script_share(text, SCRIPTS.get(language, "LATIN"))
            assert own > 0.2, (language, text)  # towns keep their Latin names


@pytest.mark.parametrize("language", [*phrasebook.VOICES, *phrasebook.PAIRED])
def test_every_line_of_the_banks_is_in_the_script_of_its_language(language: str) -> None:
    lines = [line for _, spoken, line in bank_lines() if spoken == language]
    assert lines
    for line in lines:
        assert script_share(line, SCRIPTS.get(language, "LATIN")) > 0.7, line


def test_the_banks_of_latin_languages_are_not_mixed_up() -> None:
    """Each bank holds more of its own everyday words than of any other language's."""
    words = {language: set(common.split()) for language, common in COMMON_WORDS.items()}
    for language in COMMON_WORDS:
        said = [line for _, spoken, line in bank_lines() if spoken == language]
        tokens = Counter(re.findall(r"\w+", " ".join(said).lower()))
        share = {other: sum(tokens[w] for w in known) for other, known in words.items()}
        assert max(share, key=lambda other: share[other]) == language, (language, share)
    for language, letters in OWN_LETTERS.items():
        said = " ".join(line for _, spoken, line in bank_lines() if spoken == language).lower()
        assert any(letter in said for letter in letters), language


def test_brackets_of_gender_are_closed_and_blanks_are_known() -> None:
    for trade, language, line in bank_lines():
        for feminine in (False, True):
            said = phrasebook.render(
                line, feminine=feminine, language=language, n=5, town="X", home="Y"
            )
            assert not re.search(r"[{}\[\]|]", said), (trade, language, line)


def test_every_trade_speaks_five_languages_or_more_and_knows_its_neighbours() -> None:
    trades = phrasebook.trades()
    for trade in trades.values():
        assert {"ar", "en", "es", "fr", "it"} <= set(trade.voices)
        assert set(trade.near) <= set(trades)
        assert all(voice.work for voice in trade.voices.values())
    assert {story.trade for many in phrasebook.paired_stories().values() for story in many} <= set(
        trades
    )


def test_people_say_one_to_five_things_and_levels_follow_the_years(
    people: list[DemoPerson],
) -> None:
    for person in people:
        assert 1 <= len(person.skills) <= 5
        assert person.skills[0].kind == "occupation"
        assert len({skill.said for skill in person.skills}) == len(person.skills)
        for skill in person.skills:
            assert skill.kind in {"occupation", "skill"}
            assert 1 <= skill.level <= 4
            assert skill.years is None or 1 <= skill.years <= 35
            assert skill.level < 4 or skill.years is None or skill.years >= 5
    levels = Counter(skill.level for person in people for skill in person.skills)
    assert set(levels) == {1, 2, 3, 4}


def test_most_give_every_consent_and_some_took_it_back_or_let_it_run_out(
    people: list[DemoPerson],
) -> None:
    whole = expired = withdrawn = 0
    for person in people:
        purposes = [consent.purpose for consent in person.consents]
        assert set(purposes) <= set(PURPOSES)
        assert len(set(purposes)) == len(purposes)
        assert all(consent.expires_in_days <= 365 for consent in person.consents)
        back = any(consent.withdrawn for consent in person.consents)
        over = any(consent.expires_in_days < 0 for consent in person.consents)
        withdrawn, expired = withdrawn + back, expired + over
        whole += len(purposes) == 4 and not back and not over
    assert whole > 0.75 * len(people)
    assert expired >= 40
    assert withdrawn >= 40


def test_offers_use_the_words_of_the_roster_and_are_never_empty(people: list[DemoPerson]) -> None:
    for person in people:
        assert person.modes
        assert set(person.modes) <= {"remote", "short", "return"}
        assert person.times
        assert set(person.times) <= {"office", "evenings", "weekends", "holidays"}
        assert person.terms in {"voluntary", "expenses", "paid"}
        assert person.sex in {"female", "male", None}
        assert person.age_band in {*people_module.AGE_BANDS, None}
        assert 0 <= person.confirmed_days_ago <= 500
        assert (person.registered_by == "self") is (person.consent_channel == "web")
        begins, ends = person.available_from_days, person.available_until_days
        assert ends is None or ends > (begins or 0)
        levels = {spoken.language: spoken.level for spoken in person.languages}
        assert levels[person.language] >= 2
        assert set(levels.values()) <= {1, 2, 3}


def test_places_are_towns_of_the_two_shores_with_six_or_more_each(
    people: list[DemoPerson],
) -> None:
    for country, towns in places().items():
        assert len(towns) >= 6, country
        assert len({town.locality for town in towns}) == len(towns)
        for town in towns:
            assert -5 < town.latitude < 60
            assert -80 < town.longitude < 130
    for person in people:
        assert person.origin in places()[person.origin.country]
        assert person.residence in places()[person.residence.country]
        assert len(person.ties) <= 2
        assert all(tie.place.country == person.origin.country for tie in person.ties)
    arabic = {"DZ", "EG", "MA", "TN"}
    assert all(town.arabic for country in arabic for town in places()[country])


def test_towns_stand_in_the_places_that_the_product_ships() -> None:
    shipped = Path(people_module.__file__).parents[2] / "common" / "data" / "places.csv.xz"
    with lzma.open(shipped, "rt", encoding="utf-8", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    for country, towns in places().items():
        for town in towns:
            row = rows[town.key]
            assert (row["kind"], row["country"]) == ("l", country)
            assert rows[row["parent"]]["name"] == town.region
            assert float(row["lat"]) == pytest.approx(town.latitude, abs=0.01)
            assert float(row["lon"]) == pytest.approx(town.longitude, abs=0.01)


def test_names_are_marked_as_invented_and_do_not_show_when_printed(
    people: list[DemoPerson],
) -> None:
    addresses = [person.email for person in people]
    assert len(set(addresses)) == len(addresses)
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+\.\d{4}@example\.org", each) for each in addresses)
    for person in people[:200]:
        assert person.family
        assert person.email not in repr(person)
        for _, text in spoken_texts(person):
            assert person.family not in text.split()


def test_some_type_without_accents_and_some_slip(people: list[DemoPerson]) -> None:
    french = [t for p in people for language, t in spoken_texts(p) if language == "fr"]
    assert any("metier" in text for text in french)
    assert sum("métier" in text for text in french) > sum("metier" in text for text in french)
    untouched = {phrasebook.years_in("fr", 5), phrasebook.years_in("ru", 3)}
    assert untouched == {"5 ans", "3 года"}


def test_no_module_of_the_people_imports_django() -> None:
    for module in (people_module, phrasebook, records):
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.startswith("django") for name in names)
