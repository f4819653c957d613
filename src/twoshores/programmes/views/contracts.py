"""Contracts of a programme: the list, a new one, its facts, instalments, text, signatures."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.alliances import papers
from twoshores.common.decisions import access
from twoshores.projects.forms.fields import initial_of_rows
from twoshores.projects.models import Report
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer

from ..contract_states import S
from ..forms.contracts import (
    INSTALMENT_FACTS,
    ContractForm,
    ContractNewForm,
    InstalmentForm,
    TextForm,
)
from ..models import GrantContract, Instalment, ProposalShare
from ..permissions.contracts import is_unattended
from ..selectors import contracts as selectors
from ..services import contract_moves as moves
from ..services import contracts as services
from ..services.instalments import instalment_hand_move
from . import contracts_page
from .desk import ProgrammeDesk, desk_or_404

TAB = "contracts"
FACTS = ("language", "starts", "ends", "amount")


@access("object")
@require_safe
def programme_contracts(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Contracts and where they stand; partners of selected proposals that have none yet."""
    desk = desk_or_404(request, pk)
    rows = list(selectors.contracts_of(desk.programme))
    context = desk.head(TAB) | {
        "table": contracts_page.table(rows),
        "lacking": selectors.proposals_to_contract(desk.programme),
        "any": bool(rows),
    }
    return render(request, "programmes/contracts.html", context)


@access("object")
def contract_new(request: HttpRequest, pk: str, share: int) -> HttpResponseBase:
    """Draft the contract with a partner of a selected proposal."""
    desk = desk_or_404(request, pk, to_run=True)
    of = ProposalShare.objects.filter(proposal__call__programme=desk.programme)
    row: ProposalShare = get_object_or_404(
        of.select_related("proposal__call__programme", "proposal__project", "partner"), pk=share
    )
    made: list[GrantContract] = []

    def make(data: Any) -> ContractNewForm:
        return ContractNewForm(
            data, reader_language=reader_language(), initial=contracts_page.beginning(row)
        )

    def save(cleaned: dict[str, Any], _version: int) -> None:
        made.append(services.contract_create(by=desk.user, share=row, facts=cleaned))

    page = RowPage(
        title=row.partner.name,
        lead=contracts_page.award_words(row),
        tab=TAB,
        make_form=make,
        save=save,
        back=reverse("programme_contracts", args=[desk.programme.pk]),
    )
    reply = answer(request, desk, page)
    return redirect("contract", desk.programme.pk, made[0].pk) if made else reply


