"""An IATI activity as data: what a project has a place for, and `rest` for everything else.

`rest` is the element as it was published, less what was taken out of it, as XML text; "" where
nothing was left. Things that have no `rest` of their own leave it in that of what holds them.
Codes are those of the IATI lists (version 2.03), amounts exact decimals in the currency beside
them, days `datetime.date`. What is not said is None or "": it is never zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

VERSION = "2.03"


@dataclass(slots=True)
class Party:
    """An organisation: reporting, participating, provider or receiver.

    role: 1 funding, 2 accountable, 3 extending, 4 implementing. activity: its own identifier for
    the activity. kind: OrganisationType.
    """

    name: str = ""
    ref: str = ""
    kind: str = ""
    role: str = ""
    activity: str = ""
    rest: str = ""


@dataclass(slots=True)
class Day:
    """type_code: 1 planned start, 2 actual start, 3 planned end, 4 actual end."""

    type_code: str
    on: date
    rest: str = ""


@dataclass(slots=True)
class Share:
    """A country (ISO 3166-1 alpha-2) or sector; percent of the activity, 0 to 100."""

    code: str
    percent: Decimal | None = None
    vocabulary: str = ""
    rest: str = ""


@dataclass(slots=True)
class Marker:
    """A DAC policy marker, significance 0 to 4."""

    code: str
    significance: int | None = None
    rest: str = ""


@dataclass(slots=True)
class Tag:
    """A code of another list: vocabulary 2 SDG goals, 3 SDG targets."""

    code: str
    vocabulary: str
    rest: str = ""


@dataclass(slots=True)
class Location:
    """A named place. Degrees (WGS 84); None where they are not known."""

    name: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(slots=True)
class Money:
    value: Decimal
    currency: str
    value_date: date | None = None


@dataclass(slots=True)
class Budget:
    """type_code: 1 original, 2 revised. status_code: 1 indicative, 2 committed."""

    starts: date
    ends: date
    money: Money
    type_code: str = ""
    status_code: str = ""


@dataclass(slots=True)
class Transaction:
    type_code: str
    on: date
    money: Money
    description: str = ""
    provider: Party | None = None
    receiver: Party | None = None
    rest: str = ""


@dataclass(slots=True)
class Figure:
    """A target or what was measured: a number, or words where the indicator is of words."""

    value: Decimal | None = None
    words: str = ""


@dataclass(slots=True)
class Baseline(Figure):
    """year: None where `rest` of the indicator keeps it, because no day was said."""

    year: int | None = None
    on: date | None = None


@dataclass(slots=True)
class IndicatorPeriod:
    starts: date
    ends: date
    target: Figure | None = None
    actual: Figure | None = None
    rest: str = ""


@dataclass(slots=True)
class Indicator:
    """measure: 1 unit, 2 percentage, 3 nominal, 4 ordinal, 5 words. ascending: more is better."""

    title: str
    measure: str = "1"
    ascending: bool | None = None
    description: str = ""
    baseline: Baseline | None = None
    periods: list[IndicatorPeriod] = field(default_factory=list)
    rest: str = ""


@dataclass(slots=True)
class Result:
    """type_code: 1 output, 2 outcome, 3 impact, 9 other."""

    type_code: str
    title: str
    description: str = ""
    indicators: list[Indicator] = field(default_factory=list)
    rest: str = ""


@dataclass(slots=True)
class Related:
    """Another activity. type_code: 1 parent, 2 child, 3 sibling."""

    identifier: str
    type_code: str


@dataclass(slots=True)
class Activity:
    """One activity. line: where it began in the file it was read from, 0 if it was not read."""

    identifier: str
    reporter: Party
    title: str
    language: str = ""
    currency: str = ""
    description: str = ""
    status: str = ""
    updated: datetime | None = None
    days: list[Day] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    countries: list[Share] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)
    sectors: list[Share] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    budgets: list[Budget] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    hierarchy: int | None = None  # 1 a programme, 2 what belongs to it; None where nobody says
    extras: list[str] = field(default_factory=list)  # whole elements, as they were published
    rest: str = ""
    line: int = 0

    def indicators(self) -> Iterator[Indicator]:
        for result in self.results:
            yield from result.indicators
