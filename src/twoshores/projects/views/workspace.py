"""What all pages of a project's workspace share: finding the project, its head and its tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

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

type Page = tuple[str, str | Promise, str]
# Tabs: (label, its pages), a page being (name, label, url name that takes the project's id). A
# page stands in its tab once it exists; a tab leads to its first page.
TABS: list[tuple[str | Promise, list[Page]]] = [
    (gettext_lazy("Today"), [("today", gettext_lazy("Today"), "workbench_project")]),
    (
        gettext_lazy("Design"),
        [
            ("blocks", gettext_lazy("Building blocks"), "workbench_blocks"),
            ("chain", gettext_lazy("Results chain"), "workbench_chain"),
            ("partners", gettext_lazy("Partners"), "workbench_partners"),
            ("people", gettext_lazy("Migrants' part"), "workbench_people"),
            ("risks", gettext_lazy("Risks"), "workbench_risks"),
            ("alignment", gettext_lazy("Plans it serves"), "workbench_alignment"),
            ("answers", gettext_lazy("Questions"), "workbench_answers"),
        ],
    ),
    (gettext_lazy("Review"), [("review", gettext_lazy("Review"), "workbench_review")]),
    (gettext_lazy("Plan"), [("plan", gettext_lazy("Work plan"), "workbench_plan")]),
    (
        gettext_lazy("Money"),
        [
            ("budget", gettext_lazy("Budget"), "workbench_budget"),
            ("expenses", gettext_lazy("Spent"), "workbench_expenses"),
            ("rates", gettext_lazy("Rates and ceilings"), "workbench_rates"),
        ],
    ),
    (
        gettext_lazy("Results"),
        [
            ("indicators", gettext_lazy("Indicators"), "workbench_indicators"),
            ("reached", gettext_lazy("People reached"), "workbench_reached"),
            ("periods", gettext_lazy("Periods"), "workbench_periods"),
        ],
    ),
    (
        gettext_lazy("Reports"),
        [
            ("reports", gettext_lazy("Reports"), "workbench_reports"),
            ("updates", gettext_lazy("News"), "workbench_updates"),
            ("decisions", gettext_lazy("Decisions and amendments"), "workbench_decisions"),
            ("documents", gettext_lazy("Papers and pictures"), "workbench_documents"),
            ("files", gettext_lazy("Word, Excel, IATI"), "workbench_files"),
            ("public", gettext_lazy("Public page"), "workbench_public"),
        ],
    ),
    (gettext_lazy("History"), [("history", gettext_lazy("History"), "workbench_history")]),
]


def add_tab(label: str | Promise, pages: list[Page], *, before: str) -> None:
    """A tab of a higher app, filled in `AppConfig.ready()`.

    before: the url name that the tab behind it leads to.
    """
    place = [group[0][2] for _label, group in TABS].index(before)
    TABS.insert(place, (label, pages))


@dataclass(frozen=True, slots=True)
class Desk:
    """A reader at a project: what they may do here decides which links and buttons stand."""

    user: User
    project: Project
    writes: bool
    keeps: bool

    def head(self, tab: str) -> dict[str, Any]:
        """project, record, tabs, pages, writes, keeps: what `projects/workspace.html` needs."""
        tabs, pages = tabs_of(TABS, self.project.pk, tab)
        return {
            "project": self.project,
            "record": _record(self.project),
            "tabs": tabs,
            "pages": pages,
            "writes": self.writes,
            "keeps": self.keeps,
        }


def desk_or_404(request: HttpRequest, pk: str, *, to_write: bool = False) -> Desk:
    """The project if the reader works on it; `to_write`: and may change it. Else Http404."""
    user = request.user
    assert isinstance(user, User)
    desk = desk_of(request, worked_project_or_404(user, pk))
    if to_write and not desk.writes:
        raise Http404
    return desk


def desk_of(request: HttpRequest, project: Project) -> Desk:
    """The desk at a project that a selector let the reader into."""
    user = request.user
    assert isinstance(user, User)
    standing = standing_in(user, project)
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


def tabs_of(
    groups: Sequence[tuple[str | Promise, Sequence[Page]]], pk: UUID, current: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The tabs, and the pages of the current one where it has several.

    pk: of what the pages are about; their addresses take it.
    """
    tabs, pages = [], []
    for label, group in groups:
        shown = [
            {"label": name, "href": href, "current": key == current, "count": None}
            for key, name, url_name in group
            if (href := _address(url_name, pk))
        ]
        if not shown:
            continue
        here = any(page["current"] for page in shown)
        tabs.append({"label": label, "href": shown[0]["href"], "current": here, "count": None})
        if here and len(shown) > 1:
            pages = shown
    return tabs, pages


def _address(url_name: str, pk: UUID) -> str:
    try:
        return reverse(url_name, args=[pk])
    except NoReverseMatch:
        return ""
