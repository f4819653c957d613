"""The journal: whole entries, numbers without gaps, each event once, nothing ever changed."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from twoshores.common.models import AuditEvent
from twoshores.engines.ledger import Account, Line, Unbalanced, commitment
from twoshores.programmes.models import Account as Accounts
from twoshores.programmes.models import JournalEntry, JournalLine
from twoshores.programmes.selectors.journal import journal_proof, lines_of
from twoshores.programmes.services.journal import Draft, PostedOtherwise, post, reverse

from .money import DAY, make_contract


@pytest.fixture
def contract(proposal):
    return make_contract(proposal)


def draft(contract, source="contract:1", amount="100.00") -> Draft:
    lines = commitment(Decimal(amount), "EUR", str(contract.pk))
    return Draft("commitment", source, DAY, lines, "Signed")


def test_the_accounts_are_the_engines():
    assert list(Accounts.values) == [str(account) for account in Account]


def test_an_event_is_posted_once(programme, officer, contract):
    first = post(by=officer, programme=programme, draft=draft(contract))
    again = post(by=officer, programme=programme, draft=draft(contract))
    other = post(by=officer, programme=programme, draft=draft(contract, "contract:2"))
    assert first == again
    assert (first.number, other.number) == (1, 2)
    assert AuditEvent.objects.filter(verb="journal.post").count() == 2
    with pytest.raises(PostedOtherwise):
        post(by=officer, programme=programme, draft=draft(contract, amount="100.01"))
    assert journal_proof(programme).is_whole


def test_a_reversal_takes_back_once_and_says_why(programme, officer, contract):
    entry = post(by=officer, programme=programme, draft=draft(contract))
    with pytest.raises(ValidationError):
        reverse(by=officer, entry=entry, why=" ")
    undone = reverse(by=officer, entry=entry, why="Twice")
    assert reverse(by=officer, entry=entry, why="Again") == undone
    assert [line.amount for line in lines_of(undone)] == [-100, 100]
    assert (undone.reverses, undone.text) == (entry, "Twice")
    with pytest.raises(ValidationError):
        reverse(by=officer, entry=undone, why="No")
    assert journal_proof(programme).is_whole


@pytest.mark.parametrize(("first", "second"), [("5.00", "-4.99"), ("5.001", "-5.001")])
def test_what_does_not_sum_to_zero_is_not_posted(programme, officer, first, second):
    lines = [
        Line(Account.BANK, Decimal(first), "EUR"),
        Line(Account.ADVANCES, Decimal(second), "EUR"),
    ]
    with pytest.raises(Unbalanced):
        post(by=officer, programme=programme, draft=Draft("payment", "x", DAY, lines))
    assert not JournalEntry.objects.exists()


def test_only_those_who_run_the_programme_post(programme, stranger, officer, contract):
    entry = post(by=officer, programme=programme, draft=draft(contract))
    with pytest.raises(PermissionDenied):
        post(by=stranger, programme=programme, draft=draft(contract, "contract:2"))
    with pytest.raises(PermissionDenied):
        reverse(by=stranger, entry=entry, why="No")


@pytest.mark.parametrize("model", [JournalEntry, JournalLine])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_what_changes_it(programme, officer, contract, model, act):
    post(by=officer, programme=programme, draft=draft(contract))
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(model._meta.db_table))
    assert journal_proof(programme).entries == 1


def test_the_proof_names_what_is_wrong(programme, officer, contract):
    """Rows written past the service, as a mistake of ours would write them."""
    good = post(by=officer, programme=programme, draft=draft(contract))
    make = programme.journal_entries.create
    half = make(number=3, kind="payment", on=DAY, source="a")
    half.lines.create(account="bank", amount=1, currency="EUR", contract=contract)
    make(number=5, kind="payment", on=DAY, source="b")
    wrong = make(number=6, kind="reversal", on=DAY, source="c", reverses=good)
    for account, amount in (("committed", -99), ("commitments", 99)):
        wrong.lines.create(account=account, amount=amount, currency="EUR", contract=contract)
    proof = journal_proof(programme)
    assert (proof.missing, proof.empty, proof.unbalanced) == ((2, 4), (5,), (3,))
    assert proof.reversed_otherwise == (6,)
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("journal_check")


def test_the_command_says_that_all_is_whole(programme, officer, contract, capsys):
    post(by=officer, programme=programme, draft=draft(contract))
    call_command("journal_check")
    assert "1 entries" in capsys.readouterr().out


def test_the_page_and_its_csv(
    client, programme, officer, contract, stranger, django_assert_max_num_queries
):
    entry = post(by=officer, programme=programme, draft=draft(contract))
    reverse(by=officer, entry=entry, why="Twice")
    page = f"/programmes/{programme.pk}/journal"
    client.force_login(stranger)
    assert client.get(f"{page}/").status_code == client.get(f"{page}.csv").status_code == 404
    client.force_login(officer)
    with django_assert_max_num_queries(15):
        text = client.get(f"{page}/?contract={contract.pk}&account=committed").content.decode()
    assert "taken back by entry 2" in text
    assert "EUR\xa0100" in text
    assert "Nothing is posted yet" in client.get(f"{page}/?account=bank").content.decode()
    rows = client.get(f"{page}.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 5
    assert rows[1].startswith("1,2027-01-01,Contract signed,Signed,Committed by contracts,C1-7-1")
