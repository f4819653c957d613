"""What people said, placed by meaning: a need finds those who say nearly what it asks."""

from django.db import models
from django.db.models import Q

from .need import NeedRequirement
from .profile import ProfileSkill


class Phrase(models.Model):
    """Words that a skill or a line of a need was said in, each text once.

    A person's own words: the row goes with the last line that uses it (services/phrases.py).
    Its number is never used again, for an index on disk may still name it.
    """

    id = models.BigAutoField(primary_key=True)
    text = models.CharField(max_length=300, unique=True)  # as the encoder reads it
    # engines.matching.phrases.packed; nothing until the words were read: then they match nobody.
    vector = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(vector=None), name="phrase_unread")]

    def __str__(self) -> str:
        return f"phrase {self.pk}"


class PhraseUse(models.Model):
    """A skill claims a phrase, or a line of a need asks for it.

    With neither, the line is gone, whatever deleted it: `phrases.let_go` then ends the phrase.
    """

    phrase = models.ForeignKey(Phrase, on_delete=models.CASCADE, related_name="uses")
    skill = models.ForeignKey(
        ProfileSkill, null=True, on_delete=models.SET_NULL, related_name="phrase_uses"
    )
    line = models.ForeignKey(
        NeedRequirement, null=True, on_delete=models.SET_NULL, related_name="phrase_uses"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["skill", "phrase"], name="one_use_a_skill"),
            models.UniqueConstraint(fields=["line", "phrase"], name="one_use_a_line"),
        ]
        indexes = [
            models.Index(
                fields=["phrase"],
                condition=Q(skill=None, line=None),
                name="phrase_use_let_go",
            )
        ]

    def __str__(self) -> str:
        return f"use of phrase {self.phrase_id}"
