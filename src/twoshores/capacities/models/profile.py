"""The offer of a person: what they can do, how, when and on which terms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Person
from twoshores.common.models import VersionedModel
from twoshores.taxonomy.models import Concept


class WorkMode(models.TextChoices):
    REMOTE = "remote", _("From a distance")
    SHORT = "short", _("Short visits")
    RETURN = "return", _("Long return")


class Time(models.TextChoices):
    OFFICE = "office", _("Office hours")
    EVENINGS = "evenings", _("Evenings")
    WEEKENDS = "weekends", _("Weekends")
    HOLIDAYS = "holidays", _("Holidays")


class Terms(models.TextChoices):
    VOLUNTARY = "voluntary", _("Volunteers")
    EXPENSES = "expenses", _("Expenses only")
    PAID = "paid", _("Paid")


class Profile(VersionedModel):
    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        ASKED = "asked", _("Asked to confirm")  # still matched
        SUNK = "sunk", _("Not confirmed: shown last")
        ASLEEP = "asleep", _("Asleep: not shown")

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="profile"
    )
    # The number under which engines know the profile: 32 bits, never reused.
    number = models.PositiveIntegerField(unique=True)
    language = models.CharField(max_length=8)
    headline = models.CharField(max_length=300, blank=True)
    second_language = models.CharField(max_length=8, blank=True)
    second_headline = models.CharField(max_length=300, blank=True)
    modes = models.JSONField(default=list)  # WorkMode values
    times = models.JSONField(default=list)  # Time values
    hours_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    available_from = models.DateField(null=True, blank=True)
    available_until = models.DateField(null=True, blank=True)
    terms = models.CharField(max_length=10, choices=Terms, default=Terms.EXPENSES)
    has_trained = models.BooleanField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    confirmed_at = models.DateTimeField()
    asked_to_confirm_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"profile {self.number}"


class ProfileSkill(models.Model):
    """A skill or occupation claimed by a person, in their own words, linked when confirmed."""

    class Level(models.IntegerChoices):
        BEGINNER = 1, _("beginner")
        SOME = 2, _("some practice")
        GOOD = 3, _("good")
        EXPERT = 4, _("expert")

    class Linked(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed by a person")
        SUGGESTED = "suggested", _("suggested from the words, not confirmed")
        PENDING = "pending", _("not read yet")  # imported; the task worker reads it
        NONE = "none", _("not linked")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="skills")
    position = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=300)
    language = models.CharField(max_length=8)
    second_said = models.CharField(max_length=300, blank=True)
    second_language = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=10, choices=Concept.Kind)
    concept = models.ForeignKey(
        Concept, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    linked = models.CharField(max_length=10, choices=Linked, default=Linked.NONE)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.GOOD)
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    recognised = models.BooleanField(null=True, blank=True)
    working_below = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "position"], name="one_skill_a_position")
        ]

    def __str__(self) -> str:
        return self.said


class ProfileLanguage(models.Model):
    class Level(models.IntegerChoices):
        SOME = 1, _("some")
        WORKING = 2, _("well enough to work")
        FLUENT = 3, _("fluent")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.WORKING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "language"], name="one_level_a_language")
        ]

    def __str__(self) -> str:
        return self.language
