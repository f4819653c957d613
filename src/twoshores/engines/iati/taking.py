"""An `iati-activity` element as data. What is taken is removed from the element: the rest stays.

Steps: 1. language, title and the facts of one value; 2. what stands in rows: dates,
organisations, countries, sectors, markers, budgets, transactions, results; 3. what is left is
`rest`. A row that cannot be kept exactly is not touched: it stays in the rest as a whole, with a
`Trouble` that says why.
"""

from collections.abc import Callable
from typing import Any

from .model import (
    Activity,
    Budget,
    Day,
    Marker,
    Money,
    Party,
    Share,
    Tag,
    Transaction,
)
from .ordering import LANGUAGE
from .pieces import (
    CURRENCY,
    MONEY_DIGITS,
    PERCENT_DIGITS,
    day,
    finish,
    fits,
    number,
    rest_of,
    say,
    take_narrative,
    take_words,
    words_in,
)
from .problems import Kind, Trouble
from .taking_results import take_results

_DAC = {"", "1"}
_TAGS = {"2", "3"}
_LONGEST_CODE = 20
_LONGEST_NAME = 300


def take_activity(element: Any) -> tuple[Activity, list[Trouble]]:
    """The activity of a valid element, which is emptied by it, and what could not be taken."""
    line = element.sourceline or 0
    language = _language(element)
    taker = _Taker(language, _currency(element))
    if element.get(LANGUAGE) == language:
        del element.attrib[LANGUAGE]
    element.attrib.pop("last-updated-datetime", None)
    activity = Activity(
        identifier=_take_text(element, "iati-identifier"),
        reporter=taker.reporter(element),
        title=_title(element, language),
        language=language,
        currency=taker.currency,
        description=_description(element, language),
        status=_take_code(element, "activity-status"),
        days=taker.rows(element, "activity-date", taker.day),
        parties=taker.rows(element, "participating-org", taker.party),
        countries=taker.rows(element, "recipient-country", taker.country),
        sectors=taker.rows(element, "sector", taker.sector),
        tags=taker.rows(element, "tag", taker.tag),
        markers=taker.rows(element, "policy-marker", taker.marker),
        budgets=taker.rows(element, "budget", taker.budget),
        transactions=taker.rows(element, "transaction", taker.transaction),
        results=take_results(element, language, taker.troubles),
        line=line,
    )
    activity.rest = rest_of(element)
    return activity, taker.troubles


def _title(element: Any, language: str) -> str:
    """The title. Of one without a single word nothing is kept: another stands in its place."""
    text = take_words(element, "title", language, one_line=True)
    child = element.find("title")
    if not text and child is not None:
        for narrative in child.findall("narrative"):
            child.remove(narrative)
        finish(element, child)
    return text


def _language(element: Any) -> str:
    """The activity's own, where its title has words in it; else the first that the title has."""
    own = element.get(LANGUAGE) or ""
    title = element.find("title")
    if title is None or words_in(title, own) is not None:
        return own
    named = [narrative.get(LANGUAGE) for narrative in title if (narrative.text or "").strip()]
    return next((language for language in named if language), own)


def _currency(element: Any) -> str:
    """The default currency; where none is named, the one that all values name."""
    named = element.get("default-currency") or ""
    if CURRENCY.fullmatch(named):
        del element.attrib["default-currency"]
        return named
    used = {value.get("currency") or "" for value in element.iter("value")}
    [only] = used if len(used) == 1 else {""}
    return only if CURRENCY.fullmatch(only) else ""


def _take_text(element: Any, name: str) -> str:
    child = element.find(name)
    if child is None:
        return ""
    element.remove(child)
    return say(child.text)


def _take_code(element: Any, name: str) -> str:
    child = element.find(name)
    code: str = child.attrib.pop("code", "") if child is not None else ""
    if child is not None:
        finish(element, child)
    return code


def _description(element: Any, language: str) -> str:
    """The general one: without a type, or of type 1."""
    for child in element.iterchildren("description"):
        if (child.get("type") or "1") == "1":
            words = take_narrative(child, language)
            if words:
                finish(element, child)
                return words
    return ""


def _has_only(element: Any, attributes: set[str], children: set[str]) -> bool:
    return set(element.attrib) <= attributes and {child.tag for child in element} <= children


