"""2,000 invented people for the demo, the same ones for the same seed.

Who lives where follows the corridors of the handbook's 51 projects (profiles_corridors.json);
what they say comes from phrase banks (phrasebook). Numbers such as shares and ages are a
plan made for the demo, not statistics about migrants. Pure Python: no Django, no database.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from twoshores.portal.demo import phrasebook
from twoshores.portal.demo.phrasebook import PairedStory, Trade
from twoshores.portal.demo.records import (
    DemoConsent,
    DemoLanguage,
    DemoPerson,
    DemoPlace,
    DemoSkill,
    DemoTie,
)

SEED = 2010
COUNT = 2000
LEAST_OF_A_TRADE = 13  # aimed at; the promise is 12
MORE_THERE = 4  # how much likelier a trade is on a shore that is known for it
SHARE_IN_RESIDENCE_LANGUAGE = 0.38
PURPOSES = ("listed", "matched", "asked", "statistics")
AGE_BANDS = ("under_25", "25_34", "35_49", "50_64", "over_64")
MOST_YEARS = {"under_25": 4, "25_34": 12, "35_49": 22, "50_64": 30, "over_64": 35}


@dataclass(frozen=True, slots=True)
class _Who:
    """What is settled about a person before they say anything."""

    language: str
    trade: Trade
    story: PairedStory | None
    origin: DemoPlace
    residence: DemoPlace
    feminine: bool
    careless: bool
    years: int  # in the trade
    age_band: str
    has_trained: bool


@lru_cache(maxsize=1)
def places() -> dict[str, tuple[DemoPlace, ...]]:
    """The towns of the demo by country code."""
    return {
        country: tuple(DemoPlace(country, town[1], town[0], *town[2:]) for town in towns)
        for country, towns in phrasebook.read_json("profiles_places.json").items()
        if country != "about"
    }


def corridor_counts(count: int = COUNT) -> dict[tuple[str, str], int]:
    """People for each (origin, residence), proportional to its projects, largest remainders."""
    pairs = phrasebook.read_json("profiles_corridors.json")["pairs"]
    whole = sum(weight for _, _, weight in pairs)
    shares = {(origin, there): divmod(count * weight, whole) for origin, there, weight in pairs}
    found = {pair: share for pair, (share, _) in shares.items()}
    left = count - sum(found.values())
    for pair in sorted(shares, key=lambda pair: (-shares[pair][1], pair))[:left]:
        found[pair] += 1
    return found


def build_people(seed: int = SEED, count: int = COUNT) -> list[DemoPerson]:
    """`count` people, identical for the same seed.

    1. Spread the count over the corridors; shuffle. 2. For each: language, then a trade that has
    words in it (rare ones first until each has enough), then the rest. Under a second for 2,000.
    """
    random = Random(seed)  # noqa: S311 - a sampling plan, nothing secret
    corridors = [pair for pair, many in corridor_counts(count).items() for _ in range(many)]
    random.shuffle(corridors)
    plan = phrasebook.read_json("profiles_corridors.json")
    names = phrasebook.read_json("profiles_names.json")
    drawn: Counter[str] = Counter()
    people = []
    for number, (origin, residence) in enumerate(corridors, start=1):
        who = _draw_who(random, plan, origin, residence, drawn)
        drawn[who.trade.key] += 1
        people.append(_draw_person(random, plan, names[origin], number, who))
    return people


def _weighted(random: Random, weights: dict[str, float]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _draw_who(
    random: Random, plan: dict[str, Any], origin: str, residence: str, drawn: Counter[str]
) -> _Who:
    """Language and trade first, so that the words exist; then sex and age."""
    abroad = random.random() < SHARE_IN_RESIDENCE_LANGUAGE
    spoken = plan["residence_languages"][residence] if abroad else plan["origin_languages"][origin]
    language = _weighted(random, spoken)
    story = None
    if language in phrasebook.PAIRED:
        story = random.choice(phrasebook.paired_stories()[language])
        trade = phrasebook.trades()[story.trade]
    else:
        trade = _draw_trade(random, language, origin, residence, drawn)
    age_band = _weighted(random, dict(zip(AGE_BANDS, (0.08, 0.28, 0.38, 0.2, 0.06), strict=True)))
    most = MOST_YEARS[age_band]
    return _Who(
        language=language,
        trade=trade,
        story=story,
        origin=random.choice(places()[origin]),
        residence=random.choice(places()[residence]),
        feminine=random.random() < trade.women,
        careless=random.random() < 0.13,
        years=random.randint(2 if story else 1, min(19, most) if story else most),
        age_band=age_band,
        has_trained=random.random() < 0.35,
    )


def _draw_trade(
    random: Random, language: str, origin: str, residence: str, drawn: Counter[str]
) -> Trade:
    weights = {
        trade.key: trade.weight
        * MORE_THERE ** ((origin in trade.more) + (residence in trade.more))
        * (6 if drawn[trade.key] < LEAST_OF_A_TRADE else 1)
        for trade in phrasebook.trades().values()
        if language in trade.voices
    }
    return phrasebook.trades()[_weighted(random, weights)]


def _town(place: DemoPlace, language: str) -> str:
    return place.arabic if language == "ar" and place.arabic else place.locality


def _say(random: Random, who: _Who, template: str, language: str, years: int) -> str:
    text = phrasebook.render(
        template,
        feminine=who.feminine,
        language=language,
        n=years,
        town=_town(who.residence, language),
        home=_town(who.origin, language),
    )
    # Second texts were confirmed by somebody else, so those people's lines have no slips.
    return phrasebook.as_typed(
        text, language, careless=who.careless, slips=who.story is None, random=random
    )


def _level(random: Random, years: int, *, main: bool) -> int:
    base = 1 if years < 2 else 2 if years < 5 else 3 if years < 12 else 4
    return max(1, min(4, base + random.choice((0, 0, 0, 1 if main else -1))))


def _skill(random: Random, who: _Who, said: str, kind: str, years: int, **known: Any) -> DemoSkill:
    return DemoSkill(
        said=said,
        language=who.language,
        said_second=known.get("second"),
        kind=kind,
        level=_level(random, years, main=kind == "occupation"),
        years=years if random.random() < 0.85 else None,
        recognised=known.get("recognised"),
        working_below=known.get("working_below"),
    )


def _story_skills(random: Random, who: _Who, story: PairedStory) -> list[DemoSkill]:
    found = []
    years = who.years  # below twenty: above it some of these languages count otherwise
    for said, second in story.lines:
        kind = "skill" if said.startswith("+") else "occupation"
        texts = [
            _say(random, who, text.lstrip("+ "), language, years)
            for text, language in ((said, who.language), (second, story.second_language))
        ]
        recognised = random.choice((True, False, None)) if kind == "occupation" else None
        found.append(
            _skill(random, who, texts[0], kind, years, second=texts[1], recognised=recognised)
        )
    return found


def _addition(random: Random, who: _Who, *, recognised: bool | None) -> str:
    """A few words that some add: no papers for it, or have taught it."""
    manners = phrasebook.manners()
    if recognised is False and random.random() < 0.25:
        added: str = random.choice(manners["informal"][who.language])
    elif who.has_trained and random.random() < 0.25:
        added = random.choice(manners["taught"][who.language])
    else:
        return ""
    return ("، " if who.language == "ar" else ", ") + added


def _chosen_lines(random: Random, who: _Who) -> list[tuple[str, str]]:
    """The work of the trade, up to three skills out of it, perhaps one of a neighbour trade."""
    voice = who.trade.voices[who.language]
    many = random.choices((0, 1, 2, 3), (0.18, 0.34, 0.32, 0.16))[0]
    chosen = [(random.choice(voice.work), "occupation")]
    chosen += [(t, "skill") for t in random.sample(voice.skills, min(many, len(voice.skills)))]
    near = [phrasebook.trades()[key] for key in who.trade.near]
    voices = [trade.voices[who.language] for trade in near if who.language in trade.voices]
    offers = [skill for neighbour in voices for skill in neighbour.skills]
    if offers and random.random() < 0.22:
        chosen.append((random.choice(offers), "skill"))
    return chosen


def _introduced(random: Random, who: _Who, template: str) -> str:
    """A bare "six years with groups" mostly begins with the trade, as people say it."""
    if not template.startswith("{years}") or len(template) > 60 or random.random() < 0.25:
        return template
    comma = "، " if who.language == "ar" else ", "
    return _gendered(who, who.trade.voices[who.language].name) + comma + template


def _own_skills(random: Random, who: _Who) -> list[DemoSkill]:
    """What a person says they can do, the trade first, a day job below it last."""
    recognised: bool | None = _one_of(random, (0.42, True), (0.33, False), (0.25, None))
    below = not who.trade.day_job and random.random() < 0.22
    found: list[DemoSkill] = []
    for template, kind in _chosen_lines(random, who):
        if found:
            years = random.randint(1, who.years)
            said = _say(random, who, template, who.language, years)
            found.append(_skill(random, who, said, kind, years))
            continue
        template = _introduced(random, who, template)
        template += _addition(random, who, recognised=recognised)
        said = _say(random, who, template, who.language, who.years)
        known = below if random.random() < 0.9 else None
        found.append(
            _skill(random, who, said, kind, who.years, recognised=recognised, working_below=known)
        )
    if below and len(found) < 5 and random.random() < 0.7:
        found.append(_day_job(random, who))
    return found


def _one_of(random: Random, *chances: tuple[float, Any]) -> Any:
    return random.choices([value for _, value in chances], [chance for chance, _ in chances])[0]


def _day_job(random: Random, who: _Who) -> DemoSkill:
    jobs = [t for t in phrasebook.trades().values() if t.day_job and who.language in t.voices]
    job = random.choices(jobs, [t.women if who.feminine else 1 - t.women for t in jobs])[0]
    years = random.randint(1, min(8, who.years + 1))
    said = _say(random, who, random.choice(job.voices[who.language].work), who.language, years)
    return _skill(random, who, said, "occupation", years)


def _headlines(random: Random, who: _Who) -> tuple[str, str | None]:
    if who.story is not None:
        first, second = who.story.name
        return (
            _say(random, who, _gendered(who, first) + " – {home}", who.language, who.years),
            _say(random, who, _gendered(who, second) + " – {home}", who.story.second_language, 1),
        )
    name = _gendered(who, who.trade.voices[who.language].name)
    template = random.choice(phrasebook.manners()["headline"][who.language])
    return _say(random, who, template.replace("{name}", name), who.language, who.years), None


def _gendered(who: _Who, name: str) -> str:
    # A name may hold two whole texts, so it is chosen before it enters a longer one.
    return phrasebook.render(name, feminine=who.feminine, language=who.language)


def _ties(random: Random, who: _Who) -> tuple[DemoTie, ...]:
    language = who.story.second_language if who.story else who.language
    offered = phrasebook.manners()["ties"][language]
    found = []
    for kind in random.sample(list(offered), random.choices((0, 1, 2), (0.4, 0.42, 0.18))[0]):
        near_home = random.random() < 0.75
        place = who.origin if near_home else random.choice(places()[who.origin.country])
        note = phrasebook.render(
            random.choice(offered[kind]),
            feminine=who.feminine,
            language=language,
            home=_town(place, language),
        )
        found.append(DemoTie(kind, place, note, language, random.choice((1, 2, 2, 3, 3))))
    return tuple(found)


def _languages(random: Random, plan: dict[str, Any], who: _Who) -> tuple[DemoLanguage, ...]:
    """Mother tongue, language of school, language of residence, the one they write in."""
    mothers = plan["mother_tongues"][who.origin.country]
    mother = who.language if who.language in mothers else random.choice(mothers)
    levels = {mother: 3}
    for school in plan["school_languages"][who.origin.country]:
        levels.setdefault(school, random.choice((2, 3, 3)))
    tongue = plan["residence_tongues"][who.residence.country]
    levels.setdefault(tongue, random.choice((1, 1, 2, 2, 3)))
    levels[who.language] = max(levels.get(who.language, 2), 2)
    if who.story:
        second = who.story.second_language
        levels[second] = max(levels.get(second, 2), 2)
    if random.random() < 0.2:
        levels.setdefault("en", random.choice((1, 2)))
    return tuple(DemoLanguage(language, level) for language, level in levels.items())


def _some(random: Random, chances: dict[str, float]) -> tuple[str, ...]:
    """A subset, each with its chance, never empty."""
    found = tuple(key for key, chance in chances.items() if random.random() < chance)
    return found or (_weighted(random, chances),)


def _consents(random: Random) -> tuple[DemoConsent, ...]:
    """Most give all four; some leave one out, some took one back, some let them run out."""
    case = _one_of(random, (0.84, "all"), (0.06, "part"), (0.05, "withdrawn"), (0.05, "expired"))
    days = random.randint(-120, -1) if case == "expired" else random.randint(10, 365)
    missing = random.choice(("asked", "statistics", "matched")) if case == "part" else ""
    taken_back = random.choice((PURPOSES, ("matched", "asked"), ("statistics",)))
    return tuple(
        DemoConsent(purpose, days, case == "withdrawn" and purpose in taken_back)
        for purpose in PURPOSES
        if purpose != missing
    )


def _address(given: str, family: str, number: int) -> str:
    plain = unicodedata.normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode()
    return f"{re.sub(r'[^a-z.]', '', plain.lower())}.{number:04d}@example.org"


def _availability(random: Random) -> dict[str, Any]:
    modes = _some(random, {"remote": 0.68, "short": 0.5, "return": 0.2})
    begins = random.randint(-60, 150) if random.random() < 0.55 else None
    ends = (begins or 0) + random.randint(60, 500) if random.random() < 0.4 else None
    hours = random.choice((2, 3, 4, 4, 5, 6, 8, 8, 10, 16)) + (20 if "return" in modes else 0)
    return {
        "modes": modes,
        "hours_per_week": hours if random.random() < 0.88 else None,
        "times": _some(
            random, {"office": 0.25, "evenings": 0.55, "weekends": 0.6, "holidays": 0.35}
        ),
        "available_from_days": begins,
        "available_until_days": ends,
        "terms": _one_of(random, (0.45, "voluntary"), (0.33, "expenses"), (0.22, "paid")),
    }


def _draw_person(
    random: Random, plan: dict[str, Any], names: list[list[str]], number: int, who: _Who
) -> DemoPerson:
    skills = _story_skills(random, who, who.story) if who.story else _own_skills(random, who)
    first, second = _headlines(random, who)
    women, men, families = names
    given, family = random.choice(women if who.feminine else men), random.choice(families)
    alone = random.random() < 0.65
    return DemoPerson(
        number=number,
        language=who.language,
        second_language=who.story.second_language if who.story else None,
        headline=first,
        headline_second=second,
        skills=tuple(skills),
        languages=_languages(random, plan, who),
        residence=who.residence,
        origin=who.origin,
        ties=_ties(random, who),
        **_availability(random),
        has_trained=who.has_trained if random.random() < 0.9 else None,
        sex=("female" if who.feminine else "male") if random.random() < 0.9 else None,
        age_band=who.age_band if random.random() < 0.88 else None,
        registered_by="self" if alone else "association",
        consent_channel="web" if alone else random.choice(("paper", "paper", "spoken", "file")),
        confirmed_days_ago=min(500, int(random.expovariate(1 / 110))),
        consents=_consents(random),
        given=given,
        family=family,
        email=_address(given, family, number),
        trade=who.trade.key,
    )
