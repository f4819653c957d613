"""Answers of a proposal that come back from Word and Excel: compared, then written or not at all.

The same walk as that of a design (`projects.services.office`): what one side alone changed is
taken, what both changed otherwise is decided by a person.
"""

from django.db import transaction
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.common.decisions import require
from twoshores.common.kept_files import file_drop, file_keep, file_kept
from twoshores.engines.roundtrip import compare
from twoshores.projects.models import ProjectPartner
from twoshores.projects.office.files import read_office
from twoshores.projects.office.reading import read_file
from twoshores.projects.services.office import Check, Decisions, FileMoved

from ..models import Proposal
from ..permissions.proposals import hands_on, is_open_for_writing
from ..selectors.office_answers import answers_state_of, writable_slots
from ..selectors.proposals import paper_of
from .proposals import Typed, answers_write


def answers_file_check(*, by: User, proposal: Proposal, data: bytes) -> Check:
    """Read and compare. Raises PermissionDenied, or FileRefused for the file as a whole."""
    require(is_open_for_writing(proposal, timezone.now()))
    reading = read_file(read_office(data, str(proposal.project_id), str(proposal.pk)))
    now = answers_state_of(paper_of(proposal), hands_on(by, proposal.project))
    # Only the words come back, of rows that this person may write; a row that the file lacks was
    # not read, and stays.
    copy = {
        key: {"text": fields["text"]}
        for key, fields in reading.rows.items()
        if key in now.rows and "text" in fields
    }
    left = {key: row.fields for key, row in reading.left.rows.items() if key in copy}
    return Check(reading, now, compare(left, copy, now.fields()), now.stamp())


def answers_file_keep(*, by: User, proposal: Proposal, data: bytes) -> str:
    """Keep the bytes; returns the key under which this user finds them for this proposal."""
    require(is_open_for_writing(proposal, timezone.now()))
    return file_keep(data, _whose(by, proposal))


def answers_file_look(*, by: User, proposal: Proposal, key: str) -> Check:
    """`answers_file_check` of the bytes that this user sent. Raises FileGone."""
    data = file_kept(key, _whose(by, proposal))
    return answers_file_check(by=by, proposal=proposal, data=data)


def answers_file_drop(*, by: User, proposal: Proposal, key: str) -> None:
    """Throw a kept file away. Silent if it is gone; raises FileGone for somebody else's."""
    file_kept(key, _whose(by, proposal))
    file_drop(key)


def _whose(by: User, proposal: Proposal) -> dict[str, str]:
    return {"proposal": str(proposal.pk), "by": str(by.pk)}


@transaction.atomic
def answers_file_confirm(
    *, by: User, proposal: Proposal, key: str, stamp: str, decisions: Decisions, language: str
) -> int:
    """Write what the file changes, as it was decided; returns how many answers, and the file goes.

    language: what an answer is written in that had no words before. Raises PermissionDenied,
    FileGone, FileMoved; then nothing is written.
    """
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    check = answers_file_look(by=by, proposal=proposal, key=key)
    if check.stamp != stamp:
        raise FileMoved
    texts = {change.row: change.becomes for change in check.found.changes}
    for conflict in check.found.conflicts:
        if (conflict.row, conflict.field) in decisions.mine:
            texts[conflict.row] = conflict.mine
    count = _write(by, proposal, texts, language)
    transaction.on_commit(lambda: file_drop(key))
    return count


def _write(by: User, proposal: Proposal, texts: dict[str, str], language: str) -> int:
    """Each part's answers with the service that every page uses."""
    slots = writable_slots(paper_of(proposal), hands_on(by, proposal.project))
    parts: dict[tuple[ProjectPartner | None, str], list[Typed]] = {}
    for key, text in texts.items():
        slot = slots[key]
        one = Typed(slot, text, opened=slot.version)
        parts.setdefault((slot.partner, slot.language or language), []).append(one)
    for (partner, spoken), typed in parts.items():
        answers_write(by=by, proposal=proposal, partner=partner, typed=typed, language=spoken)
    return len(texts)
