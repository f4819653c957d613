"""The columns of a file of people: names that never change, and words for them on the page.

The names are the same in every language, so that a file made in one place can be read in
another; the words of the page, in any of the five languages, are taken as headings too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from twoshores.actors.consent_texts import CURRENT_VERSION
from twoshores.common.folding import fold
from twoshores.common.tables import Limits

from .words import codes_of

MOST_ROWS = 5_000
# What stands in our own template, in five languages: nobody is called so.
EXAMPLE_REFERENCES = frozenset(map(fold, ["example", "exemple", "ejemplo", "exemplo", "مثال"]))

_SEVERAL = gettext_lazy("Several are parted by a semicolon.")
_GRADED = gettext_lazy(
    "Several are parted by a semicolon. If you like, level and years behind strokes: "
    "water quality | 4 | 12"
)
_PLACE = gettext_lazy(
    "Town, region, country – or only the country. Others see no more than the region."
)
_YES_NO = gettext_lazy("yes or no")


@dataclass(frozen=True, slots=True)
class Column:
    """words: the name of the closed list (`words.CHOICES`) that its cells come from."""

    key: str
    label: str | Promise
    hint: str | Promise = ""
    required: bool = False
    words: str = ""


COLUMNS: tuple[Column, ...] = (
    Column(
        "own_reference",
        gettext_lazy("Your number for the person"),
        gettext_lazy("Tells them apart from people that you registered before."),
    ),
    Column("full_name", gettext_lazy("Full name"), required=True),
    Column(
        "email",
        gettext_lazy("E-mail address"),
        gettext_lazy("An address or a telephone number must be there."),
    ),
    Column("phone", gettext_lazy("Telephone number")),
    Column(
        "contact_language",
        gettext_lazy("Language of our mails"),
        gettext_lazy("One of the five of this site; empty: the language they know best."),
    ),
    Column("sex", gettext_lazy("Sex"), words="sex"),
    Column("age_band", gettext_lazy("Age group"), words="age_band"),
    Column("residence", gettext_lazy("Lives in"), _PLACE, required=True),
    Column("origin", gettext_lazy("Comes from"), _PLACE, required=True),
    Column(
        "language",
        gettext_lazy("Language they know best"),
        gettext_lazy("Its name or code: Arabic, ar. What they say stands in it."),
        required=True,
    ),
    Column("other_languages", gettext_lazy("Other languages they can work in"), _SEVERAL),
    Column(
        "headline",
        gettext_lazy("The offer in one sentence"),
        gettext_lazy("In their own words, without name, address or number."),
    ),
    Column(
        "occupation",
        gettext_lazy("Main occupation"),
        gettext_lazy("In their own words. An occupation or a skill must be there."),
    ),
    Column("occupation_level", gettext_lazy("How well they do it"), words="level"),
    Column("occupation_years", gettext_lazy("For how many years")),
    Column("occupation_recognised", gettext_lazy("Recognised where they live"), _YES_NO),
    Column("working_below", gettext_lazy("Works below what they can do"), _YES_NO),
    Column("more_occupations", gettext_lazy("Other occupations"), _GRADED),
    Column("skills", gettext_lazy("Skills in their own words"), _GRADED),
    Column("modes", gettext_lazy("How they would help"), _SEVERAL, required=True, words="mode"),
    Column("times", gettext_lazy("When they have time"), _SEVERAL, words="time"),
    Column("hours_per_week", gettext_lazy("Hours a week")),
    Column("available_from", gettext_lazy("Available from")),
    Column("available_until", gettext_lazy("Available until")),
    Column("terms", gettext_lazy("On what terms"), words="terms"),
    Column("has_trained", gettext_lazy("Has trained others"), _YES_NO),
    Column("consent_listed", gettext_lazy("Agrees to be listed"), _YES_NO, required=True),
    Column("consent_matched", gettext_lazy("Agrees to be compared"), _YES_NO, required=True),
    Column("consent_asked", gettext_lazy("Agrees to be asked"), _YES_NO, required=True),
    Column("consent_statistics", gettext_lazy("Agrees to be counted"), _YES_NO, required=True),
    Column("consent_channel", gettext_lazy("How they agreed"), required=True, words="channel"),
    Column(
        "consent_witness",
        gettext_lazy("Witness of a spoken consent"),
        gettext_lazy("Who was present. A must for a spoken consent."),
    ),
    Column("consent_date", gettext_lazy("Day on which they agreed"), required=True),
    Column(
        "consent_until",
        gettext_lazy("Consent lasts until"),
        gettext_lazy("Twelve months at most; empty: twelve months."),
    ),
    Column("consent_language", gettext_lazy("Language of the text they agreed to"), required=True),
    Column(
        "consent_text_version",
        gettext_lazy("Version of the text they agreed to"),
        gettext_lazy("It stands at the foot of the form."),
        required=True,
    ),
)
KEYS = tuple(column.key for column in COLUMNS)
REQUIRED = tuple(column.key for column in COLUMNS if column.required)


def limits() -> Limits:
    return Limits(rows=MOST_ROWS)


@lru_cache(maxsize=1)
def aliases() -> Mapping[str, str]:
    """Folded heading -> key: the words of the page in each of the five languages."""
    found: dict[str, str] = {}
    for language in dict(settings.LANGUAGES):
        with override(language):
            for column in COLUMNS:
                found.setdefault(fold(str(column.label)), column.key)
    return found


def explained() -> list[dict[str, str | bool]]:
    """Each column for the page: its name, what it means, what may stand in it."""
    example = example_row()
    return [
        {
            "key": column.key,
            "label": str(column.label),
            "hint": str(column.hint),
            "required": column.required,
            "codes": ", ".join(f"{code} ({label})" for code, label in codes_of(column.words))
            if column.words
            else "",
            "example": example[column.key],
        }
        for column in COLUMNS
    ]


def example_row() -> dict[str, str]:
    """A row in the reader's language. It is refused when it comes back with a file."""
    today = timezone.localdate()
    return dict.fromkeys(KEYS, "") | {
        "own_reference": _("example"),
        "full_name": _("Amina Example"),
        "email": "amina@example.org",
        "phone": "0039 055 123456",
        "residence": _("Florence, Italy"),
        "origin": _("Azilal, Morocco"),
        "language": "ar",
        "other_languages": "fr; it",
        "headline": _("I have cared for newborns for twelve years"),
        "occupation": _("midwife"),
        "occupation_level": "4",
        "occupation_years": "12",
        "occupation_recognised": _("yes"),
        "working_below": _("no"),
        "skills": _("training young midwives; breastfeeding advice"),
        "modes": "remote; short",
        "times": "evenings; weekends",
        "hours_per_week": "4",
        "terms": "expenses",
        "has_trained": _("yes"),
        "consent_listed": _("yes"),
        "consent_matched": _("yes"),
        "consent_asked": _("yes"),
        "consent_statistics": _("no"),
        "consent_channel": "spoken",
        "consent_witness": _("Karim Example"),
        "consent_date": date(today.year, today.month, 1).isoformat(),
        "consent_language": "ar",
        "consent_text_version": str(CURRENT_VERSION),
    }
