"""Words of agreements for their pages."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import format_day, format_money, format_number
from twoshores.engines.wording import Pair, compare
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.views.documents import size_words

from ..agreement_states import MACHINE, S
from ..models import Agreement, AgreementVersion, Stakeholder
from ..papers.blocks import GAP, GAP_PARTS
from ..selectors.agreements import Standing
from ..services.agreement_reminders import ends_soon

TAGS = {S.DRAFT: "mind", S.PROPOSED: "mind", S.SIGNED: "go", S.ENDED: "unknown"}
MOVES = {
    "propose": gettext_lazy("Put it forward for signing"),
    "reopen": gettext_lazy("Take it back to change it"),
    "end": gettext_lazy("End it"),
    "drop": gettext_lazy("Give it up"),
}


def beginning(
    project: Project, partners: Sequence[ProjectPartner], to: Stakeholder | None, language: str
) -> dict[str, Any]:
    """What the form of a new agreement begins with; `to`: a first letter to that stakeholder."""
    signing = [row for row in partners if row.is_lead] if to is not None else partners
    found: dict[str, Any] = {
        "template": "memorandum",
        "language": language,
        "partners": [str(row.pk) for row in signing],
    }
    if to is None:
        return found | {"starts_on": project.starts, "expires_on": project.ends}
    found |= {"template": "first_contact", "stakeholder": str(to.pk)}
    return found | ({"language": to.language} if to.language else {})


def row(standing: Standing, today: date) -> dict[str, Any]:
    """An agreement for the list."""
    agreement = standing.agreement
    return {
        "agreement": agreement,
        "tag": state_tag(standing, today),
        "sides": [side.name for side in standing.sides],
        "signed": signed_words(standing),
        "until": agreement.expires_on,
    }


def state_tag(standing: Standing, today: date) -> dict[str, str]:
    agreement = standing.agreement
    if standing.has_run_out(today):
        return {"kind": "bad", "text": _("has run out")}
    if agreement.state == S.SIGNED and ends_soon(agreement, today):
        return {"kind": "mind", "text": _("ends soon")}
    kind = TAGS.get(S(agreement.state), "unknown")
    return {"kind": kind, "text": agreement.get_state_display()}


def signed_words(standing: Standing) -> str:
    """ "1 of 2 have signed", where there is something to sign."""
    if standing.agreement.state not in (S.PROPOSED, S.SIGNED):
        return ""
    return _("%(signed)s of %(all)s have signed") % {
        "signed": format_number(standing.signed),
        "all": format_number(len(standing.sides)),
    }


def moves(agreement: Agreement) -> list[dict[str, str]]:
    """Moves that somebody decides; that all have signed follows by itself."""
    open_now = MACHINE.open_moves(agreement.state)
    return [
        {"value": name, "label": str(label)} for name, label in MOVES.items() if name in open_now
    ]


def days(agreement: Agreement) -> str:
    """ "1 January 2027 – 31 December 2028"; what is not said stays out."""
    shown = [format_day(day) if day else "…" for day in (agreement.starts_on, agreement.expires_on)]
    return " – ".join(shown) if agreement.starts_on or agreement.expires_on else ""


def money(standing: Standing) -> list[dict[str, Any]]:
    """What each side gets: sums beside each other, never added; sides of which nothing is said
    stay out."""
    return [
        {
            "name": side.name,
            "sums": [format_money(row.amount, row.currency) for row in side.party.amounts.all()],
        }
        for side in standing.sides
        if side.party.amounts.all()
    ]


def version(row: AgreementVersion) -> dict[str, Any]:
    """A version for the list: its number, its digest in short, whether it is a file."""
    return {
        "row": row,
        "number": row.number,
        "short": row.sha256[:8],
        "size": size_words(row.file_size) if row.file_size is not None else "",
        "signed": len(row.signatures.all()),
    }


def differences(before: AgreementVersion, after: AgreementVersion) -> list[list[Pair]]:
    """Pairs of paragraphs, those that are the same in a row together: the page folds them."""
    pairs = compare(_lines(before.body), _lines(after.body))
    return [list(rows) for _same, rows in groupby(pairs, key=lambda pair: pair.same)]


def _lines(body: Sequence[dict[str, str]]) -> list[str]:
    return [block["text"] for block in body]


def body(blocks: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """A text for the page: items that follow each other in one list, gaps marked."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        runs = runs_of(block["text"])
        if block["style"] == "item" and found and found[-1]["style"] == "items":
            found[-1]["rows"].append(runs)
        elif block["style"] == "item":
            found.append({"style": "items", "rows": [runs]})
        else:
            found.append({"style": block["style"], "runs": runs})
    return found


def runs_of(text: str) -> list[tuple[str, bool]]:
    """Words, and whether they are a gap."""
    return [(part, bool(GAP.fullmatch(part))) for part in GAP_PARTS.split(text) if part]
