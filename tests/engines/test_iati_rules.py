"""The standard ruleset: each kind of rule passes and breaks."""

from datetime import date

import pytest
from lxml import etree

from twoshores.engines.iati import rule_problems
from twoshores.engines.iati.rules import CHECKS, _rules

from .iati_files import ACTIVITY, document

TODAY = date(2026, 1, 15)


def broken(text: str) -> set[str]:
    [activity] = etree.fromstring(document(text))
    return {problem.rule for problem in rule_problems(activity, today=TODAY)}


def test_our_file_breaks_no_rule_that_must_hold():
    [activity] = etree.fromstring(document(ACTIVITY))
    found = rule_problems(activity, today=TODAY)
    assert [p.message for p in found if p.is_error] == []


def test_every_kind_of_rule_is_known():
    names = {rule.name for rules in _rules().values() for rule in rules}
    inner = {n for rs in _rules().values() for r in rs if r.name == "loop" for n in r.case["do"]}
    assert names | inner <= CHECKS.keys() | {"loop"}
    assert len(_rules()) > 15


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("6.11.1", 'type="1" iso-date', 'type="4" iso-date'),  # see below: both starts go
        ("11.1.4", 'type="2" iso-date="2025-01-01"', 'type="2" iso-date="2027-01-01"'),
        ("11.1.2", 'type="3" iso-date="2026-12-31"', 'type="3" iso-date="2024-01-01"'),
        ("1.1.3", "XX-REG-1-{number}", "XX-REG-1"),
        ("1.1.21", "XX-REG-1-{number}", "ELSE-1"),
        ("3.1.2", 'code="SN" percentage="40"', 'code="SN" percentage="41"'),
        ("3.1.1", 'code="SN" percentage="40"', 'code="SN"'),
        ("2.1.2", 'code="15160" percentage="30"', 'code="15160" percentage="31"'),
        ("12.1.1", 'code="SN" percentage="40"', 'code="SN" percentage="-40"'),
        ("6.14.1", ' significance="2"', ""),
        (
            "7.5.3",
            'period-end iso-date="2025-12-31"/>\n      <value',
            'period-end iso-date="2026-12-31"/>\n      <value',
        ),
        (
            "8.6.3",
            'period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/>\n      <value',
            'period-start iso-date="2026-01-01"/><period-end iso-date="2025-12-31"/>\n      <value',
        ),
        ("8.9.1", '<target value="6"/>', "<target/>"),
        (
            "4.3.1",
            "<title><narrative>Puits creusés</narrative></title>",
            "<title><narrative/></title>",
        ),
        (
            "2.2.1",
            '<sector vocabulary="99" code="eau"><narrative>Eau</narrative></sector>',
            '<sector vocabulary="99" code="eau"/>',
        ),
        ("1.3.1", "<iati-identifier>", "<iati-identifier> "),
        ("4.1.1", ' xml:lang="fr"', ""),
        ("7.8.1", ' default-currency="EUR"', ""),
        ("11.1.1", "2025-06-01T10:00:00Z", "2027-06-01T10:00:00Z"),
        (
            "107.1.2",
            '<default-aid-type code="C01"/>',
            '<default-aid-type code="C01"/><default-aid-type code="B01"/>',
        ),
        ("1.3.13", "XX-REG-1-{number}", "XX-REG-1-a|b"),
    ],
)
def test_a_rule_is_broken_by_what_it_forbids(rule, before, after):
    assert before in ACTIVITY
    text = ACTIVITY.replace(before, after)
    if rule == "6.11.1":
        text = text.replace('type="2" iso-date', 'type="3" iso-date')
    assert rule not in broken(ACTIVITY)
    assert rule in broken(text)


def test_text_of_the_file_is_never_part_of_a_path():
    text = ACTIVITY.replace('vocabulary="99"', "vocabulary=\"x'] | //*[1='1\"")
    assert isinstance(broken(text), set)
