"""The region of the reader, so that digits, months and separators are those they grew up with."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .formatting import accept_language


class ReaderRegionMiddleware:
    """Stands outermost: the page's weight is written in the reader's digits too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = accept_language.set(request.headers.get("Accept-Language", "")[:200])
        try:
            return self.get_response(request)
        finally:
            accept_language.reset(token)
