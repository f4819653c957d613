"""Occupations and skills, their labels in any language, and how they relate (ESCO)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Concept(models.Model):
    class Kind(models.TextChoices):
        OCCUPATION = "occupation", _("Occupation")
        SKILL = "skill", _("Skill")
        GROUP = "group", _("Group")

    uri = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=24, blank=True)  # ISCO code of occupations and groups
    label = models.CharField(max_length=300)  # preferred, English; the fallback of all languages
    is_retired = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["kind", "code"])]

    def __str__(self) -> str:
        return self.label


class Label(models.Model):
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(max_length=8)
    text = models.CharField(max_length=400)
    is_preferred = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["concept", "language", "is_preferred"])]

    def __str__(self) -> str:
        return self.text


class Relation(models.Model):
    """source stands to target as the kind says: source is narrower than target, and so on."""

    class Kind(models.TextChoices):
        BROADER = "broader", _("has as broader concept")
        ESSENTIAL = "essential", _("essentially needs")
        OPTIONAL = "optional", _("may need")
        RELATED = "related", _("is related to")

    source = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="relations_in")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="one_relation")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
