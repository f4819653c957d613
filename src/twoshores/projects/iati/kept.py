"""What published elements had no field for, and which row each piece belongs to.

All of it stands in `PublishedRecord.rest` as one XML text: `<rest><part of="partner" key="12">`
with the piece inside. When the row goes, its piece is not written any more.
"""

from collections import defaultdict

from django.db.models import Model
from lxml import etree

from twoshores.engines.iati.ordering import parse_fragment

# of: activity, reporter, title, starts, ends, partner, country, alignment, result, indicator,
# period (key "indicator:period"); extra: whole elements that became no row.
EXTRA = "extra"


class Kept:
    """Pieces by what they belong to. `put` to write, `of` to read, `text` to store."""

    def __init__(self, text: str = "") -> None:
        self._pieces: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._waiting: list[tuple[str, object, str]] = []
        if not text:
            return
        for part in parse_fragment(text):
            key = (part.get("of"), part.get("key"))
            self._pieces[key] += [etree.tostring(piece, encoding="unicode") for piece in part]

    def put(self, of: str, key: object, piece: str) -> None:
        """key: text, a row or several; rows need their own keys by the time of `text` only."""
        if piece:
            self._waiting.append((of, key, piece))

    def of(self, of: str, key: object = "") -> str:
        """The piece of a row; "" if nothing was kept."""
        pieces = self._pieces.get((of, str(key)))
        return pieces[0] if pieces else ""

    def all_of(self, of: str, key: object = "") -> list[str]:
        return self._pieces.get((of, str(key)), [])

    def text(self) -> str:
        for of, key, piece in self._waiting:
            self._pieces[of, _key(key)].append(piece)
        self._waiting = []
        if not self._pieces:
            return ""
        root = etree.Element("rest")
        for (of, key), pieces in self._pieces.items():
            part = etree.SubElement(root, "part", of=of, key=key)
            part.extend(parse_fragment(piece) for piece in pieces)
        return etree.tostring(root, encoding="unicode")


def _key(key: object) -> str:
    if isinstance(key, tuple):
        return ":".join(_key(part) for part in key)
    return str(key.pk) if isinstance(key, Model) else str(key)
