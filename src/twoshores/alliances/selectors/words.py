"""How the words of needs and organisations were read. Callers ask about texts that they hold."""

from collections.abc import Iterable, Mapping

from twoshores.engines.matching.phrases import vectors_of
from twoshores.taxonomy.models import Concept
from twoshores.taxonomy.near import CLOSE_FROM, near_ids
from twoshores.taxonomy.selectors import labels_of

from ..meanings import Meaning, Neighbours, Texts, Through
from ..models import ReadWords

FEW = 500  # texts that are asked for by name; of more, all that were read come at once


def meanings_of(texts: Iterable[str]) -> dict[str, Meaning]:
    """What was read of these texts; one that waits for the worker is left out. One query."""
    wanted = set(texts)
    rows = ReadWords.objects.exclude(vector=None)
    if len(wanted) <= FEW:
        rows = rows.filter(text__in=wanted)
    read = [row for row in rows.values_list("text", "vector", "concepts") if row[0] in wanted]
    vectors = vectors_of([bytes(row[1] or b"") for row in read])
    return {
        text: Meaning(vector, tuple(concepts))
        for (text, _packed, concepts), vector in zip(read, vectors, strict=True)
    }


def near_words(asked: Iterable[str], said: Iterable[str]) -> dict[str, dict[str, Through]]:
    """For each text asked those said that mean nearly the same, and through what.

    Two queries; one more where a concept is met for the first time in this process.
    """
    questions, answers = set(asked), set(said)
    meanings = meanings_of(questions | answers)
    texts = Texts({text: meanings[text] for text in sorted(answers & meanings.keys())})
    known = sorted(questions & meanings.keys())
    neighbours = _neighbours({pk for text in known for pk in meanings[text].concepts})
    return {text: texts.near(meanings[text], neighbours) for text in known}


def _neighbours(concepts: set[int]) -> Neighbours:
    if not concepts:
        return {}
    uris = dict(Concept.objects.filter(pk__in=concepts).values_list("pk", "uri"))
    return {
        pk: [(other, cosine) for other, cosine in nears if cosine >= CLOSE_FROM]
        for pk, nears in near_ids(uris).items()
    }


def concept_labels(through: Iterable[Through | None], language: str) -> Mapping[int, str]:
    """Labels of the concepts that words meet through. One query at most."""
    wanted = {one.concept for one in through if one is not None and one.concept is not None}
    return labels_of(wanted, language) if wanted else {}
