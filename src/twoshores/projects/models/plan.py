"""The work plan: activities with dates, who does them, what waits for what."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import VersionedModel

from .chain import Result
from .project import Project, ProjectPartner


class Activity(VersionedModel):
    """Something done between two days, both included. A milestone is one day."""

    class Time(models.TextChoices):
        OFFICE = "office", _("Office hours")
        EVENINGS = "evenings", _("Evenings")
        WEEKENDS = "weekends", _("Weekends")
        HOLIDAYS = "holidays", _("Holidays at home")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="activities")
    result = models.ForeignKey(
        Result, null=True, blank=True, on_delete=models.SET_NULL, related_name="activities"
    )
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("What is done"), max_length=300)
    description = models.TextField(_("How"), max_length=4000, blank=True)
    is_milestone = models.BooleanField(_("A milestone"), default=False)
    starts = models.DateField(_("From"), null=True, blank=True)
    ends = models.DateField(_("Until"), null=True, blank=True)
    times = models.JSONField(default=list, blank=True)  # of Time; empty = not said
    has_volunteers = models.BooleanField(_("Volunteers take part"), null=True, blank=True)
    country = models.CharField(_("Where"), max_length=2, blank=True)
    # The state as last noted: null = nobody has said anything yet, which is not 0 %.
    done_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    done_on = models.DateField(null=True, blank=True)
    block = models.CharField(max_length=60, blank=True)
    block_line = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["project", "position"])]
        constraints = [
            models.CheckConstraint(
                name="activity_ends_after_it_starts",
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class ActivityPartner(models.Model):
    """A partner's part in an activity. One partner is responsible, others contribute."""

    class Part(models.TextChoices):
        RESPONSIBLE = "responsible", _("Responsible")
        CONTRIBUTES = "contributes", _("Contributes")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="partners")
    partner = models.ForeignKey(ProjectPartner, on_delete=models.CASCADE, related_name="activities")
    part = models.CharField(max_length=12, choices=Part)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "partner"], name="one_part_a_partner"),
            models.UniqueConstraint(
                fields=["activity"],
                condition=models.Q(part="responsible"),
                name="one_responsible_an_activity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.partner_id}"


class Dependency(models.Model):
    """`after` starts when `before` has ended, and `lag_days` days later at the earliest."""

    before = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="followed_by")
    after = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="waits_for")
    lag_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="one_dependency_a_pair"),
            models.CheckConstraint(
                name="nothing_waits_for_itself",
                condition=~models.Q(before=models.F("after")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} -> {self.after_id}"


class ProgressNote(models.Model):
    """What was said about an activity's progress on a day. Rows are added, never changed."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="progress")
    on = models.DateField()
    done_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    text = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=8)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-at"]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.on}"
