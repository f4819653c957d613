"""Every read of the taxonomy. It holds no personal data and is open to everybody."""

from collections.abc import Iterable

from .models import Concept, Label


def labels_of(concept_ids: Iterable[int], language: str) -> dict[int, str]:
    """The preferred label of each concept in a language, else in English. One or two queries."""
    ids = set(concept_ids)
    found = dict(Concept.objects.filter(pk__in=ids).values_list("pk", "label"))
    if language != "en":
        local = Label.objects.filter(concept__in=ids, language=language, is_preferred=True)
        found |= dict(local.values_list("concept_id", "text"))
    return found
