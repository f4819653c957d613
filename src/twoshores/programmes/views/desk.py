"""What all pages of a programme share: finding it, its head and its tabs."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.accounts.models import User
from twoshores.projects.views.workspace import Page, tabs_of

from ..models import Programme
from ..permissions.programmes import Standing, standing_with
from ..selectors.programmes import programme_or_404

# (label, its pages): for those who read the whole programme. A page stands once its address does.
TABS: list[tuple[str | Promise, list[Page]]] = [
    (gettext_lazy("Today"), [("today", gettext_lazy("Today"), "programme")]),
    (gettext_lazy("Calls"), [("calls", gettext_lazy("Calls"), "programme_calls")]),
    (
        gettext_lazy("Appraising"),
        [
            ("appraising", gettext_lazy("Appraising"), "programme_appraisals"),
            ("assessing", gettext_lazy("Proposals to read"), "programme_assessing"),
        ],
    ),
    (
        gettext_lazy("Grants"),
        [
            ("contracts", gettext_lazy("Contracts"), "programme_contracts"),
            ("payments", gettext_lazy("Payments"), "programme_payments"),
            ("journal", gettext_lazy("Journal"), "programme_journal"),
        ],
    ),
    (
        gettext_lazy("Following"),
        [
            ("duties", gettext_lazy("Reports"), "programme_duties"),
            ("missions", gettext_lazy("Missions"), "programme_missions"),
            ("support", gettext_lazy("Support"), "programme_support"),
            ("synergies", gettext_lazy("Who should talk"), "programme_synergies"),
            ("events", gettext_lazy("Events"), "programme_events"),
            ("papers", gettext_lazy("Papers"), "programme_papers"),
        ],
    ),
    (
        gettext_lazy("Portfolio"),
        [
            ("portfolio", gettext_lazy("Portfolio"), "programme_portfolio"),
            ("periods", gettext_lazy("Two periods"), "programme_periods"),
            ("files", gettext_lazy("Files for others"), "programme_files"),
        ],
    ),
    (gettext_lazy("People"), [("people", gettext_lazy("People"), "programme_people")]),
]
# For assessors and focal points, who do not read the whole.
ASSESSOR_TABS: list[tuple[str | Promise, list[Page]]] = [
    (
        gettext_lazy("Proposals to read"),
        [("assessing", gettext_lazy("Proposals to read"), "programme_assessing")],
    ),
]
FOCAL_TABS: list[tuple[str | Promise, list[Page]]] = [
    (gettext_lazy("Missions"), [("missions", gettext_lazy("Missions"), "programme_missions")]),
    (gettext_lazy("Support"), [("support", gettext_lazy("Support"), "programme_support")]),
]


def _tabs_for(standing: Standing) -> list[tuple[str | Promise, list[Page]]]:
    """Tabs lead to nothing that answers the reader with 404."""
    if standing.reads:
        return TABS
    own = TABS[:1]
    if standing.assessor is not None:
        own = own + ASSESSOR_TABS
    return own + FOCAL_TABS if standing.focal_point is not None else own


@dataclass(frozen=True, slots=True)
class ProgrammeDesk:
    """A reader at a programme: what they may do here decides which links and buttons stand."""

    user: User
    programme: Programme
    standing: Standing

    @property
    def runs(self) -> bool:
        return self.standing.runs

    def head(self, tab: str) -> dict[str, Any]:
        """programme, record, tabs, pages, runs: what `projects/workspace.html` needs."""
        tabs, pages = tabs_of(_tabs_for(self.standing), self.programme.pk, tab)
        return {
            "programme": self.programme,
            "record": _record(self.programme),
            "tabs": tabs,
            "pages": pages,
            "runs": self.runs,
        }


def desk_or_404(
    request: HttpRequest, pk: Any, *, to_read: bool = True, to_run: bool = False
) -> ProgrammeDesk:
    """The programme if the reader works for it, else Http404.

    to_read: the whole of it, as focal points and assessors do not. to_run: and may change it;
    a member who only reads is told so (PermissionDenied).
    """
    user = request.user
    assert isinstance(user, User)
    programme = programme_or_404(user, pk)
    standing = standing_with(user, programme)
    if (to_read or to_run) and not standing.reads:
        raise Http404
    if to_run and not standing.runs:
        raise PermissionDenied(_("Only those who write for the programme's organisation do this."))
    return ProgrammeDesk(user, programme, standing)


def _record(programme: Programme) -> dict[str, Any]:
    tags = [{"kind": "demo", "text": _("demo")}] if programme.is_demo else []
    return {
        "crumbs": [
            {"label": _("Programmes"), "href": reverse("programmes")},
            {"label": programme.organisation.name},
        ],
        "tags": tags,
        "pair": "",
        "notes": [],
        "title": programme.title,
        "text": "",
        "language": programme.language,
    }
