"""People reached: by number and by head, by period and activity."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_number, isolated
from twoshores.common.forms import answer_status

from ..forms.reached import HeadsForm, PeopleForm, WhereForm, counts_in, heads_initial
from ..models import Activity, Period
from ..selectors.chain import part_or_404
from ..selectors.reached import Noted, everybody_in, heads_of, listed_in, noted_in, reached_at
from ..services import reached as services
from . import reached_table
from .basics import reader_language
from .row_pages import RowPage, add_errors, answer
from .workspace import Desk, desk_or_404

PAGE_LENGTH = 30  # activities in a period


@access("object")
@require_safe
def reached(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Everybody reached, by period and activity; where to note more is chosen here too."""
    desk = desk_or_404(request, pk)
    noted = noted_in(desk.project)
    form = _where(request, desk, noted)
    if form is not None and form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        name = {"list": "reached_list", "heads": "reached_heads"}[chosen["how"]]
        return redirect(name, pk, chosen["period"].pk, chosen["activity"].pk)
    page = Paginator(noted.keys, PAGE_LENGTH).get_page(request.GET.get("page"))
    found = reached_at(desk.project, noted, list(page))
    context = desk.head("reached") | reached_table.context(found, desk.writes)
    context |= {
        "form": form,
        "page": page,
        "everybody": reached_table.heads(everybody_in(desk.project)),
        "has_heads": noted.has_heads,
    }
    return render(request, "projects/reached.html", context)


def _where(request: HttpRequest, desk: Desk, noted: Noted) -> WhereForm | None:
    """None where nothing can be noted: no right, no open period, no activity."""
    still_open = [period for period in noted.periods if period.locked_at is None]
    if not (desk.writes and still_open and noted.activities):
        return None
    asked = request.GET if "how" in request.GET else None
    return WhereForm(asked, activities=noted.activities, periods=still_open)


@access("object")
def reached_list(request: HttpRequest, pk: str, period: int, activity: str) -> HttpResponseBase:
    """Add a list of numbers. No draft is kept of this page: numbers are stored nowhere."""
    desk = desk_or_404(request, pk, to_write=True)
    span, row = _cell(desk, period, activity)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PeopleForm(*sent, language=reader_language())
    problems: list[Any] = []
    if form.is_bound and form.is_valid():
        problems = form.people.problems
        if not problems:
            try:
                added = services.people_add(
                    by=desk.user,
                    project=desk.project,
                    activity=row,
                    period=span,
                    lines=form.people.lines,
                )
            except services.ListProblems as refused:
                problems = refused.problems
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _added(added))
                return redirect("workbench_reached", pk)
    context = desk.head("reached") | {
        "form": form,
        "problems": problems,
        "period": span,
        "activity": row,
        "listed": listed_in(row, span),
    }
    status = 422 if problems else answer_status(form)
    return render(request, "projects/reached_list.html", context, status=status)


def _added(added: services.Added) -> str:
    words = ngettext("%(new)s person noted.", "%(new)s people noted.", added.new) % {
        "new": format_number(added.new)
    }
    if added.known:
        words += " " + ngettext(
            "%(known)s stood there already and is counted once.",
            "%(known)s stood there already and are counted once.",
            added.known,
        ) % {"known": format_number(added.known)}
    return words


@access("object")
@require_POST
def reached_remove(request: HttpRequest, pk: str, period: int, activity: str) -> HttpResponseBase:
    """Take out everybody noted by number for an activity in a period."""
    desk = desk_or_404(request, pk, to_write=True)
    span, row = _cell(desk, period, activity)
    try:
        services.people_remove(by=desk.user, project=desk.project, activity=row, period=span)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("Taken out."))
    return redirect("workbench_reached", pk)


@access("object")
def reached_heads(request: HttpRequest, pk: str, period: int, activity: str) -> HttpResponseBase:
    """Say how many were counted by head, by sex and age."""
    desk = desk_or_404(request, pk, to_write=True)
    span, row = _cell(desk, period, activity)
    held = heads_of(row, span)

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.heads_set(
            by=desk.user,
            project=desk.project,
            activity=row,
            period=span,
            opened_version=version,
            counts=counts_in(cleaned),
        )

    page = RowPage(
        title=_("Counted by head"),
        lead=f"{isolated(row.title)} · {isolated(span.name)}",
        tab="reached",
        make_form=lambda data: HeadsForm(data, initial=heads_initial(held)),
        save=save,
        back=reverse("workbench_reached", args=[pk]),
        version=services.heads_version(held),
        template="projects/reached_heads.html",
        draft_key=f"heads:{row.pk.hex[:24]}:{span.pk}",
    )
    return answer(request, desk, page)


def _cell(desk: Desk, period: int, activity: str) -> tuple[Period, Activity]:
    return (
        part_or_404(desk.project.periods.all(), period),
        part_or_404(desk.project.activities.all(), activity),
    )
