"""IATI files in and out: nothing is lost, hostile files are refused before they cost."""

import io
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from lxml import etree

from twoshores.engines import iati
from twoshores.engines.iati import Kind, Reason

from .iati_files import ACTIVITY, LEAST, document

TODAY = date(2026, 1, 15)
NOW = datetime(2026, 1, 15, tzinfo=UTC)


def read(data: bytes, **more) -> list[iati.Read]:
    return list(iati.read_activities(data, today=TODAY, **more))


def again(reads: list[iati.Read]) -> bytes:
    return iati.write_document([one.activity for one in reads], generated=NOW)


def element_counts(data: bytes) -> Counter[str]:
    names = (e.tag for e in etree.fromstring(data).iter() if isinstance(e.tag, str))
    return Counter(etree.QName(name).localname for name in names)


def shape(element) -> tuple:
    """An element without the order of its children's names, blanks and ways to write a number."""

    def plain(text: str) -> str:
        try:
            return str(Decimal(text).normalize())
        except ArithmeticError:
            return " ".join(text.split())

    left_out = {"last-updated-datetime"}
    attributes = {k: plain(v) for k, v in element.attrib.items() if k not in left_out}
    children = [child for child in element if isinstance(child.tag, str)]
    return (
        element.tag,
        tuple(sorted(attributes.items())),
        plain(element.text or ""),
        tuple(shape(child) for child in children),
    )


def test_what_has_a_place_is_taken():
    [one] = read(document(ACTIVITY))
    activity = one.activity
    assert (activity.title, activity.language, activity.currency) == ("Douze puits", "fr", "EUR")
    assert activity.description == "De l'eau & du savon"
    assert [(c.code, c.percent) for c in activity.countries] == [("ML", 60), ("SN", 40)]
    assert [s.code for s in activity.sectors] == ["14030", "15160"]
    assert [party.role for party in activity.parties] == ["2", "4", "1"]
    assert [(b.money.value, b.money.currency) for b in activity.budgets] == [
        (Decimal("1000.50"), "EUR"),
        (Decimal(0), "XOF"),
    ]
    first = activity.transactions[0]
    assert (first.money.value, first.money.value_date) == (Decimal("-12.25"), date(2025, 2, 2))
    assert first.provider == iati.Party("Ministère", ref="XX-GOV-9", activity="XX-GOV-9-A")
    wells, said = activity.results[0].indicators
    assert wells.baseline == iati.Baseline(Decimal(0), "", 2024, date(2024, 12, 1))
    assert wells.periods[0].target == iati.Figure(Decimal(6))
    assert wells.periods[0].actual == iati.Figure(Decimal("5.5"))
    assert (wells.periods[1].target, wells.periods[1].actual) == (None, None)
    assert said.periods[0].target == iati.Figure(words="Contents")
    assert said.periods[0].actual == iati.Figure(words="Moyen")


def test_what_has_no_place_is_counted_and_named_with_its_line():
    [one] = read(document(ACTIVITY))
    assert one.left["contact-info"] == one.left["planned-disbursement"] == 1
    assert one.left["transaction/disbursement-channel"] == 1
    assert one.left["period/target"] == 1
    assert one.left["own"] == 1
    assert [(t.kind, t.text) for t in one.troubles] == [(Kind.NOT_A_NUMBER, "N/A")]
    line = (
        document(ACTIVITY)
        .decode()
        .split("\n")
        .index('          <target value="50"/><actual value="N/A"/>')
    )
    assert one.troubles[0].line == line + 1


def test_everything_leaves_again_as_it_came():
    data = document(ACTIVITY, LEAST)
    out = again(read(data))
    assert iati.schema_problems(etree.fromstring(out)) == []
    assert element_counts(out) == element_counts(data)
    before, after = (etree.fromstring(x).findall("iati-activity") for x in (data, out))
    wanted, got = shape(before[0]), shape(after[0])
    # A value's currency and day are written even where the file left them to the activity.
    values = {"value"}
    assert {c[0] for c in wanted[3]} == {c[0] for c in got[3]}
    for mine, theirs in zip(wanted[3], got[3], strict=True):
        if mine[0] not in {"budget", "transaction", "planned-disbursement", "tag"} | values:
            assert mine == theirs
    assert again(read(out)) == out


def test_older_versions_of_two_are_read():
    for version in ("2.01", "2.02", "2.03"):
        assert len(read(document(LEAST, version=version))) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"Dear all,", Reason.NOT_XML),
        (b"PK\x03\x04 a workbook", Reason.NOT_XML),
        (document(ACTIVITY)[:3000], Reason.NOT_XML),
        (document(), Reason.NO_ACTIVITY),
        (document(LEAST, version="1.05"), Reason.OTHER_VERSION),
        (document(LEAST, version="3.0"), Reason.OTHER_VERSION),
        (document(LEAST).replace(b' version="2.03"', b""), Reason.NO_VERSION),
        (b"<html><body/></html>", Reason.OTHER_ROOT),
        (b'<iati-organisations version="2.03"/>', Reason.ORGANISATIONS),
        (
            document(LEAST).replace(b"<iati-activities", b'<iati-activities xmlns="urn:x"'),
            Reason.NAMESPACE,
        ),
        (b'<!DOCTYPE iati-activities SYSTEM "http://192.0.2.1/x.dtd">' + b"<a/>", Reason.HAS_DTD),
        (
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            b'<iati-activities version="2.03">&x;</iati-activities>',
            Reason.HAS_DTD,
        ),
        (document(LEAST).replace(b"Po", b"&undefined; Po", 1), Reason.NOT_XML),
        (document(LEAST).replace(b"UTF-8", b"x-no-such"), Reason.NOT_XML),
        (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a []><a/>'.encode("utf-16"),
            Reason.HAS_DTD,
        ),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_reason(data, reason):
    with pytest.raises(iati.Refused) as refused:
        read(data)
    assert refused.value.reason == reason


