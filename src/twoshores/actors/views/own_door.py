"""The two doors to somebody's own pages: a session, or a signed link without a password.

Each page is written once, as a function of request and `Door`; `doors` makes its two views.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.common.decisions import access
from twoshores.common.links import BadLink

from ..models import Consent, Person
from ..selectors.own import person_by_token
from ..selectors.people import own_person
from ..selectors.reading import reading_language
from .links import bad_link, speak


@dataclass(frozen=True, slots=True)
class Door:
    """How somebody came to their own record."""

    person: Person
    by: User | None  # None: by the link
    token: str = ""

    def href(self, page: str = "") -> str:
        """The address of one of the own pages: "" is the first, then "facts", "offer" ..."""
        name = "person_link" if self.token else "me"
        arguments = [self.token] if self.token else []
        return reverse(f"{name}_{page}" if page else name, args=arguments)

    @property
    def channel(self) -> str:
        return Consent.Channel.LINK if self.token else Consent.Channel.WEB


type OwnPage = Callable[[HttpRequest, Door], HttpResponseBase]
type Mine = Callable[[HttpRequest], HttpResponseBase]
type ByLink = Callable[[HttpRequest, str], HttpResponseBase]


def doors(page: OwnPage) -> tuple[Mine, ByLink]:
    """The page for the signed-in person, and the same page behind their link.

    Somebody signed in without a record is sent to the first page, which says what to do.
    """

    @access("signed_in")
    @wraps(page)
    def mine(request: HttpRequest) -> HttpResponseBase:
        assert isinstance(request.user, User)
        person = own_person(request.user)
        if person is None:
            return redirect("me")
        return page(request, Door(person, request.user))

    @access("link")
    @wraps(page)
    def by_link(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            person = person_by_token(token)
        except BadLink as error:
            return bad_link(request, error)
        speak(request, reading_language(person))
        return page(request, Door(person, None, token))

    return mine, by_link
