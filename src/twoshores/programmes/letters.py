"""The letter to applicants: the outcome, why, and what assessors said of each criterion.

Blocks: {"kind": "p"|"h"|"row", "text", "label", "language"}. Nothing in a letter tells who
assessed, nor what was written for the programme only. Texts of assessors stand in their own
language; the rest is in the letter's.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_money, format_number, isolated, labelled
from twoshores.engines.appraisal import Score

from .clocks import by_clock_of
from .models import Assessment, Award, Criterion

Block = dict[str, str]
OUTCOMES = {
    Award.Outcome.INVITED: lambda: _("We are glad to invite you to write a full proposal."),
    Award.Outcome.SELECTED: lambda: _("We are glad to tell you that your proposal was selected."),
    Award.Outcome.RESERVE: lambda: _(
        "Your proposal is on the reserve list: it is funded if money comes free."
    ),
    Award.Outcome.REFUSED: lambda: _(
        "We are sorry to tell you that your proposal was not selected."
    ),
    Award.Outcome.INELIGIBLE: lambda: _(
        "We are sorry to tell you that your proposal does not meet the rules of the call."
    ),
}


def letter_body(
    award: Award,
    language: str,
    title: str,
    criteria: Sequence[Criterion],
    score: Score | None,
    counted: Iterable[Assessment],
    partners: dict[str, str],
) -> list[Block]:
    """Blocks of the letter in a language. score: None where nobody marked the proposal.

    title: the call's; it and the criteria are read in the letter's language. counted: assessments
    whose marks count, with `marks` prefetched. partners: id -> name.
    """
    call, proposal = award.proposal.call, award.proposal
    with translation.override(language):
        project = isolated(proposal.project.title)
        blocks = [
            _p(labelled(_("Call"), isolated(f"{title} ({call.code})"))),
            _p(labelled(_("Proposal %s") % format_number(proposal.number or 0), project)),
            _p(OUTCOMES[Award.Outcome(award.outcome)]()),
        ]
        if award.amount is not None and award.outcome == Award.Outcome.SELECTED:
            blocks.append(_p(labelled(_("Grant"), format_money(award.amount, call.currency))))
        if award.outcome == Award.Outcome.INVITED and call.deadline is not None:
            end = by_clock_of(call, call.deadline)
            until = _("Proposals until %(moment)s, clock of %(place)s.")
            blocks.append(_p(until % {"moment": end.text, "place": end.whose}))
        blocks += [_h(_("Reasons")), _p(award.reasons, award.language)]
        if score is not None and score.total is not None:
            blocks += _marks(criteria, score, partners)
            blocks += _texts(list(counted), {row.pk: row.worded.title for row in criteria})
        blocks.append(_h(_("If you disagree")))
        blocks.append(
            _p(_("You can complain on the page of your proposal. Somebody reads and answers it."))
        )
    return blocks


def taken_back_body(
    award: Award, language: str, title: str, reason: str, written_in: str
) -> list[Block]:
    """Blocks of the letter that takes a decision on a concept back, in a language, in which the
    call's title is read too. written_in: the language of the reason."""
    call, proposal = award.proposal.call, award.proposal
    with translation.override(language):
        if award.outcome == Award.Outcome.INVITED:
            said = _("We are sorry: our invitation to write a full proposal is taken back.")
        else:
            said = _("We take our decision on your concept up again.")
        return [
            _p(labelled(_("Call"), isolated(f"{title} ({call.code})"))),
            _p(
                labelled(
                    _("Proposal %s") % format_number(proposal.number or 0),
                    isolated(proposal.project.title),
                )
            ),
            _p(said),
            _h(_("Reasons")),
            _p(reason, written_in),
            _p(_("We decide on your concept anew, and write to you.")),
        ]


def _marks(criteria: Iterable[Criterion], score: Score, partners: dict[str, str]) -> list[Block]:
    assert score.total is not None
    blocks = [_h(_("What assessors found")), _row(_("Score, of 100"), format_number(score.total))]
    names = {"migration": _("Migration"), "development": _("Development")}
    for name, part in score.components.items():
        if part.percent is not None and name in names:
            blocks.append(_row(names[name], format_number(part.percent)))
    for criterion in criteria:
        for (key, of), mark in score.means.items():
            if key != str(criterion.pk):
                continue
            label = criterion.worded.title
            if of:
                label = labelled(isolated(label), isolated(partners.get(of, "")))
            value = _("%(mark)s of %(most)s") % {
                "mark": format_number(mark),
                "most": format_number(criterion.most),
            }
            blocks.append(_row(label, value))
    return blocks


def _texts(counted: list[Assessment], titles: Mapping[int, str]) -> list[Block]:
    """Strengths and weaknesses; remarks on a criterion below them. In no order that tells who."""
    blocks: list[Block] = []
    rows = sorted(counted, key=lambda row: (row.strengths, row.weaknesses))
    for label, name in ((_("What is strong"), "strengths"), (_("What is weak"), "weaknesses")):
        texts = [(getattr(row, name).strip(), row.language) for row in rows]
        if any(text for text, _language in texts):
            blocks.append(_h(label))
            blocks += [_p(text, language) for text, language in texts if text]
    remarks: list[Block] = []
    for row in rows:
        for mark in row.marks.all():
            if mark.remark.strip():
                block = _row(titles[mark.criterion_id], mark.remark.strip())
                remarks.append({**block, "language": row.language})
    if remarks:
        blocks.append(_h(_("Remarks on criteria")))
        blocks += sorted(remarks, key=lambda block: (block["label"], block["text"]))
    return blocks


def _p(text: str, language: str = "") -> Block:
    return {"kind": "p", "text": text, "label": "", "language": language}


def _h(text: str) -> Block:
    return {"kind": "h", "text": text, "label": "", "language": ""}


def _row(label: str, value: str) -> Block:
    return {"kind": "row", "text": value, "label": label, "language": ""}


def as_text(blocks: Iterable[Any]) -> str:
    """The letter as plain text, for a mail."""
    lines = []
    for block in blocks:
        if block["kind"] == "h":
            lines += ["", block["text"].upper() if block["text"].isascii() else block["text"], ""]
        elif block["kind"] == "row":
            lines.append(f"- {labelled(block['label'], block['text'])}")
        else:
            lines.append(block["text"])
    return "\n".join(lines).strip()
