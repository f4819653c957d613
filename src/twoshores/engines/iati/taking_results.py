"""Results, indicators, baselines and periods of an activity as data; see `taking`."""

from datetime import date
from typing import Any

from .model import Baseline, Figure, Indicator, IndicatorPeriod, Result
from .pieces import VALUE_DIGITS, day, finish, fits, number, rest_of, say, take_words, words_in
from .problems import Kind, Trouble

_RESULT_TYPES = {"1", "2", "3"}
_WORDS = "5"
_PLAIN_MEASURES = {"1", "2", _WORDS}
_YES = {"1": True, "true": True, "0": False, "false": False}


def take_results(element: Any, language: str, troubles: list[Trouble]) -> list[Result]:
    """Results that have a title, each with its indicators; others stay in the element."""
    taker = _Results(language, troubles)
    found = []
    for child in element.findall("result"):
        if not taker.has_titles(child):
            taker.trouble(Kind.NO_WORDS, child)
            continue
        found.append(taker.result(child))
        element.remove(child)
    return found


class _Results:
    def __init__(self, language: str, troubles: list[Trouble]) -> None:
        self.language = language
        self.troubles = troubles

    def trouble(self, kind: Kind, element: Any, text: str = "") -> None:
        self.troubles.append(Trouble(kind, element.sourceline or 0, element.tag, text))

    def has_titles(self, result: Any) -> bool:
        titles = [result.find("title"), *(one.find("title") for one in result.iter("indicator"))]
        return all(t is not None and words_in(t, self.language) is not None for t in titles)

    def result(self, child: Any) -> Result:
        code = child.get("type") or ""
        if code in _RESULT_TYPES:
            del child.attrib["type"]
        title = take_words(child, "title", self.language, one_line=True)
        description = take_words(child, "description", self.language)
        indicators = []
        for one in child.findall("indicator"):
            indicators.append(self.indicator(one))
            child.remove(one)
        return Result(code, title, description, indicators, rest_of(child))

    def indicator(self, child: Any) -> Indicator:
        measure = child.get("measure") or ""
        if measure in _PLAIN_MEASURES:
            del child.attrib["measure"]
        ascending = _YES.get(child.attrib.pop("ascending", ""))
        title = take_words(child, "title", self.language, one_line=True)
        description = take_words(child, "description", self.language)
        baseline = self.baseline(child, measure)
        periods, seen = [], set[tuple[date, date]]()
        for one in child.findall("period"):
            period = self.period(one, measure, seen)
            if period is not None:
                periods.append(period)
                child.remove(one)
        rest = rest_of(child)
        return Indicator(title, measure, ascending, description, baseline, periods, rest)

    def baseline(self, indicator: Any, measure: str) -> Baseline | None:
        """The first baseline that is of the whole and has a value; others stay."""
        child = self._whole(indicator.findall("baseline"))
        figure = self.figure(child, measure)
        if child is None or figure is None:
            return None
        on = day(child)
        if on is not None:
            del child.attrib["iso-date"]
            if child.get("year") == str(on.year):
                del child.attrib["year"]
        finish(indicator, child)
        return Baseline(figure.value, figure.words, on.year if on else None, on)

    def period(
        self, child: Any, measure: str, seen: set[tuple[date, date]]
    ) -> IndicatorPeriod | None:
        starts, ends = day(child.find("period-start")), day(child.find("period-end"))
        if starts is None or ends is None:
            return None
        if ends < starts:
            self.trouble(Kind.ENDS_BEFORE_START, child, f"{starts} {ends}")
            return None
        if (starts, ends) in seen:
            self.trouble(Kind.TWICE, child, f"{starts} {ends}")
            return None
        seen.add((starts, ends))
        for name in ("period-start", "period-end"):
            edge = child.find(name)
            del edge.attrib["iso-date"]
            finish(child, edge)
        figures = {}
        for name in ("target", "actual"):
            whole = self._whole(child.findall(name))
            figures[name] = self.figure(whole, measure)
            if figures[name] is not None:
                finish(child, whole)
        return IndicatorPeriod(starts, ends, figures["target"], figures["actual"], rest_of(child))

    def _whole(self, figures: list[Any]) -> Any:
        """The first figure that is not of one group only, and if there are several, of no place."""
        for figure in figures:
            if figure.find("dimension") is None and (
                len(figures) == 1 or figure.find("location") is None
            ):
                return figure
        return None

    def figure(self, element: Any, measure: str) -> Figure | None:
        """The value, taken out; None if there is none or it is not one of its kind."""
        if element is None:
            return None
        if measure == _WORDS:
            return self._said(element)
        text = element.get("value")
        if text is None or not text.strip():
            return None
        value = number(text)
        if value is None or not fits(value, VALUE_DIGITS):
            self.trouble(Kind.NOT_A_NUMBER if value is None else Kind.TOO_FINE, element, say(text))
            return None
        del element.attrib["value"]
        return Figure(value)

    def _said(self, element: Any) -> Figure | None:
        """Words stand in the comment; where they were put into the value they stay there too."""
        said = say(element.get("value"))
        if not said:
            said = take_words(element, "comment", self.language)
        return Figure(words=said) if said else None
