"""Every write of the taxonomy: what comes with us, and what is imported on top."""

from itertools import batched
from pathlib import Path

from django.db import transaction

from twoshores.engines.linking import Taxonomy

from .models import Concept, Label, Relation

DEFAULT_FILE = Path(__file__).parent / "data" / "esco-en.jsonl.xz"
BATCH = 5_000


def taxonomy_is_loaded() -> bool:
    return Concept.objects.exists()


@transaction.atomic
def taxonomy_load_default() -> int:
    """Load the English taxonomy that comes with us, once; returns how many concepts."""
    if taxonomy_is_loaded():
        return 0
    taxonomy = Taxonomy.read(DEFAULT_FILE)
    concepts = taxonomy.concepts
    ids = {uri: number for number, uri in enumerate(concepts, start=1)}
    for batch in batched(concepts.values(), BATCH):
        Concept.objects.bulk_create(
            Concept(pk=ids[c.uri], uri=c.uri, kind=c.kind, code=c.code, label=c.label)
            for c in batch
        )
    _load_labels(taxonomy, ids)
    _load_relations(taxonomy, ids)
    _number_on_from(len(ids))
    return len(ids)


def _load_labels(taxonomy: Taxonomy, ids: dict[str, int]) -> None:
    rows = (
        Label(concept_id=ids[c.uri], language=taxonomy.language, text=text, is_preferred=preferred)
        for c in taxonomy.concepts.values()
        for text, preferred in [(c.label, True), *((other, False) for other in c.alternatives)]
    )
    for batch in batched(rows, BATCH):
        Label.objects.bulk_create(batch)


def _load_relations(taxonomy: Taxonomy, ids: dict[str, int]) -> None:
    rows = (
        Relation(source_id=ids[c.uri], target_id=ids[broader], kind=Relation.Kind.BROADER)
        for c in taxonomy.concepts.values()
        for broader in dict.fromkeys(c.broader)
        if broader in ids and broader != c.uri
    )
    for batch in batched(rows, BATCH):
        Relation.objects.bulk_create(batch, ignore_conflicts=True)


def _number_on_from(last: int) -> None:
    """PostgreSQL's counter does not see numbers that were given; SQLite's does."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('taxonomy_concept', 'id'), %s)", [last]
            )
