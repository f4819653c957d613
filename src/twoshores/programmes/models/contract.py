"""Contracts: one with each partner, its instalments, changes, payments (handbook, section 6.4)."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twoshores.common.models import VersionedModel
from twoshores.projects.models import ProjectPartner, Report

from .programme import Programme
from .proposal import Proposal

USER = settings.AUTH_USER_MODEL


class GrantContract(VersionedModel):
    """The programme's contract with one partner of a selected proposal, in one currency."""

    class State(models.TextChoices):
        """Its moves are data (`contract_states.py`)."""

        DRAFT = "draft", _("Being drafted")
        PROPOSED = "proposed", _("Ready to sign")
        RUNNING = "running", _("Signed, under way")
        CLOSED = "closed", pgettext_lazy("contract", "Closed")
        ENDED = "ended", _("Ended early")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="contracts")
    partner = models.ForeignKey(
        ProjectPartner, on_delete=models.PROTECT, related_name="grant_contracts"
    )
    number = models.CharField(_("Number"), max_length=60, unique=True)
    language = models.CharField(_("Written in"), max_length=8)
    currency = models.CharField(_("Currency"), max_length=3)
    amount = models.DecimalField(
        _("Amount"), max_digits=18, decimal_places=2, validators=[MinValueValidator(0)]
    )
    # How the amount came out of the award where the currencies differ: units of the contract's
    # currency for one of the call's, of which day and from where.
    rate = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=120, blank=True)
    starts = models.DateField(_("Holds from"))
    ends = models.DateField(_("Holds until"))
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "partner"], name="one_grant_contract_a_partner"
            ),
            models.CheckConstraint(
                name="grant_contract_ends_after_it_starts",
                condition=models.Q(ends__gte=models.F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ContractVersion(models.Model):
    """A text of a contract as it stood. Only added."""

    contract = models.ForeignKey(GrantContract, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()  # blocks of text, as papers of alliances have them
    note = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "number"], name="one_contract_version_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.number}"


class ContractSignature(models.Model):
    """That somebody signed a version for one of the two sides. The digest must be its."""

    class Side(models.TextChoices):
        PROGRAMME = "programme", _("The programme")
        PARTNER = "partner", _("The partner")

    version = models.ForeignKey(
        ContractVersion, on_delete=models.PROTECT, related_name="signatures"
    )
    side = models.CharField(max_length=9, choices=Side)
    signed_by = models.CharField(_("Who signed"), max_length=160)
    capacity = models.CharField(_("In which office"), max_length=160)
    signed_on = models.DateField(_("Signed on"))
    sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "side"], name="one_signature_a_side")
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.signed_on}"


class Instalment(VersionedModel):
    """A part of the amount, what it waits for, and whether it may be paid."""

    class Condition(models.TextChoices):
        SIGNATURE = "signature", _("The contract is signed")
        REPORT = "report", _("A report is accepted")
        DATE = "date", _("A day has come")

    class State(models.TextChoices):
        """Its moves are data (`instalment_states.py`)."""

        WAITING = "waiting", _("Waits for its condition")
        RELEASED = "released", _("May be paid")
        PAID = "paid", pgettext_lazy("instalment", "Paid")
        CANCELLED = "cancelled", _("Not to be paid")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(
        GrantContract, on_delete=models.CASCADE, related_name="instalments"
    )
    position = models.PositiveSmallIntegerField()
    amount = models.DecimalField(
        _("Amount"), max_digits=18, decimal_places=2, validators=[MinValueValidator(0)]
    )
    condition = models.CharField(_("What it waits for"), max_length=9, choices=Condition)
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="instalments"
    )
    due_on = models.DateField(_("Expected on"), null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    # Of one that was partly paid and settled: how much of it is no longer promised, and why. Its
    # amount is then what was paid. null: nothing was given up.
    given_up = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    settled_because = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "position"], name="one_instalment_a_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.position}"


class ContractAmendment(VersionedModel):
    """A change of a contract, of one kind, with what was before. Holds once both agreed."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("More time, no more money")
        AMOUNT = "amount", _("Another amount")
        BUDGET = "budget", _("Money moved between kinds of cost")
        SUSPENSION = "suspension", _("Suspended for a time")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(GrantContract, on_delete=models.CASCADE, related_name="amendments")
    kind = models.CharField(_("Kind of change"), max_length=10, choices=Kind)
    why = models.TextField(_("Why"), max_length=2000)
    language = models.CharField(_("Written in"), max_length=8)
    before = models.JSONField(default=dict)  # field -> value as text
    after = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.ASKED)
    # Who asked; the other side answers.
    side = models.CharField(
        max_length=9, choices=ContractSignature.Side, default=ContractSignature.Side.PROGRAMME
    )
    answer = models.TextField(_("Answer"), max_length=2000, blank=True)
    # Of money moved between kinds of cost, once agreed: whether the budget was changed by it, or
    # its partner has to do it by hand. null: another kind, or not agreed.
    in_budget = models.BooleanField(null=True, blank=True)
    asked_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.kind}"


class BankFile(models.Model):
    """A statement of the programme's bank that was read. The same file is read once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="bank_files")
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "sha256"], name="one_reading_a_bank_file")
        ]

    def __str__(self) -> str:
        return self.name


class BankLine(models.Model):
    """A line of a statement, money going out negative. The same line of two files is one line."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="bank_lines")
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="lines")
    digest = models.CharField(max_length=64)  # of what the bank says: day, amount, reference, text
    occurrence = models.PositiveIntegerField(default=1)  # among those of a file that say the same
    on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=140, blank=True)
    text = models.CharField(max_length=500, blank=True)
    # Put aside: no payment of a grant, so that it waits for nothing. null: it was not.
    aside_at = models.DateTimeField(null=True, blank=True)
    aside_because = models.CharField(max_length=300, blank=True)
    aside_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "digest", "occurrence"], name="one_bank_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.amount} {self.currency}"


class Payment(models.Model):
    """Money that left for, or came back from, a partner: noted, never made. Corrected by the
    journal's reversal, never edited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(GrantContract, on_delete=models.PROTECT, related_name="payments")
    instalment = models.ForeignKey(
        Instalment, null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    bank_line = models.OneToOneField(
        BankLine, null=True, blank=True, on_delete=models.PROTECT, related_name="payment"
    )
    is_recovery = models.BooleanField(default=False)  # the partner paid back
    on = models.DateField(_("Paid on"))
    # What the bank moved, and what it counts for in the contract's currency.
    amount = models.DecimalField(_("Amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    counts = models.DecimalField(max_digits=18, decimal_places=2)
    rate = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=120, blank=True)
    is_void = models.BooleanField(default=False)  # reversed in the journal
    void_because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "at"]

    def __str__(self) -> str:
        return f"{self.on} {self.amount} {self.currency}"
