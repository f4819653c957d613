"""What else answers a required concept, read from the taxonomy in a few queries per need."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from twoshores.engines.matching import Kind, RelationTable
from twoshores.taxonomy.models import Concept, Relation

MAX_SIBLINGS = 120


def relation_table(concept_ids: Iterable[int]) -> RelationTable:
    """Narrower, broader, same-group and shared-occupation concepts of each concept.

    Same group: directly under the same parent, which for occupations is their ISCO-08 unit
    group. Shared occupation (where ESCO's relations are loaded): an occupation that essentially
    needs the asked skill, or a skill that the asked occupation essentially needs. Two queries.
    """
    wanted = set(concept_ids)
    rows: dict[int, list[tuple[int, Kind]]] = defaultdict(list)
    parents: dict[int, set[int]] = defaultdict(set)
    touching = Relation.objects.filter(
        Q(source__in=wanted) | Q(target__in=wanted),
        kind__in=[Relation.Kind.BROADER, Relation.Kind.ESSENTIAL],
    )
    for source, target, kind, target_kind in touching.values_list(
        "source", "target", "kind", "target__kind"
    ):
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
    _siblings(parents, rows)
    return RelationTable({concept: tuple(found) for concept, found in rows.items()})


def _siblings(parents: dict[int, set[int]], rows: dict[int, list[tuple[int, Kind]]]) -> None:
    """Concepts directly under the same parent, unless the parent is a very wide group."""
    above = set().union(*parents.values()) if parents else set()
    children: dict[int, set[int]] = defaultdict(set)
    under = Relation.objects.filter(kind=Relation.Kind.BROADER, target__in=above)
    for source, target in under.values_list("source", "target"):
        children[target].add(source)
    for concept, groups in parents.items():
        for parent in groups:
            if len(children[parent]) <= MAX_SIBLINGS:
                rows[concept] += [(c, Kind.SAME_GROUP) for c in children[parent] - {concept}]
