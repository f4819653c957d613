"""Budgets and transactions of a contract, as IATI has them: what was said, nothing spread out."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from twoshores.common.formatting import isolated
from twoshores.engines import iati
from twoshores.projects.iati.codes import LONGEST_BUDGET

from ..models import GrantContract, Payment
from ..selectors.flows import Flows

COMMITTED_BUDGET = "2"  # BudgetStatus
ORIGINAL, REVISED = "1", "2"  # BudgetType
OUTGOING_COMMITMENT, DISBURSEMENT = "2", "3"  # TransactionType


def budgets_of(contract: GrantContract, flows: Flows, notes: list[str]) -> list[iati.Budget]:
    """The whole amount where the contract lasts a year at most; else year by year what its
    instalments say. IATI takes no longer budgets, and nobody said how the amount is spread."""
    kind = REVISED if len(flows.promised) > 1 else ORIGINAL
    years = years_of(contract.starts, contract.ends)
    amounts: list[Decimal | None] = [contract.amount]
    if len(years) > 1:
        dated = [(row.due_on, row.amount) for row in flows.instalments]
        known = [(on, amount) for on, amount in dated if on is not None]
        whole = sum((amount for _on, amount in known), Decimal(0))
        if len(known) != len(dated) or whole != contract.amount:
            text = _("%(grant)s: its budget by year. Give each instalment the day it is expected.")
            notes.append(text % {"grant": isolated(contract.number)})
            return []
        amounts = by_year(years, known)
    return [
        iati.Budget(
            starts, ends, iati.Money(amount, contract.currency, starts), kind, COMMITTED_BUDGET
        )
        for (starts, ends), amount in zip(years, amounts, strict=True)
        if amount is not None
    ]


def years_of(starts: date, ends: date) -> list[tuple[date, date]]:
    """Spans of a year at most, one after the other, from the first day to the last."""
    found = []
    step = timedelta(days=LONGEST_BUDGET - 1)
    while (ends - starts) > step:  # no day beyond the last is asked for: the calendar may end there
        found.append((starts, starts + step))
        starts += step + timedelta(days=1)
    found.append((starts, ends))
    if len(found) > 1 and (found[-1][1] - found[-2][0]).days <= LONGEST_BUDGET:
        found[-2:] = [(found[-2][0], found[-1][1])]  # a year with a day more is a year still
    return found


def by_year(
    years: list[tuple[date, date]], amounts: list[tuple[date, Decimal]]
) -> list[Decimal | None]:
    """Sum of each span; what is due before the first or after the last counts there. None where
    nothing is due: that is not zero."""
    found: list[Decimal | None] = [None] * len(years)
    for on, amount in amounts:
        at = next((n for n, (_starts, ends) in enumerate(years) if on <= ends), len(years) - 1)
        found[at] = (found[at] or Decimal(0)) + amount
    return found


def transactions_of(
    contract: GrantContract,
    flows: Flows,
    parties: tuple[iati.Party, iati.Party],
    today: date,
    notes: list[str],
) -> list[iati.Transaction]:
    """Promised and moved, each on its day in its own currency; parties: who gives, who gets."""
    rows = [
        (OUTGOING_COMMITMENT, on, iati.Money(amount, contract.currency, on), _award_rate(contract))
        for on, amount in flows.promised
    ]
    for payment in flows.payments:
        moved = -payment.amount if payment.is_recovery else payment.amount
        money = iati.Money(moved, payment.currency, payment.on)
        rows.append((DISBURSEMENT, payment.on, money, _counted(contract, payment)))
    found = []
    for kind, on, money, words in rows:
        if on > today:
            text = _("%(grant)s: what is dated in the future.")
            notes.append(text % {"grant": isolated(contract.number)})
            continue
        found.append(iati.Transaction(kind, on, money, words, parties[0], parties[1]))
    return found


def _award_rate(contract: GrantContract) -> str:
    """How the amount came out of the award, "" where both are in one currency. Signs, no words:
    an activity is in one language, and its reader may not have it."""
    if contract.rate is None:
        return ""
    ours = contract.proposal.call.currency
    rate = f"{contract.rate.normalize():f} {contract.currency} = 1 {ours}"
    return _named(rate, contract.rate_on, contract.rate_source)


def _counted(contract: GrantContract, payment: Payment) -> str:
    """What it counts for in the contract's currency, at which rate of which day."""
    if payment.currency == contract.currency:
        return ""
    text = f"{payment.amount} {payment.currency} = {payment.counts} {contract.currency}"
    if payment.rate is not None:
        text += f"; 1 {payment.currency} = {payment.rate.normalize():f} {contract.currency}"
    return _named(text, payment.rate_on, payment.rate_source)


def _named(text: str, on: date | None, source: str) -> str:
    named = ", ".join(part for part in (on.isoformat() if on else "", source) if part)
    return f"{text} ({named})" if named else text
