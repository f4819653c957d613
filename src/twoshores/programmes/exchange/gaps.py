"""What a file lacks before it can leave, and where that is filled in. Nothing is made up for it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Gap:
    """what: in words. where, args: the page on which it is filled, "" where there is none."""

    what: str
    where: str = ""
    args: tuple[object, ...] = ()


class NotReady(ValidationError):
    """The file cannot leave; `gaps` says what it lacks."""

    def __init__(self, gaps: list[Gap]) -> None:
        self.gaps = gaps
        super().__init__([gap.what for gap in gaps])