def laughs(where: str) -> bytes:
    """A billion laughs, in an attribute of the root or in its text: 3 GB if it were let."""
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
    )
    attribute, text = ("&l9;", "") if where == "attribute" else ("2.03", "&l9;")
    return (
        f'<?xml version="1.0"?><!DOCTYPE iati-activities [{entities}]>'
        f'<iati-activities version="{attribute}">{text}</iati-activities>'
    ).encode()


@pytest.mark.parametrize("where", ["attribute", "text"])
def test_a_bomb_is_refused_before_it_costs(where):
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(iati.Refused) as refused:
        read(laughs(where))
    took = time.perf_counter() - began
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.reason == Reason.HAS_DTD
    assert took < 1
    assert peak < 2_000_000


def test_a_hundred_megabytes_are_refused_unread():
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            type(self).taken += len(data)
            return data

    with pytest.raises(iati.Refused) as refused:
        list(iati.read_activities(Counting(b"<" * 100_000_000), today=TODAY))
    assert refused.value.reason == Reason.TOO_LARGE
    assert Counting.taken == 0


def test_deep_nesting_is_refused():
    deep = "<x:a>" * 5_000 + "</x:a>" * 5_000
    bad = LEAST.replace("</iati-activity>", f'<x:b xmlns:x="urn:x">{deep}</x:b></iati-activity>')
    with pytest.raises(iati.Refused) as refused:
        read(document(bad))
    assert refused.value.reason == Reason.NOT_XML
    assert refused.value.line > 0


def test_letters_of_other_encodings_are_read():
    text = document(ACTIVITY).decode().replace("UTF-8", "UTF-16")
    [one] = read(text.encode("utf-16"))
    assert one.activity.parties[2].name == "Ministère"
    latin = document(ACTIVITY).decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert read(latin)[0].activity.parties[2].name == "Ministère"


def test_a_broken_schema_is_said_with_line_and_identifier():
    bad = ACTIVITY.replace("2025-02-01", "yesterday")
    first, second = read(document(LEAST, bad))
    assert first.schema == []
    assert second.activity.identifier == "XX-REG-1-2"
    assert any("yesterday" in p.message and p.line > 50 for p in second.schema)


def test_periods_that_end_before_they_start_stay_as_published():
    bad = ACTIVITY.replace(
        '<period-start iso-date="2026-01-01"/><period-end iso-date="2026-12-31"/></period>',
        '<period-start iso-date="2027-01-01"/><period-end iso-date="2026-12-31"/></period>',
    )
    [one] = read(document(bad))
    assert Kind.ENDS_BEFORE_START in {t.kind for t in one.troubles}
    assert len(one.activity.results[0].indicators[0].periods) == 1
    assert element_counts(again([one]))["period"] == 4


@pytest.mark.parametrize("value", ["12,5", "1e3", "NaN", "INF", "twelve", "0x10", "٣", "1 000"])
def test_text_in_numbers_is_never_a_number(value):
    bad = ACTIVITY.replace('<target value="6"/>', f'<target value="{value}"/>')
    [one] = read(document(bad))
    assert one.activity.results[0].indicators[0].periods[0].target is None
    assert (Kind.NOT_A_NUMBER, value) in {(t.kind, t.text) for t in one.troubles}
    assert f'value="{value}"'.encode() in again([one])


def test_more_digits_than_can_be_kept_are_not_rounded():
    bad = ACTIVITY.replace(">7</value>", ">7.123456</value>")
    [one] = read(document(bad))
    assert len(one.activity.transactions) == 1
    assert Kind.TOO_FINE in {t.kind for t in one.troubles}
    assert b">7.123456</value>" in again([one])


PEAK = """
import re, sys
from datetime import date
from twoshores.engines import iati
number = sum(1 for one in iati.read_activities(open(sys.argv[1], "rb"), today=date(2026, 1, 15)))
print(number, *re.findall("VmHWM:\\s+([0-9]+)", open("/proc/self/status").read()))
"""


def test_memory_is_that_of_one_activity(tmp_path):
    """The peak of a process of its own: lxml's memory is not Python's."""

    def peak(number: int) -> int:
        path = tmp_path / "file.xml"
        path.write_bytes(document(*[ACTIVITY] * number))
        command = [sys.executable, "-c", PEAK, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        read_of, kilobytes = done.stdout.split()
        assert int(read_of) == number
        return int(kilobytes)

    # As a tree the larger file (4 MB) takes some 40 MB more.
    assert peak(600) - peak(2) < 8_000


def test_progress_grows_to_the_end():
    done = [one.done for one in read(document(*[ACTIVITY] * 30))]
    assert done == sorted(done)
    assert done[-1] == 1.0
