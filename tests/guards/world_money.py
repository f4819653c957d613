"""A contract of the world's programme with the world's partner: signed, changed, paid."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from twoshores.programmes.models import GrantContract

if TYPE_CHECKING:
    from .world import World

# Who signed a contract is read by its two sides, on these pages and in no file or export.
GRANT_SIGNATORY = "Perpetua Thornquist"
GRANT_READERS = {"registrar", "officer", "coordinator", "viewer"}
GRANT_PAGES = {"contract", "contract_version", "grant", "grant_version"}


def contract_of(world: "World") -> GrantContract:
    facts = {
        "number": "C-1-1-1",
        "language": "en",
        "currency": "EUR",
        "amount": Decimal("900.00"),
        "starts": date(2027, 1, 1),
        "ends": date(2027, 12, 31),
        "state": "running",
    }
    # What follows a grant may hang on the same contract already.
    contract, _made = GrantContract.objects.update_or_create(
        proposal=world.proposal, partner=world.partner, defaults=facts
    )
    contract.instalments.create(position=1, amount=Decimal("900.00"), condition="signature")
    version = contract.versions.create(
        number=1, body=[{"style": "text", "text": "Ponds"}], sha256="0" * 64
    )
    for side in ("programme", "partner"):
        version.signatures.create(
            side=side,
            signed_by=GRANT_SIGNATORY,
            capacity="President",
            signed_on=date(2026, 11, 1),
            sha256=version.sha256,
        )
    contract.amendments.create(
        kind="extension",
        why="Rain",
        language="en",
        before={"ends": "2027-12-31"},
        after={"ends": "2028-02-28"},
    )
    world.proposal.shares.get_or_create(
        partner=world.partner, defaults={"asked": Decimal("900.00")}
    )
    file = world.programme.bank_files.create(name="march.xml", sha256="1" * 64)
    file.lines.create(
        programme=world.programme,
        digest="2" * 64,
        on=date(2026, 11, 2),
        amount=Decimal("-900.00"),
        currency="EUR",
    )
    contract.payments.create(
        on=date(2026, 11, 1),
        amount=Decimal("5.00"),
        currency="EUR",
        counts=Decimal("5.00"),
    )
    return contract


def money_arguments(world: "World") -> dict[str, list[tuple[object, ...]]]:
    """The beginning of an address -> what it is tried with; longer beginnings first."""
    contract = world.contract
    programme = (world.programme.pk, contract.pk)
    partner = (world.project.pk, contract.pk)
    amendment, instalment = contract.amendments.get().pk, contract.instalments.get().pk
    ours = "programmes/<uuid:pk>/contracts/"
    own = "workbench/<uuid:pk>/funding/grants/<uuid:contract>/"
    return {
        f"{ours}new/": [(world.programme.pk, world.proposal.shares.get(partner=world.partner).pk)],
        f"{ours}<uuid:contract>/sign/": [(*programme, "partner")],
        f"{ours}<uuid:contract>/changes/": [(*programme, amendment)],
        f"{ours}<uuid:contract>/instalments/<uuid:instalment>/": [(*programme, instalment)],
        f"{ours}<uuid:contract>/versions/": [(*programme, 1)],
        f"{ours}<uuid:contract>/write-off/<int:number>/": [(*programme, 1)],
        f"{ours}<uuid:contract>/payments/": [(*programme, contract.payments.get().pk)],
        "programmes/<uuid:pk>/payments/lines/": [
            (world.programme.pk, world.programme.bank_lines.get().pk)
        ],
        f"{ours}<uuid:contract>/": [programme],
        f"{own}changes/": [(*partner, amendment)],
        f"{own}versions/<int:number>.": [(*partner, 1, "docx"), (*partner, 1, "pdf")],
        f"{own}versions/": [(*partner, 1)],
        own: [partner],
    }
