"""What else answers what a need asks: from the taxonomy, and from what people said."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from twoshores.engines.matching import Kind, RelationTable
from twoshores.taxonomy.models import Concept, Relation
from twoshores.taxonomy.near import CLOSE_FROM, near_ids

from .near_words import near_words
from .need import Question
from .roster_index import Roster

MAX_SIBLINGS = 120


def relations_of(questions: Sequence[Question], roster: Roster) -> list[RelationTable]:
    """Everything that answers each question in part. Three queries for any number of them.

    A table for each, though they may ask for the same concept: each says it in words of its own.
    """
    concepts = {c: uri for question in questions for c, uri in question.concepts.items()}
    also = {c: others for question in questions for c, others in question.also.items()}
    rows = relation_table(concepts, also).rows
    said = near_words(questions, roster)
    return [
        RelationTable(
            {number: (*rows.get(number, ()), *said.get(line.pk, ())) for number, line in lines}
        )
        for lines in (question.lines.items() for question in questions)
    ]


def relation_table(
    concepts: Mapping[int, str], also: Mapping[int, Sequence[int]] | None = None
) -> RelationTable:
    """Everything that answers each concept (id -> URI) in part.

    By the taxonomy's tree: narrower, broader, same group, shared occupation. By meaning: close
    and akin, which also joins occupations with skills and works where no relation is loaded.
    `also`: other concepts that unconfirmed words may mean as well; they count as close.
    Same group: directly under the same parent, which for occupations is their ISCO-08 unit
    group. Shared occupation (where ESCO's relations are loaded): an occupation that essentially
    needs the asked skill, or a skill that the asked occupation essentially needs. One query.
    """
    wanted = set(concepts)
    rows: dict[int, list[tuple[int, Kind]]] = defaultdict(list)
    parents: dict[int, set[int]] = defaultdict(set)
    children: dict[int, set[int]] = defaultdict(set)
    for source, target, kind, target_kind in _touching(wanted):
        if kind == Relation.Kind.BROADER:
            children[target].add(source)
        up, down = (
            (Kind.BROADER, Kind.NARROWER)
            if kind == Relation.Kind.BROADER
            else (Kind.SHARED_OCCUPATION, Kind.SHARED_OCCUPATION)
        )
        if source in wanted and target_kind != Concept.Kind.GROUP:
            rows[source].append((target, up))
        if source in wanted and kind == Relation.Kind.BROADER:
            parents[source].add(target)
        if target in wanted:
            rows[target].append((source, down))
    for concept, groups in parents.items():
        rows[concept] += [(other, Kind.SAME_GROUP) for other in _beside(concept, groups, children)]
    for concept, nears in near_ids(concepts).items():
        rows[concept] += [
            (other, Kind.CLOSE if cosine >= CLOSE_FROM else Kind.AKIN) for other, cosine in nears
        ]
    for concept, others in (also or {}).items():
        rows[concept] += [(other, Kind.CLOSE) for other in others if other != concept]
    return RelationTable({concept: tuple(found) for concept, found in rows.items()})


def _beside(concept: int, groups: set[int], children: Mapping[int, set[int]]) -> list[int]:
    """Concepts directly under the same parent, unless the parent is a very wide group."""
    near = (children[parent] for parent in groups if len(children[parent]) <= MAX_SIBLINGS)
    return [other for found in near for other in found - {concept}]


def _touching(wanted: set[int]) -> QuerySet[Relation, tuple[int, int, str, str]]:
    """Relations of these concepts, and of those directly under the same parents."""
    kinds = [Relation.Kind.BROADER, Relation.Kind.ESSENTIAL]
    above = Relation.objects.filter(kind=Relation.Kind.BROADER, source__in=wanted)
    beside = Q(kind=Relation.Kind.BROADER, target__in=above.values("target"))
    found = Relation.objects.filter(
        Q(source__in=wanted, kind__in=kinds) | Q(target__in=wanted, kind__in=kinds) | beside
    )
    return found.values_list("source", "target", "kind", "target__kind")
