"""A trial: people's own phrases as concepts beside the taxonomy's, in the product's own engine.

`python -m benchmarks.relevance.phrases --data DIR`, on an instance that `rank.py` made. Each phrase
that somebody wrote gets a number above those of concepts and is claimed beside what it was read
as. For a line of a need the phrases near it in meaning stand among the relations: the engine takes
the best answer of either sort and adds nothing twice. Printed for each variant: nDCG@10, recall@20
and judged@10, for needs with an even and with an odd code apart. Choose bounds on the even ones.
"""

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from twoshores.engines.linking.encoder import encode_many
from twoshores.engines.linking.languages import refusal
from twoshores.engines.matching import FIRST_DAY, LAST_DAY, Index, Kind, Need, RelationTable, Scale

from .__main__ import Languages, Rankings, figures
from .judgements import JUDGEMENTS, read_judgements
from .pool import demo_needs, demo_people

FIRST_PHRASE = 2**31  # concepts of the taxonomy stay far below
ALL_PHRASES = 100_000  # more than the demo has, so that no near phrase is cut off
KINDS = (Kind.NARROWER, Kind.CLOSE, Kind.AKIN)  # 90, 70 and 45 per cent of the points
HALVES = {"even": {0}, "odd": {1}, "all": {0, 1}}

type Said = Sequence[tuple[str, str]]
"""Texts with their languages."""


@dataclass(frozen=True, slots=True)
class Variant:
    """`bands`: the cosines from which a phrase answers as each of KINDS; none: no phrases."""

    name: str
    bands: tuple[float, ...] = ()
    covers_from: int = 50


VARIANTS = (
    Variant("as it is"),
    Variant("as it is, close does not cover", covers_from=75),
    *(
        Variant(f"phrases from {bands}{text}", bands, covers_from)
        for bands in [(0.75, 0.6, 0.5), (0.7, 0.55, 0.45), (0.65, 0.5, 0.4), (0.6, 0.45, 0.35)]
        for covers_from, text in [(50, ""), (75, ", close does not cover")]
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A need with its relations and, by requirement, the cosine to each phrase."""

    need: Need
    relations: RelationTable
    cosines: Mapping[int, npt.NDArray[np.float32]]

    def with_phrases(self, bands: tuple[float, ...]) -> RelationTable:
        rows = {concept: list(self.relations.related(concept)) for concept in self.cosines}
        for concept, cosines in self.cosines.items():
            for at in np.flatnonzero(cosines >= bands[-1]) if bands else ():
                kinds = zip(bands, KINDS, strict=True)
                kind = next(kind for bound, kind in kinds if cosines[at] >= bound)
                rows[concept].append((FIRST_PHRASE + int(at), kind))
        return RelationTable({concept: tuple(found) for concept, found in rows.items()})


def readable(said: Said) -> list[str]:
    """Texts in a language that the encoder knows; the others give no phrase."""
    nothing: frozenset[str] = frozenset()
    return [text for text, tag in said if text and not refusal(text, tag, nothing, nothing)]


def roster() -> tuple[Index, list[str]]:
    """Everybody who may be found, with phrases among their claims; and the phrases."""
    from twoshores.capacities.matching.profiles import engine_profiles
    from twoshores.capacities.services.linking import phrases_of

    from .systems import candidates

    places: dict[str, int] = {}
    claims: dict[int, list[tuple[int, int]]] = {}
    for number, profile in candidates().items():
        own = claims.setdefault(number, [])
        for skill in profile.skills.all():
            said = [(skill.said, skill.language), (skill.second_said, skill.second_language)]
            for phrase in {part for text in readable(said) for part in phrases_of(text)}:
                own.append((FIRST_PHRASE + places.setdefault(phrase, len(places)), skill.level))
    profiles = (profile for profile in engine_profiles() if profile.id in claims)
    return Index.of(replace(p, claims=(*p.claims, *claims[p.id])) for p in profiles), list(places)


def questions(phrases: Sequence[str]) -> Iterator[tuple[str, Asked]]:
    """By code. Only the text counts: no filter, nothing strict, no bonus."""
    from twoshores.capacities.matching.need import question_of
    from twoshores.capacities.matching.relations import relation_table

    from .systems import demo_needs as needs

    vectors = encode_many(phrases)
    for code, need in needs().items():
        question = question_of(need)
        assert question is not None
        cosines = {}
        for number, line in question.lines.items():
            said = [(line.said, line.language), (line.second_said, line.second_language)]
            texts = readable(said)
            nothing = np.zeros(len(phrases), dtype=np.float32)
            cosines[number] = (encode_many(texts) @ vectors.T).max(axis=0) if texts else nothing
        requirements = tuple(replace(r, strict=False) for r in question.need.requirements)
        asked = Need(requirements, first_day=FIRST_DAY, last_day=LAST_DAY)
        yield code, Asked(asked, relation_table(question.concepts, question.also), cosines)


def ranked(index: Index, asked: Mapping[str, Asked], variant: Variant) -> Rankings:
    scale = Scale(covers_from=variant.covers_from, max_expansion=ALL_PHRASES)
    scaled = Index(index.columns, 0, scale)
    return {
        code: [
            hit.profile
            for hit in scaled.search(one.need, top=200, relations=one.with_phrases(variant.bands))
        ]
        for code, one in asked.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder of the instance")
    args = parser.parse_args()
    os.environ |= {"DATA_DIR": str(args.data), "DEMO": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "twoshores.config.settings"
    import django

    django.setup()
    judged = read_judgements(JUDGEMENTS)
    languages = Languages(
        {code: row["language"] for code, row in demo_needs().items()},
        {number: person.language for number, person in demo_people().items()},
    )
    index, phrases = roster()
    asked = dict(questions(phrases))
    for variant in VARIANTS:
        found, cells = ranked(index, asked, variant), [variant.name]
        for half, rests in HALVES.items():
            grades = {c: g for c, g in judged.grades.items() if int(c[-2:]) % 2 in rests}
            figure = figures(found, replace(judged, grades=grades), languages)["all"]
            keys = ("ndcg@10", "recall@20", "judged@10")
            cells.append(f"{half} " + " ".join(f"{figure[key]:.3f}" for key in keys))
        print(" | ".join(cells), flush=True)


if __name__ == "__main__":
    main()
