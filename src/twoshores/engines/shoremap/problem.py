"""What is drawn, and what a drawing is."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """On which shore a country stands over all the pairs that are drawn."""

    ORIGIN = "origin"
    RESIDENCE = "residence"
    BOTH = "both"
    OTHER = "other"  # a partner's seat that is neither: Bangladesh in Sri Lanka-49


class Direction(StrEnum):
    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True, slots=True)
class Country:
    """A country to mark. `lon`, `lat` in degrees; `count` of its projects; `href` of its page.

    `label` is the name in the reader's language, `count_text` the count in the reader's digits.
    """

    code: str
    lon: float
    lat: float
    label: str
    role: Role
    count: int
    href: str
    count_text: str = ""

    @property
    def number(self) -> str:
        return self.count_text or str(self.count)


@dataclass(frozen=True, slots=True)
class Pair:
    """A country of origin and one of its partner countries, with the projects between them."""

    origin: str
    residence: str
    projects: int
    href: str
    label: str = ""  # what a pointer resting on the arc is told


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a drawing for those who do not see it. `prefix` keeps ids apart on a page."""

    title: str
    description: str
    prefix: str = "shores"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box", gap: float = 0.0) -> bool:
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def inside(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Label:
    """A placed label: the box that its text was given, and the dot if a line leads there."""

    code: str
    box: Box
    leader: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The SVG and what is needed to check it. `unplaced`: codes for which no room was left."""

    svg: str
    width: int
    height: int
    labels: tuple[Label, ...]
    unplaced: tuple[str, ...] = field(default=())
