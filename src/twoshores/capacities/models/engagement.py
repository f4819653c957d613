"""Work agreed between an organisation and a person, from its terms to what it leaves behind."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Introduction
from twoshores.common.models import VersionedModel

from .need import Need
from .profile import Terms, WorkMode


class Engagement(VersionedModel):
    """Its moves are data (`engagement_states.py`). Parties are those of the introduction."""

    class State(models.TextChoices):
        TERMS = "terms", _("Terms being written")
        AGREED = "agreed", _("Agreed")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        ENDED = "ended", _("Ended early")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="engagements")
    introduction = models.OneToOneField(
        Introduction, on_delete=models.CASCADE, related_name="engagement"
    )
    state = models.CharField(max_length=8, choices=State, default=State.TERMS, db_index=True)
    language = models.CharField(max_length=8)
    tasks = models.TextField(_("Tasks"), max_length=4000, blank=True)
    deliverables = models.TextField(_("What will be there at the end"), max_length=2000, blank=True)
    mode = models.CharField(_("How"), max_length=8, choices=WorkMode, blank=True)
    starts = models.DateField(_("From"), null=True, blank=True)
    ends = models.DateField(_("Until"), null=True, blank=True)
    terms = models.CharField(_("Terms"), max_length=10, choices=Terms, default=Terms.EXPENSES)
    compensation_amount = models.DecimalField(
        _("Amount"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    compensation_currency = models.CharField(_("Currency"), max_length=3, blank=True)
    compensation_note = models.CharField(_("Expenses and fees"), max_length=500, blank=True)
    # Each side agrees to one version of the terms; a change of terms asks both again.
    organisation_agreed_version = models.PositiveIntegerField(null=True, blank=True)
    person_agreed_version = models.PositiveIntegerField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class Side(models.TextChoices):
    """Who speaks: the two sides of an engagement."""

    ORGANISATION = "organisation", _("The organisation")
    PERSON = "person", _("The person")


class EngagementEvent(models.Model):
    """A note of progress, with a share done where one can be said (percent, null = not said)."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    side = models.CharField(max_length=12, choices=Side)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(max_length=2000)
    language = models.CharField(max_length=8)
    done_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(100)]
    )

    def __str__(self) -> str:
        return f"{self.at}"


class Feedback(models.Model):
    """What each side says of the other at the end; seen by both once both have spoken."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="feedback")
    side = models.CharField(max_length=12, choices=Side)
    rating = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=8)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "side"], name="one_feedback_a_side")
        ]

    def __str__(self) -> str:
        return f"{self.rating}"


class Material(models.Model):
    """What is left behind: a manual, slides, a recording; with its licence and language."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    licence = models.CharField(max_length=40)
    url = models.URLField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title
