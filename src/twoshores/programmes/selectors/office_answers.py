"""The answers of a proposal as they leave for Word and Excel, and as they are compared.

The rows are those that one person may write: nobody sends in another partner's words.
"""

from twoshores.projects.office.state import Row, State, clean_text

from ..permissions.proposals import Hands
from .proposals import Paper, Slot


def row_id(slot: Slot) -> str:
    return f"answer:{slot.prompt.pk}:{slot.partner.pk if slot.partner else 'all'}"


def writable_slots(paper: Paper, hands: Hands) -> dict[str, Slot]:
    """Row id -> the place of an answer, for those that somebody may write."""
    return {row_id(slot): slot for slot in paper.slots if hands.may_write(slot.partner)}


def answers_state_of(paper: Paper, hands: Hands) -> State:
    """The questions with their answers as canonical rows. No query."""
    proposal = paper.proposal
    rows = {key: _row(key, slot) for key, slot in writable_slots(paper, hands).items()}
    return State(str(proposal.project_id), rows, {}, {}, str(proposal.pk))


def _row(key: str, slot: Slot) -> Row:
    fields = {
        "partner": clean_text(slot.partner.name) if slot.partner else "",
        "part": clean_text(slot.prompt.worded.title),
        "text": clean_text(slot.text),
    }
    return Row(key, "answer", slot.version, fields)
