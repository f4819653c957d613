"""What a design is, as facts. None means "not known", for single facts and for whole lists alike.

An empty tuple is knowledge: there is none. Whoever makes a Design decides which of both it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

ORIGIN, RESIDENCE = "origin", "residence"
PHASES = ("identification", "design", "implementation", "monitoring", "evaluation")


@dataclass(frozen=True, slots=True)
class Country:
    """code: ISO 3166-1 alpha-2. role: origin, residence, other."""

    code: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """agreement: none, drafted, signed. kind: of the handbook's actors ("local_authority")."""

    id: str
    name: str = ""
    country: str | None = None
    kind: str | None = None
    is_lead: bool | None = None
    role: str | None = None  # "" = known to have none
    agreement: str | None = None
    mobilises_migrants: bool | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """level: goal, outcome, output."""

    id: str
    level: str
    text: str = ""
    verification: str | None = None
    assumptions: int | None = None  # how many are stated


@dataclass(frozen=True, slots=True)
class Activity:
    """times: office, evenings, weekends, holidays. responsible: a partner's id, "" = nobody."""

    id: str
    title: str = ""
    result: str | None = None  # "" = serves none
    block: str | None = None
    starts: date | None = None
    ends: date | None = None
    times: frozenset[str] | None = None
    has_volunteers: bool | None = None
    country: str | None = None
    responsible: str | None = None
    contributors: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """splits: sex, age, place, status or own words.

    target: the sum or last target of a number, in its unit; meaningful for numbers only.
    """

    id: str
    text: str = ""
    result: str | None = None
    block: str | None = None
    counts_people: bool | None = None
    splits: frozenset[str] | None = None
    has_baseline: bool | None = None
    has_target: bool | None = None
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """source: money, in_kind, volunteers. amount: in the project's currency, None = no rate."""

    partner: str | None = None
    category: str | None = None
    source: str | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """kind: external, capacity, project, relational. weight: likelihood x effect, 1 to 25."""

    id: str
    text: str = ""
    kind: str | None = None
    weight: int | None = None
    has_owner: bool | None = None
    has_response: bool | None = None
    has_review: bool | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Where partners see the goal differently."""

    id: str
    text: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Agreement:
    """A paper between partners that all its sides signed. ends: None = without an end."""

    id: str
    title: str = ""
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class AgreedMoney:
    """What papers in force give a partner in one currency. Unlike currencies are not added."""

    partner: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Need:
    """What the partnership must be able to do. weight: 1 to 5. holders: ids of partners."""

    id: str
    text: str = ""
    weight: int = 1
    holders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority that matters. is_approached: a strategy for it, or a step done with it."""

    id: str
    name: str = ""
    is_approached: bool = False


@dataclass(frozen=True, slots=True)
class Design:
    """One project's design. answers: question -> yes or no; a question not in it is not known.

    blocks: keys of the catalogue. capitals: those that the project is known to use.
    says: phase -> none, informed, consulted, together, lead. drafting: who took part.
    alignments: kinds of plans and lists served. euros: money of the budget in EUR.
    visions: ids of partners with the goal in their own words. agreed: of those who agreed to the
    text of the shared goal; empty = a text that nobody agreed to. learning: (teacher, learner).
    is_whole: False = of these facts about the alliance only what is written is known, so that what
    is not there may be so and nobody wrote it down.
    """

    starts: date | None = None
    ends: date | None = None
    blocks: frozenset[str] | None = None
    capitals: frozenset[str] | None = None
    countries: tuple[Country, ...] | None = None
    partners: tuple[Partner, ...] | None = None
    results: tuple[Result, ...] | None = None
    activities: tuple[Activity, ...] | None = None
    indicators: tuple[Indicator, ...] | None = None
    lines: tuple[Line, ...] | None = None
    risks: tuple[Risk, ...] | None = None
    drafting: frozenset[str] | None = None
    alignments: frozenset[str] | None = None
    says: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)
    euros: Decimal | None = None
    visions: frozenset[str] | None = None
    agreed: frozenset[str] | None = None
    differences: tuple[Difference, ...] | None = None
    agreements: tuple[Agreement, ...] | None = None
    money: tuple[AgreedMoney, ...] | None = None
    needs: tuple[Need, ...] | None = None
    learning: frozenset[tuple[str, str]] | None = None
    authorities: tuple[Authority, ...] | None = None
    is_whole: bool = True

    @property
    def days(self) -> int | None:
        """From the first to the last day, both included; None if not known or not positive."""
        if self.starts is None or self.ends is None or self.ends < self.starts:
            return None
        return (self.ends - self.starts).days + 1
