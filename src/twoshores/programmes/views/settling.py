"""The rest of an instalment that was partly paid is given up."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.common.decisions import access
from twoshores.common.formatting import format_money
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.row_pages import RowPage, answer

from ..forms.payments import SettleForm
from ..models import Instalment
from ..selectors.contracts import contract_or_404, paid_of
from ..services.instalments import instalment_settle
from .contracts import TAB
from .desk import desk_or_404


@access("object")
def instalment_settle_page(
    request: HttpRequest, pk: str, contract: str, instalment: str
) -> HttpResponseBase:
    """Say how much is given up, and why."""
    desk = desk_or_404(request, pk, to_run=True)
    row = contract_or_404(desk.programme, contract)
    part: Instalment = part_or_404(row.instalments.all(), instalment)
    part.contract = row
    paid = paid_of([part])[part.pk]
    if part.state != Instalment.State.RELEASED or not paid:
        raise Http404
    rest = part.amount - paid

    def save(cleaned: dict[str, Any], _version: int) -> None:
        instalment_settle(by=desk.user, instalment=part, **cleaned)

    page = RowPage(
        title=_("The rest of an instalment is not paid"),
        lead=_(
            "%(paid)s is paid. %(rest)s is given up: the contract is over so much less, and the "
            "instalment counts as paid."
        )
        % {
            "paid": format_money(paid, row.currency),
            "rest": format_money(rest, row.currency),
        },
        tab=TAB,
        make_form=lambda data: SettleForm(data, initial={"rest": rest}),
        save=save,
        back=reverse("contract", args=[desk.programme.pk, row.pk]),
    )
    return answer(request, desk, page)
