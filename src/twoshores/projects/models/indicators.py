"""Guarded indicators: a percentage keeps its two halves, blank is not zero."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import VersionedModel

from .chain import Result
from .project import Project

# Of measurements and expenses: nobody corrected it. Not `corrected_by=None`: a unique column that
# is null looks rare to SQLite, which then reads what stands in every project to find one's own.
STANDING = ~models.Q(corrected_by__isnull=False)


class Period(VersionedModel):
    """A reporting period of a project. Locked, nothing measured or spent in it changes in place."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="periods")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("Name"), max_length=80)
    starts = models.DateField(_("From"))
    ends = models.DateField(_("Until"))
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="one_period_a_position"),
            models.CheckConstraint(
                name="period_ends_after_it_starts", condition=models.Q(ends__gte=models.F("starts"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Value(models.Model):
    """A value of any kind of indicator. Which columns are filled is the indicator's kind's to say.

    number: number, scale. numerator and denominator: percentage. yes: yes_no. text: text.
    All empty with `absent` set: there is no value, and why; that is not zero.
    """

    class Absent(models.TextChoices):
        NOT_MEASURED = "not_measured", _("Not measured")
        NOT_APPLICABLE = "not_applicable", _("Does not apply")

    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    yes = models.BooleanField(null=True, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    absent = models.CharField(max_length=14, choices=Absent, blank=True)

    class Meta:
        abstract = True


class Indicator(VersionedModel):
    class Kind(models.TextChoices):
        NUMBER = "number", _("A number")
        PERCENTAGE = "percentage", _("A percentage")
        YES_NO = "yes_no", _("Yes or no")
        SCALE = "scale", _("A point on a scale")
        TEXT = "text", _("Words")

    class Adds(models.TextChoices):
        """What a sum over periods means. Only `NEW` may be summed."""

        NEW = "new", _("Counted anew in each period: periods may be added")
        STOCK = "stock", _("The state at the end of a period: the last one counts")
        NEVER = "never", _("Does not add up")

    class Aim(models.TextChoices):
        UP = "up", _("More is better")
        DOWN = "down", _("Less is better")
        NONE = "none", _("Neither")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="indicators")
    result = models.ForeignKey(
        Result, null=True, blank=True, on_delete=models.SET_NULL, related_name="indicators"
    )
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("What is measured"), max_length=400)
    definition = models.TextField(_("What counts, exactly"), max_length=2000, blank=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.NUMBER)
    unit = models.CharField(_("Unit"), max_length=60, blank=True)  # people, loans, days
    counts_people = models.BooleanField(_("It counts people"), default=False)
    numerator_label = models.CharField(
        _("What is counted above the line"), max_length=200, blank=True
    )
    denominator_label = models.CharField(_("Out of what"), max_length=200, blank=True)
    scale_least = models.SmallIntegerField(null=True, blank=True)
    scale_most = models.SmallIntegerField(null=True, blank=True)
    aim = models.CharField(max_length=4, choices=Aim, default=Aim.UP)
    adds = models.CharField(max_length=5, choices=Adds, default=Adds.NEW)
    # Names of the ways in which it is split: sex, age, place, status, or the project's own words.
    disaggregations = models.JSONField(default=list, blank=True)
    means = models.CharField(_("How it is measured, by whom"), max_length=400, blank=True)
    # The baseline, in the columns that the kind asks for.
    baseline_number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_denominator = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True
    )
    baseline_yes = models.BooleanField(null=True, blank=True)
    baseline_text = models.CharField(max_length=600, blank=True)
    baseline_absent = models.CharField(max_length=14, choices=Value.Absent, blank=True)
    baseline_date = models.DateField(_("Measured on"), null=True, blank=True)
    baseline_source = models.CharField(_("Source"), max_length=300, blank=True)
    block = models.CharField(max_length=60, blank=True)
    block_line = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["project", "position"])]

    def __str__(self) -> str:
        return self.text


class Target(Value):
    """What an indicator shall be at the end of (or in) a period."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="targets")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period"], name="one_target_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period_id}"


class Measurement(Value):
    """What was measured. A correction is a new row; the old one points to it and stays readable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measurements")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="measurements")
    on = models.DateField(_("Measured on"))
    source = models.CharField(_("Source"), max_length=300, blank=True)
    note = models.CharField(_("Note"), max_length=600, blank=True)
    evidence = models.ForeignKey(
        "projects.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    corrected_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="corrects"
    )
    correction_reason = models.CharField(_("Why it is corrected"), max_length=300, blank=True)

    class Meta:
        ordering = ["on", "entered_at"]
        indexes = [models.Index(fields=["indicator", "period"])]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.on}"


class MeasurementPart(models.Model):
    """A measurement split in one way ("sex" = "female"). A group nobody counted has no row."""

    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="parts")
    way = models.CharField(max_length=60)
    group = models.CharField(max_length=80)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measurement", "way", "group"], name="one_part_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.group}"
