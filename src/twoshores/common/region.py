"""The region of the reader, so that digits, months and separators are those they grew up with."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from .formatting import reader_region


def region_of(accept_language: str, language: str) -> str:
    """ "MA" for a browser that asks for ar-MA and a page in "ar"; "" if it states no region."""
    for tag, _quality in parse_accept_lang_header(accept_language):
        primary, _, rest = tag.partition("-")
        if primary == language and len(rest) == 2 and rest.isalpha():
            return rest.upper()
    return ""


class ReaderRegionMiddleware:
    """Stands after LocaleMiddleware, which has chosen the language of the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = (get_language() or "en").split("-")[0]
        header = request.headers.get("Accept-Language", "")
        token = reader_region.set(region_of(header, language))
        try:
            return self.get_response(request)
        finally:
            reader_region.reset(token)
