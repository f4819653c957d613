"""Money of contracts for files: promised as the journal has it, moved, planned by instalment."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from ..models import Account, GrantContract, Instalment, JournalLine, Payment


@dataclass(slots=True)
class Flows:
    """promised: day and signed amount of each entry, in the contract's currency; payments without
    those taken back; instalments that count."""

    promised: list[tuple[date, Decimal]] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    instalments: list[Instalment] = field(default_factory=list)


def flows_of(contracts: Sequence[GrantContract]) -> dict[UUID, Flows]:
    """By contract. Three queries, whatever their number."""
    found: dict[UUID, Flows] = {contract.pk: Flows() for contract in contracts}
    lines = JournalLine.objects.filter(contract__in=contracts, account=Account.COMMITTED)
    entries: dict[tuple[UUID, int, date], Decimal] = defaultdict(Decimal)
    for contract, number, on, amount in lines.order_by("entry__number").values_list(
        "contract", "entry__number", "entry__on", "amount"
    ):
        entries[contract, number, on] += amount
    for (contract, _number, on), amount in entries.items():
        if amount:
            found[contract].promised.append((on, amount))
    for payment in Payment.objects.filter(contract__in=contracts, is_void=False):
        found[payment.contract_id].payments.append(payment)
    planned = Instalment.objects.filter(contract__in=contracts)
    for instalment in planned.exclude(state=Instalment.State.CANCELLED):
        found[instalment.contract_id].instalments.append(instalment)
    return found
