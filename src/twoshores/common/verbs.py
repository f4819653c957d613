"""What audit verbs are called on screen. Each app adds its own in AppConfig.ready()."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {"translation.set": _("Translation written")}


def add_verbs(verbs: Mapping[str, str | Promise]) -> None:
    VERBS.update(verbs)


def verb_words(verb: str) -> str:
    """The words for a verb; the verb itself if nobody named it (a guard test forbids that)."""
    return str(VERBS.get(verb, verb))
