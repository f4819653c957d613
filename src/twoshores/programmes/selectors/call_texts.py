"""The texts of a call that are translated, and a call in the reader's language."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Replace
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import Translation
from twoshores.common.translations import Facing, facing_from, facing_lists
from twoshores.engines.eligibility import LONGEST_NAME

from ..models import Call
from ..models.call import CallPart, Worded
from .calls import parts_of

# Texts by kind of record: field, what it is called, how long it may be.
CALL_TEXTS = (
    ("title", _("Title"), 200),
    ("summary", _("In a few words"), 1500),
    ("about", _("What is sought"), 10_000),
)
GROUP = _("Group of countries")
PART_TEXTS: dict[str, tuple[tuple[str, str | Promise, int], ...]] = {
    "themes": (("title", _("Theme"), 200), ("about", _("What belongs to it"), 2000)),
    "criteria": (("title", _("Criterion"), 200), ("guidance", _("How to mark it"), 2000)),
    "prompts": (("title", _("Question"), 300), ("help", _("What helps to answer it"), 2000)),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a call with its translation, "" for none."""

    record: Model
    field: str
    label: Any
    longest: int
    translated: str
    words: str = ""  # the original, where it is no field of the record

    @property
    def name(self) -> str:
        return f"{self.record._meta.model_name}-{self.record.pk}-{self.field}"

    @property
    def original(self) -> str:
        return self.words or str(getattr(self.record, self.field))

    def of_form(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": self.label,
            "original": self.original,
            "longest": self.longest,
            "translated": self.translated,
        }


def texts_of(call: Call, language: str) -> list[Text]:
    """All texts that say something, in the order of the call's page. Four queries."""
    records: list[tuple[Model, Sequence[tuple[str, Any, int]]]] = [(call, CALL_TEXTS)]
    for name, fields in PART_TEXTS.items():
        records += [(row, fields) for row in parts_of(call, name)]
    found = _translations([record for record, _fields in records], language)
    texts = [
        Text(record, field, label, longest, found.get((*_key(record), field), ""))
        for record, fields in records
        for field, label, longest in fields
        if str(getattr(record, field)).strip()
    ]
    groups = {field_of_group(group): group for group in groups_of(call)}
    return texts + [
        Text(call, field, GROUP, LONGEST_NAME, found.get((*_key(call), field), ""), group)
        for field, group in groups.items()
    ]


def groups_of(call: Call) -> list[str]:
    """What the rules of a call name its groups of countries, each once, in their order."""
    named = (row.get("group") for row in call.rules if isinstance(row, dict))
    return list(dict.fromkeys(group for group in named if isinstance(group, str) and group.strip()))


def field_of_group(group: str) -> str:
    """Under which name the translation of a group's name is kept. It is made of the words: two
    rules that name the same group share it, and a group that is named anew has none yet."""
    return f"group-{hashlib.sha256(group.encode()).hexdigest()[:32]}"


def groups_in(call: Call, reader: str) -> dict[str, str]:
    """Names of the call's groups of countries that are translated, by what they are called in the
    call. One query, none for readers of the original or where `title_of` was asked of this call."""
    found = {row.field: row.text for row in _own(call, reader)} if groups_of(call) else {}
    fields = {group: field_of_group(group) for group in groups_of(call)}
    return {group: found[field] for group, field in fields.items() if field in found}


def _own(call: Call, reader: str) -> list[Translation]:
    """Translations of the call's own texts. One query the first time that it is asked."""
    if reader in ("", call.language):
        return []
    kept: tuple[str, list[Translation]] | None = getattr(call, "read_in", None)
    if kept is None or kept[0] != reader:
        kept = (reader, _rows([call], reader))
        call.read_in = kept  # type: ignore[attr-defined]
    return kept[1]


def title_of(call: Call, reader: str) -> Worded:
    """The title alone, as the reader reads it. One query, none for readers of the original."""
    found = facing_from(call, ("title",), reader, _own(call, reader))
    return Worded(found.texts["title"], "", found.language)


def word_calls(calls: Iterable[Call], reader: str) -> None:
    """Let `worded` of these calls say their titles as the reader reads them, as lists show them.
    One query, none where all are written in the reader's language."""
    rows: list[Any] = list(calls)
    found = facing_lists(rows, ("title",), reader)
    for row in rows:
        facing = found[row.pk]
        row.reader_worded = Worded(facing.texts["title"], "", facing.language)


def call_title(reader: str, call: str) -> Combinable:
    """Of rows that lead to a call by a path: its title as the reader reads it. No query of its
    own."""
    found = Translation.objects.filter(
        subject_kind=Call._meta.label_lower, field="title", language=reader
    ).annotate(bare=_bare("subject_id"))
    # SQLite keeps the ids of calls without hyphens.
    key = Cast(OuterRef(f"{call}_id"), CharField())
    text = Subquery(found.filter(bare=_bare(key)).values("text")[:1])
    return Coalesce(text, F(f"{call}__title"), output_field=CharField())


def _bare(key: Any) -> Replace:
    return Replace(key, Value("-"), Value(""))


def in_reader[M: CallPart](rows: QuerySet[M], reader: str) -> QuerySet[M]:
    """Parts of calls with their texts in a reader's language: `worded` shows them. No query of its
    own, however many parts; "" for the call's own language."""
    if not reader:
        return rows
    texts = {
        f"reader_{name}": text_in(rows.model, field, reader)
        for name, field in zip(("title", "more"), rows.model.TEXTS, strict=True)
    }
    worded: Any = rows.annotate(reader_language=Value(reader), **texts)
    return worded  # type: ignore[no-any-return]


def text_in(model: type[CallPart], field: str, reader: str, of: str = "pk") -> Subquery:
    """A text of the part whose id stands in `of`, in the reader's language; null if it has none."""
    found = Translation.objects.filter(
        subject_kind=model._meta.label_lower,
        subject_id=Cast(OuterRef(of), CharField()),
        field=field,
        language=reader,
    )
    return Subquery(found.values("text")[:1])


def _key(record: Model) -> tuple[str, str]:
    return record._meta.label_lower, str(record.pk)


def _translations(records: Sequence[Model], language: str) -> dict[tuple[str, str, str], str]:
    return {
        (row.subject_kind, row.subject_id, row.field): row.text for row in _rows(records, language)
    }


def _rows(records: Sequence[Model], language: str) -> list[Translation]:
    """Translations of records of several kinds. One query."""
    ids: dict[str, list[str]] = {}
    for record in records:
        kind, key = _key(record)
        ids.setdefault(kind, []).append(key)
    wanted = Q(pk__in=[])
    for kind, keys in ids.items():
        wanted |= Q(subject_kind=kind, subject_id__in=keys)
    return list(Translation.objects.filter(wanted, language=language))


def in_language(
    records: Sequence[tuple[Model, Sequence[str]]], reader: str
) -> dict[tuple[str, str], Facing]:
    """Each record's fields as the reader reads them, by (kind, id). One query, none for readers
    of the original; a record that is not wholly translated is read in its own language."""
    rows = _rows([record for record, _fields in records], reader)
    by_record: dict[tuple[str, str], list[Translation]] = {}
    for row in rows:
        by_record.setdefault((row.subject_kind, row.subject_id), []).append(row)
    return {
        _key(record): facing_from(record, fields, reader, by_record.get(_key(record), []))
        for record, fields in records
    }
