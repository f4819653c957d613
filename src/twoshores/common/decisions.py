"""Access decisions: every route states its rule, and a guard test reads the statements.

A permission function `can_<action>_<entity>(user, obj)` returns a `Decision`; a view carries
`@access(...)`, which turns a refusal into the right answer: 404 for an outsider (the thing
does not exist for them), 403 with the reason for somebody who may see it but not do this.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Literal

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import Promise

type Rule = Literal["public", "signed_in", "steward", "demo", "link", "object"]
type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody may do something, and why not, in words for that person."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)


def no(reason: str | Promise) -> Decision:
    return Decision(False, reason)


def require(decision: Decision) -> None:
    """Raise PermissionDenied with the reason unless allowed. Called by services."""
    if not decision.allowed:
        raise PermissionDenied(str(decision.reason))


def access[**P](rule: Rule) -> Callable[[View[P]], View[P]]:
    """State who may call a view.

    public: anybody. signed_in: a session. steward: the platform's stewards.
    demo: anybody, in the demo only. link: whoever holds a signed link, checked in the view.
    object: signed in, and the view fetches through a selector scoped to the reader and asks a
    permission function; outsiders get 404 from that selector.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if rule == "demo" and not settings.DEMO:
                raise Http404
            if rule in {"signed_in", "steward", "object"} and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if rule == "steward" and not getattr(request.user, "is_steward", False):
                raise Http404
            return view(request, *args, **kwargs)

        checked.access_rule = rule  # type: ignore[attr-defined]
        return checked

    return decorate


def access_rule_of(view: Any) -> str | None:
    """The rule that a view states, or None."""
    return getattr(view, "access_rule", None)
