"""`{% kept %}`: a part of a page that is drawn once for each different thing that it shows.

Django takes some 20 microseconds for every tag and filter, so a list of thirty is mostly spent in
its template. A kept part may read nothing but what it is given, and everything it is given is in
the key under which its markup is kept: whatever changes is drawn anew, and nobody can be shown
what was drawn for another unless both are shown the same.
"""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from twoshores.common.formatting import accept_language, region_of
from twoshores.common.remembered import Remembered

register = template.Library()

MOST_KEPT = 4_000  # of 1 to 3 kB each, in every worker process
_drawn: Remembered[SafeString] = Remembered(MOST_KEPT)


@register.simple_tag
def kept(template_name: str, **given: Any) -> SafeString:
    """Like `{% include template_name with ... only %}`, drawn once for each language and content.

    The template may depend on what it is given, on the reader's language and region, and on
    settings: not on the request, the user, the clock or chance. Raises TypeError for anything
    but plain data: a record could change, or be read, while it is drawn.
    """
    language = get_language() or "en"
    region = region_of(accept_language.get(), language.split("-")[0])
    key = (template_name, language, region, plain_key(given))
    return _drawn.get(key, lambda: SafeString(get_template(template_name).render(given)))


def plain_key(value: Any) -> Hashable:
    """A key that two values share only if a template draws them alike.

    1, True and 1.0 are equal to Python and are written differently; so are a text and the same
    as markup.
    """
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value  # type: ignore[no-any-return]
    if kind is dict:
        return ("dict", *((name, plain_key(item)) for name, item in value.items()))
    if kind is list or kind is tuple:
        return ("list", *(plain_key(item) for item in value))
    if isinstance(value, Promise):
        return plain_key(str(value))
    if isinstance(value, bool | float | Decimal | UUID | date | str):
        return (kind, str(value))
    if is_dataclass(value) and not isinstance(value, type):
        return (kind, *(plain_key(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, Mapping):
        return plain_key(dict(value))
    raise TypeError(f"only plain data can be kept, not {kind.__name__}")
