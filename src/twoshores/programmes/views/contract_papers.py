"""A version of a contract: read, as Word, as PDF to sign; signing and changing it. The programme
and the partner have the same pages at addresses of their own."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.alliances.papers import Paper, files
from twoshores.alliances.papers.templates import LANGUAGES, fill
from twoshores.alliances.views.agreement_papers import sealed
from twoshores.alliances.views.agreements_page import body
from twoshores.common.decisions import Decision
from twoshores.common.file_kinds import DOCX, PDF
from twoshores.common.formatting import format_number, labelled
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage

from ..contract_states import S
from ..forms.contracts import SIGNATURE_FACTS, AmendmentForm, AnswerForm, SignatureForm
from ..models import ContractAmendment, ContractSignature, ContractVersion, GrantContract
from ..permissions.contracts import can_answer_change, can_ask_change, can_sign
from ..selectors.contracts import version_or_404
from ..services.amendments import amendment_answer, amendment_ask
from ..services.contract_moves import contract_sign
from ..services.contracts import latest_of

SIDES = dict(ContractSignature.Side.choices)


def version_context(contract: GrantContract, number: int) -> dict[str, Any]:
    row = version_or_404(contract, number)
    return {
        "contract": contract,
        "version": row,
        "body": body(row.body),
        "signatures": list(row.signatures.all()),
    }


def file_of(contract: GrantContract, number: int, ending: str) -> HttpResponse:
    """The version as ".docx" or ".pdf", with a line for each signature and its digest."""
    row = version_or_404(contract, number)
    kind = DOCX if ending == DOCX.ending else PDF
    make = files.docx_of if kind is DOCX else files.pdf_of
    made = make(_paper(row), signers=_signers(contract), footnote=_footnote(row))
    name = f"contract-{contract.number}-{row.number}{kind.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{_plain(name)}"'}
    return sealed(HttpResponse(made, content_type=kind.media_type, headers=headers))


def _plain(name: str) -> str:
    return "".join(sign if sign.isascii() and sign not in '"\\' else "-" for sign in name)


def _paper(row: ContractVersion) -> Paper:
    contract = row.contract
    language = contract.language if contract.language in LANGUAGES else "en"
    values = {
        "contract_number": contract.number,
        "project": contract.proposal.project.title,
    }
    return Paper(fill("grant", language, values).title, language, row.body)


def _signers(contract: GrantContract) -> list[str]:
    return [contract.proposal.call.programme.organisation.name, contract.partner.name]


def _footnote(row: ContractVersion) -> str:
    """In the language of the paper: which version it is, and the digest that is signed."""
    language = row.contract.language if row.contract.language in LANGUAGES else "en"
    with translation.override(language):
        number = _("Version %(number)s") % {"number": format_number(row.number)}
        return labelled(f"{row.contract.number} · {number} · SHA-256", row.sha256)


def _ask(decision: Decision) -> None:
    """A page that ends in a refusal is not opened: PermissionDenied with its reason."""
    if not decision:
        raise PermissionDenied(decision.reason)


def sign_page(user: User, contract: GrantContract, side: str, *, tab: str, back: str) -> RowPage:
    """Note a signature. Http404 where nothing lies before that side to sign."""
    if contract.state != S.PROPOSED or side not in SIDES:
        raise Http404
    _ask(can_sign(user, contract, side))
    latest = latest_of(contract)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        contract_sign(
            by=user,
            contract=contract,
            side=side,
            sha256=cleaned["sha256"],
            facts={name: cleaned[name] for name in SIGNATURE_FACTS},
        )

    return RowPage(
        title=str(SIDES[side]),
        lead=_("Signature under version %(number)s of contract %(contract)s.")
        % {"number": format_number(latest.number), "contract": contract.number},
        tab=tab,
        make_form=SignatureForm,
        save=save,
        back=back,
    )


def change_page(user: User, contract: GrantContract, side: str, *, tab: str, back: str) -> RowPage:
    """Ask for a change. Http404 where the contract is not under way."""
    if contract.state != S.RUNNING:
        raise Http404
    _ask(can_ask_change(user, contract, side))
    bound: list[AmendmentForm] = []

    def make(data: Any) -> AmendmentForm:
        initial = {"language": reader_language(), "kind": "extension"}
        form = AmendmentForm(data, reader_language=reader_language(), initial=initial)
        bound.append(form)
        return form

    def save(cleaned: dict[str, Any], _version: int) -> None:
        amendment_ask(
            by=user,
            contract=contract,
            side=side,
            kind=cleaned["kind"],
            after=bound[-1].after(),
            why=cleaned["why"],
            language=cleaned["language"],
        )

    return RowPage(
        title=_("Ask for a change"),
        lead=_("It holds once the other side agrees. Fill in what the kind of change needs."),
        tab=tab,
        make_form=make,
        save=save,
        back=back,
    )


def answer_page(
    user: User, contract: GrantContract, amendment: str, *, tab: str, back: str
) -> RowPage:
    """Answer the other side's wish for a change."""
    asked = contract.amendments.filter(state=ContractAmendment.State.ASKED)
    row: ContractAmendment = part_or_404(asked, amendment)
    row.contract = contract
    _ask(can_answer_change(user, row))

    def save(cleaned: Mapping[str, Any], _version: int) -> None:
        agrees = cleaned["verdict"] == "agree"
        amendment_answer(by=user, amendment=row, agrees=agrees, answer=cleaned["answer"])

    return RowPage(
        title=row.get_kind_display(),
        lead=row.why,
        tab=tab,
        make_form=lambda data: AnswerForm(data),
        save=save,
        back=back,
    )
