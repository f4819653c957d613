"""Groups of people in words: a sex, an age group, both."""

from django.utils.translation import gettext as _

from twoshores.common.formatting import join_words, to_reader_digits

from .models.running import AgeBand, Sex
from .reached_lists import Group


def sex_words(sex: str) -> str:
    return _("Sex not said") if sex == Sex.NOT_SAID else str(Sex(sex).label)


def band_words(band: str) -> str:
    """An age group with the reader's digits."""
    if band == AgeBand.NOT_SAID:
        return _("age not said")
    return to_reader_digits(str(AgeBand(band).label))


def group_words(group: Group) -> str:
    """Both, as one name: "Female, 15-29"."""
    sex, band = group
    return join_words([sex_words(sex), band_words(band)])
