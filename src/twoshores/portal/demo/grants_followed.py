"""The demo's grant: two contracts, paid in part, reported on, visited, asked about."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.programmes.models import BankLine, Call, GrantContract, Instalment
from twoshores.programmes.selectors.rates import NamedRate
from twoshores.programmes.services.bank import bank_file_read
from twoshores.programmes.services.contract_moves import contract_move, contract_sign
from twoshores.programmes.services.contracts import (
    contract_create,
    contract_text_fill,
    instalment_update,
    latest_of,
)
from twoshores.programmes.services.duties import duty_add
from twoshores.programmes.services.missions import mission_plan
from twoshores.programmes.services.payments import Moved, payment_record
from twoshores.programmes.services.support import support_ask

from .grants_words import MISSION, SUPPORT_QUESTION

DAY = timedelta(days=1)
PARITY = Decimal("655.957")  # CFA francs for a euro, fixed
SINCE = date(1999, 1, 1)
SOURCE = "Parité fixe"
REPORT_DAYS = 30  # after the end of its period, as the project's own plan says


def follow(by: User, call: Call) -> None:
    """What came after the decision on the one proposal that is funded."""
    proposal = call.proposals.get(state="selected")
    shares = proposal.shares.select_related("partner", "proposal__call__programme")
    contracts = []
    for share in shares:
        rate = {"rate": PARITY, "rate_on": SINCE, "rate_source": SOURCE} if share.paid_in else {}
        dates = {"starts": proposal.project.starts, "ends": proposal.project.ends}
        facts = {"language": proposal.project.language, **dates, **rate}
        contract = contract_create(by=by, share=share, facts=facts)
        _plan(by, contract)
        _sign(by, contract)
        contracts.append(contract)
    _pay(by, call, contracts)
    project = proposal.project
    today = timezone.localdate()
    visit = {"title": MISSION, "starts": today + 24 * DAY, "ends": today + 26 * DAY}
    mission_plan(
        by=by,
        programme=call.programme,
        facts={"project": project, "country": "ML", "language": project.language} | visit,
    )
    keeper = proposal.created_by
    assert keeper is not None
    assert project.owner is not None
    support_ask(
        by=keeper,
        programme=call.programme,
        organisation=project.owner,
        project=project,
        kind="question",
        country="ML",
        language=project.language,
        text=SUPPORT_QUESTION,
    )


def _plan(by: User, contract: GrantContract) -> None:
    """A report for each period of the project; what instalments wait for, and when they are due."""
    first = contract.duties.get()
    for period in contract.proposal.project.periods.order_by("starts")[1:]:
        due = period.ends + REPORT_DAYS * DAY
        duty_add(by=by, contract=contract, title=period.name, due_on=due)
    due_on = (timezone.localdate(), first.due_on + 30 * DAY, contract.ends + 90 * DAY)
    rows = contract.instalments.order_by("position")
    for row, report, due in zip(rows, (None, first.report, None), due_on, strict=True):
        facts = {
            "amount": row.amount,
            "condition": row.condition,
            "report": report,
            "due_on": due,
        }
        instalment_update(by=by, instalment=row, opened_version=row.version, facts=facts)
    contract_text_fill(by=by, contract=contract)


def _sign(by: User, contract: GrantContract) -> None:
    """Names are invented offices: nobody real, and nobody of the demo, signs by name."""
    contract_move(by=by, contract=contract, move="propose")
    today = timezone.localdate()
    for side, who, capacity, days in (
        ("programme", "M. Demo", "Director", 8),
        ("partner", "A. Demo", "Présidente", 5),
    ):
        facts = {"signed_by": who, "capacity": capacity, "signed_on": today - days * DAY}
        digest = latest_of(contract).sha256
        contract_sign(by=by, contract=contract, side=side, sha256=digest, facts=facts)
    contract.refresh_from_db()


def _pay(by: User, call: Call, contracts: list[GrantContract]) -> None:
    """A statement of three lines: the first instalment of each contract, and a fee of the bank,
    which pays no grant and waits for the officer."""
    today = timezone.localdate()
    rows = [f"{today - 3 * DAY},-18.50,EUR,,Account fee of the quarter"]
    firsts = []
    for contract in contracts:
        part = contract.instalments.get(state=Instalment.State.RELEASED)
        firsts.append(part)
        euro = part.amount if contract.rate is None else round(part.amount / contract.rate, 2)
        rows.append(f"{today},-{euro},EUR,{contract.number},{contract.partner.name}")
    data = "\n".join(["Date,Amount,Currency,Reference,Text", *rows]).encode()
    name = f"statement-{today:%Y-%m}.csv"
    file = bank_file_read(by=by, programme=call.programme, name=name, data=data).file
    for contract, part in zip(contracts, firsts, strict=True):
        line = BankLine.objects.get(file=file, reference=contract.number)
        rate = None if contract.rate is None else NamedRate(contract.rate, SINCE, SOURCE)
        moved = Moved(line.on, -line.amount, line.currency, rate=rate)
        payment_record(by=by, contract=contract, moved=moved, instalment=part, bank_line=line)
