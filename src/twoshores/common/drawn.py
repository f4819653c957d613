"""A part of a page drawn once for a state of the data, with what else the page must know of it.

`{% kept %}` draws a part once for each content; the content has to be read for that. Here nothing
is read: the key names a state of the data, read anew for every request, and the address. What is
drawn gets the address and what it is given, never the request: nothing of a reader can get in, so
two readers who may see the same list may be shown the same drawing. Who may see it is decided
before anybody asks for it.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .formatting import accept_language, region_of
from .remembered import Remembered
from .templatetags.kept import plain_key

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

MOST_DRAWN = 300  # of 20 to 60 kB each, in every worker process


@dataclass(frozen=True, slots=True)
class Address:
    """What a drawing may know of a request: `{% querystring %}` builds links from it."""

    path: str
    GET: "_ImmutableQueryDict"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Markup, and facts for the page around it; plain values that nobody changes."""

    markup: SafeString
    facts: Any = None


def columns(record: Model) -> Hashable:
    """Every column of a record as it was read, for a state."""
    return plain_key([getattr(record, field.attname) for field in record._meta.concrete_fields])


_drawings: Remembered[Drawing] = Remembered(MOST_DRAWN)


def drawing(
    template_name: str,
    request: HttpRequest,
    state: Hashable,
    make: Callable[[Address], tuple[dict[str, Any], Any]],
) -> Drawing:
    """The template's drawing for this state and address, made if it is not kept.

    state: equal only where `make` would find the same. make: gives the template's context and
    the facts that are kept beside the markup. Kept for each language and region of readers.
    """
    language = get_language() or "en"
    region = region_of(accept_language.get(), language.split("-")[0])
    address = Address(request.path, request.GET)
    key = (template_name, address.path, address.GET.urlencode(), language, region, state)

    def draw() -> Drawing:
        context, facts = make(address)
        markup = get_template(template_name).render(context | {"request": address})
        return Drawing(SafeString(markup), facts)

    return _drawings.get(key, draw)
