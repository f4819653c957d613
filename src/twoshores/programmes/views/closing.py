"""The money of a contract: what was paid, accounted for, what is due either way, closing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from twoshores.common.decisions import access, require
from twoshores.common.formatting import format_money, labelled
from twoshores.projects.views.row_pages import RowPage, answer

from ..contract_states import S
from ..forms.payments import WhyForm, WriteOffForm
from ..models import GrantContract
from ..permissions.programmes import can_write_off
from ..selectors.closing import ContractAccount, Source, account_of, open_things
from ..selectors.contracts import contract_or_404
from ..services.closing import (
    MOVES,
    claim_set,
    contract_close,
    write_off,
    write_off_take_back,
)
from . import contracts_page, payments_page
from .contracts import TAB
from .desk import ProgrammeDesk, desk_or_404


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def contract_money(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """The computation with the source of every figure. POST: claim, close, end."""
    desk = desk_or_404(request, pk, to_run=request.method == "POST")
    row = contract_or_404(desk.programme, contract)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "claim":
                claim_set(by=desk.user, contract=row)
            else:
                act = request.POST.get("act", "")
                contract_close(by=desk.user, contract=row, move=act if act in MOVES else "")
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, _("Done."))
        return redirect("contract_money", pk, row.pk)
    account = account_of(row)
    running = row.state == S.RUNNING
    may_lose = running and desk.standing.coordinates
    payments = row.payments.select_related("instalment").order_by("-on", "-at")
    for one in payments:
        one.contract = row
    context = desk.head(TAB) | {
        "contract": row,
        "tag": {
            "kind": contracts_page.TAGS.get(S(row.state), "unknown"),
            "text": row.get_state_display(),
        },
        "figures": figures(account),
        "verdict": verdict(account),
        "left": open_things(row, account) if running else [],
        "handled": desk.runs and running,
        "lossy": may_lose and account.asked_back,
        "losses": _losses(account) if may_lose else [],
        "claimable": account.due.to_pay_back != account.asked_back,
        "payments": [payments_page.payment(one) for one in payments],
    }
    return render(request, "programmes/contract_money.html", context)


def _losses(account: ContractAccount) -> list[dict[str, Any]]:
    """What was written off and stands."""
    taken = {one.entry.reverses_id for one in account.written_off}
    standing = [
        one
        for one in account.written_off
        if one.entry.reverses_id is None and one.entry.pk not in taken
    ]
    row = account.contract
    return [
        {
            "number": one.entry.number,
            "text": one.entry.text,
            "amount": format_money(one.amount, row.currency),
        }
        for one in standing
    ]


@access("object")
def contract_write_off(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """Give up money that was asked back, with the reason."""
    desk, row, back = _for_losses(request, pk, contract)
    asked_back = account_of(row).asked_back

    def make(data: Any) -> WriteOffForm:
        return WriteOffForm(data, initial={"amount": asked_back})

    def save(cleaned: dict[str, Any], _version: int) -> None:
        write_off(by=desk.user, contract=row, **cleaned)

    page = RowPage(
        title=_("Write off what will not be paid back"),
        lead=labelled(
            _("Asked back and not paid back yet"), format_money(asked_back, row.currency)
        ),
        tab=TAB,
        make_form=make,
        save=save,
        back=back,
    )
    return answer(request, desk, page)


@access("object")
def contract_write_off_back(
    request: HttpRequest, pk: str, contract: str, number: int
) -> HttpResponseBase:
    """Take back what was written off, with the reason: it is asked back again."""
    desk, row, back = _for_losses(request, pk, contract)
    found = get_object_or_404(desk.programme.journal_entries, number=number, kind="write_off")

    def save(cleaned: dict[str, Any], _version: int) -> None:
        write_off_take_back(by=desk.user, contract=row, entry=found, why=cleaned["why"])

    page = RowPage(
        title=_("Take back what was written off"),
        lead=_("The journal reverses it: the money is asked back again."),
        tab=TAB,
        make_form=WhyForm,
        save=save,
        back=back,
    )
    return answer(request, desk, page)


def _for_losses(
    request: HttpRequest, pk: str, contract: str
) -> tuple[ProgrammeDesk, GrantContract, str]:
    desk = desk_or_404(request, pk, to_run=True)
    row = contract_or_404(desk.programme, contract)
    require(can_write_off(desk.user, desk.programme))
    return desk, row, reverse("contract_money", args=[pk, row.pk])


def figures(account: ContractAccount) -> list[dict[str, Any]]:
    """Each figure with where it comes from: entries of the journal, or the figures above it."""
    row, due = account.contract, account.due
    return [
        _figure(row, _("The contract's amount"), row.amount, account.amount),
        _figure(row, _("Accounted for by accepted reports"), _sum(account.spent), account.spent),
        _figure(
            row,
            _("What the programme bears"),
            due.eligible,
            [],
            _("what is accounted for, up to the contract's amount"),
        ),
        _figure(row, pgettext("money", "Paid"), _sum(account.paid), account.paid),
        _figure(row, _("Paid back"), _sum(account.paid_back), account.paid_back),
        _figure(row, _("Paid, less paid back"), due.net_paid, []),
        _figure(row, _("Paid and not yet accounted for"), account.advances, []),
        _figure(row, _("Asked back and not paid back yet"), account.asked_back, []),
        _figure(row, _("Written off"), _sum(account.written_off), account.written_off),
        _figure(
            row,
            _("Due to the partner"),
            due.to_pay,
            [],
            _("what the programme bears, less what it paid"),
        ),
        _figure(
            row,
            _("Due to the programme"),
            due.to_pay_back,
            [],
            _("what it paid, less what it bears and what it wrote off"),
        ),
    ]


def _sum(parts: list[Source]) -> Any:
    return sum(one.amount for one in parts)


def _figure(
    row: GrantContract, label: str, value: Any, parts: list[Source], how: str = ""
) -> dict[str, Any]:
    return {
        "label": label,
        "value": format_money(value, row.currency),
        "how": how,
        "parts": [
            {"number": one.entry.number, "amount": format_money(one.amount, row.currency)}
            for one in parts
        ],
    }


def verdict(account: ContractAccount) -> str:
    """In a sentence."""
    due, currency = account.due, account.contract.currency
    if account.contract.state in (S.CLOSED, S.ENDED):
        return _("This contract is closed: nothing is due either way.")
    if due.to_pay:
        amount = format_money(due.to_pay, currency)
        return _("As things stand, %(amount)s is due to the partner.") % {"amount": amount}
    if due.to_pay_back:
        amount = format_money(due.to_pay_back, currency)
        return _(
            "As things stand, %(amount)s would be due to the programme: paid, and not accounted "
            "for by an accepted report."
        ) % {"amount": amount}
    return _("As things stand, nothing is due either way.")
