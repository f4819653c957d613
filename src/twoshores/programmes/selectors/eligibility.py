"""A proposal as the rules of its call read it, and what they say of it.

Amounts are put into the call's currency at the project's named rates; an amount whose currency
has no rate is not known, which is not zero.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Sum
from django.db.models.functions import Cast, Round
from django.utils import timezone

from twoshores.actors.models import Organisation
from twoshores.engines import eligibility
from twoshores.engines.budget import Amount, add_up
from twoshores.engines.budget import Sum as MoneySum
from twoshores.projects.models import BudgetLine, Project
from twoshores.projects.selectors.budget import NamedRates, rates_of

from ..models import Call, Proposal
from .call_rules import counted_on, rules_of
from .proposals import Paper

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PlannedMoney:
    """The project's budget in short: (kind of cost, what it is, currency, sum or None)."""

    lines: list[tuple[str, str, str, Decimal | None]]
    rates: NamedRates

    def in_currency(self, amount: Decimal, currency: str, to: str) -> Decimal | None:
        """Exact; None without a rate."""
        rates = self.rates.rates
        value = rates.convert(Amount(amount, currency))
        if value is None or to == rates.currency:
            return value
        rate = rates.per_unit.get(to)
        return None if rate is None else value * rate

    def sums(self) -> dict[str, MoneySum]:
        """money, and valued apart: in_kind, volunteers."""
        return {
            source: add_up(
                [
                    Amount(value, currency)
                    for _category, kind, currency, value in self.lines
                    if kind == source and value is not None
                ],
                self.rates.rates,
            )
            for source in BudgetLine.Source.values
        }


def planned_money(project: Project, call: Call) -> PlannedMoney:
    """Sums of the budget by kind of cost and currency, with named rates. Three queries at most.

    The database adds whole cents: SQLite would add decimals as fractions.
    """
    cents = Cast(Round(Sum("amounts__amount") * 100), BigIntegerField())
    rows = (
        project.budget_lines.order_by("category", "source", "currency")
        .values("category", "source", "currency", "partner_id")
        .annotate(cents=cents)
    )
    lines = [
        (row["category"], row["source"], row["currency"], _amount(row["cents"])) for row in rows
    ]
    currencies = {currency for _c, _s, currency, _v in lines} | {call.currency}
    return PlannedMoney(lines, rates_of(project, currencies))


def _amount(cents: int | None) -> Decimal | None:
    return None if cents is None else cents * CENT


def application_of(
    proposal: Proposal, paper: Paper, money: PlannedMoney
) -> eligibility.Application:
    """The proposal in the engine's terms. No query."""
    project, call = proposal.project, proposal.call
    return eligibility.Application(
        partners=tuple(_partner(row, paper) for row in paper.partners),
        starts=project.starts,
        ends=project.ends,
        lines=_lines(money, call) if money.lines else None,
        on=counted_on(call, timezone.now()),
    )


def _partner(row: Any, paper: Paper) -> eligibility.Partner:
    organisation = row.organisation
    known = organisation and organisation.recognition != Organisation.Recognition.UNKNOWN
    share = paper.shares.get(row.pk)
    return eligibility.Partner(
        id=str(row.pk),
        name=row.name,
        organisation=str(row.organisation_id) if row.organisation_id else None,
        country=row.country or None,
        kind=row.kind or None,
        mobilises_migrants=row.mobilises_migrants,
        leads=row.is_lead,
        recognition=organisation.recognition if known else None,
        recognised_since=organisation.recognised_since if organisation else None,
        asked=share.asked if share else None,
        own=share.own if share else None,
    )


def _lines(money: PlannedMoney, call: Call) -> tuple[eligibility.Line, ...]:
    paid = BudgetLine.Source.MONEY
    return tuple(
        eligibility.Line(
            category,
            None if value is None else money.in_currency(value, currency, call.currency),
            eligibility.Source.MONEY if source == paid else eligibility.Source.IN_KIND,
        )
        for category, source, currency, value in money.lines
    )


def findings_of(proposal: Proposal, paper: Paper, money: PlannedMoney) -> list[eligibility.Finding]:
    """What each rule of the call says of the proposal, in the order of the rules."""
    return eligibility.check(rules_of(proposal.call), application_of(proposal, paper, money))


def findings_json(proposal: Proposal, paper: Paper) -> list[dict[str, Any]]:
    """The same, to be kept beside what was handed in. Three queries at most."""
    money = planned_money(proposal.project, proposal.call)
    found = findings_of(proposal, paper, money)
    return [eligibility.as_json(finding) for finding in found]
