"""The rankings that are compared: full-text search, nearest words, and the product's shortlist.

Only the text counts here: no filter by language, mode, date or country, nothing strict, no
bonus for ties, times or freshness. Import after django.setup().
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils import timezone

from twoshores.capacities.matching.need import question_of
from twoshores.capacities.matching.relations import relations_of
from twoshores.capacities.matching.roster_index import current_roster
from twoshores.capacities.models import Need, Profile
from twoshores.common.folding import fold
from twoshores.engines.linking.encoder import encode_many
from twoshores.engines.linking.phrases import phrases_of
from twoshores.engines.matching import FIRST_DAY, LAST_DAY
from twoshores.portal.demo.load import DATA

DEPTH = 200
LEAST_COSINE = 0.3
"""Below it two texts have nothing to do with each other; such likeness earns nothing."""

type Rankings = dict[str, list[int]]
"""Need code -> numbers of people, best first."""


def demo_needs() -> dict[str, Need]:
    """The demo's needs by their code in needs.json, with their requirements."""
    rows = json.loads(DATA.read_text("utf-8"))["needs"]
    codes = {row["title"]: row["code"] for row in rows}
    needs = Need.objects.filter(is_demo=True).prefetch_related("requirements__concept")
    return {codes[need.title]: need for need in needs.order_by("created_at") if need.title in codes}


def candidates() -> dict[int, Profile]:
    """By number, everybody whose consent to be listed and matched holds, with their skills."""
    now = timezone.now()
    rows = Profile.objects.filter(
        person__matched_until__gt=now, person__listed_until__gt=now, person__erased_at=None
    ).prefetch_related("skills")
    return {profile.number: profile for profile in rows.order_by("number")}


def words_of_need(need: Need) -> str:
    """What a person would type: the title and what is asked, in both languages if it has two."""
    lines = [text for line in need.requirements.all() for text in (line.said, line.second_said)]
    return " ".join([need.title, *lines])


def words_of(profile: Profile) -> str:
    """Everything the person wrote, in both of their languages."""
    texts = [text for skill in profile.skills.all() for text in (skill.said, skill.second_said)]
    return " ".join([profile.headline, profile.second_headline, *texts])


def full_text(needs: Mapping[str, Need], people: Mapping[int, Profile]) -> Rankings:
    """SQLite FTS5: any of the need's words, folded, in what people wrote; ranked by bm25."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE said USING fts5(words)")
    table.executemany(
        "INSERT INTO said(rowid, words) VALUES (?, ?)",
        [(number, fold(words_of(profile))) for number, profile in people.items()],
    )
    found = {}
    for code, need in needs.items():
        query = " OR ".join(
            f'"{word}"' for word in dict.fromkeys(fold(words_of_need(need)).split())
        )
        rows = table.execute(
            "SELECT rowid FROM said WHERE said MATCH ? ORDER BY rank, rowid LIMIT ?",
            (query, DEPTH),
        )
        found[code] = [number for (number,) in rows]
    return found


def nearest_words(needs: Mapping[str, Need], people: Mapping[int, Profile]) -> Rankings:
    """The sentence encoder alone, without a taxonomy: what asks beside what was said.

    Score: over the lines of a need, weight x (cosine to the nearest phrase of the person - 0.3).
    """
    said = {number: _phrases(profile) for number, profile in people.items()}
    asked = {code: _asked(need) for code, need in needs.items()}
    texts = {text for found in said.values() for text in found}
    texts |= {text for lines in asked.values() for _, found in lines for text in found}
    place = {text: row for row, text in enumerate(sorted(texts))}
    vectors = encode_many(sorted(texts))
    rows = {number: vectors[[place[text] for text in found]] for number, found in said.items()}
    found = {}
    for code, lines in asked.items():
        queries = [(weight, vectors[[place[text] for text in texts]]) for weight, texts in lines]
        scores = {
            number: sum(
                weight * max(0.0, float((own @ query.T).max()) - LEAST_COSINE)
                for weight, query in queries
            )
            for number, own in rows.items()
        }
        found[code] = sorted(scores, key=lambda number: (-scores[number], number))[:DEPTH]
    return found


def _phrases(profile: Profile) -> list[str]:
    texts = [text for skill in profile.skills.all() for text in (skill.said, skill.second_said)]
    return list(dict.fromkeys(phrase for text in texts if text for phrase in phrases_of(text)))


def _asked(need: Need) -> list[tuple[int, list[str]]]:
    lines = need.requirements.all()
    return [(line.weight, [t for t in (line.said, line.second_said) if t]) for line in lines]


def product(needs: Mapping[str, Need], people: Mapping[int, Profile]) -> Rankings:
    """The product's shortlist with the labels that this instance has loaded."""
    return {code: _ranked(need, people) for code, need in needs.items()}


def _ranked(need: Need, people: Mapping[int, Profile]) -> list[int]:
    question = question_of(need)
    if question is None:
        return []
    asked = replace(
        question.need,
        requirements=tuple(replace(line, strict=False) for line in question.need.requirements),
        modes=0,
        languages=0,
        first_day=FIRST_DAY,
        last_day=LAST_DAY,
        excluded=frozenset(),
        locality=0,
        region=0,
        country=0,
        times=0,
        today=0,
    )
    roster = current_roster()
    # Of the question with nothing strict: phrases answer no strict line.
    (relations,) = relations_of([replace(question, need=asked)], roster)
    matches = roster.index.shortlist(asked, top=DEPTH, relations=relations, delta=roster.delta)
    return [match.profile for match in matches if match.profile in people]


SYSTEMS: dict[str, Callable[[Mapping[str, Need], Mapping[int, Profile]], Rankings]] = {
    "full text": full_text,
    "nearest words": nearest_words,
    "product": product,
}
