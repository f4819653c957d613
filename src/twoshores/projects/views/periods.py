"""The reporting periods that targets, budget, expenses and reports follow."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twoshores.common.decisions import access
from twoshores.common.forms import answer_status

from ..forms.periods import PERIOD_FACTS, PeriodForm, PeriodsForm, period_initial, periods_initial
from ..models import Period
from ..selectors.chain import part_or_404
from ..services import periods as services
from .parts import part_page
from .row_pages import answer
from .workspace import desk_or_404


@access("object")
def periods(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The reporting periods: made in one go, changed and locked one by one."""
    desk = desk_or_404(request, pk)
    form = PeriodsForm(request.POST or None, initial=periods_initial(desk.project))
    if request.method == "POST" and desk.writes and form.is_valid():
        try:
            services.periods_make(by=desk.user, project=desk.project, spans=form.spans())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("workbench_periods", pk)
    context = desk.head("periods") | {
        "form": form if desk.writes else None,
        "periods": list(desk.project.periods.all()),
    }
    return render(request, "projects/periods.html", context, status=answer_status(form))


@access("object")
def period_edit(request: HttpRequest, pk: str, period: int | None = None) -> HttpResponseBase:
    """Add one period, change its days or name, or take it out while nothing hangs on it."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.periods.all(), period) if period is not None else None
    initial = period_initial(desk.project, row)

    def create(facts: dict[str, Any]) -> Period:
        return services.period_add(by=desk.user, project=desk.project, facts=facts)

    def update(row: Period, facts: dict[str, Any], version: int) -> Period:
        return services.period_update(
            by=desk.user, project=desk.project, row=row, opened_version=version, facts=facts
        )

    def remove() -> None:
        assert row is not None
        services.period_remove(by=desk.user, project=desk.project, row=row)

    page = part_page(
        desk,
        row=row,
        model=Period,
        names=PERIOD_FACTS,
        make=lambda data, **_kept: PeriodForm(data, initial=initial),
        title=_("A period"),
        lead=_("What is planned, measured or spent in a period stays in it when its days change."),
        tab="periods",
        back=reverse("workbench_periods", args=[pk]),
        create=create,
        update=update,
        remove=remove,
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def period_lock(request: HttpRequest, pk: str, period: int) -> HttpResponseBase:
    """Close a period or open it again: the keeper's to do."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.periods.select_related("project__owner"), period)
    services.period_lock(by=desk.user, period=row, lock=request.POST.get("lock") == "yes")
    messages.success(request, _("Done."))
    return redirect("workbench_periods", pk)
