"""The weekly digest and its one-click stop."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Person

from .need import Need


class DigestSubscription(models.Model):
    """Either for the owners of a need (need) or for a member (person)."""

    class Kind(models.TextChoices):
        NEED = "need", _("New people who fit a need")
        MEMBER = "member", _("Needs that fit a member")

    kind = models.CharField(max_length=6, choices=Kind)
    need = models.OneToOneField(
        Need, null=True, blank=True, on_delete=models.CASCADE, related_name="digest"
    )
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="digest"
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    already_told = models.JSONField(default=list, blank=True)  # ids already in an earlier digest
    nonce = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="digest_has_one_reader",
                condition=models.Q(kind="need", need__isnull=False, person__isnull=True)
                | models.Q(kind="member", need__isnull=True, person__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.kind
