"""Every read of the taxonomy. It holds no personal data and is open to everybody."""

from collections.abc import Iterable

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from .models import Concept, Label, Relation


def labels_of(concept_ids: Iterable[int], language: str) -> dict[int, str]:
    """The preferred label of each concept in a language, else in English. One query."""
    local = Label.objects.filter(concept=OuterRef("pk"), language=language, is_preferred=True)
    named = Concept.objects.filter(pk__in=set(concept_ids)).annotate(
        shown=Coalesce(Subquery(local.values("text")[:1]), F("label"))
    )
    return dict(named.values_list("pk", "shown"))


def concept_by_uri(uri: str) -> Concept | None:
    """The concept that is in use under this URI."""
    return Concept.objects.filter(uri=uri, is_retired=False).first()


def concepts_broader(concept: Concept) -> list[Concept]:
    """The concepts directly above, by label."""
    above = Concept.objects.filter(
        relations_in__source=concept, relations_in__kind=Relation.Kind.BROADER
    )
    return list(above.order_by("label"))


def concepts_narrower(concept: Concept) -> list[Concept]:
    """The concepts directly below that are in use, by label."""
    below = Concept.objects.filter(
        relations_out__target=concept,
        relations_out__kind=Relation.Kind.BROADER,
        is_retired=False,
    )
    return list(below.order_by("label"))


def concepts_of_same_group(concept: Concept) -> list[Concept]:
    """Concepts of the same kind in use directly under one of its groups, without itself."""
    groups = [above.pk for above in concepts_broader(concept)]
    beside = Concept.objects.filter(
        relations_out__target__in=groups,
        relations_out__kind=Relation.Kind.BROADER,
        kind=concept.kind,
        is_retired=False,
    )
    return list(beside.exclude(pk=concept.pk).distinct().order_by("label"))


def groups_at_top() -> list[Concept]:
    """Groups that nothing is above: where the tree of occupations and skills begins."""
    below = Relation.objects.filter(kind=Relation.Kind.BROADER).values("source")
    tops = Concept.objects.filter(kind=Concept.Kind.GROUP, is_retired=False)
    return list(tops.exclude(pk__in=below).order_by("code", "label"))


def group_labels(codes: Iterable[str], language: str) -> dict[str, str]:
    """Code -> label in a language, else in English, of groups (ISCO-08 and ESCO). One query."""
    local = Label.objects.filter(concept=OuterRef("pk"), language=language, is_preferred=True)
    named = Concept.objects.filter(kind=Concept.Kind.GROUP, code__in=set(codes)).annotate(
        shown=Coalesce(Subquery(local.values("text")[:1]), F("label"))
    )
    return dict(named.values_list("code", "shown"))
