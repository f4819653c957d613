"""The work plan: the chart, what does not fit, and each activity."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.common.forms import answer_status

from ..forms.plan import ACTIVITY_FACTS, ActivityForm, ProgressForm, ShiftForm, parts_initial
from ..models import Activity
from ..selectors.chain import part_or_404
from ..selectors.plan import plan_of
from ..selectors.skills import skills_of
from ..services import plan as services
from ..services.rows import row_reorder
from . import plan_chart
from .basics import reader_language
from .parts import part_page
from .row_pages import answer
from .workspace import Desk, desk_or_404


@access("object")
@require_safe
def plan(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The chart of all activities, and what contradicts itself."""
    desk = desk_or_404(request, pk)
    work = plan_of(desk.project)
    context = desk.head("plan") | plan_chart.context(work, desk.project, timezone.localdate())
    context["skills"] = skills_of(desk.project, desk.user)
    return render(request, "projects/plan.html", context)


@access("object")
def activity_edit(request: HttpRequest, pk: str, activity: str | None = None) -> HttpResponseBase:
    """Add, change or take out an activity."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.activities.prefetch_related("partners", "waits_for")
    row = part_or_404(rows, activity) if activity is not None else None

    def make(data: Any, initial: dict[str, Any]) -> ActivityForm:
        shown = initial | (parts_initial(row) if row else {"result": request.GET.get("under", "")})
        return ActivityForm(
            data,
            initial=shown,
            project=desk.project,
            activity=row,
            reader_language=reader_language(),
        )

    def parts() -> services.PartsData:
        bound = make(request.POST, {})
        bound.full_clean()
        cleaned = bound.cleaned_data
        return services.PartsData(
            cleaned.get("responsible"),
            cleaned.get("contributing", ()),
            cleaned.get("waits_for", ()),
            cleaned.get("lag_days") or 0,
        )

    def create(facts: dict[str, Any]) -> Activity:
        return services.activity_create(
            by=desk.user, project=desk.project, facts=facts, parts=parts()
        )

    def update(row: Activity, facts: dict[str, Any], version: int) -> Activity:
        return services.activity_update(
            by=desk.user,
            project=desk.project,
            row=row,
            opened_version=version,
            facts=facts,
            parts=parts(),
        )

    page = part_page(
        desk,
        row=row,
        model=Activity,
        names=ACTIVITY_FACTS,
        make=make,
        title=_("An activity"),
        tab="plan",
        back=_back(pk, row),
        create=create,
        update=update,
        removable=row is not None,
    )
    return answer(request, desk, page)


def _back(pk: str, row: Activity | None) -> str:
    if row is not None:
        return reverse("activity_detail", args=[pk, row.pk])
    return reverse("workbench_plan", args=[pk])


@access("object")
@require_safe
def activity_detail(request: HttpRequest, pk: str, activity: str) -> HttpResponseBase:
    """One activity: who, when, behind what, how far it is."""
    desk = desk_or_404(request, pk)
    row = _activity(desk, activity)
    names = {partner.pk: partner.name for partner in desk.project.partners.all()}
    context = desk.head("plan") | {
        "activity": row,
        "partners": [
            (part.get_part_display(), names.get(part.partner_id, ""))
            for part in row.partners.order_by("-part")
        ],
        "times": [str(dict(Activity.Time.choices)[time]) for time in row.times],
        "waits_for": [link.before for link in row.waits_for.select_related("before")],
        "progress": list(row.progress.all()[:50]),
    }
    return render(request, "projects/activity.html", context)


def _activity(desk: Desk, pk: str) -> Activity:
    return part_or_404(desk.project.activities.select_related("result", "project"), pk)


@access("object")
def activity_progress(request: HttpRequest, pk: str, activity: str) -> HttpResponseBase:
    """Note how far an activity is."""
    desk = desk_or_404(request, pk, to_write=True)
    row = _activity(desk, activity)
    form = ProgressForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.progress_note(
            by=desk.user, activity=row, language=reader_language(), **form.cleaned_data
        )
        messages.success(request, _("Saved."))
        return redirect("activity_detail", pk, row.pk)
    context = desk.head("plan") | {"form": form, "activity": row}
    return render(request, "projects/progress.html", context, status=answer_status(form))


@access("object")
def activity_shift(request: HttpRequest, pk: str, activity: str) -> HttpResponseBase:
    """Give an activity new days: first what that moves and breaks, then do it."""
    desk = desk_or_404(request, pk, to_write=True)
    row = _activity(desk, activity)
    form = ShiftForm(request.POST or None, initial={"starts": row.starts, "ends": row.ends})
    context = desk.head("plan") | {"form": form, "activity": row}
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data
        if "apply" in request.POST:
            shift = services.activity_shift(
                by=desk.user, project=desk.project, activity=row, **days
            )
            messages.success(request, plan_chart.shifted_words(shift))
            return redirect("workbench_plan", pk)
        shift = services.shift_preview(project=desk.project, activity=row, **days)
        context |= plan_chart.shift_context(shift, plan_of(desk.project), row)
    return render(request, "projects/shift.html", context, status=answer_status(form))


@access("object")
@require_POST
def activity_move(request: HttpRequest, pk: str, activity: str) -> HttpResponseBase:
    """One place earlier or later in the list."""
    desk = desk_or_404(request, pk, to_write=True)
    row = _activity(desk, activity)
    row_reorder(
        by=desk.user,
        project=desk.project,
        rows=list(desk.project.activities.all()),
        row=row,
        earlier=request.POST.get("to") == "earlier",
    )
    return redirect(reverse("workbench_plan", args=[pk]) + f"#a{row.pk}")
