"""The same pages for the two sides: versions and their files, signing, changes."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.row_pages import answer

from ..models import ContractAmendment, ContractSignature
from ..permissions.contracts import partners_part
from ..permissions.leaving import has_left
from ..selectors import contracts as selectors
from ..selectors.contracts import own_contract_or_404
from ..services.amendments import amendment_written
from . import contract_papers, contracts_page
from .contracts import TAB, told
from .desk import desk_or_404
from .project_desk import contract_desk_or_404

Side = ContractSignature.Side
GRANTS = "grants"


@access("object")
@require_safe
def contract_version(request: HttpRequest, pk: str, contract: str, number: int) -> HttpResponseBase:
    """One version as it stood, for those who read the programme."""
    desk = desk_or_404(request, pk)
    row = selectors.contract_or_404(desk.programme, contract)
    context = desk.head(TAB) | contract_papers.version_context(row, number)
    context["back"] = reverse("contract", args=[pk, row.pk])
    return render(request, "programmes/contract_version.html", context)


@access("object")
@require_safe
def contract_docx(request: HttpRequest, pk: str, contract: str, number: int) -> HttpResponseBase:
    desk = desk_or_404(request, pk)
    row = selectors.contract_or_404(desk.programme, contract)
    return contract_papers.file_of(row, number, ".docx")


@access("object")
@require_safe
def contract_pdf(request: HttpRequest, pk: str, contract: str, number: int) -> HttpResponseBase:
    desk = desk_or_404(request, pk)
    row = selectors.contract_or_404(desk.programme, contract)
    return contract_papers.file_of(row, number, ".pdf")


@access("object")
def contract_sign(request: HttpRequest, pk: str, contract: str, side: str) -> HttpResponseBase:
    """Note a signature of either side, from paper."""
    desk = desk_or_404(request, pk, to_run=True)
    row = selectors.contract_or_404(desk.programme, contract)
    back = reverse("contract", args=[pk, row.pk])
    page = contract_papers.sign_page(desk.user, row, side, tab=TAB, back=back)
    return answer(request, desk, page)


@access("object")
def contract_change(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """The programme asks for a change."""
    desk = desk_or_404(request, pk, to_run=True)
    row = selectors.contract_or_404(desk.programme, contract)
    back = reverse("contract", args=[pk, row.pk])
    page = contract_papers.change_page(desk.user, row, Side.PROGRAMME, tab=TAB, back=back)
    return answer(request, desk, page)


@access("object")
def contract_change_answer(
    request: HttpRequest, pk: str, contract: str, amendment: str
) -> HttpResponseBase:
    """The programme answers the partner."""
    desk = desk_or_404(request, pk, to_run=True)
    row = selectors.contract_or_404(desk.programme, contract)
    back = reverse("contract", args=[pk, row.pk])
    page = contract_papers.answer_page(desk.user, row, amendment, tab=TAB, back=back)
    return answer(request, desk, page)


@access("object")
@require_safe
def project_grants(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The contracts of the reader's own organisation; for the lead, where the others stand."""
    desk = contract_desk_or_404(request, pk)
    own = list(selectors.contracts_read_by(desk.user, desk.project))
    mine = {row.pk for row in own}
    others = selectors.states_of(desk.project) if desk.keeps else []
    context = desk.head(GRANTS) | {
        "own": [contracts_page.own(row) for row in own],
        "others": [row for row in others if row.pk not in mine],
    }
    return render(request, "programmes/project_grants.html", context)


@access("object")
@require_safe
def grant(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """One's own contract."""
    desk = contract_desk_or_404(request, pk)
    row = own_contract_or_404(desk.user, desk.project, contract)
    part = partners_part(desk.user, row)
    standing = selectors.standing_of(row)
    context = desk.head(GRANTS) | contracts_page.context(standing, desk.user)
    context |= {
        "signing": part.writes and row.state == "proposed",
        "handled": part.writes and row.state == "running",
        "drafted": row.state == "draft",
        "side": "partner",
        "has_left": has_left(row),
    }
    return render(request, "programmes/grant.html", context)


@access("object")
@require_safe
def grant_version(request: HttpRequest, pk: str, contract: str, number: int) -> HttpResponseBase:
    """One version as it stood, for the partner; a draft is the programme's own."""
    desk = contract_desk_or_404(request, pk)
    row = own_contract_or_404(desk.user, desk.project, contract)
    if row.state == "draft":
        raise Http404
    context = desk.head(GRANTS) | contract_papers.version_context(row, number)
    context["back"] = reverse("grant", args=[pk, row.pk])
    return render(request, "programmes/contract_version.html", context)


@access("object")
@require_safe
def grant_file(
    request: HttpRequest, pk: str, contract: str, number: int, kind: str
) -> HttpResponseBase:
    """kind: docx or pdf."""
    desk = contract_desk_or_404(request, pk)
    row = own_contract_or_404(desk.user, desk.project, contract)
    if row.state == "draft" or kind not in ("docx", "pdf"):
        raise Http404
    return contract_papers.file_of(row, number, f".{kind}")


@access("object")
def grant_sign(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """The partner notes its own signature."""
    desk = contract_desk_or_404(request, pk)
    row = own_contract_or_404(desk.user, desk.project, contract)
    back = reverse("grant", args=[pk, row.pk])
    page = contract_papers.sign_page(desk.user, row, Side.PARTNER, tab=GRANTS, back=back)
    return answer(request, desk, page)


@access("object")
def grant_change(request: HttpRequest, pk: str, contract: str) -> HttpResponseBase:
    """The partner asks for a change."""
    desk = contract_desk_or_404(request, pk)
    row = own_contract_or_404(desk.user, desk.project, contract)
    back = reverse("grant", args=[pk, row.pk])
    page = contract_papers.change_page(desk.user, row, Side.PARTNER, tab=GRANTS, back=back)
    return answer(request, desk, page)


@access("object")
def grant_change_answer(
    request: HttpRequest, pk: str, contract: str, amendment: str
) -> HttpResponseBase:
    """The partner answers the programme."""
    desk = contract_desk_or_404(request, pk)
    row = own_contract_or_404(desk.user, desk.project, contract)
    back = reverse("grant", args=[pk, row.pk])
    page = contract_papers.answer_page(desk.user, row, amendment, tab=GRANTS, back=back)
    return answer(request, desk, page)


@access("object")
@require_POST
def grant_change_written(
    request: HttpRequest, pk: str, contract: str, amendment: str
) -> HttpResponseBase:
    """The partner's lines of the budget carry an agreed move of money now."""
    desk = contract_desk_or_404(request, pk)
    row = own_contract_or_404(desk.user, desk.project, contract)
    change: ContractAmendment = part_or_404(row.amendments.filter(in_budget=False), amendment)
    change.contract = row

    def act() -> None:
        amendment_written(by=desk.user, amendment=change)

    return told(request, act, reverse("grant", args=[pk, row.pk]))
