"""What a proposal says of itself, as the rules read it. None: not said, and so not known."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Source(StrEnum):
    MONEY = "money"
    IN_KIND = "in_kind"  # things, rooms, transport, volunteers' time


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner. `organisation` is who it is: an organisation listed twice counts once.

    country: ISO 3166 alpha-2. kind, recognition: codes of the caller. asked: of the programme,
    own: brought in money; both in the call's currency, 0 is said and None is not.
    recognised_since: a year.
    """

    id: str
    name: str
    organisation: str | None = None
    country: str | None = None
    kind: str | None = None
    mobilises_migrants: bool | None = None
    leads: bool = False
    recognition: str | None = None
    recognised_since: int | None = None
    asked: Decimal | None = None
    own: Decimal | None = None

    @property
    def who(self) -> str:
        return f"o:{self.organisation}" if self.organisation else f"p:{self.id}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the budget over the whole time. amount: in the call's currency, not below 0; None
    where nothing was written or its currency has no rate."""

    category: str
    amount: Decimal | None
    source: Source = Source.MONEY


@dataclass(frozen=True, slots=True)
class Application:
    """lines: None where no budget was written yet; [] says that nothing is spent.

    ends: the last day. on: the day at which years of recognition are counted.
    """

    partners: tuple[Partner, ...] = ()
    starts: date | None = None
    ends: date | None = None
    lines: tuple[Line, ...] | None = None
    on: date | None = field(default=None)
