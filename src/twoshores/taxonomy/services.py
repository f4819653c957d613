"""Every write of the taxonomy: what comes with the product, and official files of ESCO."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from twoshores.common.decisions import require
from twoshores.engines.linking import Taxonomy
from twoshores.engines.linking.esco_csv import (
    OfficialConcept,
    OfficialData,
    RefusedRow,
    read_official,
)

from .hooks import taxonomy_changed
from .models import Concept, Label, Relation
from .permissions import can_import_taxonomy

if TYPE_CHECKING:
    from twoshores.accounts.models import User

DEFAULT = Path(__file__).parent / "data" / "esco-en.jsonl.xz"
OWN_GROUP = "urn:twoshores:esco-skill-group:"
BATCH = 5000
NAMED_UNKNOWN = 200
type LabelRow = tuple[int, str, str, bool]  # concept id, language, text, preferred


@dataclass(slots=True)
class ImportReport:
    """What an import wrote and what it did not.

    retired: URIs that the English base does not know, kept as retired (the first 200 named).
    refused: rows of the files that could not be used; relations_refused: relations with an end
    that is not there.
    """

    languages: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    concepts_new: int = 0
    labels: int = 0
    relations_new: int = 0
    relations_refused: int = 0
    retired_count: int = 0
    retired: list[str] = field(default_factory=list)
    refused_count: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def taxonomy_load_default() -> int:
    """Load the English taxonomy that comes with us; returns how many concepts were written.

    Idempotent: nothing is written while the file is the one loaded last (the stamp in
    DATA_DIR) and the tables still hold it. Concepts and labels of official files stay.
    """
    stamp = settings.DATA_DIR / f"{DEFAULT.name}.stamp"
    made_from = hashlib.sha256(DEFAULT.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == f"{made_from} {Concept.objects.count()}":
        return 0
    taxonomy = Taxonomy.read(DEFAULT)
    with transaction.atomic():
        written = _load(taxonomy)
        taxonomy_changed()
    stamp.write_text(f"{made_from} {Concept.objects.count()}")
    return written


def _load(taxonomy: Taxonomy) -> int:
    # A group whose code an official file has brought meanwhile keeps the official URI.
    coded = dict(
        Concept.objects.filter(kind=Concept.Kind.GROUP).exclude(code="").values_list("code", "uri")
    )
    alias = {
        c.uri: coded.get(c.code, c.uri)
        for c in taxonomy.concepts.values()
        if c.uri.startswith(OWN_GROUP)
    }
    known = set(Concept.objects.values_list("uri", flat=True))
    fresh = [c for c in taxonomy.concepts.values() if alias.get(c.uri, c.uri) not in known]
    Concept.objects.bulk_create(
        [Concept(uri=c.uri, kind=c.kind, code=c.code, label=c.label[:300]) for c in fresh],
        batch_size=BATCH,
    )
    ids = dict(Concept.objects.values_list("uri", "pk"))
    spoken = set(Label.objects.filter(language="en").values_list("concept", flat=True))
    labels: list[LabelRow] = []
    pairs = []
    for concept in taxonomy.concepts.values():
        pk = ids[alias.get(concept.uri, concept.uri)]
        if pk not in spoken:
            labels.append((pk, "en", concept.label, True))
            labels += [(pk, "en", text, False) for text in concept.alternatives]
        above = [ids.get(alias.get(uri, uri)) for uri in concept.broader]
        pairs += [(pk, up, str(Relation.Kind.BROADER)) for up in above if up is not None]
    _insert_labels(labels)
    _insert_relations(pairs)
    return len(fresh)


def taxonomy_import(path: Path, *, by: "User | None") -> ImportReport:
    """Read an official ESCO CSV download of any language (folder or zip) into the database.

    by: a steward; None for somebody at the command line of the machine. All or nothing: raises
    OfficialFormatError, or any error of the database, with nothing written. Can be repeated:
    labels of the concepts and language in the files are replaced, relations added. English
    files make concepts; others make retired ones for URIs that are not known. The linking
    index is refreshed by a task (`linking.refresh_index`).
    """
    require(can_import_taxonomy(by))
    data = read_official(path)
    with transaction.atomic():
        report = _import(data)
        taxonomy_changed()
    return report


def _import(data: OfficialData) -> ImportReport:
    report = ImportReport(
        languages=sorted({concept.language for concept in data.concepts}),
        rows=dict(data.counts),
        refused_count=data.refused_count,
        refused=data.refused,
        ignored=data.ignored,
    )
    _name_groups(data.concepts)
    # English first: it says which concepts there are.
    for language in sorted(report.languages, key=lambda code: (code != "en", code)):
        _import_language(language, [c for c in data.concepts if c.language == language], report)
    ids = dict(Concept.objects.values_list("uri", "pk"))
    pairs = [
        (ids[source], ids[target], kind)
        for source, target, kind in data.relations
        if source in ids and target in ids
    ]
    report.relations_refused = len(data.relations) - len(pairs)
    before = Relation.objects.count()
    _insert_relations(pairs)
    report.relations_new = Relation.objects.count() - before
    return report


def _name_groups(concepts: Iterable[OfficialConcept]) -> None:
    """Give groups that the default data names by code their official URI."""
    official = {c.code: c.uri for c in concepts if c.kind == "group" and c.code}
    taken = set(Concept.objects.filter(uri__in=official.values()).values_list("uri", flat=True))
    own = list(Concept.objects.filter(uri__startswith=OWN_GROUP))
    renamed = [group for group in own if official.get(group.code, group.uri) not in taken]
    for group in renamed:
        group.uri = official.get(group.code, group.uri)
    Concept.objects.bulk_update(renamed, ["uri"], batch_size=BATCH // 10)


def _import_language(
    language: str, concepts: Sequence[OfficialConcept], report: ImportReport
) -> None:
    known = {concept.uri: concept for concept in Concept.objects.all()}
    english = language == "en"
    fresh = {c.uri: c for c in concepts if c.uri not in known}
    Concept.objects.bulk_create(
        [
            Concept(
                uri=c.uri, kind=c.kind, code=c.code, label=c.label[:300], is_retired=not english
            )
            for c in fresh.values()
        ],
        batch_size=BATCH,
    )
    report.concepts_new += len(fresh)
    if english:
        _update_english(known, concepts)
    else:
        # Also those that an earlier run kept: a second run says what the first one said.
        earlier = {c.uri for c in concepts if c.uri in known and known[c.uri].is_retired}
        retired = sorted(fresh.keys() | earlier)
        report.retired_count += len(retired)
        report.retired += retired[: NAMED_UNKNOWN - len(report.retired)]
    ids = dict(Concept.objects.values_list("uri", "pk"))
    spoken = [ids[c.uri] for c in concepts]
    for start in range(0, len(spoken), BATCH):
        Label.objects.filter(language=language, concept__in=spoken[start : start + BATCH]).delete()
    labels: list[LabelRow] = []
    for c in {c.uri: c for c in concepts}.values():
        labels.append((ids[c.uri], language, c.label, True))
        labels += [(ids[c.uri], language, text, False) for text in c.alternatives]
    _insert_labels(labels)
    report.labels += len(labels)


def _update_english(known: dict[str, Concept], concepts: Iterable[OfficialConcept]) -> None:
    """The official English label and code; a concept once kept as retired is one again."""
    changed = []
    for official in concepts:
        concept = known.get(official.uri)
        if concept is None:
            continue
        facts = (official.label[:300], official.code or concept.code, False)
        if (concept.label, concept.code, concept.is_retired) != facts:
            concept.label, concept.code, concept.is_retired = facts
            changed.append(concept)
    Concept.objects.bulk_update(changed, ["label", "code", "is_retired"], batch_size=500)


def _insert_labels(rows: Sequence[LabelRow]) -> None:
    # Tuples: 130,000 model instances take longer to make than to write.
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO taxonomy_label (concept_id, language, text, is_preferred)"
            " VALUES (%s, %s, %s, %s)",
            [(pk, language, text[:400], preferred) for pk, language, text, preferred in rows],
        )


def _insert_relations(rows: Sequence[tuple[int, int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO taxonomy_relation (source_id, target_id, kind) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            list(dict.fromkeys(row for row in rows if row[0] != row[1])),
        )
