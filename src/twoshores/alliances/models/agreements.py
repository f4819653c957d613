"""What partners have in writing: agreements, their versions, signatures, and hand-overs.

An agreement binds institutions. Who signed is written down with the capacity they signed in,
and when that person goes, a hand-over is due (handbook, section 6.4).
"""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import VersionedModel
from twoshores.projects.models import Project, ProjectPartner

from .stakeholders import Stakeholder

USER = settings.AUTH_USER_MODEL


class Agreement(VersionedModel):
    class Kind(models.TextChoices):
        MEMORANDUM = "memorandum", _("Memorandum of understanding")
        PARTNERSHIP = "partnership", _("Partnership agreement")
        CONTRACT = "contract", _("Contract with one partner")
        LETTER = "letter", _("Letter")

    class State(models.TextChoices):
        """Its moves are data (`agreement_states.py`)."""

        DRAFT = "draft", _("Being drafted")
        PROPOSED = "proposed", _("Ready to sign")
        SIGNED = "signed", _("Signed by all")
        ENDED = "ended", _("Ended")
        DROPPED = "dropped", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(_("What it is"), max_length=11, choices=Kind)
    title = models.CharField(_("Title"), max_length=200)
    language = models.CharField(_("Written in"), max_length=8)
    template = models.CharField(max_length=40, blank=True)  # key of the template it began from
    # A letter to a stakeholder, or the formal agreement with one.
    stakeholder = models.ForeignKey(
        Stakeholder, null=True, blank=True, on_delete=models.SET_NULL, related_name="agreements"
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    starts_on = models.DateField(_("Holds from"), null=True, blank=True)
    expires_on = models.DateField(_("Holds until"), null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(
        _("Remind us so many days before it ends"), default=60
    )
    reminded_on = models.DateField(null=True, blank=True)  # once; null again when the end moves
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=models.Q(starts_on__isnull=True)
                | models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgreementParty(models.Model):
    """One side of an agreement: a partner or a stakeholder. What it owes, in its own words.

    PROTECT: a partner with agreements is not deleted; the page says what holds it.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    partner = models.ForeignKey(
        ProjectPartner, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    stakeholder = models.ForeignKey(
        Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="party_to"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="party_is_one_of_two",
                condition=models.Q(partner__isnull=False, stakeholder__isnull=True)
                | models.Q(partner__isnull=True, stakeholder__isnull=False),
            ),
            models.UniqueConstraint(fields=["agreement", "partner"], name="one_party_a_partner"),
            models.UniqueConstraint(
                fields=["agreement", "stakeholder"], name="one_party_a_stakeholder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id or self.stakeholder_id}"


class AgreementAmount(models.Model):
    """Money that an agreement gives a partner, in one currency. No row: nothing is said of it."""

    party = models.ForeignKey(AgreementParty, on_delete=models.CASCADE, related_name="amounts")
    amount = models.DecimalField(
        _("Amount"), max_digits=18, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("Currency"), max_length=3)

    class Meta:
        ordering = ["party", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["party", "currency"], name="one_sum_a_currency"),
            models.CheckConstraint(
                name="agreed_amount_not_below_zero", condition=models.Q(amount__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class AgreementVersion(models.Model):
    """A text of an agreement as it stood. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()  # blocks of text: {"style": "heading"|"text"|"item", "text": ...}
    note = models.CharField(max_length=300, blank=True)  # what changed, in a word
    sha256 = models.CharField(max_length=64)  # of the text; of the file where one was sent in
    # A file that came from outside (a scan, a Word document), by its name in DATA_DIR/files.
    file_name = models.CharField(max_length=160, blank=True)
    file_size = models.PositiveIntegerField(null=True, blank=True)  # bytes
    file_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Signature(models.Model):
    """That somebody signed a version for an institution. The digest must be that version's."""

    version = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, related_name="signatures"
    )
    party = models.ForeignKey(AgreementParty, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.CharField(_("Who signed"), max_length=160)
    capacity = models.CharField(_("In which office"), max_length=160)
    signed_on = models.DateField(_("Signed on"))
    sha256 = models.CharField(max_length=64)
    # The login of the signatory, where they have one: its going raises a hand-over.
    signatory = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="one_signature_a_party")
        ]

    def __str__(self) -> str:
        return f"{self.signed_on}"


class HandOver(VersionedModel):
    """A signatory or coordinator changed: what the next one must be told. Names nobody."""

    class Why(models.TextChoices):
        SIGNATORY = "signatory", _("Whoever signed has left")
        COORDINATOR = "coordinator", _("The coordinator has changed")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="hand_overs")
    partner = models.ForeignKey(ProjectPartner, on_delete=models.CASCADE, related_name="hand_overs")
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.CASCADE, related_name="hand_overs"
    )
    why = models.CharField(max_length=11, choices=Why)
    raised_on = models.DateField(auto_now_add=True)
    note = models.TextField(_("What the next one was told"), max_length=2000, blank=True)
    done_on = models.DateField(_("Handed over on"), null=True, blank=True)

    class Meta:
        ordering = ["done_on", "-raised_on"]

    def __str__(self) -> str:
        return f"{self.why} {self.partner_id}"
