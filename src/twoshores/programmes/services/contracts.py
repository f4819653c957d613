"""Writes of a contract while it is drafted: its facts, instalments, text."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.alliances import papers
from twoshores.alliances.papers.blocks import Block
from twoshores.alliances.papers.templates import LANGUAGES
from twoshores.alliances.services.agreements import check_text
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import Conflict, StaleVersion, save_version
from twoshores.common.years import check_year
from twoshores.engines.ledger import shared_out
from twoshores.projects.models import Report
from twoshores.projects.services.rows import check_facts

from ..models import ContractVersion, GrantContract, Instalment, ProposalShare
from ..permissions.contracts import can_draft
from ..permissions.programmes import can_run_programme
from ..selectors.contract_values import contract_values
from ..selectors.contracts import awarded_to
from ..selectors.rates import check_places, counted_at, places_of, published_rate
from .locks import check_going_on, proposal_locked
from .rows import part_create

TEMPLATE = "grant"
FINAL_REPORT_DAYS = 60  # after the contract's end, where the project plans no reports
LONGEST_YEARS = 30
PARTS = (Decimal(40), Decimal(40), Decimal(20))  # of a first plan of instalments, in per cent


@transaction.atomic
def contract_create(*, by: User, share: ProposalShare, facts: Mapping[str, Any]) -> GrantContract:
    """Draft the contract with a partner of a selected proposal: amount, instalments, text.

    facts: language, starts, ends; currency ("": as the partner asked, else the call's), and where
    it differs from the call's rate, rate_on, rate_source (none: the newest published rate).
    Raises PermissionDenied, or ValidationError by field.
    """
    # Two who draft at once, or a decision that is taken up again meanwhile: one after the other.
    proposal = proposal_locked(share.proposal)
    call = proposal.call
    require(can_run_programme(by, call.programme))
    check_going_on(call)
    if proposal.state != "selected":
        raise ValidationError(_("Contracts are made with the partners of selected proposals."))
    given = {row.share.pk: row for row in awarded_to(proposal)}
    awarded = given.get(share.pk)
    if awarded is None:
        raise ValidationError(_("This partner asked for no money."))
    if share.partner.left_on is not None:
        raise ValidationError(_("This partner has left the project."))
    if awarded.contract is not None:
        raise ValidationError(_("This partner has its contract already."))
    check_days(facts["starts"], facts["ends"])
    currency = facts.get("currency") or share.paid_in or call.currency
    made = {name: facts[name] for name in ("language", "starts", "ends")}
    contract = part_create(
        by=by,
        programme=call.programme,
        model=GrantContract,
        facts=made
        | _in_currency(awarded.amount, call.currency, currency, facts)
        | {
            "proposal": proposal,
            "partner": share.partner,
            "number": _number(share, [row.share.pk for row in given.values()]),
        },
    )
    _plan_duties(contract)
    _plan_instalments(contract)
    version_add(by=by, contract=contract, blocks=filled(contract).blocks)
    return contract


def check_days(starts: date, ends: date) -> None:
    """Raise ValidationError for a year that was mistyped: what counts days from there breaks."""
    for name, day in (("starts", starts), ("ends", ends)):
        try:
            check_year(day)
        except ValidationError as error:
            raise ValidationError({name: error}) from error
    if ends.year - starts.year > LONGEST_YEARS:
        raise ValidationError({"ends": _("Look at the year: no contract holds so long.")})


def _number(share: ProposalShare, order: Sequence[int]) -> str:
    proposal = share.proposal
    return f"{proposal.call.code}-{proposal.number or 0}-{order.index(share.pk) + 1}"


def _in_currency(
    amount: Decimal, base: str, currency: str, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """currency, amount and, where they differ, the named rate that made the amount."""
    if currency == base:
        return {"currency": currency, "amount": amount}
    rate, on = facts.get("rate"), facts.get("rate_on")
    source = (facts.get("rate_source") or "").strip()
    if rate is None:
        named = published_rate(base, currency, on or timezone.localdate())
        if named is None:
            raise ValidationError({"rate": _("No rate is published for this. Write one.")})
        rate, on, source = named.value, named.on, named.source
    elif on is None or not source:
        raise ValidationError(
            {"rate_source": _("A rate has its day and its source: who published it, and when.")}
        )
    return {
        "currency": currency,
        "amount": counted_at(amount, rate, currency),
        "rate": rate,
        "rate_on": on,
        "rate_source": source,
    }


def _reports(contract: GrantContract) -> list[Report]:
    """What this partner owes by the project's plan; the lead also what all owe together."""
    found = Report.objects.filter(project=contract.proposal.project, due_on__isnull=False)
    partner = contract.partner
    own = [row for row in found.select_related("period") if row.partner_id == partner.pk]
    if not own and partner.is_lead:
        own = [row for row in found.select_related("period") if row.partner_id is None]
    return sorted(own, key=lambda row: row.due_on or date.max)


def in_language_of(contract: GrantContract) -> AbstractContextManager[None]:
    """For words that are kept with a contract: both sides read them, whoever wrote them."""
    return translation.override(contract.language if contract.language in LANGUAGES else "en")


def _plan_duties(contract: GrantContract) -> None:
    """The reports that the project plans; without any, one at the end."""
    reports = _reports(contract)
    for row in reports:
        assert row.due_on is not None
        contract.duties.create(title=row.period.name[:160], due_on=row.due_on, report=row)
    if not reports:
        due = contract.ends + timedelta(days=FINAL_REPORT_DAYS)
        with in_language_of(contract):
            title = _("Final report")
        contract.duties.create(title=title, due_on=due)


def _plan_instalments(contract: GrantContract) -> None:
    """A first plan, to be changed: 40 % with the signature, 40 % and 20 % with accepted reports."""
    amounts = shared_out(contract.amount, PARTS, places_of(contract.currency))
    conditions = (Instalment.Condition.SIGNATURE, *[Instalment.Condition.REPORT] * 2)
    for position, (amount, condition) in enumerate(zip(amounts, conditions, strict=True), 1):
        if amount:
            contract.instalments.create(position=position, amount=amount, condition=condition)


@transaction.atomic
def contract_update(
    *, by: User, contract: GrantContract, opened_version: int, facts: Mapping[str, Any]
) -> GrantContract:
    """Change amount, days, language of a draft. The text is written or filled anew afterwards."""
    locked = lock(contract)
    require(can_draft(by, locked))
    check_facts(locked, facts)
    check_days(facts.get("starts", locked.starts), facts.get("ends", locked.ends))
    check_places(facts.get("amount"), locked.currency, "amount")
    changed = save_version(locked, facts, opened_version=opened_version)
    about = locked.proposal.call.programme.organisation
    audit.record("grantcontract.update", locked, by=by, about=about, fields=changed)
    return locked


@transaction.atomic
def instalment_create(*, by: User, contract: GrantContract, facts: Mapping[str, Any]) -> Instalment:
    """Add an instalment to a draft, behind the others."""
    locked = lock(contract)
    require(can_draft(by, locked))
    _check_condition(locked, facts)
    last = locked.instalments.order_by("-position").values_list("position", flat=True).first()
    return part_create(
        by=by,
        programme=locked.proposal.call.programme,
        model=Instalment,
        facts={**facts, "contract": locked, "position": (last or 0) + 1},
    )


@transaction.atomic
def instalment_update(
    *, by: User, instalment: Instalment, opened_version: int, facts: Mapping[str, Any]
) -> Instalment:
    """Change an instalment of a draft. Raises StaleVersion, ValidationError by field."""
    locked = lock(instalment.contract)
    require(can_draft(by, locked))
    _check_condition(locked, facts)
    check_facts(instalment, facts)
    changed = save_version(instalment, facts, opened_version=opened_version)
    about = locked.proposal.call.programme.organisation
    audit.record("instalment.update", instalment, by=by, about=about, fields=changed)
    return instalment


@transaction.atomic
def instalment_remove(*, by: User, instalment: Instalment) -> None:
    locked = lock(instalment.contract)
    require(can_draft(by, locked))
    about = locked.proposal.call.programme.organisation
    audit.record("instalment.remove", instalment, by=by, about=about)
    instalment.delete()


def _check_condition(contract: GrantContract, facts: Mapping[str, Any]) -> None:
    condition, report = facts.get("condition"), facts.get("report")
    if condition == Instalment.Condition.DATE and facts.get("due_on") is None:
        raise ValidationError({"due_on": _("Say on which day.")})
    if report is not None and report.project_id != contract.proposal.project_id:
        raise ValidationError({"report": _("Choose from the list.")})
    if not facts.get("amount"):
        raise ValidationError({"amount": _("An instalment is an amount above zero.")})
    check_places(facts["amount"], contract.currency, "amount")


def filled(contract: GrantContract) -> papers.Paper:
    """The template, filled with what the contract says now."""
    return papers.fill(TEMPLATE, contract.language, contract_values(contract))


@transaction.atomic
def contract_text_write(
    *, by: User, contract: GrantContract, opened: int, text: str, note: str = ""
) -> ContractVersion:
    """Write the text anew, as a further version. opened: number of the version it began from.

    Raises StaleVersion with both texts if somebody wrote one meanwhile; ValidationError by field.
    """
    locked = lock(contract)
    require(can_draft(by, locked))
    latest = latest_of(locked)
    if latest.number != opened:
        theirs = papers.text_of(latest.body)
        raise StaleVersion(latest.number, [Conflict("text", str(_("Text")), theirs, text)])
    blocks = papers.blocks_of(text)
    check_text(blocks)
    if papers.digest_of(blocks) == latest.sha256:
        raise ValidationError({"text": _("Nothing was changed.")})
    return version_add(by=by, contract=locked, blocks=blocks, note=note)


@transaction.atomic
def contract_text_fill(*, by: User, contract: GrantContract) -> ContractVersion:
    """A further version out of the template and what the contract says now."""
    locked = lock(contract)
    require(can_draft(by, locked))
    blocks = filled(locked).blocks
    latest = latest_of(locked)
    if papers.digest_of(blocks) == latest.sha256:
        return latest
    with in_language_of(locked):
        note = _("Filled anew")
    return version_add(by=by, contract=locked, blocks=blocks, note=note)


def version_add(
    *, by: User, contract: GrantContract, blocks: Sequence[Block], note: str = ""
) -> ContractVersion:
    """Add a version behind the others; the caller asked may they."""
    before = contract.versions.order_by("-number").values_list("number", flat=True).first() or 0
    row = ContractVersion(
        contract=contract,
        number=before + 1,
        body=list(blocks),
        note=note,
        sha256=papers.digest_of(blocks),
        by=by,
    )
    row.full_clean()
    row.save(force_insert=True)
    about = contract.proposal.call.programme.organisation
    audit.record("grantcontract.version", contract, by=by, about=about, fields=["versions"])
    return row


def lock(contract: GrantContract) -> GrantContract:
    """The row, locked, with what hangs above it: one change of a contract at a time."""
    rows = GrantContract.objects.select_for_update(of=("self",)).select_related(
        "proposal__call__programme__organisation", "proposal__project", "partner"
    )
    return rows.get(pk=contract.pk)


def latest_of(contract: GrantContract) -> ContractVersion:
    return contract.versions.order_by("-number")[:1].get()
