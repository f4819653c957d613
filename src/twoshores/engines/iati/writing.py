"""Writing an IATI 2.03 document from data, what was kept put back where it stood.

Steps, for each activity: 1. elements for what the data say; 2. in each, what was kept of it
(`rest`) merged in; 3. children in the order of the schema. Source: IATI Standard 2.03, activity
standard.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from .model import (
    VERSION,
    Activity,
    Baseline,
    Budget,
    Day,
    Figure,
    Indicator,
    IndicatorPeriod,
    Location,
    Money,
    Party,
    Result,
    Share,
    Transaction,
)
from .ordering import LANGUAGE, merge, parse_fragment

WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"


def write_document(activities: Iterable[Activity], *, generated: datetime) -> bytes:
    """A whole document in UTF-8. generated: when, with a time zone."""
    return b"".join(document_pieces(activities, generated=generated))


def document_pieces(activities: Iterable[Activity], *, generated: datetime) -> Iterator[bytes]:
    """The same piece by piece, an activity at a time: memory for one activity only."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<iati-activities version="{VERSION}" generated-datetime="{_moment(generated)}">\n'
    ).encode()
    for activity in activities:
        element = activity_element(activity)
        etree.indent(element)
        yield etree.tostring(element, encoding="UTF-8") + b"\n"
    yield b"</iati-activities>\n"


def number(value: Decimal) -> str:
    """A decimal without exponent and without zeros that say nothing: 40, 12.5."""
    if value == value.to_integral_value():
        return str(value.to_integral_value().quantize(Decimal(1)))
    return format(value.normalize(), "f")


def activity_element(activity: Activity) -> Any:
    """The `iati-activity` element of an activity, ready to be validated or written."""
    kept = parse_fragment(activity.rest) if activity.rest else None
    language = activity.language
    if kept is not None and kept.get(LANGUAGE):
        language = kept.get(LANGUAGE)
    writer = _Writer("" if language == activity.language else activity.language)
    element = etree.Element("iati-activity")
    if activity.language:
        element.set(LANGUAGE, activity.language)
    _set(element, "default-currency", activity.currency)
    _set(element, "hierarchy", activity.hierarchy)
    if activity.updated:
        element.set("last-updated-datetime", _moment(activity.updated))
    _text(element, "iati-identifier", activity.identifier)
    element.append(writer.party("reporting-org", activity.reporter))
    writer.words(element, "title", activity.title)
    if activity.description:
        writer.words(element, "description", activity.description)
    element.extend(writer.party("participating-org", party) for party in activity.parties)
    if activity.status:
        _child(element, "activity-status", code=activity.status)
    element.extend(_day(day) for day in activity.days)
    element.extend(_share("recipient-country", share) for share in activity.countries)
    element.extend(writer.location(place) for place in activity.locations)
    element.extend(_share("sector", share) for share in activity.sectors)
    for tag in activity.tags:
        built = _element("tag", code=tag.code, vocabulary=tag.vocabulary)
        element.append(merge(built, tag.rest))
    for marker in activity.markers:
        built = _element("policy-marker", code=marker.code, significance=marker.significance)
        element.append(merge(built, marker.rest))
    element.extend(_budget(budget) for budget in activity.budgets)
    element.extend(writer.transaction(row) for row in activity.transactions)
    for other in activity.related:
        _child(element, "related-activity", ref=other.identifier, type=other.type_code)
    element.extend(writer.result(result) for result in activity.results)
    element.extend(parse_fragment(text) for text in activity.extras)
    return merge(element, activity.rest)


