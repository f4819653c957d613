"""The rules that a call can have: a small vocabulary, each of them a dataclass.

Countries are ISO 3166 alpha-2 codes, kinds of organisation, kinds of cost and states of
recognition codes of the caller. Money is in the call's currency, percent from 0 to 100.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Partners:
    """So many partners, at least or at most or both."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Countries:
    """At least so many partners in a named group of countries."""

    group: str
    countries: tuple[str, ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class CountriesAllowed:
    """Every partner sits in one of these countries."""

    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kinds:
    """At least so many partners of these kinds; or such as are proven to mobilise migrants."""

    any_of: tuple[str, ...]
    least: int = 1
    or_mobilises_migrants: bool = False


@dataclass(frozen=True, slots=True)
class KindsAllowed:
    """Every partner is of one of these kinds."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeadIn:
    """Who leads sits in one of these countries."""

    countries: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Every partner, or only the one that leads, is recognised in one of these ways, and that
    for so many calendar years, 0 for any time."""

    any_of: tuple[str, ...]
    years: int = 0
    only_lead: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """What all partners ask together lies between these."""

    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """The project lasts so many months, from its first day to its last."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class ShareMost:
    """No partner gets more than this part of what all ask together."""

    percent: Decimal


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most this part of the budget in money, or this amount, goes to a kind of cost.

    Exactly one of the two.
    """

    category: str
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cofinancing:
    """The partners bring at least this part of what all of it costs; 0: all may be asked for.

    in_kind_counts: things, rooms and volunteers' time count as brought, too.
    """

    percent: Decimal
    in_kind_counts: bool = False


type Rule = (
    Partners
    | Countries
    | CountriesAllowed
    | Kinds
    | KindsAllowed
    | LeadIn
    | Recognition
    | Grant
    | Duration
    | ShareMost
    | Ceiling
    | Cofinancing
)
