"""The store of phrases: what people and needs said, each text once, with its place in meaning.

A phrase is a person's own words. It is here while somebody who agreed to be matched, or a need,
says it, and not a moment longer: the calls stand in the transactions that change a skill, a
consent, a person or a need.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from twoshores.engines.linking.encoder import encode_many
from twoshores.engines.linking.phrases import asked_phrases, claimed_phrases
from twoshores.engines.matching.phrases import packed
from twoshores.taxonomy.linking import link_status

from ..matching.roster_index import NOBODY, REBUILD_AFTER_CHANGES, lock_roster, note_changes
from ..models import Need, NeedRequirement, Phrase, PhraseUse, Profile, ProfileSkill

BATCH = 500
READ_AT_A_TIME = 2_048  # few enough that the encoder takes one core
_TEXTS = ("pk", "said", "language", "second_said", "second_language")

type Wanted = dict[int, list[str]]
"""The texts of each line, by the line's key."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How many phrases were read. wants_rebuild: they matter to more people than a delta bears."""

    read: int
    wants_rebuild: bool = False


@transaction.atomic
def phrases_follow_people(people: Iterable[UUID]) -> None:
    """Keep exactly what these people's skills say, if they agreed to be matched; else nothing."""
    lock_roster()
    fresh = False
    for batch in batched(people, BATCH):
        skills = ProfileSkill.objects.filter(
            profile__in=batch,
            profile__person__matched_until__gt=timezone.now(),
            profile__person__erased_at=None,
        )
        wanted = {pk: claimed_phrases(_pairs(*texts)) for pk, *texts in _said(skills)}
        uses = PhraseUse.objects.filter(skill__profile__in=batch)
        fresh |= _follow(wanted, uses, "skill_id")
    phrases_let_go()
    if fresh:
        _read_later()


@transaction.atomic
def phrases_follow_need(need: Need) -> None:
    """Keep exactly what the lines of this need say; read new ones as soon as this is committed."""
    lock_roster()
    lines = NeedRequirement.objects.filter(need=need)
    wanted = {pk: asked_phrases(_pairs(*texts)) for pk, *texts in _said(lines)}
    fresh = _follow(wanted, PhraseUse.objects.filter(line__need=need), "line_id")
    phrases_let_go()
    if fresh:
        _read_later()
        # Whoever wrote the need looks at its shortlist next: do not let them wait for the worker.
        transaction.on_commit(lambda: _read_lines(need), robust=True)


def _said(lines: QuerySet[ProfileSkill] | QuerySet[NeedRequirement]) -> Iterable[tuple]:  # type: ignore[type-arg]
    return lines.values_list(*_TEXTS)


def _pairs(said: str, language: str, second: str, second_language: str) -> list[tuple[str, str]]:
    return [(said, language), (second, second_language)]


def _follow(wanted: Wanted, uses: QuerySet[PhraseUse], side: str) -> bool:
    """Make the uses those that are wanted; whether a phrase is new to the store."""
    kept: set[tuple[int, str]] = set()
    surplus: list[int] = []
    for pk, line, text in uses.values_list("pk", side, "phrase__text"):
        if text in wanted.get(line, ()):
            kept.add((line, text))
        else:
            surplus.append(pk)
    PhraseUse.objects.filter(pk__in=surplus).update(skill=None, line=None)
    missing = [(line, text) for line, texts in wanted.items() for text in texts]
    missing = [pair for pair in missing if pair not in kept]
    numbers, fresh = _numbers({text for _line, text in missing})
    PhraseUse.objects.bulk_create(
        [PhraseUse(phrase_id=numbers[text], **{side: line}) for line, text in missing], BATCH
    )
    return fresh


def _numbers(texts: set[str]) -> tuple[Mapping[str, int], bool]:
    """The key of each text, made where there was none; and whether any was made."""
    found: dict[str, int] = {}
    for batch in batched(sorted(texts), BATCH):
        found |= dict(Phrase.objects.filter(text__in=batch).values_list("text", "pk"))
    missing = sorted(texts - found.keys())
    made = Phrase.objects.bulk_create([Phrase(text=text) for text in missing], BATCH)
    return found | {row.text: row.pk for row in made}, bool(made)


@transaction.atomic
def phrases_let_go() -> None:
    """End the phrases that no line uses any more."""
    lock_roster()  # as all who add uses: nobody takes up a phrase while it goes
    left = PhraseUse.objects.filter(skill=None, line=None)
    phrases = list(left.values_list("phrase", flat=True).distinct())
    if not phrases:
        return
    left.delete()
    for batch in batched(phrases, BATCH):
        Phrase.objects.filter(pk__in=batch, uses=None).delete()


def _read_later() -> None:
    from ..tasks import read_phrases  # tasks import services

    read_phrases.enqueue()  # in this transaction: the task is there exactly if the phrases are


def phrases_read() -> Reading:
    """Read the phrases that have no vector yet, in batches that commit one by one. Idempotent.

    Nothing while the first labels are still being read: words matter less than they do.
    """
    waiting = Phrase.objects.filter(vector=None).order_by("pk")
    total, many = 0, False
    while _may_read() and (rows := list(waiting[:READ_AT_A_TIME])):
        many |= _read(rows)
        total += len(rows)
    return Reading(total, many)


def _read_lines(need: Need) -> None:
    rows = Phrase.objects.filter(vector=None, uses__line__need=need).distinct()
    if _may_read():
        _read(list(rows))


def _may_read() -> bool:
    return link_status().stage != "none"


def _read(rows: list[Phrase]) -> bool:
    """Give the phrases their vectors; whether that matters to more people than a delta bears.

    Few people are noted as changed, so that they are found at once. Many wait for the index.
    """
    vectors = packed(encode_many([row.text for row in rows]))  # takes time: no transaction yet
    for row, vector in zip(rows, vectors, strict=True):
        row.vector = vector
    with transaction.atomic():
        lock_roster()
        Phrase.objects.bulk_update(rows, ["vector"], BATCH)
        numbers = _claiming([row.pk for row in rows])
        many = len(numbers) > REBUILD_AFTER_CHANGES
        note_changes([NOBODY] if many else [*numbers, NOBODY])
    return many


def _claiming(phrases: list[int]) -> set[int]:
    found: set[int] = set()
    for batch in batched(phrases, BATCH):
        rows = Profile.objects.filter(skills__phrase_uses__phrase__in=batch)
        found.update(rows.values_list("number", flat=True))
        if len(found) > REBUILD_AFTER_CHANGES:
            break
    return found
