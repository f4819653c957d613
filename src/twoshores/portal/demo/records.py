"""What one invented person of the demo consists of. Plain records: no Django, no database."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DemoPlace:
    country: str  # ISO 3166-1 alpha-2
    region: str
    locality: str
    latitude: float  # degrees, WGS 84
    longitude: float
    key: str  # of the locality in common/data/places.csv.xz
    arabic: str = ""


@dataclass(frozen=True, slots=True)
class DemoSkill:
    said: str
    language: str
    said_second: str | None
    kind: str  # occupation | skill
    level: int  # 1 beginner, 2 some, 3 good, 4 expert
    years: int | None
    recognised: bool | None
    working_below: bool | None


@dataclass(frozen=True, slots=True)
class DemoLanguage:
    language: str  # ISO 639
    level: int  # 1 some, 2 well enough to work, 3 fluent


@dataclass(frozen=True, slots=True)
class DemoTie:
    kind: str  # family | member | work | residence | other
    place: DemoPlace
    note: str
    language: str
    strength: int  # 1 loose, 2 steady, 3 close


@dataclass(frozen=True, slots=True)
class DemoConsent:
    purpose: str
    expires_in_days: int  # from today; below zero: has expired
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person. Days are counted from the day of loading. `given`, `family` and `email` are the
    invented private identity; `trade` says which bank was drawn, for tests alone."""

    number: int  # 1..COUNT
    language: str
    second_language: str | None
    headline: str
    headline_second: str | None
    skills: tuple[DemoSkill, ...]
    languages: tuple[DemoLanguage, ...]
    residence: DemoPlace
    origin: DemoPlace
    ties: tuple[DemoTie, ...]
    modes: tuple[str, ...]  # remote, short, return
    hours_per_week: int | None
    times: tuple[str, ...]  # office, evenings, weekends, holidays
    available_from_days: int | None
    available_until_days: int | None
    terms: str  # voluntary | expenses | paid
    has_trained: bool | None
    sex: str | None
    age_band: str | None
    registered_by: str  # self | association
    consent_channel: str  # web | paper | spoken | file
    confirmed_days_ago: int
    consents: tuple[DemoConsent, ...]
    given: str = field(repr=False)
    family: str = field(repr=False)
    email: str = field(repr=False)
    trade: str = field(repr=False)
