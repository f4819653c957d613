"""Payments noted once, in two currencies, taken back; lines of the bank matched once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from twoshores.engines.ledger import Account
from twoshores.programmes.models import BankLine, Payment
from twoshores.programmes.selectors.journal import contract_balances, journal_proof
from twoshores.programmes.selectors.payments import Candidates, lines_waiting
from twoshores.programmes.selectors.rates import NamedRate
from twoshores.programmes.services.bank import bank_file_read
from twoshores.programmes.services.payments import Moved, payment_record, payment_void

from .money import make_running

D = Decimal
DAY = date(2026, 3, 1)
BANK = NamedRate(D("10.8"), date(2026, 1, 1), "Bank Al-Maghrib")
IN_DIRHAM = {"rate": BANK.value, "rate_on": BANK.on, "rate_source": BANK.source}


@pytest.fixture
def contract(officer, proposal):
    return make_running(officer, proposal)


def pay(officer, contract, amount="4000.00", currency="EUR", **more):
    facts = {name: more.pop(name) for name in ("counts", "rate") if name in more}
    moved = Moved(DAY, D(amount), currency, **facts)
    return payment_record(by=officer, contract=contract, moved=moved, **more)


def stands(contract, account, currency="EUR"):
    return contract_balances([contract])[contract.pk].get((account, currency), D(0))


def read(officer, programme, text: str, name="march.csv"):
    return bank_file_read(by=officer, programme=programme, name=name, data=text.encode())


def test_an_instalment_is_paid_once_payments_reach_it(officer, contract):
    first = contract.instalments.first()
    pay(officer, contract, "1500.00", instalment=first)
    first.refresh_from_db()
    assert first.state == "released"
    whole = pay(officer, contract, "2500.00", instalment=first)
    first.refresh_from_db()
    assert first.state == "paid"
    assert stands(contract, Account.ADVANCES) == 4000
    with pytest.raises(ValidationError, match="may not be paid"):
        pay(officer, contract, instalment=first)
    payment_void(by=officer, row=whole, why="Wrong contract")
    assert payment_void(by=officer, row=whole, why="Again").is_void
    first.refresh_from_db()
    assert first.state == "released"
    assert stands(contract, Account.BANK) == -1500
    assert journal_proof(contract.proposal.call.programme).is_whole


def test_another_currency_counts_at_a_named_rate_and_shows_the_difference(officer, proposal):
    contract = make_running(officer, proposal, at=1, **IN_DIRHAM)
    first = contract.instalments.first()  # 21,600 dirham, 2,000 euro at the contract's rate
    row = pay(officer, contract, "2050.00", counts=D("21600.00"), instalment=first)
    first.refresh_from_db()
    assert (first.state, row.counts) == ("paid", D("21600.00"))
    assert stands(contract, Account.GAINS_LOSSES) == 50
    assert stands(contract, Account.EXCHANGE) == 2000
    assert stands(contract, Account.EXCHANGE, "MAD") == -21600
    assert stands(contract, Account.ADVANCES, "MAD") == 21600
    named = NamedRate(D("11"), DAY, "The bank")
    later = pay(officer, contract, "100.00", rate=named)
    assert (later.counts, later.rate_source) == (D("1100.00"), "The bank")
    assert stands(contract, Account.GAINS_LOSSES) == D("48.15")  # 1,100 were worth 101.85 euro
    with pytest.raises(ValidationError) as refused:
        pay(officer, contract, "100.00", "XOF")
    assert "rate" in refused.value.message_dict
    assert journal_proof(proposal.call.programme).is_whole


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0.00"},
        {"amount": "-5.00"},
        {"counts": D("5.00")},
        {"amount": "1.005"},
    ],
)
def test_what_is_no_payment_is_refused(officer, contract, wrong):
    with pytest.raises(ValidationError):
        pay(officer, contract, **wrong)
    assert not Payment.objects.exists()


def test_parts_that_a_currency_has_not_are_neither_paid_nor_counted(officer, proposal):
    facts = {"currency": "XOF", "rate": D("655.957"), "rate_on": DAY, "rate_source": "BCEAO"}
    contract = make_running(officer, proposal, at=1, **facts)
    with pytest.raises(ValidationError, match="small parts"):
        pay(officer, contract, "100.50", "XOF")
    with pytest.raises(ValidationError, match="small parts"):
        pay(officer, contract, "100.00", counts=D("65595.70"))
    assert pay(officer, contract, "100.00", rate=BANK).counts == 1080


def test_a_mistyped_year_is_said(officer, contract):
    """The portfolio's chart would begin in the year 26, with 8,000 quarters."""
    moved = Moved(date(26, 3, 1), D(100), "EUR")
    with pytest.raises(ValidationError, match="Look at the year"):
        payment_record(by=officer, contract=contract, moved=moved)


