"""Why a file is refused, and what of an activity stays as it was published: codes, no words."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    NOT_XML = "not_xml"  # broken, cut short, nested too deep, in letters nobody can read
    HAS_DTD = "has_dtd"  # a document type: entities could make it grow, or fetch other files
    OTHER_ROOT = "other_root"
    ORGANISATIONS = "organisations"  # IATI's other kind of file
    NAMESPACE = "namespace"
    NO_VERSION = "no_version"
    OTHER_VERSION = "other_version"
    NO_ACTIVITY = "no_activity"


class Refused(Exception):
    """The file as a whole cannot be read. line: 0 where none can be named."""

    def __init__(self, reason: Reason, detail: str = "", line: int = 0) -> None:
        self.reason = reason
        self.detail = detail
        self.line = line
        super().__init__(f"{reason} {detail} {line}".strip())


class Kind(StrEnum):
    NOT_A_NUMBER = "not_a_number"
    TOO_FINE = "too_fine"  # more digits than can be kept exactly
    NO_CURRENCY = "no_currency"
    ENDS_BEFORE_START = "ends_before_start"
    TWICE = "twice"  # the same country, sector or period again
    NO_WORDS = "no_words"  # a title or a name is empty or in another language only


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be taken and is kept as published: where, and the text of it."""

    kind: Kind
    line: int
    element: str
    text: str = ""
