"""Money that a partner and its funder agreed to move between kinds of cost, in the budget."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.engines.budget import taken

from ..models import STANDING, BudgetAmount, BudgetLine, Period, ProjectPartner


@transaction.atomic
def budget_move_following(
    *, by: User, partner: ProjectPartner, currency: str, kinds: tuple[str, str], moved: Decimal
) -> bool:
    """Move money between the two lines that are meant, where there is no doubt which; for what
    follows from an act that another service allowed the user. Returns whether it was written.

    kinds: cost categories from, to. Each must have one line of money of this partner in this
    currency; what is moved comes out of periods that are not locked, the latest first, and goes
    into the same periods of the other line; what is planned must not fall below what is spent.
    How many units a changed amount stands for is open again. Otherwise nothing is changed.
    """
    from_line, to_line = (_line_of(partner, currency, kind) for kind in kinds)
    if from_line is None or to_line is None or from_line.pk == to_line.pk:
        return False
    rows = list(from_line.amounts.select_related("period").order_by("period__starts", "pk"))
    free = [(row.period, row.amount) for row in rows if row.period.locked_at is None]
    parts = taken(free, moved)
    planned = sum((row.amount for row in rows), Decimal(0))
    if not parts or planned - moved < _spent(from_line):
        return False
    for period, part in parts.items():
        _change(from_line, period, -part)
        _change(to_line, period, part)
    for line in (from_line, to_line):
        line.version += 1
        line.save(update_fields=["version"])
        audit.record("budgetline.update", line, by=by, about=partner.project, fields=["amounts"])
    return True


def _line_of(partner: ProjectPartner, currency: str, kind: str) -> BudgetLine | None:
    """The one line that can be meant, locked; None where there is none, or several."""
    found: Sequence[BudgetLine] = list(
        BudgetLine.objects.select_for_update().filter(
            project=partner.project_id,
            partner=partner,
            currency=currency,
            category=kind,
            source=BudgetLine.Source.MONEY,
        )[:2]
    )
    return found[0] if len(found) == 1 else None


def _spent(line: BudgetLine) -> Decimal:
    """In the line's currency, what stands."""
    rows = line.expenses.filter(STANDING, is_void=False)
    return sum((row.amount / (row.rate or 1) for row in rows), Decimal(0))


def _change(line: BudgetLine, period: Period, difference: Decimal) -> None:
    row = BudgetAmount.objects.filter(line=line, period=period).first()
    if row is None:
        row = BudgetAmount(line=line, period=period, amount=Decimal(0))
    row.amount += difference
    row.quantity = None
    row.save()
