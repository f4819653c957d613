"""Awards without faults make a file that holds to the published schema."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import fastjsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.giving_schema import package_check
from twoshores.engines.threesixty import Award, Fault, Package, Party, faults_of, package
from twoshores.engines.threesixty.grants import clean, exact

FUND = Party("Fund of two shores", "BE-BCE_KBO-0123456789", country="BE")
AWARD = Award(
    number="C1-7-1",
    title="Ponds for Tiznit",
    description="Three ponds",
    currency="MAD",
    amount=Decimal("54321.50"),
    awarded_on=date(2026, 3, 1),
    recipient=Party("Tiznit Water", key="a1b2"),
    funder=FUND,
    starts=date(2026, 4, 1),
    ends=date(2027, 9, 30),
    paid=Decimal(0),
    programme="From shore to shore",
    programme_code="C1",
    countries=[("MA", "Morocco"), ("XK", "Kosovo")],
    sectors=[("OECD DAC CRS", "14030")],
    related=["C1-7-2"],
    source="https://example.org/calls/C1/",
    modified=datetime(2026, 5, 1, tzinfo=UTC),
)
ABOUT = Package(
    prefix="360G-twoshores",
    title="From shore to shore",
    publisher=FUND,
    issued=datetime(2026, 6, 1, tzinfo=UTC),
    licence="https://creativecommons.org/licenses/by/4.0/",
)


def valid(*awards: Award) -> dict:
    data = json.loads(json.dumps(package(replace(ABOUT, awards=awards))))
    package_check()(data)
    return data


def test_a_grant_says_what_is_known_and_nothing_else():
    [grant] = valid(AWARD)["grants"]
    assert grant["id"] == "360G-twoshores-C1-7-1"
    assert (grant["amountAwarded"], grant["currency"]) == (54321.5, "MAD")
    assert grant["amountDisbursed"] == 0  # nothing was paid: that is known
    assert grant["recipientOrganization"] == [
        {"id": "360G-twoshores-ORG-a1b2", "name": "Tiznit Water"}
    ]
    assert grant["fundingOrganization"][0]["id"] == "BE-BCE_KBO-0123456789"
    # A country that the list of 360Giving lacks is named without its code.
    assert grant["beneficiaryLocation"] == [
        {"name": "Morocco", "countryCode": "MA"},
        {"name": "Kosovo"},
    ]
    assert grant["relatedActivity"] == ["360G-twoshores-C1-7-2"]
    assert "url" not in grant
    assert grant["awardDate"] == "2026-03-01"


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"title": "  "}, Fault.NO_TITLE),
        ({"description": ""}, Fault.NO_DESCRIPTION),
        ({"awarded_on": None}, Fault.NO_AWARD_DATE),
        ({"currency": "ZZZ"}, Fault.CURRENCY),
        ({"funder": Party("Nobody knows")}, Fault.NO_FUNDER),
        ({"recipient": Party("No number")}, Fault.NO_RECIPIENT),
        ({"amount": Decimal("9999999999999999.99")}, Fault.AMOUNT),
    ],
)
def test_what_lacks_is_named_and_nothing_is_written(facts, fault):
    award = replace(AWARD, **facts)
    assert faults_of(award) == [fault]
    with pytest.raises(ValueError, match="faults"):
        package(replace(ABOUT, awards=[AWARD, award]))


def test_no_package_without_a_prefix_or_an_award():
    with pytest.raises(ValueError, match="prefix"):
        package(replace(ABOUT, prefix="ourfund", awards=[AWARD]))
    with pytest.raises(ValueError, match="no award"):
        package(ABOUT)


def test_the_schema_refuses_what_it_must():
    """The check itself: a file that is wrong does not pass."""
    for name, wrong in (("currency", "ZZZ"), ("amountAwarded", "12"), ("awardDate", "1 March")):
        data = valid(AWARD)
        data["grants"][0][name] = wrong
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            package_check()(data)
    data = valid(AWARD)
    del data["grants"][0]["recipientOrganization"][0]["id"]
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        package_check()(data)


@given(
    number=st.text(min_size=1),
    words=st.text(min_size=1),
    amount=st.decimals(min_value=0, max_value=Decimal("1e16"), places=2),
    code=st.sampled_from(["EUR", "XOF", "MRU", ""]),
    country=st.text(max_size=2),
    on=st.none() | st.dates(),
)
@settings(max_examples=80)
def test_whatever_passes_is_valid(number, words, amount, code, country, on):
    award = replace(
        AWARD,
        number=number,
        title=words,
        description=words,
        amount=amount,
        currency=code,
        countries=[(country, words)],
        awarded_on=on,
    )
    if not faults_of(award):
        [grant] = valid(award)["grants"]
        assert Decimal(str(grant["amountAwarded"])) == amount


def test_identifiers_hold_no_strange_signs():
    assert clean(" C/1 7&2 ") == "C-1-7-2"
    assert exact(Decimal("12.50")) == 12.5
    assert isinstance(exact(Decimal("12.00")), int)
