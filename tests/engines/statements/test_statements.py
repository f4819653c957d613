"""Statements that banks send, and files that only look like one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.statements import (
    Entry,
    Open,
    Reason,
    Refused,
    amount_of,
    digest_of,
    numbered,
    read_camt,
    suggestions,
)

D = Decimal
DAY = date(2027, 3, 1)
SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def camt(*entries: str, space: str = SPACE, before: str = "") -> bytes:
    inside = "".join(f"<Ntry>{entry}</Ntry>" for entry in entries)
    return (
        f'<?xml version="1.0"?>{before}<Document xmlns="{space}"><BkToCstmrStmt><Stmt>{inside}'
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(amount="100.00", sign="DBIT", currency="EUR", more="") -> str:
    return (
        f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2027-03-01</Dt></BookgDt>"
        f"<AcctSvcrRef>B-9</AcctSvcrRef>{more}"
    )


DETAIL = (
    "<TxDtls><Refs><EndToEndId>{number}</EndToEndId></Refs><Amt Ccy='EUR'>{amount}</Amt>"
    "<RltdPties><Cdtr><Pty><Nm>Tiznit Water</Nm></Pty></Cdtr></RltdPties>"
    "<RmtInf><Ustrd>First  instalment</Ustrd></RmtInf></TxDtls>"
)


def test_what_goes_out_is_negative_and_says_to_whom():
    detail = DETAIL.format(number="C1-7-2", amount="100.00")
    read = read_camt(camt(entry(more=f"<NtryDtls>{detail}</NtryDtls>"), entry("5", "CRDT")))
    assert read[0] == Entry(
        DAY, D("-100.00"), "EUR", "B-9 C1-7-2", "Tiznit Water · First instalment", "B-9"
    )
    assert read[1] == Entry(DAY, D(5), "EUR", "B-9", "", "B-9")


def test_a_batch_is_as_many_lines_as_it_pays_and_else_one():
    details = "".join(DETAIL.format(number=n, amount=a) for n, a in (("a", "40"), ("b", "60")))
    whole = f"<NtryDtls>{details}</NtryDtls>"
    assert [row.amount for row in read_camt(camt(entry("100", more=whole)))] == [-40, -60]
    assert [row.amount for row in read_camt(camt(entry("101", more=whole)))] == [-101]


def test_what_is_not_booked_yet_is_no_line():
    pending = entry().replace("BOOK", "PDNG")
    assert len(read_camt(camt(pending, entry()))) == 1


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
FETCH = '<!DOCTYPE a SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (camt(entry(), before=BOMB), Reason.HAS_DTD),
        (camt(entry(), before=FETCH), Reason.HAS_DTD),
        (camt(entry(), space="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"), Reason.OTHER_ROOT),
        (b"<html></html>", Reason.OTHER_ROOT),
        (camt(entry())[:-40], Reason.NOT_XML),
        (b"\x00\x01", Reason.NOT_XML),
        (b"", Reason.NOT_XML),
        (camt(), Reason.EMPTY),
        (camt(entry("1e9999999")), Reason.BAD_ENTRY),
        (camt(entry("-5")), Reason.BAD_ENTRY),
        (camt(entry("1.005")), Reason.BAD_ENTRY),
        (camt(entry("NaN")), Reason.BAD_ENTRY),
        (camt(entry(currency="eur")), Reason.BAD_ENTRY),
        (camt(entry(sign="BOTH")), Reason.BAD_ENTRY),
        (camt(entry().replace("2027-03-01", "2027-13-01")), Reason.BAD_ENTRY),
        (camt(*[entry()] * 3), Reason.TOO_MANY),
        (camt("<a>" * 500 + "</a>" * 500), Reason.NOT_XML),
    ],
)
def test_what_is_no_statement_is_refused(data, reason):
    with pytest.raises(Refused) as refused:
        read_camt(data, most=2)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("1'234.50-", "-1234.50"),
        ("-12", "-12"),
        ("+12.00", "12.00"),
        ("1,234", "1234"),
        ("1.234.567", "1234567"),
        ("\u22125.00", "-5.00"),
    ],
)
def test_amounts_as_banks_write_them(text, amount):
    assert amount_of(text) == D(amount)


@pytest.mark.parametrize(
    "text", ["x", "1.2.3", "12,34,56", "--5", "-5-", "1e9", "1" * 30, "=1+1", "5 EUR"]
)
def test_what_is_no_amount_is_said(text):
    with pytest.raises(ValueError, match="not an amount"):
        amount_of(text)


def test_no_amount_is_none():
    assert amount_of("  ") is None


@given(st.integers(-(10**14), 10**14).map(lambda value: D(value).scaleb(-2)))
def test_english_and_french_notation_say_the_same(value):
    english = f"{value:,.2f}"
    french = english.replace(",", " ").replace(".", ",")
    assert amount_of(english) == amount_of(french) == value


def test_the_digest_is_of_what_the_bank_says():
    one = Entry(DAY, D("5.00"), "EUR", "a", "b c")
    assert digest_of(one) == digest_of(Entry(DAY, D("5"), "EUR", "a", " b  c"))
    assert digest_of(one) != digest_of(Entry(DAY, D("5"), "EUR", "ab", " c"))
    assert digest_of(one) != digest_of(Entry(DAY, D("-5"), "EUR", "a", "b c"))


OPEN = [
    Open("a", True, D("4000.00"), "EUR", "C1-7-1", "ponds and fish"),
    Open("b", True, D("21600.00"), "MAD", "C1-7-2", "tiznit water", worth=(("EUR", D("2000.00")),)),
    Open("c", False, D("4000.00"), "EUR", "C1-7-1", "ponds and fish"),
]


def test_lines_that_say_the_same_are_numbered_unless_the_bank_names_them():
    plain = Entry(DAY, D(-5), "EUR", "R", "Wages")
    named = replace(plain, id="B-1")
    keys = list(numbered([plain, plain, named, named, replace(plain, text="Rent")]))
    assert [occurrence for _digest, occurrence in keys] == [1, 2, 3, 1]
    assert len({digest for digest, _occurrence in keys}) == 2


def test_a_batch_to_one_and_the_same_is_as_many_lines():
    """Its parts have no id of their own; the same entry in two statements of a file has."""
    one = DETAIL.format(number="E-1", amount="50.00")
    batch = entry(more=f"<NtryDtls>{one}{one}</NtryDtls>")
    assert len(numbered(read_camt(camt(batch)))) == 2
    assert len(numbered(read_camt(camt(entry(), entry())))) == 1


def test_the_number_the_amount_and_the_name_each_say_something():
    line = Entry(DAY, D("-4000.00"), "EUR", "B-9 c1/7/1", "Ponds and Fish")
    (only,) = suggestions(line, "b 9 c1/7/1 ponds and fish", OPEN)
    assert only.key == "a"
    assert only.reasons == (("amount", 50), ("number", 40), ("name", 20))
    back = Entry(DAY, D("4000.00"), "EUR", "", "")
    assert [one.key for one in suggestions(back, "", OPEN)] == ["c"]


def test_another_currency_is_suggested_near_what_it_is_worth():
    line = Entry(DAY, D("-2050.00"), "EUR", "", "Tiznit Water")
    (only,) = suggestions(line, "tiznit water", OPEN)
    assert (only.key, only.points) == ("b", 40)
    far = Entry(DAY, D("-2200.00"), "EUR", "", "Tiznit Water")
    assert suggestions(far, "tiznit water", OPEN) == []
