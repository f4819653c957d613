"""What everybody with a proposal to a call is told at once: it was called off, a deadline moved."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common import mail
from twoshores.common.links import absolute

from ..clocks import by_clock_of, by_clocks_in
from ..deadlines import deadline_of_stage, is_over
from ..models import Call, Prompt, Proposal
from ..selectors.call_texts import title_of
from ..selectors.proposals import proposals_to
from ..told import contracts_known, state_told

S = Proposal.State
OUT = (S.WITHDRAWN, S.INELIGIBLE, S.REFUSED)  # as their partners know it
DEADLINES = {"concept_deadline": Prompt.Stage.CONCEPT, "deadline": Prompt.Stage.PROPOSAL}
type Moved = list[tuple[str, str, str]]  # field, moment before, moment now: ISO 8601, "" for none


def tell_cancelled(call: Call) -> None:
    """Once this transaction holds, mail the partners of every proposal that was still in it."""
    for proposal in proposals_to(call):
        if state_told(proposal) not in OUT:
            _mail_later(proposal, "cancelled", [])


def tell_moved(call: Call, before: Mapping[str, datetime | None], now: datetime) -> None:
    """Likewise, where a deadline that a proposal may still meet is another than before."""
    moved: Moved = [
        (name, _iso(before[name]), _iso(getattr(call, name)))
        for name, stage in DEADLINES.items()
        if before[name] != deadline_of_stage(call, stage)
    ]
    for proposal in proposals_to(call) if moved else ():
        told = [row for row in moved if _concerns(row[0], call, state_told(proposal), now)]
        if told:
            _mail_later(proposal, "moved", told)


def _concerns(field: str, call: Call, state: str, now: datetime) -> bool:
    """Whether a proposal may still meet this deadline; one whose concept was late may not."""
    if call.stages == Call.Stages.ONE:
        return field == "deadline" and state in (S.DRAFT, S.SUBMITTED)
    if state == S.DRAFT and is_over(call, state, now):
        return False
    if field == "concept_deadline":
        return state in (S.DRAFT, S.CONCEPT)
    return state in (S.DRAFT, S.CONCEPT, S.INVITED, S.SUBMITTED)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _mail_later(proposal: Proposal, what: str, moved: Moved) -> None:
    from ..tasks import mail_call_news

    transaction.on_commit(partial(mail_call_news.enqueue, str(proposal.pk), what, moved))


def inboxes_of_partners(proposal: Proposal) -> list[tuple[str, str]]:
    """(address, language) of those who write for the keeper of the project or for a partner that
    has not left; each once. One query."""
    partners = proposal.project.partners.filter(left_on=None, organisation__isnull=False)
    rows = Membership.objects.filter(organisation__in=partners.values("organisation"))
    if proposal.project.owner_id:
        rows = rows | Membership.objects.filter(organisation=proposal.project.owner_id)
    found = rows.filter(role__in=WRITERS).values_list("user__email", "user__language")
    return sorted(set(found))


def call_news_mail(proposal_id: str, what: str, moved: Moved) -> None:
    """cancelled, or moved with the deadlines before and now. Silent where the proposal was
    withdrawn meanwhile, or the call was called off after its deadline had moved."""
    row = Proposal.objects.filter(pk=proposal_id).exclude(state=S.WITHDRAWN)
    proposal = row.select_related("call", "project").first()
    if proposal is None:
        return
    call = proposal.call
    if what == "moved" and call.state != Call.State.PUBLISHED:
        return
    mail.send_all(
        inboxes_of_partners(proposal),
        template="programmes/mail/call_news.txt",
        context={
            "what": what,
            "call": call,
            "title": partial(_title, call),
            "project": proposal.project,
            "contracts": what == "cancelled" and contracts_known(proposal.contracts.all()).exists(),
            "moved": [_shown(proposal, *one) for one in moved],
            "link": absolute("proposal", proposal.project_id, proposal.pk),
        },
    )


def _title(call: Call) -> str:
    """As it is read in the language of the mail that asks."""
    return title_of(call, get_language() or "").title


def _shown(proposal: Proposal, field: str, before: str, now: str) -> dict[str, Any]:
    """Moments as functions: a template calls them, once for each language of a mail."""
    call = proposal.call
    codes = proposal.project.partners.filter(left_on=None).values_list("country", flat=True)
    countries = [code for code in codes if code]
    row: dict[str, Any] = {"field": field}
    if before:
        row["before"] = partial(by_clock_of, call, datetime.fromisoformat(before))
    if now:
        moment = datetime.fromisoformat(now)
        row["now"] = partial(by_clock_of, call, moment)
        row["elsewhere"] = partial(by_clocks_in, countries, moment, call)
    return row
