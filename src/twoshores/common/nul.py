"""Nobody types the sign U+0000, SQLite keeps it, PostgreSQL refuses it: it goes at the door."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase

NUL = "\x00"


class NoNulMiddleware:
    """Takes NUL out of what was asked for and sent, so that both databases answer alike.

    Stands after CsrfViewMiddleware, which reads the form first in any case.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if NUL in request.path_info:
            raise Http404
        for name in ("GET", "POST"):
            given: QueryDict = getattr(request, name)
            if any(NUL in key or NUL in "".join(values) for key, values in given.lists()):
                setattr(request, name, _without(given))


def _without(given: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for key, values in given.lists():
        kept.setlist(key.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    kept._mutable = False
    return kept