def test_a_mistyped_rate_is_said(client, officer, contract):
    client.force_login(officer)
    programme = contract.proposal.call.programme_id
    sent = {"on": "2026-03-01", "amount": "9999999999999999.99", "currency": "USD"}
    rate = {"rate": "99999999999999", "rate_on": "2026-03-01", "rate_source": "x"}
    answer = client.post(f"/programmes/{programme}/contracts/{contract.pk}/pay/", sent | rate)
    assert answer.status_code == 422
    assert "Look at the rate" in answer.content.decode()


def test_only_those_who_run_the_programme_note_payments(stranger, officer, contract):
    with pytest.raises(PermissionDenied):
        pay(stranger, contract)
    row = pay(officer, contract)
    with pytest.raises(PermissionDenied):
        payment_void(by=stranger, row=row, why="No")


CSV = """Date,Amount,Currency,Reference,Description,Name
2026-03-01,-4000.00,EUR,B-1,C1-7-1 first part,Ponds and Fish
2026-03-02,-12.50,EUR,B-2,Fees,
"""


def test_the_same_file_and_the_same_line_are_not_doubled(officer, programme):
    done = read(officer, programme, CSV)
    assert (done.added, done.known) == (2, 0)
    with pytest.raises(ValidationError, match="very file"):
        read(officer, programme, CSV, name="again.csv")
    more = CSV + "2026-03-03,100,EUR,B-3,In,\n"
    done = read(officer, programme, more)
    assert (done.added, done.known) == (1, 2)
    assert BankLine.objects.count() == 3


def test_lines_of_one_file_that_say_the_same_are_kept_apart(officer, programme):
    """Two refunds of one day to one partner are two payments, and the bank lists both."""
    twice = CSV + CSV.splitlines()[1] + "\n"
    done = read(officer, programme, twice)
    assert (done.added, done.known) == (3, 0)
    lines = BankLine.objects.filter(amount="-4000.00").order_by("occurrence")
    assert [line.occurrence for line in lines] == [1, 2]
    done = read(officer, programme, twice + "\n", name="again.csv")  # an overlapping file
    assert (done.added, done.known) == (0, 3)
    thrice = twice + CSV.splitlines()[1] + "\n"
    done = read(officer, programme, thrice)
    assert (done.added, done.known) == (1, 3)
    assert (read(officer, programme, CSV).added, BankLine.objects.count()) == (0, 4)


def test_what_has_the_banks_own_id_twice_in_a_file_is_one_line(officer, programme):
    text = "Date,Amount,Currency,Transaction ID\n" + "2026-03-01,-5,EUR,T-1\n" * 2
    done = read(officer, programme, text)
    assert (done.added, done.known) == (1, 1)
    assert BankLine.objects.get().reference == "T-1"


def test_a_line_is_suggested_matched_once_and_free_again(officer, programme, contract):
    read(officer, programme, CSV)
    line = BankLine.objects.get(amount="-4000.00")
    candidates = Candidates(programme)
    (only,) = candidates.of(line)
    assert (only.contract, only.instalment) == (contract, contract.instalments.first())
    assert [name for name, _points in only.suggestion.reasons] == ["amount", "number", "name"]
    assert candidates.of(BankLine.objects.get(amount="-12.50")) == []
    with pytest.raises(ValidationError, match="another day"):
        pay(officer, contract, "3999.00", bank_line=line)
    row = pay(officer, contract, bank_line=line, instalment=only.instalment)
    with pytest.raises(ValidationError, match="already"):
        pay(officer, contract, bank_line=line)
    assert line not in lines_waiting(programme)
    payment_void(by=officer, row=row, why="Not ours")
    assert line in lines_waiting(programme)


