"""Lines of the bank that are no payment of a grant: put aside with a reason, and brought back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.common.models import AuditEvent
from twoshores.programmes.models import BankLine, GrantContract
from twoshores.programmes.selectors.payments import known_of, lines_waiting
from twoshores.programmes.services.bank_lines import line_bring_back, line_put_aside
from twoshores.programmes.services.payments import payment_void

from .money import make_running
from .test_payments import CSV, pay, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(officer, proposal) -> GrantContract:
    return make_running(officer, proposal)


@pytest.fixture
def fee(officer, programme) -> BankLine:
    """12.50 euro that the bank took; a payment waits beside it."""
    read(officer, programme, CSV)
    return BankLine.objects.get(amount="-12.50")


def test_a_fee_is_put_aside_and_brought_back(officer, programme, fee):
    line_put_aside(by=officer, line=fee, why=" Fees of the bank ")
    fee.refresh_from_db()
    assert (fee.aside_because, fee.aside_by) == ("Fees of the bank", officer)
    assert fee not in lines_waiting(programme)
    known = known_of(programme)
    assert (known.waiting, known.aside) == (1, 1)
    line_bring_back(by=officer, line=fee)
    fee.refresh_from_db()
    assert (fee.aside_because, fee.aside_at, fee.aside_by) == ("", None, None)
    assert fee in lines_waiting(programme)
    verbs = AuditEvent.objects.filter(subject_id=str(fee.pk)).order_by("pk")
    assert [event.verb for event in verbs] == ["bankline.put_aside", "bankline.bring_back"]
    assert {event.about_id for event in verbs} == {str(programme.organisation_id)}


def test_what_is_refused(officer, stranger, programme, contract, fee):
    with pytest.raises(PermissionDenied):
        line_put_aside(by=stranger, line=fee, why="Fees")
    with pytest.raises(ValidationError, match="why"):
        line_put_aside(by=officer, line=fee, why=" ")
    with pytest.raises(ValidationError, match="moved on"):
        line_bring_back(by=officer, line=fee)
    paid = BankLine.objects.get(amount="-4000.00")
    row = pay(officer, contract, bank_line=paid)
    with pytest.raises(ValidationError, match="matched"):
        line_put_aside(by=officer, line=paid, why="Fees")
    payment_void(by=officer, row=row, why="Wrong")
    line_put_aside(by=officer, line=paid, why="Not ours")
    with pytest.raises(ValidationError, match="moved on"):
        line_put_aside(by=officer, line=paid, why="Again")
    with pytest.raises(ValidationError, match="put aside"):
        pay(officer, contract, bank_line=paid)
    with pytest.raises(PermissionDenied):
        line_bring_back(by=stranger, line=paid)


def test_what_was_put_aside_stays_known_to_another_statement(officer, programme, fee):
    line_put_aside(by=officer, line=fee, why="Fees")
    done = read(officer, programme, CSV + "\n")
    assert (done.added, known_of(programme).aside) == (0, 1)


def test_the_pages(client, officer, programme, fee):
    client.force_login(officer)
    page = reverse("programme_payments", args=[programme.pk])
    aside = reverse("bank_lines_aside", args=[programme.pk])
    put = reverse("bank_line_aside", args=[programme.pk, fee.pk])
    back = reverse("bank_line_back", args=[programme.pk, fee.pk])
    assert aside not in client.get(page).content.decode()  # none yet
    own = client.get(reverse("bank_line", args=[programme.pk, fee.pk])).content.decode()
    assert put in own
    assert client.post(put, {"why": ""}).status_code == 422
    assert client.post(put, {"why": "Fees of the bank"}).status_code == 302
    shown = client.get(page).content.decode()
    assert aside in shown
    assert "1 line was put aside" in shown
    listed = client.get(aside).content.decode()
    assert "Fees of the bank" in listed
    assert back in listed
    assert client.get(put).status_code == 404
    client.post(back)
    assert fee in lines_waiting(programme)
    assert client.get(aside).status_code == 200
    assert client.post(back).status_code == 302  # twice: said, and nothing happens
