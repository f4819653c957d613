"""Following and supporting: report duties, missions, help from focal points, events."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twoshores.actors.models import Organisation
from twoshores.common.models import VersionedModel
from twoshores.projects.models import Project, ProjectPartner, Report

from .contract import GrantContract
from .programme import Office, Programme

USER = settings.AUTH_USER_MODEL


class ReportDuty(VersionedModel):
    """A report that a contract asks for. The report itself is the project's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(GrantContract, on_delete=models.CASCADE, related_name="duties")
    title = models.CharField(_("Which report"), max_length=160)
    due_on = models.DateField(_("Due on"))
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )
    reminded_on = models.DateField(null=True, blank=True)  # before it is due
    chased_on = models.DateField(null=True, blank=True)  # after

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.due_on}"


class ReportReview(models.Model):
    """What the programme said of a report that was handed in, or that it will not come. Only
    added."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Sent back with remarks")
        WAIVED = "waived", _("Will not come")  # releases nothing, and accounts for nothing

    duty = models.ForeignKey(ReportDuty, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(_("Verdict"), max_length=8, choices=Verdict)
    remarks = models.TextField(_("Remarks"), max_length=4000, blank=True)
    language = models.CharField(max_length=8)
    # What the accepted report accounts for, in the contract's currency; null = no money report.
    accounted = models.DecimalField(
        _("Accounted for"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.verdict}"


class AccountedCorrection(models.Model):
    """That the sum of an accepted report was mistyped, and what it is. Only added: the newest
    holds, what the review says stays as it was said."""

    review = models.ForeignKey(ReportReview, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()  # from 1, for each review
    # In the contract's currency. before: null where it was no report of money.
    before = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    accounted = models.DecimalField(max_digits=18, decimal_places=2)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="one_correction_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.number}"


class Mission(VersionedModel):
    """A monitoring visit: planned, made with a checklist, its actions followed to the end."""

    class State(models.TextChoices):
        """Its moves are data (`mission_states.py`)."""

        PLANNED = "planned", _("Planned")
        MADE = "made", _("Made, actions open")
        CLOSED = "closed", pgettext_lazy("mission", "Closed")
        CALLED_OFF = "called_off", _("Called off")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="missions")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="missions")
    country = models.CharField(_("Country"), max_length=2)
    language = models.CharField(_("Written in"), max_length=8)
    title = models.CharField(_("What it looks at"), max_length=200)
    starts = models.DateField(_("From"))
    ends = models.DateField(_("Until"))
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    summary = models.TextField(_("What was found, in short"), max_length=4000, blank=True)
    # What the mission says of the project is shown to its partners once it is closed or shared.
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                name="mission_ends_after_it_starts",
                condition=models.Q(ends__gte=models.F("starts")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class MissionPoint(VersionedModel):
    """A point of a mission's checklist, with what was found. null = not looked at."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("What to look at"), max_length=300)
    is_well = models.BooleanField(_("Is it well?"), null=True, blank=True)
    note = models.TextField(_("What was seen"), max_length=2000, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class MissionAction(VersionedModel):
    """What follows from a mission: who does it by when, and that it was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="actions")
    partner = models.ForeignKey(
        ProjectPartner,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="mission_actions",
    )  # null: the programme itself
    text = models.CharField(_("What is to be done"), max_length=500)
    due_on = models.DateField(_("By"))
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    evidence = models.CharField(_("What shows it"), max_length=500, blank=True)

    class Meta:
        ordering = ["done_on", "due_on", "pk"]

    def __str__(self) -> str:
        return self.text


class SupportRequest(VersionedModel):
    """A grantee or applicant asks for help; a focal point of its country and language answers."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("A question")
        MENTORING = "mentoring", _("Somebody at our side for a while")
        MEDIATION = "mediation", _("Help between partners")

    class State(models.TextChoices):
        """Its moves are data (`support_states.py`)."""

        ASKED = "asked", _("Waiting for somebody")
        TAKEN = "taken", _("In somebody's hands")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="support_requests"
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.CASCADE, related_name="support_requests"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="support_requests"
    )
    kind = models.CharField(_("What you need"), max_length=9, choices=Kind)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    language = models.CharField(_("Written in"), max_length=8)
    text = models.TextField(_("In your words"), max_length=4000)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Whose country and language it is; whoever took it may be somebody else.
    routed_to = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.SET_NULL, related_name="support_requests"
    )
    taken_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class SupportMessage(models.Model):
    """What was said in a request for help. Only added."""

    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="messages")
    from_programme = models.BooleanField()
    text = models.TextField(max_length=4000)
    language = models.CharField(max_length=8)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.at}"


class ProgrammeEvent(VersionedModel):
    """A meeting of grantees: a fair, a training, a call."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="events")
    title = models.CharField(_("Title"), max_length=200)
    language = models.CharField(_("Written in"), max_length=8)
    about = models.TextField(_("What it is for"), max_length=4000, blank=True)
    where = models.CharField(_("Where"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"))
    time_zone = models.CharField(_("Clock"), max_length=64, default="UTC")

    class Meta:
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title


class ProgrammePaper(models.Model):
    """A paper of the programme for its grantees: rules of visibility, templates, materials."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(_("Title"), max_length=200)
    language = models.CharField(_("Written in"), max_length=8)
    file_name = models.CharField(max_length=160)
    file_size = models.PositiveIntegerField()  # bytes
    file_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.title