def test_columns_are_found_by_their_headings(officer, programme):
    text = (
        "Fecha;Concepto;Cargo;Abono\n31/03/2026;Pago;1.234,50;\n01.04.2026;Cobro;;20\n;Saldo;;99\n"
    )
    bank_file_read(by=officer, programme=programme, name="x", data=text.encode(), currency="EUR")
    amounts = BankLine.objects.order_by("on").values_list("amount", flat=True)
    assert list(amounts) == [D("-1234.50"), D("20.00")]


@pytest.mark.parametrize(
    "headings",
    [
        "day,amount,currency,reference,text,name",
        "jour,montant,monnaie,référence,texte,nom",
        "día,importe,moneda,referencia,texto,nombre",
        "dia,montante,moeda,referência,texto,nome",
        "data,montante,moeda,referência,descrição,nome",
        "اليوم,المبلغ,العملة,المرجع,النص,الاسم",
    ],
)
def test_the_headings_that_the_page_names_are_read(officer, programme, headings):
    data = f"{headings}\n2026-03-31,-12.50,EGP,R1,Rent,Nile bank\n".encode()
    bank_file_read(by=officer, programme=programme, name="x", data=data, currency="EUR")
    line = BankLine.objects.get()
    assert (line.amount, line.currency) == (D("-12.50"), "EGP")
    assert (line.reference, line.text) == ("R1", "Nile bank · Rent")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Date,Amount\n2026-03-01,5\n", "Which currency"),
        ("Date,Amount,Currency\n2026-03-01,=1+1,EUR\n", "formula"),
        ("Date,Amount,Currency\n2026-03-01,much,EUR\n", "no amount"),
        ("Date,Amount,Currency\n2026-30-01,5,EUR\n", "not a date"),
        ("Date,Currency\n2026-03-01,EUR\n", "column of amounts"),
        ("Amount,Currency\n5,EUR\n", "missing"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ("<html></html>", "another kind"),
    ],
)
def test_what_is_no_statement_is_refused_whole(officer, programme, text, said):
    with pytest.raises(ValidationError) as refused:
        read(officer, programme, text)
    assert said in " ".join(refused.value.messages)
    assert not BankLine.objects.exists()


def test_a_large_file_is_refused_before_it_is_read(officer, programme, settings):
    settings.UPLOAD_MAX_BYTES = 1_000
    with pytest.raises(ValidationError, match="too large"):
        read(officer, programme, CSV + " " * 1_000)


def test_the_pages(client, officer, programme, contract, django_assert_max_num_queries):
    client.force_login(officer)
    page = f"/programmes/{programme.pk}/payments/"
    assert "No statement was read yet" in client.get(page).content.decode()
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"file": SimpleUploadedFile("march.csv", CSV.encode()), "currency": "EUR"}
    answer = client.post(page, sent, follow=True)
    assert "2 lines were added" in answer.content.decode()
    sent = {"file": SimpleUploadedFile("march.csv", CSV.encode()), "currency": "EUR"}
    assert client.post(page, sent).status_code == 422
    with django_assert_max_num_queries(15):
        text = client.get(page).content.decode()
    line = BankLine.objects.get(amount="-4000.00")
    first = contract.instalments.first()
    link = f"/programmes/{programme.pk}/contracts/{contract.pk}/pay/?line={line.pk}"
    assert f"{link}&amp;instalment={first.pk}" in text
    assert client.get(f"{page}lines/{line.pk}/").status_code == 200
    assert client.post(link, {"instalment": str(first.pk)}).status_code == 302
    first.refresh_from_db()
    assert first.state == "paid"
    assert client.get(link).status_code == 404
    row = Payment.objects.get()
    void = f"/programmes/{programme.pk}/contracts/{contract.pk}/payments/{row.pk}/void/"
    assert client.post(void, {"why": "Twice"}).status_code == 302
    row.refresh_from_db()
    assert row.is_void
