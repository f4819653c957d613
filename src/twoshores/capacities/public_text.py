"""Texts that strangers read under a pseudonym must not carry the way around the introduction.

The rules are plain on purpose: somebody who is refused must be able to see why. They catch
addresses, links and telephone numbers; names they cannot tell from other words, so the form
asks for none.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from twoshores.common.languages import parse_digits

_AT = re.compile(r"[^\s@]+\s?(@|\(at\)|\[at\])\s?[^\s@]+", re.IGNORECASE)
_LINK = re.compile(
    r"(https?://|www\.|\b[\w-]+\.(com|org|net|info|edu|gov|eu|io|me|fr|es|it|de|uk|ma|eg|ge|ph)\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:\+|\b00)?\d(?:[\s().\-/]{0,2}\d){6,}")
_YEAR = re.compile(r"(19|20)\d\d")
SHORTEST_INTERNATIONAL, SHORTEST_LOCAL = 7, 9  # digits; two years side by side have eight


def contact_in(text: str) -> str:
    """What kind of contact a text holds: "address", "link", "telephone" or nothing."""
    if _AT.search(text):
        return "address"
    if _LINK.search(text):
        return "link"
    plain = parse_digits(text)
    return "telephone" if any(map(_is_telephone, _NUMBER.finditer(plain))) else ""


def _is_telephone(found: re.Match[str]) -> bool:
    groups = re.findall(r"\d+", found[0])
    if all(_YEAR.fullmatch(group) for group in groups):
        return False  # 2009-2012 2015
    international = found[0].startswith(("+", "00"))
    least = SHORTEST_INTERNATIONAL if international else SHORTEST_LOCAL
    return sum(map(len, groups)) >= least


def check_public_text(text: str) -> None:
    """Raise ValidationError, in words for the writer, if strangers could reach them by the text."""
    kind = contact_in(text)
    if not kind:
        return
    words = {
        "address": _("Leave the e-mail address out: everybody reads this text."),
        "link": _("Leave the link out: everybody reads this text."),
        "telephone": _("Leave the telephone number out: everybody reads this text."),
    }
    hint = _("Whoever you say yes to sees your contacts.")
    raise ValidationError(f"{words[kind]} {hint}", code=kind)
