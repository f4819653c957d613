"""A proposal on one page, in words: what is missing, who asks for what, what was handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twoshores.common.formatting import format_money, format_number, isolated
from twoshores.common.money import Money
from twoshores.common.money import total as total_of
from twoshores.engines.eligibility import Finding
from twoshores.projects.models import ProjectCountry, ProjectPartner
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.budget_table import converted_words, own_words, rate_words

from ..clocks import by_clock_of, by_clocks_in, by_kept_clock
from ..deadlines import deadline_of, stage_of
from ..models import Call, Prompt, Proposal, Submission
from ..models.call import Worded
from ..permissions.proposals import Hands, is_unbound, may_be_taken_up
from ..proposal_states import HANDED_IN, MACHINE, WRITABLE
from ..selectors.call_texts import title_of
from ..selectors.eligibility import PlannedMoney
from ..selectors.proposals import Paper
from ..selectors.submissions import stood_at
from ..told import state_told
from .eligibility_list import told

STATES = {"selected": "go", "submitted": "go", "concept": "go", "eligible": "go", "refused": "bad"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reader sees a proposal with."""

    paper: Paper
    money: PlannedMoney
    findings: Sequence[Finding]
    hands: Hands
    open: bool  # whether it may still be written

    @property
    def proposal(self) -> Proposal:
        return self.paper.proposal


def context(seen: Seen, last: Submission | None, now: datetime) -> dict[str, Any]:
    proposal = seen.proposal
    state = state_told(proposal)
    rules = told(seen.findings, proposal, linked=seen.hands.edits)
    answers = missing_facts(seen) + missing_answers(seen)
    met = [row for row in rules if row["met"]]
    unmet = [row for row in rules if not row["met"]]
    return {
        "proposal": proposal,
        "head": head(proposal, now),
        "unmet": unmet,
        "met": met,
        "missing": answers,
        "nothing_missing": not unmet and not answers,
        "parts": parts(seen),
        "sums": sums(seen),
        "gone": [row.name for row in seen.paper.gone],
        "left_after": bool(seen.paper.gone) and last is not None,
        "last": last and handed(last),
        "open": seen.open,
        "may_hand_in": seen.hands.keeps and state in WRITABLE,
        "late": not seen.open
        and seen.hands.keeps
        and state in WRITABLE
        and proposal.call.state != Call.State.CANCELLED,
        "lies_there": state in HANDED_IN,
        "may_withdraw": seen.hands.keeps and "withdraw" in MACHINE.open_moves(state),
        "withdrawn": withdrawn(proposal, now) if seen.hands.keeps else None,
        "bound": is_unbound(proposal).reason if seen.hands.keeps else "",
        "keeps": seen.hands.keeps,
        "files": bool(seen.paper.slots) and bool(seen.hands.edits or seen.hands.partners),
        "has_themes": getattr(proposal, "has_themes", False),
    }


def head(proposal: Proposal, now: datetime) -> dict[str, Any]:
    """What, where it stands, until when by whose clock."""
    call, state = proposal.call, state_told(proposal)
    end = deadline_of(call, state)
    countries = [row.country for row in proposal.project.partners.all() if row.country]
    return {
        "tag": {"kind": STATES.get(state, "mind"), "text": Proposal.State(state).label},
        "call": title_of(call, reader_language()),
        "is_concept": stage_of(call, state) == Prompt.Stage.CONCEPT,
        "end": by_clock_of(call, end) if end else None,
        "elsewhere": by_clocks_in(countries, end, call) if end else [],
        "left": time_left(end, now) if end else "",
        "is_over": end is not None and now >= end,
    }


def withdrawn(proposal: Proposal, now: datetime) -> dict[str, Any] | None:
    """Until when a withdrawn proposal is taken up again, or why not; None for any other."""
    if proposal.state != Proposal.State.WITHDRAWN:
        return None
    stood = stood_at(proposal)
    may, end = may_be_taken_up(proposal.call, stood, now), deadline_of(proposal.call, stood)
    return {
        "may": bool(may),
        "reason": may.reason,
        "until": by_clock_of(proposal.call, end) if end else None,
        "lay_there": stood in HANDED_IN,
    }


