"""Reports: each partner's and the one of all partners, for a period."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import VersionedModel

from .indicators import Period
from .project import Project, ProjectPartner


class Report(VersionedModel):
    """What was done in a period. partner null: the consolidated report, of all partners together.

    Its figures are read from measurements, expenses and progress while it is written, and kept as
    they were once it is handed in. Its moves are data (`report_states.py`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Being written")
        SUBMITTED = "submitted", _("Handed in")
        RETURNED = "returned", _("Sent back")
        ACCEPTED = "accepted", _("Accepted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reports")
    # Protected: periods and partners of which a report exists are part of what was agreed.
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    partner = models.ForeignKey(
        ProjectPartner, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    language = models.CharField(_("Language"), max_length=8)
    done = models.TextField(_("What was done"), max_length=6000, blank=True)
    changed = models.TextField(_("What changed for people"), max_length=6000, blank=True)
    difficulties = models.TextField(
        _("What was difficult, and what was done about it"), max_length=6000, blank=True
    )
    lessons = models.TextField(_("What others can learn from it"), max_length=6000, blank=True)
    following = models.TextField(_("What comes next"), max_length=6000, blank=True)
    # Figures as `selectors.reports` writes them, on the day it was last handed in.
    figures = models.JSONField(null=True, blank=True)
    figures_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["period__position", "partner__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "period", "partner"], name="one_report_a_partner_and_period"
            ),
            models.UniqueConstraint(
                fields=["project", "period"],
                condition=models.Q(partner__isnull=True),
                name="one_consolidated_report_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.partner_id or 'all'}"


class ReportMove(models.Model):
    """A report was handed in, sent back or accepted, with what was said. Rows are only added."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="moves")
    move = models.CharField(max_length=8)
    remark = models.TextField(max_length=4000, blank=True)
    language = models.CharField(max_length=8)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.move}"
