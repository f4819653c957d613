"""Appraising: checked, given to assessors, marked, ranked, decided, answered.

An assessor's name is known to those who run the programme and to nobody else.
"""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import VersionedModel
from twoshores.projects.models import ProjectPartner

from .call import Call, Criterion
from .programme import Office
from .proposal import Proposal

USER = settings.AUTH_USER_MODEL


class AdminCheck(VersionedModel):
    """One point of the administrative check. null = nobody has looked yet."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="checks")
    point = models.CharField(max_length=40)  # key of `checks.POINTS`, or of a rule of the call
    is_met = models.BooleanField(null=True, blank=True)
    note = models.TextField(_("Why"), max_length=1000, blank=True)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "point"], name="one_check_a_point")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.point}"


class ConflictOfInterest(models.Model):
    """Why an assessor may not mark a proposal: they said so, or memberships and ties say it."""

    class Source(models.TextChoices):
        DECLARED = "declared", _("Said by the assessor")
        DETECTED = "detected", _("Found in memberships and ties")

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="conflicts")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="conflicts")
    source = models.CharField(max_length=8, choices=Source)
    reason = models.CharField(_("What it is"), max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "proposal", "source"], name="one_conflict_a_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.proposal_id}"


class Assessment(VersionedModel):
    """A proposal in the hands of one assessor. Marks count once it is handed in; those of an
    assessor with a conflict are withdrawn and stay on record, and do not count."""

    class State(models.TextChoices):
        """Its moves are data (`assessment_states.py`)."""

        GIVEN = "given", _("Waiting for marks")
        DONE = "done", _("Marks handed in")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="assessments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="assessments")
    # A third one is asked where two are too far apart.
    is_third = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.GIVEN)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    language = models.CharField(_("Written in"), max_length=8, default="en")
    strengths = models.TextField(_("What is strong"), max_length=4000, blank=True)
    weaknesses = models.TextField(_("What is weak"), max_length=4000, blank=True)
    # For the programme only; letters to applicants leave it out.
    for_programme = models.TextField(_("For the programme only"), max_length=4000, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "office"], name="one_assessment_an_assessor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.state}"


class Mark(models.Model):
    """A mark for a criterion; of each organisation where the criterion looks at organisations."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="marks")
    partner = models.ForeignKey(
        ProjectPartner, null=True, blank=True, on_delete=models.PROTECT, related_name="marks"
    )
    mark = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    remark = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["criterion__position", "partner__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion", "partner"],
                condition=models.Q(partner__isnull=False),
                name="one_mark_a_partner",
            ),
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                condition=models.Q(partner__isnull=True),
                name="one_mark_a_criterion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion_id}"


class Clarification(VersionedModel):
    """Something the programme asks an applicant while it appraises, and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="clarifications")
    language = models.CharField(_("Written in"), max_length=8)
    question = models.TextField(_("What is not clear"), max_length=2000)
    due_at = models.DateTimeField(_("Answer until"))
    answer = models.TextField(_("Answer"), max_length=4000, blank=True)
    answer_language = models.CharField(max_length=8, blank=True)
    asked_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.proposal_id}"


class Scenario(VersionedModel):
    """A ranking tried out: other weights, another budget, marks corrected for severity or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="scenarios")
    title = models.CharField(_("Name"), max_length=120)
    weights = models.JSONField(default=dict, blank=True)  # criterion id -> weight as text
    budget = models.DecimalField(
        _("Money to give"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    corrected = models.BooleanField(_("Correct marks for severity"), default=False)
    # {"country": {"EG": 2}, "theme": {"<id>": 3}}: at least so many grants each.
    balance = models.JSONField(default=dict, blank=True)
    reserve = models.PositiveSmallIntegerField(_("Length of the reserve list"), default=10)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.title


class Award(models.Model):
    """What was decided on a proposal, and why. A decision that is reopened gets a new row."""

    class Outcome(models.TextChoices):
        INVITED = "invited", _("Invited to propose")  # of a concept
        SELECTED = "selected", _("Selected")
        RESERVE = "reserve", _("On the reserve list")
        REFUSED = "refused", _("Not selected")
        INELIGIBLE = "ineligible", _("Not eligible")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="awards")
    outcome = models.CharField(max_length=10, choices=Outcome)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    reasons = models.TextField(_("Reasons"), max_length=4000)
    language = models.CharField(max_length=8)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.outcome}"


class Letter(models.Model):
    """What an applicant was told, in its language, with feedback for each criterion. Only added."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="letters")
    language = models.CharField(max_length=8)
    body = models.JSONField()  # blocks of text, as papers of alliances have them
    sent_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.award_id} {self.language}"


class Complaint(VersionedModel):
    class State(models.TextChoices):
        MADE = "made", _("Waiting for an answer")
        UPHELD = "upheld", _("Found right")
        REJECTED = "rejected", _("Not found right")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="complaints")
    language = models.CharField(_("Written in"), max_length=8)
    text = models.TextField(_("What you object to"), max_length=4000)
    state = models.CharField(max_length=8, choices=State, default=State.MADE)
    answer = models.TextField(_("Answer"), max_length=4000, blank=True)
    answer_language = models.CharField(max_length=8, blank=True)
    made_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.state}"