class _Writer:
    """Elements that hold words. language: of the words, where it is not the activity's own."""

    def __init__(self, language: str) -> None:
        self.language = language

    def words(self, parent: Any, name: str, text: str) -> Any:
        child = etree.SubElement(parent, name)
        narrative = etree.SubElement(child, "narrative")
        narrative.text = legible(text)
        if self.language:
            narrative.set(LANGUAGE, self.language)
        return child

    def party(self, name: str, party: Party) -> Any:
        element = _element(name, role=party.role, ref=party.ref, type=party.kind)
        if party.activity:
            whose = {"provider-org": "provider-activity-id", "receiver-org": "receiver-activity-id"}
            element.set(whose.get(name, "activity-id"), legible(party.activity))
        if party.name:
            narrative = etree.SubElement(element, "narrative")
            narrative.text = legible(party.name)
        return merge(element, party.rest)

    def location(self, place: Location) -> Any:
        element = etree.Element("location")
        self.words(element, "name", place.name)
        if place.latitude is not None and place.longitude is not None:
            point = _child(element, "point", srsName=WGS84)
            _text(point, "pos", f"{number(place.latitude)} {number(place.longitude)}")
        return element

    def transaction(self, row: Transaction) -> Any:
        element = etree.Element("transaction")
        _child(element, "transaction-type", code=row.type_code)
        _child(element, "transaction-date", iso_date=row.on)
        element.append(_value(row.money, row.on))
        if row.description:
            self.words(element, "description", row.description)
        if row.provider:
            element.append(self.party("provider-org", row.provider))
        if row.receiver:
            element.append(self.party("receiver-org", row.receiver))
        return merge(element, row.rest)

    def result(self, result: Result) -> Any:
        element = _element("result", type=result.type_code)
        self.words(element, "title", result.title)
        if result.description:
            self.words(element, "description", result.description)
        element.extend(self.indicator(indicator) for indicator in result.indicators)
        return merge(element, result.rest)

    def indicator(self, indicator: Indicator) -> Any:
        element = _element("indicator", measure=indicator.measure)
        if indicator.ascending is not None:
            element.set("ascending", str(int(indicator.ascending)))
        self.words(element, "title", indicator.title)
        if indicator.description:
            self.words(element, "description", indicator.description)
        if indicator.baseline:
            element.append(self.baseline(indicator.baseline))
        element.extend(self.period(period) for period in indicator.periods)
        merge(element, indicator.rest)
        for baseline in element.iterchildren("baseline"):
            _say_once(baseline)
        return element

    def baseline(self, baseline: Baseline) -> Any:
        element = _element("baseline", year=baseline.year, iso_date=baseline.on)
        return self._figure(element, baseline)

    def period(self, period: IndicatorPeriod) -> Any:
        element = etree.Element("period")
        _child(element, "period-start", iso_date=period.starts)
        _child(element, "period-end", iso_date=period.ends)
        for name, figure in (("target", period.target), ("actual", period.actual)):
            if figure is not None:
                element.append(self._figure(etree.Element(name), figure))
        merge(element, period.rest)
        for said in element.iterchildren("target", "actual"):
            _say_once(said)
        return element

    def _figure(self, element: Any, figure: Figure) -> Any:
        if figure.value is not None:
            element.set("value", number(figure.value))
        if figure.words:
            self.words(element, "comment", figure.words)
        return element


def _say_once(figure: Any) -> None:
    """Words that were published as the value need no comment that says the same."""
    comment = figure.find("comment")
    if comment is not None and len(comment) == 1 and figure.get("value") == comment[0].text:
        figure.remove(comment)


def _share(name: str, share: Share) -> Any:
    element = _element(name, code=share.code, vocabulary=share.vocabulary)
    if share.percent is not None:
        element.set("percentage", number(share.percent))
    return merge(element, share.rest)


def _budget(budget: Budget) -> Any:
    element = _element("budget", type=budget.type_code, status=budget.status_code)
    _child(element, "period-start", iso_date=budget.starts)
    _child(element, "period-end", iso_date=budget.ends)
    element.append(_value(budget.money, budget.starts))
    return element


def _value(money: Money, on: date) -> Any:
    """The schema asks for the day of the value; where none was said it is the row's own."""
    element = _element("value", currency=money.currency, value_date=money.value_date or on)
    element.text = number(money.value)
    return element


def _element(name: str, **attributes: object) -> Any:
    element = etree.Element(name)
    for attribute, value in attributes.items():
        _set(element, attribute.replace("_", "-"), value)
    return element


def _child(parent: Any, name: str, **attributes: object) -> Any:
    child = _element(name, **attributes)
    parent.append(child)
    return child


def _text(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = legible(text)


def _set(element: Any, name: str, value: object) -> None:
    if isinstance(value, date):
        element.set(name, value.isoformat())
    elif value not in {None, ""}:
        element.set(name, legible(str(value)))


def legible(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_text(day: Day) -> str:
    """An `activity-date` as text, for a day that no row of its own keeps."""
    return etree.tostring(_day(day), encoding="unicode")


def _day(day: Day) -> Any:
    return merge(_element("activity-date", type=day.type_code, iso_date=day.on), day.rest)
