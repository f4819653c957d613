"""Published lists under which projects are counted: SDG targets, DAC sectors and markers, GCM.

Source: code lists of the IATI standard (data/lists.csv, CC BY 4.0), in English and French. The
names of the Global Compact's objectives (A/RES/73/195) are short ones of our own.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data" / "lists.csv"
TRANSLATED = ("fr",)
# The list that gives the groups of another one their names.
GROUPS = {"sdg": "sdg_goal", "dac_sector": "dac_category"}
GCM = "gcm"

OBJECTIVES: dict[str, str | Promise] = {
    "1": _("Data as a basis for policies"),
    "2": _("Fewer reasons to have to leave"),
    "3": _("True and timely information at every stage"),
    "4": _("Proof of identity and papers for all"),
    "5": _("More and better ways to migrate regularly"),
    "6": _("Fair recruitment and decent work"),
    "7": _("Fewer dangers and weaknesses in migration"),
    "8": _("Saving lives, searching for the missing"),
    "9": _("Acting together against smuggling"),
    "10": _("Ending trafficking in persons"),
    "11": _("Borders that are well and safely managed"),
    "12": _("Clear and reliable procedures"),
    "13": _("Detention only as the last resort"),
    "14": _("Consular protection and help"),
    "15": _("Basic services for migrants"),
    "16": _("Inclusion and living together"),
    "17": _("Ending discrimination; speaking of migration by facts"),
    "18": _("Skills, and their recognition"),
    "19": _("Migrants and diasporas contributing to development"),
    "20": _("Faster, safer, cheaper remittances; access to finance"),
    "21": _("Safe and dignified return, and lasting reintegration"),
    "22": _("Social security that moves with people"),
    "23": _("International cooperation and partnerships"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """label: in `language`, which is the reader's where the list was translated."""

    code: str
    label: str
    language: str
    group: str = ""


@lru_cache(maxsize=1)
def _rows() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["list"], []).append(row)
    return found


def items(kind: str) -> list[Item]:
    """A list in the reader's language, else in English, in the order of its source."""
    language = (get_language() or "en").split("-")[0]
    if kind == GCM:
        return [Item(code, str(label), language) for code, label in OBJECTIVES.items()]
    return [_item(row, language) for row in _rows().get(kind, [])]


def _item(row: dict[str, str], language: str) -> Item:
    if language in TRANSLATED and row[language]:
        return Item(row["code"], row[language], language, row["group"])
    return Item(row["code"], row["en"], "en", row["group"])


def item_of(kind: str, code: str) -> Item | None:
    """None for a code that the list does not have (any more)."""
    return next((item for item in items(kind) if item.code == code), None)


def grouped(kind: str) -> list[tuple[str, list[Item]]]:
    """The list by group: (name of the group, its items); one group without a name if none."""
    names = {item.code: item.label for item in items(GROUPS[kind])} if kind in GROUPS else {}
    found: dict[str, list[Item]] = {}
    for item in items(kind):
        found.setdefault(names.get(item.group, ""), []).append(item)
    return list(found.items())
