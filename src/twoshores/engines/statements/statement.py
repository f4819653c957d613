"""A line of a statement, its digest, and amounts as banks write them."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Reason(StrEnum):
    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"  # broken, cut short, nested too deep
    HAS_DTD = "has_dtd"  # a document type: entities could make it grow, or fetch other files
    OTHER_ROOT = "other_root"  # XML, and no statement
    TOO_MANY = "too_many"
    BAD_ENTRY = "bad_entry"  # no day, no amount, no currency
    EMPTY = "empty"


class Refused(Exception):
    """The file as a whole cannot be taken. detail: what is wrong with it, in its own words."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason} {detail}".strip())


@dataclass(frozen=True, slots=True)
class Entry:
    """What the bank says it moved: out of the account negative, in major units.

    id: by which the bank itself tells this line from every other, "" where it gives none.
    """

    on: date
    amount: Decimal
    currency: str
    reference: str = ""
    text: str = ""  # who, and what was written with it
    id: str = ""


def digest_of(entry: Entry) -> str:
    """SHA-256 (hexadecimal) of what the bank says, whatever file it came in."""
    parts = [
        entry.on.isoformat(),
        f"{entry.amount.normalize():f}",
        entry.currency,
        " ".join(entry.reference.split()),
        " ".join(entry.text.split()),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def numbered(entries: Iterable[Entry]) -> dict[tuple[str, int], Entry]:
    """By digest and occurrence: the first of its kind in a file is 1, the next that says the same
    2. Two wages of one day are two lines; what has the bank's own id twice is one line.

    The day is in the digest, so that a file which overlaps with another counts the same lines
    with the same numbers.
    """
    found: dict[tuple[str, int], Entry] = {}
    seen: set[tuple[str, str]] = set()
    counts: Counter[str] = Counter()
    for entry in entries:
        digest = digest_of(entry)
        if entry.id and (digest, entry.id) in seen:
            continue
        seen.add((digest, entry.id))
        counts[digest] += 1
        found[digest, counts[digest]] = entry
    return found


_NUMBER = re.compile(r"([+-]?)(\d[\d., '\u00a0\u202f]*)([+-]?)")
_GROUPS = re.compile(r"[ '\u00a0\u202f]")


def amount_of(text: str) -> Decimal | None:
    """An amount as banks' tables write it, at most two decimals; empty is None. ValueError.

    1. Blanks and apostrophes group digits; a sign may stand before or behind.
    2. Of "." and ",", the last one is the decimal mark if one or two digits follow it, else both
       group: money has no three decimals here.
    """
    bare = text.strip().replace("\u2212", "-")
    if not bare:
        return None
    found = _NUMBER.fullmatch(bare)
    if found is None or (found[1] and found[3]):
        raise ValueError(f"{text[:40]!r} is not an amount")
    digits = _GROUPS.sub("", found[2])
    whole, cents = digits, ""
    at = max(digits.rfind("."), digits.rfind(","))
    if at >= 0 and 1 <= len(digits) - at - 1 <= 2:
        whole, cents = digits[:at], digits[at + 1 :]
    groups = re.split(r"[.,]", whole)
    if any(len(group) != 3 for group in groups[1:]) or not 0 < len(groups[0]) <= 15:
        raise ValueError(f"{text[:40]!r} is not an amount")
    value = Decimal("".join(groups) + (f".{cents}" if cents else ""))
    return -value if "-" in (found[1], found[3]) else value
