"""The proposal: a project's design, put before a call by its partners."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twoshores.common.models import VersionedModel
from twoshores.projects.models import Project, ProjectPartner

from .call import Call, CallVersion, Prompt, Theme

USER = settings.AUTH_USER_MODEL


class Proposal(VersionedModel):
    class State(models.TextChoices):
        """Its moves are data (`proposal_states.py`)."""

        DRAFT = "draft", _("Being written")
        CONCEPT = "concept", _("Concept handed in")
        INVITED = "invited", _("Invited to propose")
        SUBMITTED = "submitted", pgettext_lazy("proposal", "Handed in")
        INELIGIBLE = "ineligible", _("Not eligible")
        ELIGIBLE = "eligible", _("Being appraised")
        SELECTED = "selected", _("Selected")
        RESERVE = "reserve", _("On the reserve list")
        REFUSED = "refused", _("Not selected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="proposals")
    # One proposal of a project to a call; the same design may go to another call later.
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="proposals")
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    # Given when it is first handed in; how letters and contracts name it.
    number = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number", "created_at"]
        indexes = [models.Index(fields=["call", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["call", "project"], name="one_proposal_a_project"),
            models.UniqueConstraint(fields=["call", "number"], name="one_proposal_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.number or self.project_id}"


class ProposalShare(VersionedModel):
    """What a partner asks of the programme and what it brings itself, in the call's currency.

    Blank is not zero: a partner that has not said what it asks is not asking for nothing.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="shares")
    # Protected: a partner with a share is taken off the proposal first.
    partner = models.ForeignKey(
        ProjectPartner, on_delete=models.PROTECT, related_name="proposal_shares"
    )
    asked = models.DecimalField(
        _("Asked of the programme"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    own = models.DecimalField(
        _("Brought by the partner"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    # In which currency its contract should be; blank = the call's.
    paid_in = models.CharField(_("Paid in"), max_length=3, blank=True)

    class Meta:
        ordering = ["partner__position"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "partner"], name="one_share_a_partner")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.partner_id}"


class ProposalAnswer(VersionedModel):
    """What partners answer to a question of the call, in the language they write in."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="answers")
    # null: the answer of all together.
    partner = models.ForeignKey(
        ProjectPartner,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposal_answers",
    )
    language = models.CharField(_("Written in"), max_length=8)
    text = models.TextField(max_length=10000, blank=True)

    class Meta:
        ordering = ["prompt__position", "partner__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "prompt", "partner"],
                condition=models.Q(partner__isnull=False),
                name="one_answer_a_partner",
            ),
            models.UniqueConstraint(
                fields=["proposal", "prompt"],
                condition=models.Q(partner__isnull=True),
                name="one_answer_of_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.prompt_id}"


class Submission(models.Model):
    """A proposal as it was handed in. What came too late is refused, and kept. Only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="submissions")
    stage = models.CharField(max_length=8, choices=Prompt.Stage)
    number = models.PositiveSmallIntegerField()  # a proposal may be handed in again until the end
    version = models.ForeignKey(CallVersion, on_delete=models.PROTECT, related_name="+")
    # `selectors.proposals.proposal_body`: design, partners, shares, answers, as they stood.
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)  # of the body, written canonically
    findings = models.JSONField(default=list)  # what `engines.eligibility` said on that day
    in_time = models.BooleanField()
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="one_submission_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.number}"
