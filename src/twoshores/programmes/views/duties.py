"""Reports due to a programme: its calendar, a partner's, and handing one in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.projects.forms.fields import initial_of_rows
from twoshores.projects.selectors.reports import figures_of
from twoshores.projects.views import report_words
from twoshores.projects.views.row_pages import RowPage, answer

from ..forms.duties import DutyForm, HandInForm
from ..models import ReportDuty
from ..permissions.contracts import part_in
from ..permissions.duties import can_hand_in
from ..selectors import duties as selectors
from ..services import duties as services
from . import duty_words
from .desk import ProgrammeDesk, desk_or_404
from .project_desk import contract_desk_or_404

PAGE_LENGTH = 40
TAGS = {
    "accepted": "go",
    "handed_in": "mind",
    "returned": "bad",
    "waived": "unknown",
    "late": "bad",
    "due": "unknown",
}


def where_words(where: str) -> str:
    return {
        "accepted": _("accepted"),
        "handed_in": _("handed in"),
        "returned": _("sent back"),
        "waived": _("will not come"),
        "late": _("late"),
        "due": _("due"),
    }[where]


def _rows(duties: Any) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {"duty": duty, "kind": TAGS[where], "where": where_words(where)}
        for duty, where in selectors.with_places(duties, today)
    ]


def _desk(request: HttpRequest, pk: str) -> ProgrammeDesk:
    desk = desk_or_404(request, pk, to_read=False)
    if not (desk.standing.reads or desk.standing.focal_point):
        raise Http404
    return desk


@access("object")
@require_safe
def programme_duties(request: HttpRequest, pk: str) -> HttpResponseBase:
    """All reports that are due, in the order of their days."""
    desk = _desk(request, pk)
    found = selectors.duties_seen_by(desk.programme, desk.standing).order_by("due_on", "pk")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = desk.head("duties") | {"page": page, "rows": _rows(page.object_list)}
    return render(request, "programmes/duties.html", context)


@access("object")
def duty_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Ask a partner for a report."""
    desk = desk_or_404(request, pk, to_run=True)
    return answer(request, desk, _duty_page(desk, None))


@access("object")
def duty_edit(request: HttpRequest, pk: str, duty: str) -> HttpResponseBase:
    """Change what is asked for, or take it out."""
    desk = desk_or_404(request, pk, to_run=True)
    return answer(
        request,
        desk,
        _duty_page(desk, selectors.duty_or_404(desk.programme, desk.standing, duty)),
    )


def _duty_page(desk: ProgrammeDesk, row: ReportDuty | None) -> RowPage:
    contracts = None if row else list(selectors.contracts_with_duties(desk.programme))

    def make(data: Any) -> DutyForm:
        initial = initial_of_rows(row, ("title", "due_on"))
        return DutyForm(data, contracts=contracts, initial=initial)

    def save(cleaned: dict[str, Any], version: int) -> None:
        if row is None:
            services.duty_add(by=desk.user, **cleaned)
        else:
            services.duty_update(by=desk.user, duty=row, opened_version=version, facts=cleaned)

    def remove() -> None:
        assert row is not None
        services.duty_remove(by=desk.user, duty=row)

    return RowPage(
        title=_("A report that is due"),
        tab="duties",
        make_form=make,
        save=save,
        back=reverse("programme_duties", args=[desk.programme.pk]),
        version=row.version if row else 0,
        remove=remove if row else None,
        draft_key=f"duty:{(row or desk.programme).pk.hex}"[:40],
    )


@access("object")
@require_safe
def programme_duty(request: HttpRequest, pk: str, duty: str) -> HttpResponseBase:
    """What a partner handed in: words, figures, and what was said to it."""
    desk = _desk(request, pk)
    row = selectors.duty_or_404(desk.programme, desk.standing, duty)
    context = desk.head("duties") | _shown(row, desk)
    return render(request, "programmes/duty.html", context)


def _shown(row: ReportDuty, desk: ProgrammeDesk) -> dict[str, Any]:
    """The report as it was handed in: what is still being written is not the programme's."""
    where = selectors.where_of(row, timezone.localdate())
    report = row.report if where in ("accepted", "handed_in", "returned") else None
    found = None
    if report is not None:
        found = report.figures or figures_of(report.project, report.period, report.partner)
    return {
        "duty": row,
        "kind": TAGS[where],
        "where": where_words(where),
        "waits": where == "handed_in",
        "waivable": where in ("returned", "late", "due")
        and row.contract.state in selectors.UNDER_WAY,
        "correctable": where == "accepted" and row.contract.state in selectors.UNDER_WAY,
        "report": report,
        "narrative": report_words.narrative(report) if report is not None else [],
        "figures": report_words.figures(found, report.project) if report and found else None,
        "reviews": duty_words.reviews(row, desk.user, sums=True),
    }


@access("object")
@require_safe
def project_duties(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What the reader's organisation owes its funders, in the order of days."""
    desk = contract_desk_or_404(request, pk)
    found = selectors.duties_of_project(desk.user, desk.project).order_by("due_on", "pk")
    return render(
        request, "programmes/project_duties.html", desk.head("duties") | {"rows": _rows(found)}
    )


@access("object")
def project_duty(request: HttpRequest, pk: str, duty: str) -> HttpResponseBase:
    """Answer a duty with a report, and read what the programme said."""
    desk = contract_desk_or_404(request, pk)
    row = selectors.duty_of_project_or_404(desk.user, desk.project, duty)
    where = selectors.where_of(row, timezone.localdate())
    writes = where not in ("accepted", "handed_in") and bool(can_hand_in(desk.user, row))

    def make(data: Any) -> HandInForm:
        reports = selectors.reports_to_hand_in(row) if writes else []
        return HandInForm(data, reports=reports, all_together=_("All partners together"))

    def save(cleaned: dict[str, Any], _version: int) -> None:
        services.duty_hand_in(by=desk.user, duty=row, report=cleaned["report"])

    if request.method == "POST" and not writes:
        raise PermissionDenied(_("There is nothing to hand in here now."))
    page = RowPage(
        title=row.title,
        tab="duties",
        make_form=make,
        save=save,
        back=reverse("project_duties", args=[pk]),
        template="programmes/project_duty.html",
        extra={
            "duty": row,
            "kind": TAGS[where],
            "where": where_words(where),
            "writes_here": writes,
            "reviews": duty_words.reviews(
                row, desk.user, sums=part_in(desk.user, row.contract).is_partner
            ),
        },
    )
    return answer(request, desk, page)
