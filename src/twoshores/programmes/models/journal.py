"""The journal: double entry, added to and never changed. Triggers of the database hold it so.

Amounts are signed: debit positive, credit negative. The lines of an entry sum to zero in each of
their currencies; an exchange shows as two lines of the account `exchange` with a rate beside.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .contract import GrantContract
from .programme import Programme

USER = settings.AUTH_USER_MODEL


class Account(models.TextChoices):
    """The accounts of a programme; a contract divides each of them further."""

    COMMITTED = "committed", _("Committed by contracts")
    COMMITMENTS = "commitments", _("Owed on contracts")  # the other side of `committed`
    BANK = "bank", _("Bank")
    ADVANCES = "advances", _("Paid and not yet accounted for")
    SPENT = "spent", _("Accounted for by accepted reports")
    RECOVERABLE = "recoverable", _("To be paid back")
    WRITTEN_OFF = "written_off", _("Written off")
    EXCHANGE = "exchange", _("Exchange")
    GAINS_LOSSES = "gains_losses", _("Exchange gains and losses")


class JournalEntry(models.Model):
    class Kind(models.TextChoices):
        COMMITMENT = "commitment", _("Contract signed")
        CHANGE = "change", _("Contract changed")
        PAYMENT = "payment", _("Payment")
        ACCEPTANCE = "acceptance", _("Report accepted")
        RECOVERY = "recovery", _("Paid back")
        WRITE_OFF = "write_off", _("Written off")
        EXCHANGE = "exchange", _("Exchange difference")
        CLOSURE = "closure", _("Contract closed")
        REVERSAL = "reversal", _("Reversed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="journal_entries"
    )
    number = models.PositiveIntegerField()  # without gaps, in the order of posting
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    text = models.CharField(max_length=300, blank=True)
    # What it comes from, so that the same event is never posted twice: "payment:<id>".
    source = models.CharField(max_length=80)
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    by = models.ForeignKey(
        USER,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,  # a row outlives the login, and never changes
        related_name="+",
        db_constraint=False,
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_entry_a_number"),
            models.UniqueConstraint(fields=["programme", "source"], name="one_entry_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class JournalLine(models.Model):
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=12, choices=Account)
    contract = models.ForeignKey(
        GrantContract, null=True, blank=True, on_delete=models.PROTECT, related_name="journal_lines"
    )
    amount = models.DecimalField(max_digits=18, decimal_places=2)  # debit > 0 > credit
    currency = models.CharField(max_length=3)
    # Of an exchange: units of this currency for one of the other, of which day, from where.
    rate = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["contract", "account", "currency"])]
        constraints = [
            models.CheckConstraint(
                name="journal_line_is_not_nothing", condition=~models.Q(amount=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount} {self.currency}"
