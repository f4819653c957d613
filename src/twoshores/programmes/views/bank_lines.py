"""Lines of the bank that are no payment of a grant: put aside with a reason, and brought back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_day, labelled
from twoshores.common.history import offices_of
from twoshores.projects.views.row_pages import RowPage, answer

from ..forms.payments import AsideForm
from ..selectors import payments as selectors
from ..services.bank_lines import line_bring_back, line_put_aside
from . import payments_page
from .desk import desk_or_404
from .payments import TAB

PAGE_LENGTH = 40


@access("object")
@require_safe
def bank_lines_aside(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What was put aside, by whom, when and why."""
    desk = desk_or_404(request, pk)
    found = selectors.lines_aside(desk.programme)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    offices = offices_of([row.aside_by_id for row in page], desk.user)
    context = desk.head(TAB) | {
        "page": page,
        "lines": [
            payments_page.line(row, [])
            | {
                "aside_on": format_day(row.aside_at) if row.aside_at else "",
                "aside_by": offices.get(row.aside_by_id, "") if row.aside_by_id else "",
            }
            for row in page
        ],
    }
    return render(request, "programmes/bank_lines_aside.html", context)


@access("object")
def bank_line_aside(request: HttpRequest, pk: str, line: str) -> HttpResponseBase:
    """Put a line aside, with the reason."""
    desk = desk_or_404(request, pk, to_run=True)
    row = selectors.line_or_404(desk.programme, line)
    shown = payments_page.line(row, [])

    def save(cleaned: dict[str, Any], _version: int) -> None:
        line_put_aside(by=desk.user, line=row, why=cleaned["why"])

    page = RowPage(
        title=_("No payment of a grant"),
        lead=labelled(shown["day"], shown["amount"]),
        tab=TAB,
        make_form=AsideForm,
        save=save,
        back=reverse("programme_payments", args=[desk.programme.pk]),
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def bank_line_back(request: HttpRequest, pk: str, line: str) -> HttpResponseBase:
    """Let it wait again."""
    desk = desk_or_404(request, pk, to_run=True)
    row = selectors.any_line_or_404(desk.programme, line)
    try:
        line_bring_back(by=desk.user, line=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done."))
    return redirect("bank_lines_aside", pk)
