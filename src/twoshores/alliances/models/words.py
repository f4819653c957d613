"""Words of needs and strengths as they were read: their place in meaning, and concepts."""

from django.db import models


class ReadWords(models.Model):
    """One text that a project needs or an organisation says, each once, while somebody says it.

    vector: bytes of `engines.matching.phrases.packed`; null where nobody can read the language.
    concepts: ids of taxonomy concepts it may mean, the likeliest first.
    """

    text = models.CharField(max_length=200, unique=True)
    language = models.CharField(max_length=8, blank=True)  # as stated by who said it first
    vector = models.BinaryField(null=True)
    concepts = models.JSONField(default=list)
    read_with = models.CharField(max_length=64)  # the label index's hash

    def __str__(self) -> str:
        return f"words {self.pk}"
