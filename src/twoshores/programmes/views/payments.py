"""Payments: statements of the bank read, their lines matched by a person, payments noted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_money, format_number
from twoshores.common.forms import answer_status
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, add_errors, answer

from ..contract_states import S
from ..forms.payments import BankFileForm, PaymentForm, WhyForm
from ..models import BankLine, GrantContract, Instalment
from ..selectors import payments as selectors
from ..selectors.contracts import contract_or_404, contracts_of
from ..services.bank import bank_file_read
from ..services.payments import payment_record, payment_void
from . import payments_page
from .desk import ProgrammeDesk, desk_or_404

TAB = "payments"
LINES, PAYMENTS = 20, 25


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_payments(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Lines of the bank that wait, with what each may be; payments that were noted."""
    desk = desk_or_404(request, pk, to_run=request.method == "POST")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BankFileForm(
        *sent,
        reader_language=reader_language(),
        initial={"currency": desk.programme.currency},
    )
    if request.method == "POST" and form.is_valid() and _read(request, desk, form):
        return redirect("programme_payments", pk)
    lines = Paginator(selectors.lines_waiting(desk.programme), LINES).get_page(
        request.GET.get("lines")
    )
    rows = selectors.payments_of(desk.programme)
    page = Paginator(rows, PAYMENTS).get_page(request.GET.get("page"))
    candidates = selectors.Candidates(desk.programme) if lines.object_list else None
    context = desk.head(TAB) | {
        "form": form if desk.runs else None,
        "lines_page": lines,
        "lines": [payments_page.line(one, candidates.of(one)) for one in lines]
        if candidates
        else [],
        "known": selectors.known_of(desk.programme),
        "page": page,
        "payments": [payments_page.payment(one) for one in page],
    }
    return render(request, "programmes/payments.html", context, status=answer_status(form))


def _read(request: HttpRequest, desk: ProgrammeDesk, form: BankFileForm) -> bool:
    try:
        done = bank_file_read(
            by=desk.user,
            programme=desk.programme,
            name=getattr(request.FILES.get("file"), "name", "") or "",
            data=form.cleaned_data["file"],
            currency=form.cleaned_data["currency"],
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    added = ngettext("%(number)s line was added.", "%(number)s lines were added.", done.added)
    messages.success(request, added % {"number": format_number(done.added)})
    if done.known:
        known = ngettext(
            "%(number)s line was there already and was not added again.",
            "%(number)s lines were there already and were not added again.",
            done.known,
        )
        messages.warning(request, known % {"number": format_number(done.known)})
    return True


@access("object")
@require_safe
def bank_line(request: HttpRequest, pk: str, line: str) -> HttpResponseBase:
    """One line of the bank: what it may be, with the reasons, and every contract to choose."""
    desk = desk_or_404(request, pk, to_run=True)
    row = selectors.line_or_404(desk.programme, line)
    candidates = selectors.Candidates(desk.programme)
    context = desk.head(TAB) | {
        "line": payments_page.line(row, candidates.of(row)),
        "contracts": list(contracts_of(desk.programme).filter(state=S.RUNNING)),
    }
    return render(request, "programmes/bank_line.html", context)


@access("object")
def payment_new(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """Note a payment: ?line=<of the bank>&instalment=<id>; ?back=1 for money that came back."""
    desk = desk_or_404(request, pk, to_run=True)
    row = contract_or_404(desk.programme, contract)
    if row.state != S.RUNNING:
        raise Http404
    line = _line_asked(request, desk)
    is_recovery = line.amount > 0 if line else bool(request.GET.get("back"))
    released = [] if is_recovery else _released(row)
    bound: list[PaymentForm] = []

    def make(data: Any) -> PaymentForm:
        form = PaymentForm(
            data,
            instalments=released,
            from_bank=line is not None,
            reader_language=reader_language(),
            initial=_beginning(request, row, released),
        )
        bound.append(form)
        return form

    def save(cleaned: dict[str, Any], _version: int) -> None:
        payment_record(
            by=desk.user,
            contract=row,
            moved=bound[-1].moved(payments_page.facts_of(line) if line else {}),
            instalment=cleaned.get("instalment"),
            bank_line=line,
            is_recovery=is_recovery,
        )

    page = RowPage(
        title=_("Money that came back") if is_recovery else _("A payment"),
        lead=_payment_lead(row, line),
        tab=TAB,
        make_form=make,
        save=save,
        back=reverse("programme_payments" if line else "contract_money", args=_back(row, line)),
    )
    return answer(request, desk, page)


def _back(row: GrantContract, line: BankLine | None) -> list[Any]:
    programme = row.proposal.call.programme_id
    return [programme] if line else [programme, row.pk]


def _payment_lead(row: GrantContract, line: BankLine | None) -> str:
    words = {"contract": row.number, "partner": row.partner.name}
    if line is None:
        return _("Contract %(contract)s with %(partner)s. It is noted, not made.") % words
    words["amount"] = format_money(abs(line.amount), line.currency)
    return _("%(amount)s, contract %(contract)s with %(partner)s. It is noted, not made.") % words


def _line_asked(request: HttpRequest, desk: ProgrammeDesk) -> BankLine | None:
    asked = request.GET.get("line", "")
    return selectors.line_or_404(desk.programme, asked) if asked else None


def _released(row: GrantContract) -> list[Instalment]:
    found = list(row.instalments.filter(state=Instalment.State.RELEASED))
    for one in found:
        one.contract = row
    return found


def _beginning(
    request: HttpRequest, row: GrantContract, released: list[Instalment]
) -> dict[str, Any]:
    asked = request.GET.get("instalment", "")
    known = {str(one.pk) for one in released}
    first = str(released[0].pk) if released else ""
    return {"instalment": asked if asked in known else first, "currency": row.currency}


@access("object")
def payment_void_page(
    request: HttpRequest, pk: str, contract: str, payment: str
) -> HttpResponseBase:
    """Take a payment back, with the reason."""
    desk = desk_or_404(request, pk, to_run=True)
    row = contract_or_404(desk.programme, contract)
    part = selectors.payment_or_404(row, payment)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        payment_void(by=desk.user, row=part, why=cleaned["why"])

    page = RowPage(
        title=_("Take a payment back"),
        lead=_("The journal reverses it. Its line of the bank waits to be matched again."),
        tab=TAB,
        make_form=WhyForm,
        save=save,
        back=reverse("programme_payments", args=[desk.programme.pk]),
    )
    return answer(request, desk, page)
