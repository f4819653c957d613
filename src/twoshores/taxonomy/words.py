"""What to tell a person when there are no suggestions, and while labels are still read."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twoshores.engines.linking import Refusal

REFUSALS: dict[Refusal, Promise] = {
    Refusal.EMPTY: _("Write a trade or a skill in words."),
    Refusal.LANGUAGE: _(
        "We cannot read this language yet, so we suggest nothing. Your words are kept as they "
        "are. Say the same in a language that we know, or choose from the list of groups."
    ),
    Refusal.NOTHING_LOADED: _("No occupations and skills are loaded yet."),
}
