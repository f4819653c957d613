"""What happens while a project runs: papers, news, decisions, amendments, people reached."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import VersionedModel

from .indicators import Period
from .plan import Activity
from .project import Project, ProjectPartner


class Document(VersionedModel):
    """A file kept with a project. Pictures are scaled down and lose where they were taken."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    is_public = models.BooleanField(default=False)  # on the public page, if that shows papers
    caption = models.CharField(max_length=300, blank=True)  # what a picture shows, in words
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class ProjectUpdate(VersionedModel):
    """News of a project, in the language of whoever wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="updates")
    title = models.CharField(max_length=160)
    text = models.TextField(max_length=6000, blank=True)
    language = models.CharField(max_length=8)
    on = models.DateField()
    is_public = models.BooleanField(default=False)
    pictures = models.ManyToManyField(Document, blank=True, related_name="updates")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-at"]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """What was decided, by which partners, and why. Rows are added, never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="decisions")
    on = models.DateField()
    text = models.TextField(max_length=2000)
    reason = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=8)
    partners = models.ManyToManyField(ProjectPartner, blank=True, related_name="decisions")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-at"]

    def __str__(self) -> str:
        return f"{self.on}"


class Amendment(models.Model):
    """A change of an agreed design: what, why, who agreed, and the design as it was before."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    what = models.TextField(max_length=4000)
    why = models.TextField(max_length=4000)
    language = models.CharField(max_length=8)
    agreed_by = models.ManyToManyField(ProjectPartner, blank=True, related_name="amendments")
    before = models.JSONField()  # the whole design, as `services.snapshots` writes it
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_amendment_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    NOT_SAID = "not_said", _("Not said")


class AgeBand(models.TextChoices):
    CHILDREN = "0-14", _("0-14")
    YOUNG = "15-29", _("15-29")
    ADULT = "30-59", _("30-59")
    OLD = "60+", _("60 and over")
    NOT_SAID = "not_said", _("Not said")


class ReachedPerson(models.Model):
    """One person reached, told apart by a keyed digest of the project's own number for them.

    The number itself is never stored, so that a list of who came can be counted without double
    counting and cannot be read back.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reached_people")
    digest = models.CharField(max_length=64)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reached_people")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="reached_people")
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.NOT_SAID)
    age_band = models.CharField(max_length=8, choices=AgeBand, default=AgeBand.NOT_SAID)

    class Meta:
        indexes = [models.Index(fields=["project", "digest"])]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "period", "digest"], name="reached_once_an_activity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.period_id}"


class ReachedCount(models.Model):
    """People counted by head where nobody could be told apart: never added to the others."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reached_counts")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reached_counts")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="reached_counts")
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.NOT_SAID)
    age_band = models.CharField(max_length=8, choices=AgeBand, default=AgeBand.NOT_SAID)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "period", "sex", "age_band"], name="one_count_a_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.number}"
