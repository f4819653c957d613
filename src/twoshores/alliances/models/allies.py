"""Strategic allies: who can change the rules, and how a project speaks to them (chapter 8)."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.common.models import VersionedModel
from twoshores.projects.models import (
    Activity,
    Document,
    Indicator,
    Measurement,
    Project,
    ProjectPartner,
)

from .stakeholders import ScoringRound, Stakeholder

FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Change(VersionedModel):
    """A change that the project seeks beyond its own work: a rule, a practice, a policy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes")
    text = models.CharField(_("The change we seek"), max_length=400)
    language = models.CharField(_("Written in"), max_length=8)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class StrategicAlly(VersionedModel):
    class Level(models.TextChoices):
        LOCAL = "local", _("Local")
        REGIONAL = "regional", _("Regional")
        NATIONAL = "national", _("National")
        INTERNATIONAL = "international", _("International")

    class Stance(models.TextChoices):
        SUPPORTS = "supports", _("Supports us")
        OPEN = "open", _("Open")
        PERSUADE = "persuade", _("Must be persuaded")
        AGAINST = "against", _("Against")
        UNKNOWN = "unknown", _("Not known")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="strategic_allies")
    name = models.CharField(_("Who"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    country = models.CharField(_("In which country"), max_length=2, blank=True)
    level = models.CharField(_("Level"), max_length=13, choices=Level)
    stance = models.CharField(
        _("Where they stand"), max_length=8, choices=Stance, default=Stance.UNKNOWN
    )
    stance_reason = models.CharField(_("What shows it"), max_length=600, blank=True)
    gains = models.TextField(_("What they gain"), max_length=1000, blank=True)
    language = models.CharField(_("Language they read"), max_length=8, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Force(VersionedModel):
    """Something that pushes towards a change or holds it back (force field, Lewin 1951)."""

    class Side(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="forces")
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="forces")
    side = models.CharField(_("Which way it pushes"), max_length=7, choices=Side)
    text = models.CharField(_("The force"), max_length=300)
    source = models.CharField(_("How we know"), max_length=300, blank=True)
    # Who could move it; both empty: nobody yet.
    stakeholder = models.ForeignKey(
        Stakeholder, null=True, blank=True, on_delete=models.SET_NULL, related_name="moves"
    )
    ally = models.ForeignKey(
        StrategicAlly, null=True, blank=True, on_delete=models.SET_NULL, related_name="moves"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class ForceScore(models.Model):
    """One person's opinion of a force's strength in one round: compared, never added."""

    round = models.ForeignKey(ScoringRound, on_delete=models.CASCADE, related_name="force_scores")
    force = models.ForeignKey(Force, on_delete=models.CASCADE, related_name="scores")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    strength = models.PositiveSmallIntegerField(validators=FIVE)
    reason = models.CharField(max_length=600)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "force", "by"], name="one_force_score_each"),
            models.CheckConstraint(
                name="force_score_in_range", condition=models.Q(strength__gte=1, strength__lte=5)
            ),
            models.CheckConstraint(name="force_score_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.strength}"


class PolicyMoment(VersionedModel):
    """When something can be moved: an election, a budget, a revision, a consultation."""

    class Kind(models.TextChoices):
        ELECTION = "election", _("Election")
        BUDGET = "budget", _("Budget")
        REVISION = "revision", _("A law or plan is revised")
        CONSULTATION = "consultation", _("Consultation")
        OTHER = "other", _("Another moment")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="moments")
    kind = models.CharField(_("What it is"), max_length=12, choices=Kind)
    title = models.CharField(_("Which"), max_length=200)
    country = models.CharField(_("In which country"), max_length=2, blank=True)
    opens_on = models.DateField(_("The window opens"))
    closes_on = models.DateField(_("The window closes"), null=True, blank=True)
    source = models.CharField(_("How we know"), max_length=300, blank=True)

    class Meta:
        ordering = ["opens_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="moment_closes_after_it_opens",
                condition=models.Q(closes_on__isnull=True)
                | models.Q(closes_on__gte=models.F("opens_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class AdvocacyAction(VersionedModel):
    """One piece of speaking up: the message, to whom, by which channel, and what came of it."""

    class Channel(models.TextChoices):
        MEETING = "meeting", _("A meeting")
        LETTER = "letter", _("A letter")
        BRIEF = "brief", _("A brief")
        EVENT = "event", _("An event of ours")
        MEDIA = "media", _("The media")
        HEARING = "hearing", _("A hearing or consultation")
        TOGETHER = "together", _("Together with others")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="advocacy")
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="advocacy")
    moment = models.ForeignKey(
        PolicyMoment, null=True, blank=True, on_delete=models.SET_NULL, related_name="advocacy"
    )
    ally = models.ForeignKey(
        StrategicAlly, null=True, blank=True, on_delete=models.SET_NULL, related_name="advocacy"
    )
    message = models.TextField(_("What we say"), max_length=1000)
    audience = models.CharField(_("To whom"), max_length=200, blank=True)
    channel = models.CharField(_("How"), max_length=8, choices=Channel)
    language = models.CharField(_("In which language"), max_length=8)
    partner = models.ForeignKey(
        ProjectPartner, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    planned_for = models.DateField(_("When"), null=True, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    result = models.TextField(_("What came of it"), max_length=1000, blank=True)

    class Meta:
        ordering = ["planned_for", "pk"]

    def __str__(self) -> str:
        return self.message[:60]


class AllyPart(VersionedModel):
    """An ally's part in the project itself: an event, a steering group (section 8.3)."""

    class What(models.TextChoices):
        EVENT = "event", _("Takes part in an event")
        STEERING = "steering", _("Sits in the steering group")
        MONITORING = "monitoring", _("Follows the work")
        ADVICE = "advice", _("Advises")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="ally_parts")
    ally = models.ForeignKey(StrategicAlly, on_delete=models.CASCADE, related_name="parts")
    what = models.CharField(_("What part"), max_length=10, choices=What)
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    on = models.DateField(_("When"), null=True, blank=True)
    note = models.CharField(_("What came of it"), max_length=300, blank=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.what


class Brief(VersionedModel):
    """One page for somebody who decides; every figure in it is an evidence with its source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="briefs")
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="briefs")
    ally = models.ForeignKey(
        StrategicAlly, null=True, blank=True, on_delete=models.SET_NULL, related_name="briefs"
    )
    title = models.CharField(_("Title"), max_length=160)
    language = models.CharField(_("Written in"), max_length=8)
    problem = models.TextField(_("What is wrong today"), max_length=1200)
    ask = models.TextField(_("What we ask for"), max_length=800)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """A figure or a paper of the project behind a message or a brief, with where it stands.

    Exactly one of action and brief; exactly one of measurement, indicator and document. Of an
    indicator the latest confirmed figure is shown, of a measurement its own.
    """

    action = models.ForeignKey(
        AdvocacyAction, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence"
    )
    brief = models.ForeignKey(
        Brief, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence"
    )
    measurement = models.ForeignKey(
        Measurement, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    text = models.CharField(_("What it shows"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_of_one",
                condition=models.Q(action__isnull=False, brief__isnull=True)
                | models.Q(action__isnull=True, brief__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_has_one_source",
                condition=(
                    models.Q(
                        measurement__isnull=False, indicator__isnull=True, document__isnull=True
                    )
                    | models.Q(
                        measurement__isnull=True, indicator__isnull=False, document__isnull=True
                    )
                    | models.Q(
                        measurement__isnull=True, indicator__isnull=True, document__isnull=False
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text
