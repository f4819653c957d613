"""Phrases of the skills and needs that an instance had before there were phrases.

Their vectors come from the task worker, as always.
"""

from collections.abc import Callable, Iterable
from itertools import batched
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from twoshores.engines.linking.phrases import asked_phrases, claimed_phrases

BATCH = 500
TEXTS = ("pk", "said", "language", "second_said", "second_language")


def make_phrases(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    skills = apps.get_model("capacities", "ProfileSkill").objects.filter(
        profile__person__matched_until__gt=timezone.now(), profile__person__erased_at=None
    )
    lines = apps.get_model("capacities", "NeedRequirement").objects.all()
    _make(apps, skills.values_list(*TEXTS).iterator(BATCH), "skill_id", claimed_phrases)
    _make(apps, lines.values_list(*TEXTS).iterator(BATCH), "line_id", asked_phrases)


def _make(apps: Apps, rows: Iterable[Any], side: str, cut: Callable[[Any], list[str]]) -> None:
    phrase, use = (apps.get_model("capacities", name) for name in ("Phrase", "PhraseUse"))
    for batch in batched(rows, BATCH):
        wanted = {
            pk: cut([(said, language), (second, second_language)])
            for pk, said, language, second, second_language in batch
        }
        texts = sorted({text for found in wanted.values() for text in found})
        phrase.objects.bulk_create([phrase(text=text) for text in texts], ignore_conflicts=True)
        numbers = dict(phrase.objects.filter(text__in=texts).values_list("text", "pk"))
        use.objects.bulk_create(
            use(phrase_id=numbers[text], **{side: line})
            for line, found in wanted.items()
            for text in found
        )


class Migration(migrations.Migration):
    dependencies = [("capacities", "0003_phrases")]
    operations = [migrations.RunPython(make_phrases, migrations.RunPython.noop)]
