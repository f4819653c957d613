"""Tags and filters of our own components. None of them reads the database.

They are built into every template of the house (settings.TEMPLATES), so no page loads them.
How each is used stands on the living page, /components.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from django import template
from django.forms import BaseForm
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from twoshores.common import clocks, formatting, languages, stylesheet, territories, weight

register = template.Library()

RIGHT_TO_LEFT = {"ar", "dv", "fa", "ff-Adlm", "he", "ku-Arab", "ps", "sd", "ug", "ur", "yi"}
# Quotation marks of the languages that our members write (CLDR delimiters).
QUOTES = {
    "fr": ("«\u202f", "\u202f»"),
    "de": ("„", "“"),
    "pl": ("„", "”"),
    "ro": ("„", "”"),
    "ka": ("„", "“"),
    **dict.fromkeys(["ar", "es", "pt", "it", "el", "ru", "uk", "lv", "fa", "am"], ("«", "»")),
}
FOLD_CHARACTERS = 110  # three lines of serif text on a phone 328 px wide
SHORTEST_TEXT_PERCENT = 5
PIXELS_A_PERCENT = 6.2  # the bar at 60 rem, the narrowest width that shows words in it
PIXELS_A_LETTER = 7.0
MARGINS_PIXELS = 16


@register.filter
def number(value: Any) -> str:
    """A number in the reader's digits; nothing (not zero) for None or an empty text."""
    return "" if value is None or value == "" else formatting.format_number(value)


@register.filter
def share(value: Any, digits: int = 1) -> str:
    """A share between 0 and 1 as a percentage; nothing for None."""
    return "" if value is None or value == "" else formatting.format_share(value, digits)


@register.filter
def money(amount: Decimal | int | None, currency: str) -> str:
    """An amount with its ISO 4217 code; nothing for None."""
    return "" if amount is None else formatting.format_money(amount, currency)


@register.filter
def day(value: date | None, style: str = "long") -> str:
    """A date in the reader's words and digits (short, medium, long, full)."""
    return formatting.format_day(value, style) if value else ""


@register.filter
def moment(value: datetime | None, style: str = "medium") -> str:
    """A date with its time, in the instance's time zone."""
    return formatting.format_moment(value, style) if value else ""


@register.filter
def here(value: datetime | None) -> str:
    """A moment by the instance's clock, which is named."""
    return clocks.shown_here(value).named if value else ""


@register.filter
def digits(value: Any) -> str:
    """The Latin digits of a sentence in the reader's digits; never for codes."""
    return formatting.to_reader_digits(str(value))


@register.filter
def apart(name: Any) -> str:
    """A name inside a sentence of a plain text: isolated if it is written in the other direction.

    A mail has no markup, and a program that shows it goes by the first letter of a line: an
    English sentence that begins with an Arabic name would run from right to left.
    """
    text = str(name)
    strong = next((way for char in text if (way := bidirectional(char)) in {"L", "R", "AL"}), "L")
    return formatting.isolated(text) if (strong != "L") != get_language_bidi() else text


@register.filter
def unbroken(code: Any) -> SafeString:
    """A pseudonym or another code on a page: no line ends at its hyphen."""
    return format_html('<span class="n">{}</span>', code)


@register.simple_tag
def colon() -> str:
    """What stands between a label and what it labels, in the reader's language; a space follows."""
    return formatting.colon_mark()


@register.filter
def direction(language: str) -> str:
    """ "rtl" or "ltr": the writing direction of a BCP 47 language tag; "auto" if unknown."""
    if not language or language == "und":
        return "auto"
    return "rtl" if {language, language.split("-")[0]} & RIGHT_TO_LEFT else "ltr"


@register.filter
def country_name(code: str) -> str:
    """A country (ISO 3166-1 alpha-2) in the reader's language; nothing for none."""
    return territories.country_name(code)


@register.filter
def language_name(language: str) -> str:
    """The name of a language in the reader's language, else in English, else the tag."""
    return _language_name(language, str(formatting.reader_locale()))


@lru_cache(maxsize=1024)
def _language_name(language: str, reader: str) -> str:
    """Remembered: a list of thirty people names a hundred languages."""
    locale = Locale.parse(reader)
    try:
        name = Locale.parse(language, sep="-").get_display_name(locale)
    except (ValueError, UnknownLocaleError):
        name = None  # CLDR names more languages (Soninke) than it has locales of
    return name or languages.language_name(language, locale.language)


@register.filter
def country_list(codes: Iterable[str]) -> str:
    """Names of countries in the reader's language, joined as that language joins them."""
    return formatting.join_words(country_name(code) for code in codes)


@register.filter
def language_list(codes: Iterable[str]) -> str:
    """Names of languages in the reader's language, joined as that language joins them."""
    return formatting.join_words(language_name(code) for code in codes)


@register.filter
def written(text: Any, language: str = "") -> SafeString:
    """What a person wrote, in serif, with its own language and direction."""
    return format_html(
        '<span class="wrote" lang="{}" dir="{}">{}</span>', language, direction(language), text
    )


