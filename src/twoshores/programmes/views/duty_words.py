"""What a programme said of a report, for the pages of both sides."""

from typing import Any

from twoshores.accounts.models import User
from twoshores.common.formatting import format_day, format_money
from twoshores.common.history import offices_of

from ..models import AccountedCorrection, ReportDuty, ReportReview
from ..selectors.duties import reviews_of


def reviews(duty: ReportDuty, reader: User, *, sums: bool) -> list[dict[str, Any]]:
    """Each review with its sum and who corrected it since, when and why. At most three queries.

    sums: whether the reader reads the contract's money; its partner and the programme do, the
    keeper of a project does not read that of the other partners.
    """
    rows = reviews_of(duty)
    corrections = [one for row in rows for one in row.corrections.all()]
    offices = offices_of([one.by_id for one in corrections], reader) if sums and corrections else {}
    return [_review(row, duty.contract.currency, offices, sums=sums) for row in rows]


def _review(
    row: ReportReview, currency: str, offices: dict[Any, str], *, sums: bool
) -> dict[str, Any]:
    accounted = row.accounted if sums else None
    return {
        "row": row,
        "accounted": format_money(accounted, currency) if accounted is not None else "",
        "corrections": [
            _correction(one, currency, offices) for one in row.corrections.all() if sums
        ],
    }


def _correction(one: AccountedCorrection, currency: str, offices: dict[Any, str]) -> dict[str, Any]:
    return {
        "amount": format_money(one.accounted, currency),
        "day": format_day(one.at),
        "who": offices.get(one.by_id, ""),
        "why": one.why,
    }
