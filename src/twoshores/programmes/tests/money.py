"""A selected proposal of two partners in two currencies, for tests of contracts and money."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.alliances import papers
from twoshores.alliances.papers.blocks import GAP
from twoshores.engines.ledger import commitment
from twoshores.programmes.models import (
    Call,
    ContractSignature,
    GrantContract,
    JournalEntry,
    Programme,
    Proposal,
)
from twoshores.programmes.services.contract_moves import contract_move, contract_sign
from twoshores.programmes.services.contracts import (
    contract_create,
    contract_text_write,
    latest_of,
)
from twoshores.programmes.services.journal import Draft, contract_key, post_following
from twoshores.projects.models import Project

DAY = date(2027, 1, 1)


def make_proposal(programme: Programme, lead: Organisation, abroad: Organisation) -> Proposal:
    """Selected; the lead asks 10,000.00 and the partner 5,000.00 euro, who is paid in dirham."""
    call = Call.objects.create(
        programme=programme, code="C1", title="Ponds", language="en", state="decided"
    )
    project = Project.objects.create(
        code="Morocco-1",
        title="Ponds for Tiznit",
        language="en",
        owner=lead,
        stage="running",
        currency="EUR",
        starts=DAY,
        ends=date(2028, 6, 30),
    )
    proposal = call.proposals.create(project=project, state="selected", number=7)
    for position, (owner, asked, paid_in) in enumerate(
        [(lead, "10000.00", ""), (abroad, "5000.00", "MAD")]
    ):
        partner = project.partners.create(
            position=position,
            name=owner.name,
            country=owner.country,
            organisation=owner,
            is_lead=position == 0,
            currency=paid_in or "EUR",
            role="Builds ponds",
        )
        proposal.shares.create(partner=partner, asked=Decimal(asked), paid_in=paid_in)
    return proposal


def tell(proposal: Proposal, outcome: str = "selected") -> None:
    """A letter told its partners what was decided, as a bare row."""
    facts = {"outcome": outcome, "reasons": "Sound", "language": "en"}
    award = proposal.awards.first() or proposal.awards.create(**facts)
    award.letters.create(language="en", body=[], sent_at=timezone.now())


def make_contract(proposal: Proposal, number: str = "C1-7-1") -> GrantContract:
    """Of the first partner, 10,000.00 euro, as a bare row."""
    return GrantContract.objects.create(
        proposal=proposal,
        partner=proposal.shares.select_related("partner").first().partner,
        number=number,
        language="en",
        currency="EUR",
        amount=Decimal("10000.00"),
        starts=DAY,
        ends=date(2028, 6, 30),
    )


def commit(programme: Programme, contract: GrantContract) -> None:
    """Note in the journal what a contract of bare rows promises, as its second signature would."""
    draft = Draft(
        kind=JournalEntry.Kind.COMMITMENT,
        source=f"contract:{contract.pk}",
        on=contract.starts,
        lines=commitment(contract.amount, contract.currency, contract_key(contract)),
        text=contract.number,
    )
    post_following(by=None, programme=programme, draft=draft)


def write_whole(by: User, contract: GrantContract) -> None:
    """Write something into the gaps of the text."""
    latest = latest_of(contract)
    text = GAP.sub("said here", papers.text_of(latest.body))
    contract_text_write(by=by, contract=contract, opened=latest.number, text=text)


def sign(by: User, contract: GrantContract, side: str, sha256: str = "") -> ContractSignature:
    return contract_sign(
        by=by,
        contract=contract,
        side=side,
        sha256=sha256 or latest_of(contract).sha256[:8],
        facts={"signed_by": "Ada", "capacity": "President", "signed_on": date(2026, 1, 1)},
    )


def make_running(officer: User, proposal: Proposal, at: int = 0, **facts: Any) -> GrantContract:
    """The contract with a partner of the proposal, signed by both."""
    share = list(proposal.shares.all())[at]
    base = {"language": "en", "starts": DAY, "ends": date(2028, 6, 30)}
    contract = contract_create(by=officer, share=share, facts=base | facts)
    write_whole(officer, contract)
    contract_move(by=officer, contract=contract, move="propose")
    for side in ("programme", "partner"):
        sign(officer, contract, side)
    contract.refresh_from_db()
    return contract