@register.filter
def quote(text: Any, language: str = "") -> SafeString:
    """A quotation, in the marks and the direction of its own language."""
    before, after = QUOTES.get((language or "").split("-")[0], ("“", "”"))
    return written(format_html("{}{}{}", before, conditional_escape(text), after), language)


@register.filter
def is_long(text: Any) -> bool:
    """Whether a text is folded on a phone, where it would take more than three lines."""
    return len(str(text)) > FOLD_CHARACTERS


@register.filter
def fields_with_errors(form: BaseForm) -> list[Any]:
    """The bound fields that have something to mend, in their order on the page."""
    return [field for field in form if field.errors]


@register.simple_tag
def stylesheet_digest() -> str:
    return stylesheet.css_digest()


@register.simple_tag
def page_weight() -> str:
    """The footer's sentence; the number is filled in where the page is compressed."""
    style = formatting.format_number(-(-len(stylesheet.css_bytes("br")) // 1000))
    return _("This page weighs %(page)s kB, and the style of all pages, once, %(style)s kB.") % {
        "page": weight.MARKER,
        "style": style,
    }


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a reason bar. `points` of 100; `label` is one word or two."""

    kind: Literal["must", "wish", "tie"]
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class DrawnSegment:
    kind: str
    x: int  # per cent from the left edge, whatever the direction
    width: int  # per cent
    text: str  # "" when it does not fit
    text_x: int


@register.simple_tag
def reason_bar(segments: Iterable[Segment | Mapping[str, Any]]) -> SafeString:
    """A score as the parts that make it: a bar of 100, and the same in words.

    Written here and not as a template: a list shows thirty of them, and as a template each took
    0.7 ms, half of the page's whole budget.
    """
    parts = [part if isinstance(part, Segment) else Segment(**part) for part in segments]
    dx = "-8" if get_language_bidi() else "8"
    drawn = draw_bar(parts)
    shapes = [
        f'<rect class="{part.kind}" x="{part.x}%" width="{part.width}%" height="100%"/>'
        for part in drawn
        if part.kind != "none"
    ]
    shapes += [
        f'<text class="on-{part.kind}" x="{part.text_x}%" dx="{dx}" y="50%" dy=".35em">'
        f"{escape(part.text)}</text>"
        for part in drawn
        if part.text
    ]
    words = [(part.kind if part.points else "none", part.label, part.points) for part in parts]
    left = 100 - sum(part.points for part in parts)
    if left > 0:
        words.append(("none", _("Not covered"), left))
    items = [
        f'<li><i class="{kind}"></i>{escape(label)} <b>{formatting.format_number(points)}</b></li>'
        for kind, label, points in words
    ]
    # Nothing but our own markup, class names of a closed set and escaped text.
    return mark_safe(  # noqa: S308
        f'<svg class="bar" aria-hidden="true">{"".join(shapes)}</svg>'
        f'<ul class="words">{"".join(items)}</ul>'
    )


def draw_bar(parts: Sequence[Segment]) -> list[DrawnSegment]:
    """Where each part of a bar stands, what is not covered last.

    Marks run from the reader's start edge: the server mirrors them for right-to-left pages.
    """
    mirrored = get_language_bidi()
    drawn, start = [], 0
    for part in parts:
        if part.points > 0:
            drawn.append(_draw(part.kind, start, part.points, part.label, mirrored))
            start += part.points
    if start < 100:
        drawn.append(_draw("none", start, 100 - start, _("Not covered"), mirrored))
    return drawn


def _draw(kind: str, start: int, width: int, label: str, mirrored: bool) -> DrawnSegment:
    """The words that fit: label and points, points alone, or nothing under five per cent."""
    points = formatting.format_number(width)
    room = width * PIXELS_A_PERCENT - MARGINS_PIXELS
    text = f"{label} {points}"
    if len(text) * PIXELS_A_LETTER > room:
        text = points if width >= SHORTEST_TEXT_PERCENT else ""
    x = 100 - start - width if mirrored else start
    return DrawnSegment(kind, x, width, text, 100 - start if mirrored else start)


@register.inclusion_tag("components/meter.html")
def meter(
    done: float | Decimal | None, expected: float | Decimal | None = None, label: str = ""
) -> dict[str, Any]:
    """A share done (0..1) of a plan, with an upright line where the plan expects it today.

    None is "not measured yet" and is drawn dashed: a blank is not zero. `label` says the same
    in words, for those who hear the page.
    """
    mirrored = get_language_bidi()
    width, line = _percent(done), _percent(expected)
    return {
        "measured": width is not None,
        # As text: Django writes floats with the reader's comma, which SVG does not read.
        "width": "" if not width else f"{width:.1f}",
        "x": f"{100 - width:.1f}" if width and mirrored else "0",
        "line": None if line is None else f"{100 - line if mirrored else line:.1f}",
        "label": label,
    }


def _percent(share_of_one: float | Decimal | None) -> float | None:
    return None if share_of_one is None else min(max(float(share_of_one), 0.0), 1.0) * 100


@register.filter
def column(columns: Sequence[Any], index: int) -> Any:
    """The column of a table at a place counted from 0; empty past the end."""
    return columns[index] if 0 <= index < len(columns) else ""