class _Taker:
    """Rows of one activity. Each method returns a row and removes its element, or None."""

    def __init__(self, language: str, currency: str) -> None:
        self.language = language
        self.currency = currency
        self.troubles: list[Trouble] = []
        self._seen: set[tuple[str, str]] = set()

    def rows[R](self, element: Any, name: str, take: Callable[[Any], R | None]) -> list[R]:
        found = []
        for child in element.findall(name):
            row = take(child)
            if row is not None:
                found.append(row)
                element.remove(child)
        return found

    def trouble(self, kind: Kind, element: Any, text: str = "") -> None:
        self.troubles.append(Trouble(kind, element.sourceline or 0, element.tag, text))

    def _again(self, element: Any, code: str) -> bool:
        key = (element.tag, code)
        if key in self._seen:
            self.trouble(Kind.TWICE, element, code)
            return True
        self._seen.add(key)
        return False

    def reporter(self, element: Any) -> Party:
        child = element.find("reporting-org")
        if child is None:
            return Party()
        party = Party(ref=child.attrib.pop("ref", ""), kind=child.get("type", ""))
        party.name = take_narrative(child, self.language, one_line=True)
        party.rest = rest_of(child)
        element.remove(child)
        return party

    def day(self, child: Any) -> Day | None:
        on = day(child)
        if on is None:
            return None
        del child.attrib["iso-date"]
        return Day(child.get("type", ""), on, rest_of(child))

    def party(self, child: Any) -> Party | None:
        words = words_in(child, self.language)
        name = say(words.text) if words is not None else ""
        if not name or len(name) > _LONGEST_NAME:
            self.trouble(Kind.NO_WORDS, child, child.get("ref", ""))
            return None
        child.remove(words)
        role, kind, ref = (child.get(key, "") for key in ("role", "type", "ref"))
        return Party(name, ref=ref, kind=kind, role=role, rest=rest_of(child))

    def country(self, child: Any) -> Share | None:
        code = (child.get("code") or "").strip()
        if len(code) != 2 or self._again(child, code):
            return None
        return self._share(child, code)

    def sector(self, child: Any) -> Share | None:
        code = (child.get("code") or "").strip()
        if (child.get("vocabulary") or "") not in _DAC or not 0 < len(code) <= _LONGEST_CODE:
            return None
        return None if self._again(child, code) else self._share(child, code)

    def _share(self, child: Any, code: str) -> Share:
        del child.attrib["code"]
        percent = number(child.get("percentage"))
        if percent is not None and 0 <= percent <= 100 and fits(percent, PERCENT_DIGITS):
            del child.attrib["percentage"]
        else:
            percent = None
        return Share(code, percent, rest=rest_of(child))

    def tag(self, child: Any) -> Tag | None:
        code, vocabulary = (child.get("code") or "").strip(), child.get("vocabulary") or ""
        if vocabulary not in _TAGS or not 0 < len(code) <= _LONGEST_CODE:
            return None
        if self._again(child, code):
            return None
        del child.attrib["code"]
        return Tag(code, vocabulary, rest_of(child))

    def marker(self, child: Any) -> Marker | None:
        code, weight = (child.get("code") or "").strip(), child.get("significance") or ""
        known = (child.get("vocabulary") or "") in _DAC and weight in {"", *"01234"}
        if not known or not 0 < len(code) <= _LONGEST_CODE or self._again(child, code):
            return None
        del child.attrib["code"]
        child.attrib.pop("significance", None)
        return Marker(code, int(weight) if weight else None, rest_of(child))

    def money(self, value: Any) -> Money | None:
        """The amount of a `value`; None if it cannot be kept exactly."""
        found = number(value.text)
        currency = value.get("currency") or self.currency
        if found is None or not fits(found, MONEY_DIGITS):
            kind = Kind.NOT_A_NUMBER if found is None else Kind.TOO_FINE
            self.trouble(kind, value, say(value.text))
        elif not CURRENCY.fullmatch(currency):
            self.trouble(Kind.NO_CURRENCY, value, say(value.text))
        else:
            return Money(found, currency, day(value, "value-date"))
        return None

    def budget(self, child: Any) -> Budget | None:
        starts, ends = day(child.find("period-start")), day(child.find("period-end"))
        value = child.find("value")
        plain = _has_only(child, {"type", "status"}, {"period-start", "period-end", "value"})
        if not plain or starts is None or ends is None or value is None:
            return None
        if not _has_only(value, {"currency", "value-date"}, set()):
            return None
        money = self.money(value)
        if money is None:
            return None
        return Budget(starts, ends, money, child.get("type", ""), child.get("status", ""))

    def transaction(self, child: Any) -> Transaction | None:
        on, value = day(child.find("transaction-date")), child.find("value")
        kind = child.find("transaction-type")
        if on is None or value is None or kind is None:
            return None
        money = self.money(value)
        if money is None:
            return None
        code = _take_code(child, "transaction-type")
        for name in ("transaction-date", "value"):
            taken = child.find(name)
            for attribute in ("iso-date", "currency", "value-date"):
                taken.attrib.pop(attribute, None)
            taken.text = None
            finish(child, taken)
        description = take_words(child, "description", self.language)
        provider = self._side(child, "provider-org", "provider-activity-id")
        receiver = self._side(child, "receiver-org", "receiver-activity-id")
        return Transaction(code, on, money, description, provider, receiver, rest_of(child))

    def _side(self, parent: Any, name: str, activity: str) -> Party | None:
        child = parent.find(name)
        if child is None:
            return None
        party = Party(
            ref=child.attrib.pop("ref", ""),
            activity=child.attrib.pop(activity, ""),
            name=take_narrative(child, self.language, one_line=True),
        )
        if not (party.ref or party.activity or party.name):
            return None
        finish(parent, child)
        return party
