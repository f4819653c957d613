"""What a shortlist says about each person, in words: dictionaries for the components.

No queries here: everything was read by `matching.shortlist` and the selectors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, format_number, join_phrases, join_words
from twoshores.common.models import Place
from twoshores.common.templatetags.ui import Segment, language_name
from twoshores.common.territories import country_name
from twoshores.engines.matching import WORDS, Bonus, BonusRow, Kind, Row

from ..matching.shortlist import Entry, Shortlist
from ..models import NeedRequirement, Profile, ProfileSkill, Terms, Time, WorkMode
from ..selectors.places_shown import Named, region_of

BAR_LABEL_LENGTH = 24
LABELS = {
    "modes": dict(WorkMode.choices),
    "times": dict(Time.choices),
    "terms": dict(Terms.choices),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What the rows need to know besides the shortlist: labels, and which regions may be named."""

    labels: dict[int, str]  # concept -> label in the reader's language
    named: Named  # regions that may be named, in that language


def place_words(place: Place | None, named: Mapping[int, str]) -> str:
    """Region and country, or the country alone where the region is not among those named."""
    if place is None:
        return _("place not stated")
    country = country_name(place.country)
    region = region_of(place)
    if region is None or region.pk not in named:
        return country
    return join_words((named[region.pk], country))


class Resident(Protocol):
    """Somebody who lives somewhere: a person, or a row of a list."""

    @property
    def residence(self) -> Place | None: ...
    @property
    def region_may_be_named(self) -> bool: ...


def residence_words(person: Resident, words: Words) -> str:
    """Where somebody lives; the country alone where the text they agreed to says no more."""
    if person.residence is not None and not person.region_may_be_named:
        return country_name(person.residence.country)
    return place_words(person.residence, words.named.homes)


def meta_words(entry: Entry, words: Words) -> str:
    profile = entry.profile
    parts = [residence_words(profile.person, words)]
    if entry.languages:
        parts.append(join_words(language_name(code) for code in entry.languages))
    if profile.modes:
        parts.append(join_words(str(LABELS["modes"][mode]).lower() for mode in profile.modes))
    parts.append(availability_words(profile))
    parts.append(str(LABELS["terms"][profile.terms]).lower())
    return " · ".join(part for part in parts if part)


def availability_words(profile: Profile) -> str:
    start, end = profile.available_from, profile.available_until
    if start and end:
        return _("%(start)s to %(end)s") % {
            "start": format_day(start, "medium"),
            "end": format_day(end, "medium"),
        }
    if start:
        return _("from %(start)s") % {"start": format_day(start, "medium")}
    if end:
        return _("until %(end)s") % {"end": format_day(end, "medium")}
    return ""


def asked_words(shortlist: Shortlist, row: Row, words: Words) -> str:
    return line_words(shortlist.line(row.concept), row.concept, words)


def line_words(line: NeedRequirement, concept: int, words: Words) -> str:
    """What the need says, if it says it in the reader's language; else the concept's label.

    The taxonomy may know no label in that language: then an English one would stand between
    an organisation and its own words.
    """
    if line.language == (get_language() or "en").split("-")[0]:
        return line.said
    return words.labels.get(concept) or line.said


def segments(shortlist: Shortlist, entry: Entry, words: Words) -> list[Segment]:
    drawn = [
        Segment(
            "must" if row.required else "wish",
            _short(asked_words(shortlist, row, words)),
            row.points,
        )
        for row in entry.match.rows
        if row.points
    ]
    bonus = sum(row.points for row in entry.match.bonuses)
    if bonus:
        drawn.append(Segment("tie", _("Ties, time"), bonus))
    return sorted(drawn, key=lambda part: ("must", "wish", "tie").index(part.kind))


def _short(text: str) -> str:
    if len(text) <= BAR_LABEL_LENGTH:
        return text
    return text[:BAR_LABEL_LENGTH].rsplit(" ", 1)[0] + "…"


def missing_words(shortlist: Shortlist, entry: Entry, words: Words) -> str:
    return join_words(
        asked_words(shortlist, row, words)
        for row in entry.match.rows
        if row.required and not row.covers
    )


