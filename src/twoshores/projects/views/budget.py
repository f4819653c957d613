"""Money: the budget, its ceilings and rates, what was spent."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.common.editing import StaleVersion, version_of

from ..agreed_money import agreed_of
from ..forms.budget import (
    CEILING_FACTS,
    LINE_FACTS,
    RATE_FACTS,
    CeilingForm,
    ExpenseForm,
    LineForm,
    RateForm,
    amounts_initial,
)
from ..models import STANDING, BudgetLine, Ceiling, Expense, OwnRate, Project
from ..selectors.budget import budget_of, rates_of
from ..selectors.budget_roles import responsible_for, roles_and_money
from ..selectors.chain import part_or_404
from ..selectors.documents import documents_of
from ..services import budget as services
from . import budget_table
from .basics import reader_language
from .parts import part_page
from .row_pages import RowPage, answer
from .workspace import Desk, desk_or_404

PAGE_LENGTH = 50


@access("object")
@require_safe
def budget(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What is planned and spent: by partner, by kind of cost, line by line."""
    desk = desk_or_404(request, pk)
    found = budget_of(desk.project)
    context = desk.head("budget") | budget_table.context(found, desk.project)
    roles = roles_and_money(desk.project, found.lines, agreed_of(desk.project))
    context["roles"] = budget_table.roles(roles, desk.project)
    return render(request, "projects/budget.html", context)


@access("object")
def line_edit(request: HttpRequest, pk: str, line: str | None = None) -> HttpResponseBase:
    """Add, change or take out a line."""
    desk = desk_or_404(request, pk, to_write=True)
    project = desk.project
    row = part_or_404(project.budget_lines.all(), line) if line is not None else None
    periods = list(project.periods.all())

    def make(data: Any, initial: dict[str, Any]) -> LineForm:
        shown = initial | (amounts_initial(row) if row else _begun(request, project))
        return LineForm(
            data,
            initial=shown,
            project=project,
            periods=periods,
            reader_language=reader_language(),
        )

    def amounts() -> services.Amounts:
        bound = make(request.POST, {})
        bound.full_clean()
        return bound.amounts()

    def create(facts: dict[str, Any]) -> BudgetLine:
        return services.line_create(by=desk.user, project=project, facts=facts, amounts=amounts())

    def update(row: BudgetLine, facts: dict[str, Any], version: int) -> BudgetLine:
        return services.line_update(
            by=desk.user,
            project=project,
            row=row,
            opened_version=version,
            facts=facts,
            amounts=amounts(),
        )

    page = part_page(
        desk,
        row=row,
        model=BudgetLine,
        names=LINE_FACTS,
        make=make,
        title=_("A line of the budget"),
        lead="" if periods else _("Make the periods first: amounts are planned by period."),
        tab="budget",
        back=reverse("workbench_budget", args=[pk]),
        create=create,
        update=update,
    )
    return answer(request, desk, page)


def _begun(request: HttpRequest, project: Project) -> dict[str, Any]:
    """A new line begins as its link says: for an activity with the partner responsible for it, or
    for a partner in a currency that an agreement gives it."""
    asked = request.GET.get("activity", "")
    activity = next((row for row in project.activities.all() if str(row.pk) == asked), None)
    partner = responsible_for(activity) if activity is not None else None
    if activity is None or partner is None:
        given = request.GET.get("partner", "")
        known = {str(row.pk) for row in project.partners.all()}
        own = {"partner": given} if given in known else {}
        return {"currency": request.GET.get("currency") or project.currency} | own
    return {
        "text": activity.title,
        "activity": str(activity.pk),
        "partner": str(partner.pk),
        "currency": partner.currency or project.currency,
    }


@access("object")
@require_POST
def line_take_over(request: HttpRequest, pk: str, line: str) -> HttpResponseBase:
    """Give a line to the partner that is responsible for its activity."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.budget_lines.select_related("partner"), line)
    asked = request.POST.get("partner", "")
    partner = next((one for one in desk.project.partners.all() if str(one.pk) == asked), None)
    if partner is None:
        raise Http404
    try:
        services.line_take_over(
            by=desk.user,
            project=desk.project,
            row=row,
            opened_version=version_of(request.POST.get("version", "")),
            partner=partner,
        )
    except StaleVersion:
        messages.error(request, _("Somebody else changed this line meanwhile. Look at it again."))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("Saved."))
    return redirect("workbench_budget", pk)


@access("object")
@require_safe
def rates(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Rates and ceilings that the project states."""
    desk = desk_or_404(request, pk)
    currencies = desk.project.budget_lines.values_list("currency", flat=True).distinct()
    found = rates_of(desk.project, currencies.order_by())
    context = desk.head("rates") | {
        "named": [budget_table.rate_words(rate, desk.project) for rate in found.named],
        "on": found.on,
        "own": list(desk.project.rates.all()),
        "ceilings": list(desk.project.ceilings.all()),
    }
    return render(request, "projects/rates.html", context)


