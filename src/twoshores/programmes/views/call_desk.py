"""What the pages of one call share: finding it at its programme's desk, its links, its state."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ..models import Call
from ..selectors.calls import call_or_404
from .desk import ProgrammeDesk, desk_or_404

# Pages of a call beside its own: (label, url name that takes programme and call). A page stands
# here once its address does.
PAGES: list[tuple[str | Promise, str]] = [
    (gettext_lazy("The call"), "programme_call"),
    (gettext_lazy("Questions asked"), "call_questions"),
    (gettext_lazy("Proposals and their appraisal"), "appraisal_proposals"),
]
STATE_TAGS = {
    Call.State.DRAFT: "mind",
    Call.State.PUBLISHED: "go",
    Call.State.APPRAISING: "mind",
    Call.State.DECIDED: "go",
    Call.State.CANCELLED: "unknown",
}


@dataclass(frozen=True, slots=True)
class CallDesk:
    """A reader at a call of a programme they work for."""

    desk: ProgrammeDesk
    call: Call

    @property
    def noted(self) -> bool:
        """Whether a change is published at once, and so says what changed."""
        return self.call.state == Call.State.PUBLISHED

    @property
    def writes(self) -> bool:
        return self.desk.runs and self.call.state in (Call.State.DRAFT, Call.State.PUBLISHED)

    @property
    def address(self) -> str:
        return self.to("programme_call")

    def to(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.desk.programme.pk, self.call.pk, *more])

    def head(self, tab: str) -> dict[str, Any]:
        """The programme's head, with the call and the links to its pages."""
        return self.desk.head("calls") | {
            "call": self.call,
            "call_tag": {
                "kind": STATE_TAGS[Call.State(self.call.state)],
                "text": self.call.get_state_display(),
            },
            "call_pages": self._links(tab),
            "writes": self.writes,
        }

    def _links(self, current: str) -> list[dict[str, Any]]:
        links = []
        for label, name in PAGES:
            try:
                href = self.to(name)
            except NoReverseMatch:
                continue
            links.append({"label": label, "href": href, "current": name == current})
        return links


def call_desk(request: HttpRequest, pk: Any, call: Any, *, to_run: bool = False) -> CallDesk:
    """The call at its programme's desk, for those who read the programme, else Http404.

    to_run: and may change it; a member who only reads is told so (PermissionDenied).
    """
    desk = desk_or_404(request, pk, to_run=to_run)
    return CallDesk(desk, call_or_404(desk.programme, call))
