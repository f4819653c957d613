"""What partners agreed in writing about money, which a higher app keeps and the budget shows.

Filled in `AppConfig.ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from .models import Project


@dataclass(frozen=True, slots=True)
class AgreedMoney:
    """What one paper in force gives one partner in one currency.

    partner: its id. page: url name that takes the project's id and `pk`.
    """

    partner: int
    amount: Decimal
    currency: str
    title: str
    page: str
    pk: str


SOURCES: list[Callable[[Project], list[AgreedMoney]]] = []


def agreed_of(project: Project) -> list[AgreedMoney]:
    return [row for source in SOURCES for row in source(project)]
