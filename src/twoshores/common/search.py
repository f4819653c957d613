"""Full-text search behind one small interface, on SQLite (FTS5) and PostgreSQL.

Texts are folded before they are stored (`folding.fold`), so both databases answer alike for
accents, case and Arabic letter variants. The last word of a query matches by its beginning.
"""

from collections.abc import Iterable, Sequence
from itertools import batched

from django.db import connection, transaction

from .folding import fold
from .models import SearchEntry

MAX_WORDS = 12
BATCH = 1_000


@transaction.atomic
def put(kind: str, object_id: object, title: str, texts: Iterable[str]) -> None:
    """Store or replace the searchable text of one record."""
    SearchEntry.objects.update_or_create(
        kind=kind,
        object_id=str(object_id),
        defaults={"title": title[:300], "folded": fold(" ".join([title, *texts]))},
    )


def put_many(kind: str, entries: Iterable[tuple[object, str, Iterable[str]]]) -> None:
    """`put` for many (id, title, texts) at once, in a few statements."""
    rows = [
        SearchEntry(
            kind=kind,
            object_id=str(object_id),
            title=title[:300],
            folded=fold(" ".join([title, *texts])),
        )
        for object_id, title, texts in entries
    ]
    SearchEntry.objects.bulk_create(
        rows,
        BATCH,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["title", "folded"],
    )


def remove(kind: str, object_id: object) -> None:
    remove_many(kind, [object_id])


def remove_many(kind: str, object_ids: Iterable[object]) -> None:
    """Take the texts of these records out of the search."""
    for batch in batched(map(str, object_ids), BATCH):
        SearchEntry.objects.filter(kind=kind, object_id__in=batch).delete()


def find(kind: str, query: str, *, limit: int = 200) -> list[str]:
    """Ids of records of a kind that hold every word of the query, best first."""
    words = fold(query[:300]).split()[:MAX_WORDS]
    if not words:
        return []
    if connection.vendor == "sqlite":
        return _find_sqlite(kind, words, limit)
    return _find_postgresql(kind, words, limit)


def _find_sqlite(kind: str, words: Sequence[str], limit: int) -> list[str]:
    match = " ".join(f'"{word}"*' for word in words)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.object_id FROM common_search_fts f JOIN common_searchentry e ON e.id=f.rowid"
            " WHERE common_search_fts MATCH %s AND e.kind=%s ORDER BY f.rank, e.id LIMIT %s",
            [match, kind, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _find_postgresql(kind: str, words: Sequence[str], limit: int) -> list[str]:
    match = " & ".join(f"{word}:*" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object_id FROM common_searchentry, to_tsquery('simple', %s) q"
            " WHERE kind=%s AND to_tsvector('simple', folded) @@ q"
            " ORDER BY ts_rank(to_tsvector('simple', folded), q) DESC, id LIMIT %s",
            [match, kind, limit],
        )
        return [row[0] for row in cursor.fetchall()]
