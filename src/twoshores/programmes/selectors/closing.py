"""What is due of a contract either way, with the source of every figure, and what is open."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, format_money, format_number
from twoshores.engines.ledger import Account, Due, Position, due_of

from ..models import (
    ContractAmendment,
    GrantContract,
    JournalEntry,
    JournalLine,
)
from .duties import nothing_to_come
from .journal import contract_balances


@dataclass(frozen=True, slots=True)
class Source:
    """A part of a figure: so much, from which entry of the journal."""

    entry: JournalEntry
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ContractAccount:
    """The computation: what was posted, what is due, whether both agree with the contract."""

    contract: GrantContract
    due: Due
    amount: list[Source]
    spent: list[Source]
    paid: list[Source]
    paid_back: list[Source]
    written_off: list[Source]
    asked_back: Decimal  # and not paid back yet
    advances: Decimal
    agrees: bool  # the journal's commitment is the contract's amount


def account_of(contract: GrantContract) -> ContractAccount:
    """Two queries. Payments count in the contract's currency, as their entries say."""
    rows = (
        JournalLine.objects.filter(contract=contract, currency=contract.currency)
        .select_related("entry", "entry__reverses")
        .order_by("entry__number", "pk")
    )
    names = ("amount", "spent", "paid", "paid_back", "written_off")
    parts: dict[str, list[Source]] = {name: [] for name in names}
    for line in rows:
        name = figure_of(line)
        if name:
            sign = -1 if name == "paid_back" else 1
            parts[name].append(Source(line.entry, sign * line.amount))
    found = contract_balances([contract])[contract.pk]
    sums = {name: sum((one.amount for one in of), Decimal(0)) for name, of in parts.items()}
    position = Position(
        contract.amount, sums["spent"], sums["paid"], sums["paid_back"], sums["written_off"]
    )
    return ContractAccount(
        contract=contract,
        due=due_of(position),
        asked_back=found.get((Account.RECOVERABLE, contract.currency), Decimal(0)),
        advances=found.get((Account.ADVANCES, contract.currency), Decimal(0)),
        agrees=sums["amount"] == contract.amount,
        **parts,
    )


def figure_of(line: JournalLine) -> str:
    """Which figure a line is part of: by its account, and what its entry (or what that reverses)
    is. A closing takes back what is not borne; the figures are those before it."""
    Kind = JournalEntry.Kind
    entry = line.entry.reverses or line.entry
    if entry.kind == Kind.CLOSURE:
        return ""
    if line.account == Account.COMMITTED:
        return "amount"
    if line.account == Account.SPENT:
        return "spent"
    if line.account == Account.WRITTEN_OFF:
        return "written_off"
    if line.account == Account.ADVANCES and entry.kind == Kind.PAYMENT:
        return "paid"
    if entry.kind == Kind.RECOVERY and line.account in (Account.ADVANCES, Account.RECOVERABLE):
        # An entry of money asked back moves from one of these to the other: together nothing.
        return "paid_back"
    return ""


def open_things(contract: GrantContract, account: ContractAccount) -> list[str | Promise]:
    """What has to be settled before a contract is closed, in words. Three queries."""
    found: list[str | Promise] = []
    for row in contract.instalments.filter(state__in=("waiting", "released")):
        found.append(
            _("Instalment %(number)s (%(amount)s): %(state)s.")
            % {
                "number": format_number(row.position),
                "amount": format_money(row.amount, contract.currency),
                "state": row.get_state_display(),
            }
        )
    for duty in contract.duties.exclude(nothing_to_come()):
        words = {"report": duty.title, "day": format_day(duty.due_on)}
        found.append(_("Report not accepted yet: %(report)s, due on %(day)s.") % words)
    asked = contract.amendments.filter(state=ContractAmendment.State.ASKED).count()
    if asked:
        found.append(_("A change was asked for and is not answered."))
    return found + _due_words(contract, account)


def _due_words(contract: GrantContract, account: ContractAccount) -> list[str | Promise]:
    found: list[str | Promise] = []
    due, currency = account.due, contract.currency
    if due.to_pay:
        amount = format_money(due.to_pay, currency)
        found.append(_("%(amount)s is due to the partner and not paid.") % {"amount": amount})
    if due.to_pay_back:
        amount = format_money(due.to_pay_back, currency)
        words = _("%(amount)s is due to the programme and not paid back.")
        found.append(words % {"amount": amount})
    if due.written_beyond:
        amount = format_money(due.written_beyond, currency)
        words = _("%(amount)s was written off that is not due any more: take that back.")
        found.append(words % {"amount": amount})
    if account.asked_back and not due.to_pay_back:
        amount = format_money(account.asked_back, currency)
        found.append(_("%(amount)s was asked back beyond what is due.") % {"amount": amount})
    if not account.agrees:
        found.append(_("The journal's commitment is not the contract's amount."))
    return found