def time_left(end: datetime, now: datetime) -> str:
    """In words: days, from a day before hours, from an hour before minutes."""
    seconds = int((end - now).total_seconds())
    if seconds <= 0:
        return ""
    if seconds >= 2 * 24 * 3600:
        n = seconds // (24 * 3600)
        return ngettext("%(n)s day left", "%(n)s days left", n) % {"n": format_number(n)}
    if seconds >= 2 * 3600:
        n = seconds // 3600
        return ngettext("%(n)s hour left", "%(n)s hours left", n) % {"n": format_number(n)}
    n = max(1, seconds // 60)
    return ngettext("%(n)s minute left", "%(n)s minutes left", n) % {"n": format_number(n)}


def missing_facts(seen: Seen) -> list[dict[str, Any]]:
    """What no rule asks for and much goes by: who reads and follows a proposal, the balance of
    grants, the map of the programme."""
    proposal, lacks = seen.proposal, []
    countries = proposal.project.countries.all()
    if not any(row.role == ProjectCountry.Role.ORIGIN for row in countries):
        said = _("it is not said in which country the project shall change something")
        lacks.append((said, reverse("project_edit", args=[proposal.project_id])))
    if getattr(proposal, "has_themes", False) and proposal.theme_id is None:
        args = [proposal.project_id, proposal.pk]
        lacks.append((_("no theme of the call is chosen"), reverse("proposal_theme", args=args)))
    may = seen.hands.edits and seen.open
    return [
        {"who": "", "statement": said, "names": [], "href": href if may else ""}
        for said, href in lacks
    ]


def missing_answers(seen: Seen) -> list[dict[str, Any]]:
    """Required answers and amounts that nobody has given, one line for each part."""
    proposal, found = seen.proposal, []
    for partner in [None, *seen.paper.partners]:
        slots = seen.paper.slots_of(partner)
        blank = [slot for slot in slots if slot.is_missing]
        long = [slot for slot in slots if slot.is_too_long]
        if blank:
            found.append(_lacks(seen, partner, [slot.prompt.worded for slot in blank], short=True))
        if long:
            found.append(_lacks(seen, partner, [slot.prompt.worded for slot in long], short=False))
        if partner is not None and _share_blank(seen.paper, partner):
            href = reverse("proposal_share", args=[proposal.project_id, proposal.pk, partner.pk])
            found.append(
                {
                    "who": partner.name,
                    "statement": _("has not said what it asks for, or what it brings"),
                    "names": [],
                    "href": href if seen.hands.may_write(partner) and seen.open else "",
                }
            )
    return found


def _lacks(
    seen: Seen, partner: ProjectPartner | None, names: list[Worded], *, short: bool
) -> dict[str, Any]:
    n = {"n": format_number(len(names))}
    if short:
        said = ngettext(
            "%(n)s question is not answered:", "%(n)s questions are not answered:", len(names)
        )
    else:
        said = ngettext("%(n)s answer is too long:", "%(n)s answers are too long:", len(names))
    may = seen.hands.may_write(partner) and seen.open
    return {
        "who": partner.name if partner else "",
        "statement": said % n,
        "names": names,
        "href": part_address(seen.proposal, partner) if may else "",
    }


def _share_blank(paper: Paper, partner: ProjectPartner) -> bool:
    share = paper.shares.get(partner.pk)
    return share is None or share.asked is None or share.own is None


def part_address(proposal: Proposal, partner: ProjectPartner | None) -> str:
    args = [proposal.project_id, proposal.pk]
    if partner is None:
        return reverse("proposal_part", args=args)
    return reverse("proposal_part_of", args=[*args, partner.pk])


def parts(seen: Seen) -> list[dict[str, Any]]:
    """All together, then each partner: what it asks for, how much is answered."""
    paper, proposal = seen.paper, seen.proposal
    call = proposal.call
    rows = []
    for partner in [None, *paper.partners]:
        slots = paper.slots_of(partner)
        share = paper.shares.get(partner.pk) if partner else None
        done = sum(1 for slot in slots if slot.text.strip())
        rows.append(
            {
                "name": partner.name if partner else "",
                "leads": bool(partner and partner.is_lead),
                "asked": _money(share.asked, call.currency) if share else "",
                "own": _money(share.own, call.currency) if share else "",
                "paid_in": (share.paid_in or call.currency) if share else "",
                "answered": _("%(n)s of %(most)s")
                % {"n": format_number(done), "most": format_number(len(slots))}
                if slots
                else "",
                "writes": seen.hands.may_write(partner) and seen.open,
                "href": part_address(proposal, partner) if slots else "",
                "share_href": reverse(
                    "proposal_share", args=[proposal.project_id, proposal.pk, partner.pk]
                )
                if partner and seen.hands.may_write(partner) and seen.open
                else "",
            }
        )
    return rows


def _money(amount: Decimal | None, currency: str) -> str:
    return "" if amount is None else format_money(amount, currency)


def sums(seen: Seen) -> dict[str, Any]:
    """What all ask for and bring, in the call's currency, beside the budget in the project's."""
    paper, money, call = seen.paper, seen.money, seen.proposal.call
    project = seen.proposal.project
    asked = _whole([paper.shares.get(row.pk) for row in paper.partners], "asked", call.currency)
    own = _whole([paper.shares.get(row.pk) for row in paper.partners], "own", call.currency)
    planned = money.sums()
    whole = asked.amount + own.amount if asked.is_complete and own.is_complete else None
    here = None if whole is None else money.in_currency(whole, call.currency, project.currency)
    budget = planned["money"].converted if not planned["money"].is_empty else None
    return {
        "asked": _said(asked, call.currency),
        "own": _said(own, call.currency),
        "budget_own": own_words(planned["money"]),
        "budget": converted_words(planned["money"], project),
        "apart": [
            {"label": label, "words": own_words(planned[key])}
            for key, label in (
                ("in_kind", _("Given in kind")),
                ("volunteers", _("Volunteers' time")),
            )
            if not planned[key].is_empty
        ],
        "rates": [rate_words(rate, project) for rate in money.rates.named],
        "difference": _difference(here, budget, project.currency),
    }


def _whole(shares: Sequence[Any], name: str, currency: str) -> Any:
    amounts = [
        None
        if share is None or getattr(share, name) is None
        else Money(getattr(share, name), currency)
        for share in shares
    ]
    return (
        total_of(amounts, currency)[currency] if amounts else total_of([None], currency)[currency]
    )


def _said(total: Any, currency: str) -> str:
    """A sum, and how many partners have not said anything: those are not in it."""
    if not total.counted:
        return _("not known yet")
    said = format_money(total.amount, currency)
    if not total.blank:
        return said
    blank = ngettext(
        "without %(n)s partner that has not said it",
        "without %(n)s partners that have not said it",
        total.blank,
    ) % {"n": format_number(total.blank)}
    return f"{isolated(said)}, {blank}"


def _difference(here: Decimal | None, budget: Decimal | None, currency: str) -> str:
    """Whether what is asked for and brought pays for the budget, in the project's currency."""
    if here is None or budget is None:
        return _("Whether this pays for the budget is not known yet.")
    gap = (here - budget).quantize(Decimal("0.01"))
    if not gap:
        return _("This pays for the budget exactly.")
    amount = isolated(format_money(abs(gap), currency))
    if gap > 0:
        return _("This is %(amount)s more than the budget.") % {"amount": amount}
    return _("This is %(amount)s less than the budget.") % {"amount": amount}


def handed(row: Submission) -> dict[str, Any]:
    """A submission in words."""
    proposal = row.proposal
    return {
        "number": row.number,
        "stage": row.get_stage_display(),
        "at": by_kept_clock(row, row.at),
        "in_time": row.in_time,
        "href": reverse("submission", args=[proposal.project_id, proposal.pk, row.pk]),
    }
