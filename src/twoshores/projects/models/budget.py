"""Money planned and spent: each amount in the currency of the partner that handles it."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import VersionedModel

from .indicators import Period
from .plan import Activity
from .project import Project, ProjectPartner


class CostCategory(models.TextChoices):
    STAFF = "staff", _("Staff")
    TRAVEL = "travel", _("Travel and stay")
    TRANSLATION = "translation", _("Translation and interpreting")
    COMMUNICATION = "communication", _("Communication between partners")
    VISIBILITY = "visibility", _("Publicity and events")
    TRAINING = "training", _("Training")
    EQUIPMENT = "equipment", _("Equipment and supplies")
    SERVICES = "services", _("Services and experts")
    GRANTS = "grants", _("Grants, loans and funds for others")
    MONITORING = "monitoring", _("Monitoring and evaluation")
    ADMINISTRATION = "administration", _("Office and administration")
    OTHER = "other", _("Other")


class BudgetLine(VersionedModel):
    """A line of the budget. Its amounts stand by period, in the line's one currency."""

    class Source(models.TextChoices):
        MONEY = "money", _("Money")
        IN_KIND = "in_kind", _("In kind: things, rooms, transport")
        VOLUNTEERS = "volunteers", _("Volunteers' time")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budget_lines")
    position = models.PositiveSmallIntegerField(default=0)
    # Protected: a partner that has a budget or has spent money is not taken off silently.
    partner = models.ForeignKey(
        ProjectPartner, on_delete=models.PROTECT, related_name="budget_lines"
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="budget_lines"
    )
    category = models.CharField(_("Kind of cost"), max_length=14, choices=CostCategory)
    source = models.CharField(_("What it is"), max_length=10, choices=Source, default=Source.MONEY)
    text = models.CharField(_("For what"), max_length=300)
    unit = models.CharField(_("Unit"), max_length=60, blank=True)  # days, journeys; hours
    currency = models.CharField(_("Currency"), max_length=3)
    how_valued = models.CharField(_("How it was valued"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["project", "position"])]

    def __str__(self) -> str:
        return self.text


class BudgetAmount(models.Model):
    """Planned for one period. No row = not planned; how many units it is may be left open."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="amounts")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="budget_amounts")
    quantity = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    amount = models.DecimalField(max_digits=18, decimal_places=2, validators=[MinValueValidator(0)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "period"], name="one_amount_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount}"


class Ceiling(VersionedModel):
    """At most so much of the budget in money may go to a category: a share or an amount."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="ceilings")
    category = models.CharField(max_length=14, choices=CostCategory)
    percent = models.DecimalField(
        _("At most, percent of the whole"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    amount = models.DecimalField(
        _("At most, in the project's currency"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "category"], name="one_ceiling_a_category"),
            models.CheckConstraint(
                name="ceiling_is_a_share_or_an_amount",
                condition=models.Q(percent__isnull=True) ^ models.Q(amount__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.percent or self.amount}"


class OwnRate(VersionedModel):
    """A rate the project states itself (a contract's, a bank's), before published ones."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="rates")
    currency = models.CharField(max_length=3)
    # Units of `currency` for one unit of the project's currency.
    per_unit = models.DecimalField(
        max_digits=24, decimal_places=10, validators=[MinValueValidator(0)]
    )
    on = models.DateField()
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["currency", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "currency", "on"], name="one_own_rate_a_day"
            ),
            models.CheckConstraint(name="own_rate_is_positive", condition=models.Q(per_unit__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"


class Expense(models.Model):
    """Money spent by a partner, against a line. A correction is a new row; the old one stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="expenses")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="expenses")
    partner = models.ForeignKey(ProjectPartner, on_delete=models.PROTECT, related_name="expenses")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="expenses")
    on = models.DateField(_("Date of the document"))
    amount = models.DecimalField(_("Amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    # Units of the expense's currency for one unit of the line's; null where both are the same.
    rate = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=120, blank=True)
    text = models.CharField(_("For what"), max_length=300)
    document_number = models.CharField(_("Number of the document"), max_length=60, blank=True)
    document = models.ForeignKey(
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
    is_void = models.BooleanField(default=False)  # a correction that takes the entry back
    correction_reason = models.CharField(_("Why it is corrected"), max_length=300, blank=True)

    class Meta:
        ordering = ["on", "entered_at"]
        indexes = [models.Index(fields=["project", "period"])]

    def __str__(self) -> str:
        return f"{self.on} {self.amount} {self.currency}"
