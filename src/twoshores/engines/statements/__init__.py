"""Bank statements: reading ISO 20022 camt.053, and which line pays what.

Pure. A file that nobody vouches for is refused before it can cost anything.
"""

from .camt import MOST_ENTRIES, read_camt
from .matching import Open, Suggestion, suggestions
from .statement import Entry, Reason, Refused, amount_of, digest_of, numbered

__all__ = [
    "MOST_ENTRIES",
    "Entry",
    "Open",
    "Reason",
    "Refused",
    "Suggestion",
    "amount_of",
    "digest_of",
    "numbered",
    "read_camt",
    "suggestions",
]
