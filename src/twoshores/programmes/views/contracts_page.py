"""Words and tables of contracts for their pages."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from twoshores.accounts.models import User
from twoshores.alliances.views.agreements_page import body
from twoshores.common.formatting import format_day, format_money, format_number, labelled
from twoshores.common.history import offices_of
from twoshores.projects.models import CostCategory

from ..contract_states import MACHINE, S
from ..models import (
    ContractAmendment,
    ContractSignature,
    ContractVersion,
    GrantContract,
    Instalment,
    ProposalShare,
)
from ..selectors.contract_values import condition_words
from ..selectors.contracts import Standing, awarded_to, money_of
from .journal import rate_words

TAGS = {S.DRAFT: "mind", S.PROPOSED: "mind", S.RUNNING: "go"}
INSTALMENT_TAGS = {"waiting": "unknown", "released": "mind", "paid": "go", "cancelled": "unknown"}
AMENDMENT_TAGS = {"asked": "mind", "agreed": "go", "refused": "bad"}
MOVES = {
    "propose": gettext_lazy("Put it forward for signing"),
    "reopen": gettext_lazy("Take it back to change it"),
    "drop": gettext_lazy("Give it up"),
}


def table(rows: list[GrantContract]) -> dict[str, Any]:
    """The list: each contract in its own currency, none added to another."""
    moved = money_of(rows)
    return {
        "caption": "",
        "columns": [
            {"label": _("Contract"), "kind": ""},
            {"label": _("Partner"), "kind": "wide"},
            {"label": _("State"), "kind": ""},
            {"label": _("Amount"), "kind": "n"},
            {"label": pgettext("money", "Paid"), "kind": "n"},
            {"label": _("May be paid"), "kind": "n"},
        ],
        "rows": [
            [
                format_html('<a href="{}"><bdi>{}</bdi></a>', _address(row), row.number),
                format_html("<bdi>{}</bdi>", row.partner.name),
                row.get_state_display(),
                format_money(row.amount, row.currency),
                format_money(moved[row.pk].paid - moved[row.pk].paid_back, row.currency),
                format_money(moved[row.pk].released, row.currency),
            ]
            for row in rows
        ],
    }


def _address(row: GrantContract) -> str:
    return reverse("contract", args=[row.proposal.call.programme_id, row.pk])


def beginning(share: ProposalShare) -> dict[str, Any]:
    """What the form of a new contract begins with."""
    project, call = share.proposal.project, share.proposal.call
    return {
        "language": project.language,
        "starts": project.starts,
        "ends": project.ends,
        "currency": share.paid_in or call.currency,
    }


def award_words(share: ProposalShare) -> str:
    """How much this partner was awarded."""
    call = share.proposal.call
    for row in awarded_to(share.proposal):
        if row.share.pk == share.pk:
            amount = format_money(row.amount, call.currency)
            return _("Awarded to this partner: %(amount)s.") % {"amount": amount}
    return ""


def context(standing: Standing, reader: User) -> dict[str, Any]:
    """What both sides' pages of a contract show."""
    settled = [one.settled_by_id for one in standing.instalments if one.given_up]
    offices = offices_of(settled, reader) if settled else {}
    row, latest = standing.contract, standing.latest
    moved = money_of([row])[row.pk]
    return {
        "contract": row,
        "tag": {"kind": TAGS.get(S(row.state), "unknown"), "text": row.get_state_display()},
        "amount": format_money(row.amount, row.currency),
        "rate": rate_words(row.rate, row.rate_on, row.rate_source),
        "days": f"{format_day(row.starts)} – {format_day(row.ends)}",
        "paid": format_money(moved.paid, row.currency),
        "paid_back": format_money(moved.paid_back, row.currency) if moved.paid_back else "",
        "instalments": [instalment(one, standing, offices) for one in standing.instalments],
        "planned": format_money(standing.planned, row.currency),
        "sums_up": standing.planned == row.amount,
        "gaps": standing.gaps,
        "body": body(latest.body) if latest else [],
        "latest": latest,
        "sides": [_side(standing, side) for side in ContractSignature.Side],
        "amendments": [amendment(one) for one in standing.amendments],
        "versions": [version(one) for one in standing.versions],
    }


