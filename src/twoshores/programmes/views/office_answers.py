"""The answers of a proposal as a Word or Excel file: out, back, compared, confirmed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.file_kinds import DOCX, XLSX
from twoshores.common.formatting import isolated, labelled
from twoshores.projects.office.docx_out import docx_of
from twoshores.projects.office.state import State
from twoshores.projects.office.told import Words
from twoshores.projects.office.xlsx_out import xlsx_of
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.exchange import Exchange, answer_compare, answer_upload, download
from twoshores.projects.views.workspace import Desk, desk_or_404

from ..models import Proposal
from ..permissions.proposals import Hands, hands_on, is_open_for_writing
from ..selectors.call_texts import title_of
from ..selectors.office_answers import answers_state_of
from ..selectors.proposals import paper_of, proposal_or_404
from ..services import office_answers as services


class AnswerWords(Words):
    """Names an answer by its question, and whose it is."""

    def row(self, row: str) -> str:
        fields = self._fields(row)
        question = isolated(fields.get("part", ""))
        whose = fields.get("partner", "")
        return labelled(isolated(whose), question) if whose else question

    def cell(self, row: str, field: str) -> str:
        return self.row(row)


@access("object")
@require_safe
def answers_xlsx(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """The questions and the answers that the reader writes, as a workbook."""
    _desk, found, hands = _asked(request, pk, proposal)
    made = xlsx_of(_state(found, hands), _title(found))
    return download(made, XLSX, f"{_name(found)}.xlsx")


@access("object")
@require_safe
def answers_docx(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """The same as a document."""
    _desk, found, hands = _asked(request, pk, proposal)
    made = docx_of(_state(found, hands), _title(found), found.project.title)
    return download(made, DOCX, f"{_name(found)}.docx")


@access("object")
def answers_upload(request: HttpRequest, pk: str, proposal: str) -> HttpResponseBase:
    """Send a file back. It is compared on the next page; nothing is saved here."""
    desk, found, _hands = _asked(request, pk, proposal)
    if not (is_open := is_open_for_writing(found, timezone.now())):
        messages.error(request, str(is_open.reason))
        return redirect("proposal", pk, found.pk)
    return answer_upload(request, desk, _exchange(desk, found))


@access("object")
def answers_compare(request: HttpRequest, pk: str, proposal: str, key: str) -> HttpResponseBase:
    """What a file changes in the answers, and the yes."""
    desk, found, _hands = _asked(request, pk, proposal)
    if not (is_open := is_open_for_writing(found, timezone.now())):
        messages.error(request, str(is_open.reason))
        return redirect("proposal", pk, found.pk)
    return answer_compare(request, desk, _exchange(desk, found), key)


def _asked(request: HttpRequest, pk: str, proposal: str) -> tuple[Desk, Proposal, Hands]:
    """For somebody who writes any part of the proposal; others get 404."""
    desk = desk_or_404(request, pk)
    found = proposal_or_404(desk.project, proposal)
    hands = hands_on(desk.user, desk.project, desk)
    if not (hands.edits or hands.partners):
        raise Http404
    return desk, found, hands


def _state(proposal: Proposal, hands: Hands) -> State:
    return answers_state_of(paper_of(proposal, reader_language()), hands)


def _title(proposal: Proposal) -> str:
    return title_of(proposal.call, reader_language()).title


def _name(proposal: Proposal) -> str:
    return f"{proposal.call.code}-{proposal.project.code}-answers"


def _exchange(desk: Desk, proposal: Proposal) -> Exchange:
    by, address = desk.user, [proposal.project_id, proposal.pk]
    language = by.language or desk.project.language
    return Exchange(
        tab="proposals",
        check=lambda data: services.answers_file_check(by=by, proposal=proposal, data=data),
        keep=lambda data: services.answers_file_keep(by=by, proposal=proposal, data=data),
        look=lambda key: services.answers_file_look(by=by, proposal=proposal, key=key),
        drop=lambda key: services.answers_file_drop(by=by, proposal=proposal, key=key),
        confirm=lambda key, stamp, decisions: services.answers_file_confirm(
            by=by,
            proposal=proposal,
            key=key,
            stamp=stamp,
            decisions=decisions,
            language=language,
        ),
        words=lambda check: AnswerWords(check.reading, check.now),
        compare_address=lambda key: reverse("answers_compare", args=[*address, key]),
        upload_address=reverse("answers_upload", args=address),
        back=reverse("proposal", args=address),
        lead=_("Answers to the call: %(title)s") % {"title": isolated(_title(proposal))},
    )
