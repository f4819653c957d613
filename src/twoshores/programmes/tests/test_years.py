"""A mistyped year is told where it is typed, and no page counts days from it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from twoshores.common.forms import DayField
from twoshores.programmes.clocks import by_clocks_in
from twoshores.programmes.forms.calls import ClockField
from twoshores.programmes.models import Call, GrantContract
from twoshores.programmes.services.contracts import check_days

from .money import make_running

pytestmark = pytest.mark.django_db
WRONG = [date.max, date.min, date(2200, 1, 1), date(1899, 12, 31)]


@pytest.mark.parametrize("day", WRONG)
def test_forms_look_at_the_year(day):
    for field in (DayField(), ClockField()):
        with pytest.raises(ValidationError, match="year"):
            field.clean(day.isoformat())
    assert DayField().clean("2199-12-31") == date(2199, 12, 31)


@pytest.mark.parametrize("day", WRONG)
def test_no_contract_holds_until_such_a_day(day):
    with pytest.raises(ValidationError, match="year"):
        check_days(day, day)


def test_a_contract_is_not_drafted_until_9999(client, officer, proposal):
    share = proposal.shares.first()
    client.force_login(officer)
    page = reverse("contract_new", args=[proposal.call.programme_id, share.pk])
    days = {"language": "en", "starts": "9999-01-01", "ends": "9999-12-31"}
    assert client.post(page, days).status_code == 422
    assert not GrantContract.objects.exists()


def test_a_change_is_not_asked_for_until_9999(client, officer, proposal):
    contract = make_running(officer, proposal)
    GrantContract.objects.update(starts=date(9990, 1, 1), ends=date(9999, 1, 1))
    client.force_login(officer)
    page = reverse("contract_change", args=[proposal.call.programme_id, contract.pk])
    typed = {"kind": "extension", "why": "Rain", "language": "en", "ends": "9999-12-31"}
    assert client.post(page, typed).status_code == 422
    assert not contract.amendments.exists()


def test_clocks_that_do_not_know_the_moment_are_left_out():
    call = Call(time_zone="UTC", code="C", title="x", language="en")
    assert by_clocks_in(["EG", "KI"], datetime.max.replace(tzinfo=UTC), call) == []
    assert by_clocks_in(["PE"], datetime.min.replace(tzinfo=UTC), call) == []