def reasons(shortlist: Shortlist, entry: Entry, words: Words) -> list[dict[str, Any]]:
    """Every point of a score: asked, said, how they meet."""
    rows = [_skill_reason(shortlist, entry, row, words) for row in entry.match.rows]
    return rows + [_bonus_reason(entry, row, words) for row in entry.match.bonuses if row.possible]


def _skill_reason(shortlist: Shortlist, entry: Entry, row: Row, words: Words) -> dict[str, Any]:
    """A person's own words stand there where they were read as a concept.

    Where they answer as words, the need's line says enough: nobody is told by a turn of phrase.
    """
    answer = entry.answers.get(row.claimed) if row.claimed is not None else None
    quoted = answer if row.relation not in WORDS else None
    own = _("In words of their own, which are not shown") if answer and not quoted else ""
    return {
        "kind": "must" if row.required else "wish",
        "points": row.points,
        "possible": row.possible,
        "asked": asked_words(shortlist, row, words),
        "said": quoted.said if quoted else own,
        "said_language": quoted.language if quoted else "",
        "said_note": _answer_note(answer, linked=answer is quoted) if answer else "",
        "how": _relation_words(row, words),
        "by_words": row.relation in WORDS,
    }


def _answer_note(answer: ProfileSkill, *, linked: bool) -> str:
    """Level and years; and, where it answers by its concept, that nobody confirmed that one."""
    parts = [str(answer.get_level_display())]
    if answer.years:
        parts.append(
            ngettext("%(n)s year", "%(n)s years", answer.years) % {"n": format_number(answer.years)}
        )
    if linked and answer.linked == ProfileSkill.Linked.SUGGESTED:
        parts.append(_("read from the words, not confirmed"))
    return join_words(parts)


def _relation_words(row: Row, words: Words) -> str:
    claimed = words.labels.get(row.claimed, "") if row.claimed is not None else ""
    if row.relation is None:
        return _("missing")
    if row.relation is Kind.EXACT:
        return _("the same")
    if row.relation in WORDS:
        return _("said in near words")
    sentence = {
        Kind.NARROWER: _("a narrower one: %(claimed)s"),
        Kind.BROADER: _("a wider one: %(claimed)s"),
        Kind.SAME_GROUP: _("of the same group: %(claimed)s"),
        Kind.SHARED_OCCUPATION: _("goes with it in one occupation: %(claimed)s"),
        Kind.CLOSE: _("close in meaning: %(claimed)s"),
        Kind.AKIN: _("akin: %(claimed)s"),
    }[row.relation]
    return sentence % {"claimed": claimed}


def _bonus_reason(entry: Entry, row: BonusRow, words: Words) -> dict[str, Any]:
    asked, said, how = {
        Bonus.TIE: _tie_words,
        Bonus.TIME: _time_words,
        Bonus.FRESHNESS: _fresh_words,
    }[row.bonus](entry, row, words)
    return {
        "kind": "tie",
        "points": row.points,
        "possible": row.possible,
        "asked": asked,
        "said": said,
        "said_language": "",
        "said_note": "",
        "how": how,
        "by_words": False,
    }


def _tie_words(entry: Entry, row: BonusRow, words: Words) -> tuple[str, str, str]:
    how = {
        "locality": _("the same town"),
        "region": _("the same region"),
        "country": _("the same country"),
    }.get(row.detail, _("missing"))
    places = sorted({place_words(tie.place, words.named.ties) for tie in entry.ties})
    said = join_phrases(places) if places else _("No tie stated")
    return _("Tie to the place"), said, how


def _time_words(entry: Entry, row: BonusRow, words: Words) -> tuple[str, str, str]:
    times = join_words(str(LABELS["times"][time]) for time in entry.profile.times)
    if row.points == row.possible:
        how = _("as the need asks")
    else:
        how = _("in part") if row.points else _("missing")
    return _("Time that fits"), times or _("Not stated"), how


def _fresh_words(entry: Entry, row: BonusRow, words: Words) -> tuple[str, str, str]:
    said = _("Confirmed on %(day)s") % {"day": format_day(entry.profile.confirmed_at, "medium")}
    return _("Fresh profile"), said, _("lately") if row.points else _("long ago")
