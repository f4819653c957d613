"""Reading the words of needs and organisations: their place in meaning, and what they may mean.

A text is kept while a need or an organisation says it. The worker reads new ones and lets go of
those that nobody says any more; drawing needs reads those of its own project at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet

from twoshores.actors.models import Organisation, Tie
from twoshores.engines.linking import LinkIndex
from twoshores.engines.linking.encoder import encode_many
from twoshores.engines.linking.languages import refusal
from twoshores.engines.linking.text import for_encoder
from twoshores.engines.matching.phrases import packed
from twoshores.projects.models import Project
from twoshores.taxonomy.linking import current_index
from twoshores.taxonomy.models import Concept

from ..fitting import told_text
from ..models import OrganisationStrength, PartnerNeed, ReadWords

BATCH = 200
AT_ONCE = 50  # texts that somebody waits for: half a second, longer where much else runs
READINGS = 3
# A concept stands for a text from this cosine on: below it one label of three was another thing.
LOWEST_COSINE = 0.65
# Readings whose scores lie this close cannot be told apart (capacities/services/linking.py).
SCORE_MARGIN = 0.05
_NOTHING: frozenset[str] = frozenset()


def words_read() -> int:
    """Read all texts that wait, let go of those nobody says. Idempotent. Returns how many.

    Batches commit one by one. Texts read with another label index are read again.
    """
    said = dict(_said())
    known = set(ReadWords.objects.values_list("text", flat=True))
    for gone in batched(sorted(known - said.keys()), BATCH):
        ReadWords.objects.filter(text__in=gone).delete()
    return sum(_read(dict(batch)) for batch in batched(_waiting(said), BATCH))


def words_read_of(project: Project, organisations: Iterable[Organisation]) -> None:
    """Read what a project needs and these organisations say, as far as nobody waits long."""
    pks = [row.pk for row in organisations]
    needs = PartnerNeed.objects.filter(project=project)
    said = dict([*_of_needs(needs), *_of_organisations(Organisation.objects.filter(pk__in=pks))])
    _read(dict(list(_waiting(said))[:AT_ONCE]))


def _said() -> Iterator[tuple[str, str]]:
    yield from _of_needs(PartnerNeed.objects.all())
    yield from _of_organisations(Organisation.objects.all())


def _of_needs(needs: QuerySet[PartnerNeed]) -> Iterator[tuple[str, str]]:
    rows = needs.filter(dropped=False).values_list("text", "project__language")
    yield from ((told_text(text), language) for text, language in rows)


def _of_organisations(rows: QuerySet[Organisation]) -> Iterator[tuple[str, str]]:
    stated = OrganisationStrength.objects.filter(organisation__in=rows)
    for text, language in stated.values_list("text", "language"):
        yield told_text(text), language
    for sectors, language in rows.values_list("sectors", "name_language"):
        yield from ((told_text(sector), language) for sector in sectors)
    ties = Tie.objects.filter(actor__in=rows.values("pk")).exclude(group="")
    for group, language in ties.values_list("group", "actor__organisation__name_language"):
        yield told_text(group), language


def _waiting(said: Mapping[str, str]) -> list[tuple[str, str]]:
    index = current_index()
    if index is None:
        return []  # the first labels are still being read: words matter less than they do
    rows = ReadWords.objects.filter(read_with=index.hash)
    if len(said) <= BATCH:
        rows = rows.filter(text__in=said)
    known = set(rows.values_list("text", flat=True))
    return [(text, said[text]) for text in sorted(said) if text and text not in known]


def _read(said: Mapping[str, str]) -> int:
    index = current_index()
    if index is None or not said:
        return 0
    readable = [text for text in said if not refusal(text, said[text], _NOTHING, _NOTHING)]
    vectors = packed(encode_many([for_encoder(text) for text in readable])) if readable else []
    vector_of = dict(zip(readable, vectors, strict=True))
    uris = {text: _readings(index, text, language) for text, language in said.items()}
    wanted = {uri for found in uris.values() for uri in found}
    ids = dict(Concept.objects.filter(uri__in=wanted).values_list("uri", "pk"))
    rows = [
        ReadWords(
            text=text,
            language=language,
            vector=vector_of.get(text),
            concepts=[ids[uri] for uri in uris[text] if uri in ids],
            read_with=index.hash,
        )
        for text, language in said.items()
    ]
    with transaction.atomic():
        ReadWords.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["text"],
            update_fields=["language", "vector", "concepts", "read_with"],
        )
    return len(rows)


def _readings(index: LinkIndex, text: str, language: str) -> list[str]:
    """URIs of the concepts that the text may mean, the likeliest first."""
    found = index.link(text, language or None, None, READINGS)
    best = max((one.score for one in found), default=0.0)
    return [
        one.uri
        for one in found
        if one.semantic >= LOWEST_COSINE and one.score >= best - SCORE_MARGIN
    ]
