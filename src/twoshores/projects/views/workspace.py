"""What all pages of a project's workspace share: finding the project, its head and its tabs."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.accounts.models import User
from twoshores.common.formatting import format_day

from ..models import Project
from ..permissions.projects import standing_in
from ..selectors.projects import worked_project_or_404
from . import words

STAGE_TAGS = {"design": "mind", "running": "go", "closed": "unknown"}

# (name, label, url name that takes the project's id). A tab stands once its page does.
TABS: list[tuple[str, str | Promise, str]] = [
    ("today", gettext_lazy("Today"), "workbench_project"),
    ("chain", gettext_lazy("Results"), "workbench_chain"),
    ("indicators", gettext_lazy("Indicators"), "workbench_indicators"),
    ("plan", gettext_lazy("Work plan"), "workbench_plan"),
    ("budget", gettext_lazy("Budget"), "workbench_budget"),
    ("partners", gettext_lazy("Partners"), "workbench_partners"),
    ("people", gettext_lazy("Migrants' part"), "workbench_people"),
    ("risks", gettext_lazy("Risks"), "workbench_risks"),
    ("review", gettext_lazy("Review"), "workbench_review"),
    ("reports", gettext_lazy("Reports"), "workbench_reports"),
    ("files", gettext_lazy("Word, Excel, IATI"), "workbench_files"),
    ("public", gettext_lazy("Public page"), "workbench_public"),
    ("history", gettext_lazy("History"), "workbench_history"),
]


@dataclass(frozen=True, slots=True)
class Desk:
    """A reader at a project: what they may do here decides which links and buttons stand."""

    user: User
    project: Project
    writes: bool
    keeps: bool

    def head(self, tab: str) -> dict[str, Any]:
        """project, record, tabs, writes, keeps: what `projects/workspace.html` needs."""
        return {
            "project": self.project,
            "record": _record(self.project),
            "tabs": _tabs(self.project, tab),
            "writes": self.writes,
            "keeps": self.keeps,
        }


def desk_or_404(request: HttpRequest, pk: str, *, to_write: bool = False) -> Desk:
    """The project if the reader works on it; `to_write`: and may change it. Else Http404."""
    user = request.user
    assert isinstance(user, User)
    project = worked_project_or_404(user, pk)
    standing = standing_in(user, project)
    if to_write and not standing.writes:
        raise Http404
    return Desk(user, project, standing.writes, standing.keeps)


def _record(project: Project) -> dict[str, Any]:
    tags = [{"kind": STAGE_TAGS[project.stage], "text": project.get_stage_display()}]
    if project.rebuilt_from_id:
        tags.append({"kind": "mind", "text": _("reconstruction")})
    if project.is_demo:
        tags.append({"kind": "demo", "text": _("demo")})
    notes = [project.code]
    if project.ends:
        notes.append(_("until %(end)s") % {"end": format_day(project.ends)})
    return {
        "crumbs": [
            {"label": _("Workbench"), "href": reverse("workbench")},
            {"label": project.code},
        ],
        "tags": tags,
        "pair": words.pair(project),
        "notes": notes,
        "title": project.title,
        "text": "",
        "language": project.language,
    }


def _tabs(project: Project, current: str) -> list[dict[str, Any]]:
    shown = []
    for name, label, url_name in TABS:
        try:
            href = reverse(url_name, args=[project.pk])
        except NoReverseMatch:
            continue
        shown.append({"label": label, "href": href, "current": name == current, "count": None})
    return shown
