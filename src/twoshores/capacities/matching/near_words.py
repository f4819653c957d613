"""Who says nearly what a line of a need says: people's phrases near its own, by meaning.

A strict line takes none: whom it leaves out is decided by concepts that people confirmed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from twoshores.common.remembered import Remembered
from twoshores.engines.matching import Kind
from twoshores.engines.matching.phrases import Near, kinds_of, nearest, vectors_of

from ..models import PhraseUse
from .need import Question
from .roster_index import Roster

type Answers = list[tuple[int, Kind]]

# 8 kB each. By the index and the phrase, neither of which ever changes.
_near: Remembered[Near] = Remembered(most=2_000)


def near_words(questions: Iterable[Question], roster: Roster) -> dict[int, Answers]:
    """For each line that phrases may answer, by its key: numbers of phrases, and as what.

    One query for all, none while nobody's phrases were read. Lines whose own phrases nobody has
    read yet have no answers.
    """
    since = roster.index.newer(roster.delta)
    if not roster.index.phrases.size and not (since and since.phrases.size):
        return {}
    lines = [
        question.lines[requirement.concept].pk
        for question in questions
        for requirement in question.need.requirements
        if not requirement.strict
    ]
    uses = PhraseUse.objects.filter(line__in=lines, phrase__vector__isnull=False)
    asked: dict[int, list[int]] = defaultdict(list)
    vectors: dict[int, bytes] = {}
    for line, phrase, vector in uses.values_list("line", "phrase", "phrase__vector"):
        asked[line].append(phrase)
        vectors[phrase] = bytes(vector or b"")
    found = _phrases_near(vectors, roster)
    return {
        line: kinds_of(nearest([found[phrase] for phrase in phrases]))
        for line, phrases in asked.items()
    }


def _phrases_near(vectors: Mapping[int, bytes], roster: Roster) -> dict[int, Near]:
    """In the index (remembered for it) and in what came since (little, so worked out anew)."""
    fresh = [phrase for phrase in vectors if not _near.holds((roster.version, phrase))]
    made = roster.index.phrases.near(vectors_of([vectors[phrase] for phrase in fresh]))
    new = dict(zip(fresh, made, strict=True))
    found = {
        phrase: _near.get(
            (roster.version, phrase),
            lambda phrase=phrase: new.get(phrase) or _one(vectors[phrase], roster),  # type: ignore[misc]
        )
        for phrase in vectors
    }
    since = roster.index.newer(roster.delta)
    if since is None or not since.phrases.size:
        return found
    later = since.phrases.near(vectors_of(list(vectors.values())))
    return {
        phrase: nearest([found[phrase], near]) for phrase, near in zip(vectors, later, strict=True)
    }


def _one(vector: bytes, roster: Roster) -> Near:
    """Forgotten between the look and the taking: others asked for much at that moment."""
    return roster.index.phrases.near(vectors_of([vector]))[0]
