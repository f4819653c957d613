"""Texts on threats move into rows of their own, so that stewards can change and version them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

ORIGINAL = "en"
WORDS = ("title", "signs", "answers")


def into_rows(apps, schema_editor):
    """Each language of the former column, untouched by stewards: there was no way to."""
    threats = apps.get_model("catalogue", "Threat")
    texts = apps.get_model("catalogue", "ThreatText")
    now = timezone.now()  # bulk_create asks no field for its own value
    texts.objects.bulk_create(
        texts(
            threat_id=threat.pk,
            language=language,
            status="" if language == ORIGINAL else "machine",
            changed_at=now,
            **{name: said[name] for name in WORDS},
        )
        for threat in threats.objects.all()
        for language, said in threat.former_texts.items()
    )


def into_column(apps, schema_editor):
    """The way back: what the texts say now."""
    threats = apps.get_model("catalogue", "Threat")
    texts = apps.get_model("catalogue", "ThreatText")
    for threat in threats.objects.all():
        threat.former_texts = {
            text.language: {name: getattr(text, name) for name in WORDS}
            for text in texts.objects.filter(threat_id=threat.pk)
        }
        threat.save(update_fields=["former_texts"])


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The name goes to the rows.
        migrations.RenameField(model_name="threat", old_name="texts", new_name="former_texts"),
        migrations.CreateModel(
            name="ThreatText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("language", models.CharField(max_length=8)),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("human", "Translated by a person"),
                            ("machine", "Machine translation"),
                        ],
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Title")),
                ("signs", models.JSONField(default=list, verbose_name="How one notices")),
                ("answers", models.JSONField(default=list, verbose_name="What helps")),
                ("is_edited", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "threat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="catalogue.threat",
                    ),
                ),
            ],
            options={"ordering": ["threat", "language"]},
        ),
        migrations.CreateModel(
            name="ThreatVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="catalogue.threattext",
                    ),
                ),
            ],
            options={"ordering": ["-number"]},
        ),
        migrations.AddConstraint(
            model_name="threattext",
            constraint=models.UniqueConstraint(
                fields=("threat", "language"), name="one_threat_text_a_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="threatversion",
            constraint=models.UniqueConstraint(
                fields=("text", "number"), name="one_threat_version_a_number"
            ),
        ),
        migrations.RunPython(into_rows, into_column),
        migrations.RemoveField(model_name="threat", name="former_texts"),
    ]
