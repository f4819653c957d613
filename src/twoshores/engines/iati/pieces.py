"""Taking values out of an element, so that what is left of it is what had no place."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from .ordering import INTO, LANGUAGE, parse_fragment

_DAY = re.compile(r"^\s*(\d{4}-\d{2}-\d{2})")
CURRENCY = re.compile(r"[A-Z]{3}")
# What the product keeps exactly: digits before and after the point.
MONEY_DIGITS = (18, 4)
VALUE_DIGITS = (14, 4)
PERCENT_DIGITS = (3, 2)


def day(element: Any, attribute: str = "iso-date") -> date | None:
    """A day of an attribute, its time zone left aside; None if there is none."""
    found = _DAY.match(element.get(attribute) or "") if element is not None else None
    if not found:
        return None
    try:
        return date.fromisoformat(found.group(1))
    except ValueError:
        return None


def number(text: str | None) -> Decimal | None:
    """A finite decimal as XML Schema writes it; None for everything else: "12,5", "N/A", "1e3"."""
    text = (text or "").strip()
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text, re.ASCII):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def fits(value: Decimal, digits: tuple[int, int]) -> bool:
    """Whether a value can be kept exactly with so many digits before and after the point."""
    before, after = digits
    return abs(value) < Decimal(10) ** before and value == round(value, after)


def say(text: str | None) -> str:
    """Words of one line: blanks of every kind as one."""
    return " ".join((text or "").split())


def is_left(element: Any) -> bool:
    """Whether anything is left of an element beside its name."""
    attributes = [name for name in element.attrib if name != INTO]
    return bool(attributes or len(element) or (element.text or "").strip())


def finish(parent: Any, child: Any) -> None:
    """Take a child away if nothing is left of it; else mark that it goes on in what is written."""
    if is_left(child):
        child.set(INTO, "1")
    else:
        parent.remove(child)


def rest_of(element: Any) -> str:
    """What is left of an element, as text; "" if nothing is. Blanks between elements go."""
    if not is_left(element):
        return ""
    for node in element.iter():
        if node is not element and not (node.tail or "").strip():
            node.tail = None
        if len(node) and not (node.text or "").strip():
            node.text = None
    return etree.tostring(element, encoding="unicode", with_tail=False)


def words_in(element: Any, language: str) -> Any:
    """The narrative in a language (or in none that is named) with words in it, or None."""
    for narrative in element.iterchildren("narrative"):
        named = narrative.get(LANGUAGE) or element.get(LANGUAGE) or ""
        if named in {"", language} and (narrative.text or "").strip():
            return narrative
    return None


def take_words(parent: Any, name: str, language: str, *, one_line: bool = False) -> str:
    """The words of the first child of a name in the activity's language, taken out; else ""."""
    child = parent.find(name)
    if child is None:
        return ""
    found = take_narrative(child, language, one_line=one_line)
    if found:
        finish(parent, child)
    return found


def take_narrative(element: Any, language: str, *, one_line: bool = False) -> str:
    narrative = words_in(element, language)
    if narrative is None:
        return ""
    text = narrative.text or ""
    element.remove(narrative)
    return say(text) if one_line else text.strip()


def with_long_words(rest: str, root: str, name: str, text: str) -> str:
    """`rest` of an element (named root) that also keeps the whole of words that were cut short.

    As long as the words written begin the same and end in "…", the whole is written.
    """
    element = parse_fragment(rest) if rest else etree.Element(root)
    child = etree.SubElement(element, name)
    child.set(INTO, "1")
    narrative = etree.SubElement(child, "narrative")
    narrative.set(INTO, "1")
    narrative.text = text
    return etree.tostring(element, encoding="unicode")


def left_counts(root: str, rest: str) -> Counter[str]:
    """How many elements of each kind are left, the outermost ones: "sector", "transaction/sector".

    root: path of the element of `rest`, "" for the activity itself.
    """
    counts: Counter[str] = Counter()
    if rest:
        _count(parse_fragment(rest), root, counts)
    return counts


def _count(element: Any, path: str, counts: Counter[str]) -> None:
    for child in element:
        name = etree.QName(child).localname
        inner = f"{path}/{name}" if path else name
        if child.get(INTO):
            _count(child, inner, counts)
        else:
            counts[inner] += 1
