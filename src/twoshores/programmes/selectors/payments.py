"""Lines of the bank that wait, what each may be, and payments. The caller asked who reads."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404

from twoshores.common.folding import fold
from twoshores.engines.ledger import Account
from twoshores.engines.statements import Entry, Open, Suggestion, suggestions

from ..contract_states import S
from ..models import BankLine, GrantContract, Instalment, Payment, Programme
from .contracts import contracts_of
from .journal import contract_balances


def lines_waiting(programme: Programme) -> QuerySet[BankLine]:
    """Lines that nobody matched or put aside, newest first."""
    found = BankLine.objects.filter(programme=programme, payment__isnull=True, aside_at=None)
    return found.order_by("-on", "-pk")


def lines_aside(programme: Programme) -> QuerySet[BankLine]:
    """Lines that are no payment of a grant, newest first."""
    found = BankLine.objects.filter(programme=programme, aside_at__isnull=False)
    return found.order_by("-on", "-pk")


def line_or_404(programme: Programme, pk: Any) -> BankLine:
    """One that waits, or Http404."""
    return _one(lines_waiting(programme), pk)


def any_line_or_404(programme: Programme, pk: Any) -> BankLine:
    """One of the programme's bank, whatever became of it, or Http404."""
    return _one(BankLine.objects.filter(programme=programme), pk)


def _one(rows: QuerySet[BankLine], pk: Any) -> BankLine:
    try:
        return rows.get(pk=pk)
    except (BankLine.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def payments_of(programme: Programme) -> QuerySet[Payment]:
    """Newest first, those taken back too."""
    found = Payment.objects.filter(contract__proposal__call__programme=programme)
    return found.select_related("contract__partner", "instalment").order_by("-on", "-at")


def payment_or_404(contract: GrantContract, pk: Any) -> Payment:
    try:
        row = contract.payments.get(pk=pk)
    except (Payment.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
    row.contract = contract
    return row


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a line may settle: an instalment, or (none) money that a partner pays back."""

    contract: GrantContract
    instalment: Instalment | None
    suggestion: Suggestion


class Candidates:
    """Open instalments and open claims of a programme, read once for many lines. Four queries."""

    def __init__(self, programme: Programme) -> None:
        running = [row for row in contracts_of(programme) if row.state == S.RUNNING]
        self.contracts = {row.pk: row for row in running}
        released = Instalment.objects.filter(
            contract__in=list(self.contracts), state=Instalment.State.RELEASED
        ).prefetch_related("payments")
        self.instalments = {row.pk: row for row in released}
        self.rows = [self._to_pay(row) for row in self.instalments.values()]
        balances = contract_balances(running)
        self.rows += [
            one for row in running if (one := self._to_come(row, balances[row.pk])) is not None
        ]

    def _to_pay(self, row: Instalment) -> Open:
        contract = self.contracts[row.contract_id]
        paid = [one.counts for one in row.payments.all() if not one.is_void]
        left = row.amount - sum(paid, Decimal(0))
        worth: tuple[tuple[str, Decimal], ...] = ()
        if contract.rate:
            worth = ((contract.proposal.call.currency, left / contract.rate),)
        return Open(
            (contract.pk, row.pk),
            True,
            left,
            contract.currency,
            contract.number,
            fold(contract.partner.name),
            worth,
        )

    def _to_come(
        self, contract: GrantContract, balance: dict[tuple[str, str], Decimal]
    ) -> Open | None:
        """What was asked back, else whatever the partner holds."""
        asked = balance.get((Account.RECOVERABLE, contract.currency), Decimal(0))
        held = balance.get((Account.ADVANCES, contract.currency), Decimal(0))
        amount = asked or held
        if amount <= 0:
            return None
        name = fold(contract.partner.name)
        return Open((contract.pk, None), False, amount, contract.currency, contract.number, name)

    def of(self, line: BankLine) -> list[Candidate]:
        """The likeliest first; no query."""
        entry = Entry(line.on, line.amount, line.currency, line.reference, line.text)
        found = suggestions(entry, fold(f"{line.reference} {line.text}"), self.rows)
        return [self._candidate(one) for one in found]

    def _candidate(self, one: Suggestion) -> Candidate:
        assert isinstance(one.key, tuple)
        contract, instalment = one.key
        return Candidate(self.contracts[contract], self.instalments.get(instalment), one)


@dataclass(frozen=True, slots=True)
class Known:
    """How many lines wait and were put aside; until which day the bank's statements are read."""

    waiting: int
    aside: int
    until: date | None


def known_of(programme: Programme) -> Known:
    """Three queries."""
    last = BankLine.objects.filter(programme=programme).order_by("-on").first()
    waiting, aside = lines_waiting(programme).count(), lines_aside(programme).count()
    return Known(waiting, aside, last.on if last else None)