def instalment(row: Instalment, standing: Standing, offices: dict[Any, str]) -> dict[str, Any]:
    """offices: of those who settled one, as the page names them."""
    paid, currency = standing.paid[row.pk], row.contract.currency
    partly = row.state == "released" and paid > 0
    return {
        "row": row,
        "number": format_number(row.position),
        "amount": format_money(row.amount, row.contract.currency),
        "condition": condition_words(row),
        "expected": format_day(row.due_on)
        if row.due_on and row.condition != Instalment.Condition.DATE
        else "",
        "tag": {"kind": INSTALMENT_TAGS[row.state], "text": row.get_state_display()},
        "paid": format_money(paid, currency) if partly else "",
        "given_up": format_money(row.given_up, currency) if row.given_up else "",
        "settled_on": format_day(row.settled_at) if row.settled_at else "",
        "settled_by": offices.get(row.settled_by_id, "") if row.settled_by_id else "",
        # What something was paid of is neither held back nor cancelled: its rest is given up.
        "moves": [] if partly else _instalment_moves(row, is_met=row.pk in standing.met),
    }


def _instalment_moves(row: Instalment, *, is_met: bool) -> list[dict[str, str]]:
    """What can be decided by hand. is_met: it waits though what it waits for is there."""
    has_day = row.condition == Instalment.Condition.DATE
    labels = {
        "release": _("Its day has come: it may be paid")
        if has_day
        else _("Let it wait no longer: it may be paid"),
        "hold": _("Let it wait again"),
        "cancel": _("Do not pay it"),
    }
    wanted = {
        "waiting": ["release", "cancel"] if has_day or is_met else ["cancel"],
        "released": ["hold", "cancel"],
    }.get(row.state, [])
    return [{"value": name, "label": labels[name]} for name in wanted]


def _side(standing: Standing, side: ContractSignature.Side) -> dict[str, Any]:
    row = standing.contract
    programme = side == ContractSignature.Side.PROGRAMME
    name = row.proposal.call.programme.organisation.name if programme else row.partner.name
    return {"value": side.value, "name": name, "signature": standing.signatures.get(side)}


def version(row: ContractVersion) -> dict[str, Any]:
    return {
        "row": row,
        "number": row.number,
        "short": row.sha256[:8],
        "signed": len(row.signatures.all()),
    }


def moves(row: GrantContract) -> list[dict[str, str]]:
    open_now = MACHINE.open_moves(row.state)
    return [{"value": name, "label": str(MOVES[name])} for name in MOVES if name in open_now]


def amendment(row: ContractAmendment) -> dict[str, Any]:
    return {
        "row": row,
        "tag": {"kind": AMENDMENT_TAGS[row.state], "text": row.get_state_display()},
        "changes": _changes(row),
        "in_budget": _in_budget(row),
        "by_hand": row.in_budget is False,
        "from_programme": row.side == ContractSignature.Side.PROGRAMME,
        "open": row.state == ContractAmendment.State.ASKED,
    }


def _in_budget(row: ContractAmendment) -> str:
    """What agreed moves of money did to the budget of the project."""
    if row.in_budget is None:
        return ""
    if row.in_budget:
        return _("The project's budget was changed by it.")
    return _(
        "The project's budget was not changed by it: which lines are meant, or from which open "
        "periods, is not certain. The partner changes its lines by hand."
    )


def _changes(row: ContractAmendment) -> list[str]:
    """ "Holds until: 30 June 2028 → 31 December 2028"."""
    labels = {
        "ends": _("Holds until"),
        "amount": _("Amount"),
        "moved": _("Money moved"),
        "from": _("From"),
        "to": _("To"),
        "until": _("Until"),
    }
    found = []
    for name, value in row.after.items():
        words = _shown(row, name, value)
        if name in row.before:
            words = f"{_shown(row, name, row.before[name])} ⟶ {words}"
        found.append(labelled(labels[name], words))
    return found


def _shown(row: ContractAmendment, name: str, value: str) -> str:
    if row.kind == "budget" and name in ("from", "to"):
        return str(dict(CostCategory.choices).get(value, value))
    if name in ("amount", "moved"):
        return format_money(Decimal(value), row.contract.currency)
    return format_day(date.fromisoformat(value))


def own(row: GrantContract) -> dict[str, Any]:
    """One's own contract for the list of a project."""
    return {
        "contract": row,
        "tag": {"kind": TAGS.get(S(row.state), "unknown"), "text": row.get_state_display()},
        "amount": format_money(row.amount, row.currency),
        "days": f"{format_day(row.starts)} – {format_day(row.ends)}",
        "programme": row.proposal.call.programme,
    }
