"""The introduction: a brokered ask between any two actors.

Its states and moves are data (`introduction_states.py`); nobody's name is shown before a yes.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .actor import Actor


class Introduction(models.Model):
    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        QUESTION = "question", _("A question is open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="introductions_out")
    asked = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="introductions_in")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What it is about (a need, later a call or a project), told by a registered subject.
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    message = models.TextField(max_length=2000)
    message_language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED, db_index=True)
    reason = models.CharField(max_length=500, blank=True)  # of a no, optional
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4)

    class Meta:
        indexes = [
            models.Index(fields=["asked", "state"]),
            models.Index(fields=["subject_kind", "subject_id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asking", "asked", "subject_kind", "subject_id"],
                condition=models.Q(state__in=["asked", "question"]),
                name="one_open_introduction",
            ),
            models.CheckConstraint(
                name="nobody_is_introduced_to_themselves",
                condition=~models.Q(asking=models.F("asked")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class IntroductionMessage(models.Model):
    """A question of the asked side or an answer of the asking side."""

    introduction = models.ForeignKey(
        Introduction, on_delete=models.CASCADE, related_name="messages"
    )
    from_asked = models.BooleanField()
    text = models.TextField(max_length=2000)
    language = models.CharField(max_length=8)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.at}"