@access("object")
def ceiling_edit(request: HttpRequest, pk: str, ceiling: int | None = None) -> HttpResponseBase:
    """Add, change or take out a ceiling."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.ceilings.all()
    page = part_page(
        desk,
        row=part_or_404(rows, ceiling) if ceiling is not None else None,
        model=Ceiling,
        names=CEILING_FACTS,
        make=CeilingForm,
        title=_("A ceiling"),
        lead=_("Most donors limit some kinds of cost. The budget tells when a line passes it."),
        tab="rates",
        back=reverse("workbench_rates", args=[pk]),
    )
    return answer(request, desk, page)


@access("object")
def rate_edit(request: HttpRequest, pk: str, rate: int | None = None) -> HttpResponseBase:
    """Add, change or take out a rate of the project's own."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.rates.all()
    page = part_page(
        desk,
        row=part_or_404(rows, rate) if rate is not None else None,
        model=OwnRate,
        names=RATE_FACTS,
        make=partial(RateForm, reader_language=reader_language()),
        title=_("A rate of our own"),
        lead=_("It goes before the published ones from its day on."),
        tab="rates",
        back=reverse("workbench_rates", args=[pk]),
    )
    return answer(request, desk, page)


@access("object")
@require_safe
def expenses(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What was spent, newest first, what was corrected too."""
    desk = desk_or_404(request, pk)
    rows = desk.project.expenses.select_related("line", "partner", "period", "document")
    page = Paginator(rows.order_by("-on", "-entered_at"), PAGE_LENGTH).get_page(
        request.GET.get("page")
    )
    context = desk.head("expenses") | {
        "page": page,
        "rows": [budget_table.expense(row, desk.user, writes=desk.writes) for row in page],
        "has_lines": desk.project.budget_lines.exists(),
    }
    return render(request, "projects/expenses.html", context)


@access("object")
def expense_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Note an expense."""
    desk = desk_or_404(request, pk, to_write=True)

    def save(form: ExpenseForm) -> None:
        services.expense_add(by=desk.user, project=desk.project, data=_data(form))

    return answer(request, desk, _expense_page(request, desk, None, save))


@access("object")
def expense_correct(request: HttpRequest, pk: str, expense: str) -> HttpResponseBase:
    """Correct an expense, or take it back; the old entry stays readable."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.expenses.filter(STANDING, is_void=False)
    old = part_or_404(rows.select_related("project", "period"), expense)

    def save(form: ExpenseForm) -> None:
        data = None if "void" in request.POST else _data(form)
        reason = form.cleaned_data["reason"]
        services.expense_correct(by=desk.user, row=old, data=data, reason=reason)

    return answer(request, desk, _expense_page(request, desk, old, save))


def _data(form: ExpenseForm) -> services.ExpenseData:
    cleaned = form.cleaned_data
    line: BudgetLine = cleaned["line"]
    return services.ExpenseData(
        line=line,
        on=cleaned["on"],
        amount=cleaned["amount"],
        currency=cleaned["currency"] or line.currency,
        text=cleaned["text"],
        rate=cleaned["rate"],
        rate_source=cleaned["rate_source"],
        document_number=cleaned["document_number"],
        document=cleaned["document"],
    )


def _expense_page(request: HttpRequest, desk: Desk, old: Expense | None, save: Any) -> RowPage:
    names = ("on", "amount", "currency", "rate", "rate_source", "text", "document_number")
    initial: dict[str, Any] = {"on": timezone.localdate(), "line": request.GET.get("line", "")}
    if old is not None:
        initial = {name: getattr(old, name) for name in names} | {"line": str(old.line_id)}
        initial["document"] = str(old.document_id or "")
    lines = list(desk.project.budget_lines.select_related("partner"))
    documents = list(documents_of(desk.project))

    def make(data: Any) -> ExpenseForm:
        return ExpenseForm(
            data,
            initial=initial,
            lines=lines,
            documents=documents,
            correcting=old is not None,
            reader_language=reader_language(),
        )

    def save_form(_cleaned: dict[str, Any], _version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        save(bound)

    return RowPage(
        title=_("Correct what was spent") if old else _("What was spent"),
        lead=_("The old entry stays readable with your reason.") if old else "",
        tab="expenses",
        make_form=make,
        save=save_form,
        back=reverse("workbench_expenses", args=[desk.project.pk]),
        draft_key="" if old else f"expense:{desk.project.code}",
        extra={"voidable": old is not None},
        template="projects/expense_form.html",
    )


@access("object")
@require_POST
def expense_confirm(request: HttpRequest, pk: str, expense: str) -> HttpResponseBase:
    """Somebody else than who entered it has seen the document."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.expenses.filter(STANDING, is_void=False)
    row = part_or_404(rows.select_related("project"), expense)
    try:
        services.expense_confirm(by=desk.user, row=row)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("Confirmed."))
    return redirect("workbench_expenses", pk)
