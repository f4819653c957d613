"""Finding a project for the pages about a partner's own contract, which also those of a partner
that left still read (see `permissions.leaving`)."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from twoshores.accounts.models import User
from twoshores.projects.views.workspace import Desk, Page, desk_or_404, tabs_of

from ..selectors.contracts import project_left_or_404

TABS: list[tuple[str | Promise, list[Page]]] = [
    (
        gettext_lazy("Funding"),
        [
            ("grants", gettext_lazy("Contracts and payments"), "project_grants"),
            ("duties", gettext_lazy("What is due to funders"), "project_duties"),
        ],
    )
]


@dataclass(frozen=True, slots=True)
class LeftDesk(Desk):
    """A member of a partner that left the project: two pages, and nothing to change."""

    def head(self, tab: str) -> dict[str, Any]:
        tabs, pages = tabs_of(TABS, self.project.pk, tab)
        return Desk.head(self, tab) | {"tabs": tabs, "pages": pages, "has_left": True}


def contract_desk_or_404(request: HttpRequest, pk: str) -> Desk:
    """The project if the reader works on it, or has an own contract in it from before they left.
    Two queries more for the latter."""
    try:
        return desk_or_404(request, pk)
    except Http404:
        assert isinstance(request.user, User)
        return LeftDesk(request.user, project_left_or_404(request.user, pk), False, False)