@access("object")
@require_safe
def contract(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """One contract: its money, its text, who signs, changes, versions."""
    desk = desk_or_404(request, pk)
    row = selectors.contract_or_404(desk.programme, contract)
    standing = selectors.standing_of(row)
    context = desk.head(TAB) | contracts_page.context(standing, desk.user)
    context |= {
        "drafting": desk.runs and row.state == S.DRAFT,
        "signing": desk.runs and row.state == S.PROPOSED,
        "moves": contracts_page.moves(row) if desk.runs else [],
        "handled": desk.runs and row.state == S.RUNNING,
        "side": "programme",
        "notes_answers": desk.runs and row.state == S.RUNNING and is_unattended(row),
        "stale": row.state == S.DRAFT
        and standing.latest is not None
        and bool(moves.lacking_in(row, standing.latest.body)),
    }
    return render(request, "programmes/contract.html", context)


@access("object")
def contract_edit(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """Amount, days, language of a draft."""
    desk, row = _draft(request, pk, contract)

    def make(data: Any) -> ContractForm:
        initial = initial_of_rows(row, FACTS)
        return ContractForm(data, reader_language=reader_language(), initial=initial)

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.contract_update(by=desk.user, contract=row, opened_version=version, facts=cleaned)

    page = RowPage(
        title=row.number,
        lead=_("Fill the text anew afterwards: it names the amount and the days."),
        tab=TAB,
        make_form=make,
        save=save,
        back=_page(desk, row),
        version=row.version,
    )
    return answer(request, desk, page)


@access("object")
def contract_text(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """Write the text anew: what is saved is a further version."""
    desk, row = _draft(request, pk, contract)
    latest = services.latest_of(row)

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.contract_text_write(
            by=desk.user,
            contract=row,
            opened=version,
            text=cleaned["text"],
            note=cleaned["note"],
        )

    page = RowPage(
        title=row.number,
        lead=_("Saved, this is a further version. The earlier ones stay as they are."),
        tab=TAB,
        make_form=lambda data: TextForm(data, initial={"text": papers.text_of(latest.body)}),
        save=save,
        back=_page(desk, row),
        version=latest.number,
        draft_key=f"contract:{row.pk.hex[:24]}",
    )
    return answer(request, desk, page)


@access("object")
def instalment_new(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """Add an instalment to a draft."""
    desk, row = _draft(request, pk, contract)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        services.instalment_create(by=desk.user, contract=row, facts=cleaned)

    return answer(request, desk, _instalment_page(desk, row, None, save))


@access("object")
def instalment_edit(
    request: HttpRequest, pk: str, contract: str, instalment: str
) -> HttpResponseBase:
    """Change an instalment of a draft, or take it out."""
    desk, row = _draft(request, pk, contract)
    part: Instalment = part_or_404(row.instalments.all(), instalment)

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.instalment_update(
            by=desk.user, instalment=part, opened_version=version, facts=cleaned
        )

    return answer(request, desk, _instalment_page(desk, row, part, save))


def _instalment_page(
    desk: ProgrammeDesk, row: GrantContract, part: Instalment | None, save: Any
) -> RowPage:
    reports = Report.objects.filter(project=row.proposal.project_id).select_related("period")

    def make(data: Any) -> InstalmentForm:
        initial = initial_of_rows(part, INSTALMENT_FACTS)
        return InstalmentForm(data, reports=reports, initial=initial)

    def remove() -> None:
        assert part is not None
        services.instalment_remove(by=desk.user, instalment=part)

    return RowPage(
        title=_("Instalment in %(currency)s") % {"currency": row.currency},
        tab=TAB,
        make_form=make,
        save=save,
        back=_page(desk, row),
        version=part.version if part else 0,
        remove=remove if part else None,
    )


@access("object")
@require_POST
def contract_move(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """propose, reopen, drop; fill writes the text anew from the template."""
    desk = desk_or_404(request, pk, to_run=True)
    row = selectors.contract_or_404(desk.programme, contract)
    move = request.POST.get("move", "")

    def act() -> None:
        if move == "fill":
            services.contract_text_fill(by=desk.user, contract=row)
        else:
            moves.contract_move(by=desk.user, contract=row, move=move)

    return told(request, act, _page(desk, row))


@access("object")
@require_POST
def instalment_move(
    request: HttpRequest, pk: str, contract: str, instalment: str
) -> HttpResponseBase:
    """release, hold, cancel."""
    desk = desk_or_404(request, pk, to_run=True)
    row = selectors.contract_or_404(desk.programme, contract)
    part: Instalment = part_or_404(row.instalments.all(), instalment)

    def act() -> None:
        instalment_hand_move(by=desk.user, instalment=part, move=request.POST.get("move", ""))

    return told(request, act, _page(desk, row))


def told(request: HttpRequest, act: Callable[[], object], back: str) -> HttpResponseBase:
    """Do something and go back; what is not allowed or cannot be is said there."""
    try:
        act()
    except (ValidationError, PermissionDenied) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        for message in said:
            messages.error(request, message)
    else:
        messages.success(request, _("Done."))
    return redirect(back)


def _draft(request: HttpRequest, pk: str, contract: str) -> tuple[ProgrammeDesk, GrantContract]:
    desk = desk_or_404(request, pk, to_run=True)
    row = selectors.contract_or_404(desk.programme, contract)
    if row.state != S.DRAFT:
        raise Http404
    return desk, row


def _page(desk: ProgrammeDesk, row: GrantContract) -> str:
    return reverse("contract", args=[desk.programme.pk, row.pk])
