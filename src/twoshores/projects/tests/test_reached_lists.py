"""Lists of people as they are pasted and sent: what is taken, and what is said of the rest."""

import io

import pytest
from openpyxl import Workbook

from twoshores.common.tables import TableError
from twoshores.projects.reached_lists import band_of, clean_number, read_people, sex_of


def read(text, language="en"):
    return read_people(text.encode() if isinstance(text, str) else text, language)


def told(people):
    return [(problem.row, problem.column) for problem in people.problems]


def test_one_number_a_line_is_enough():
    people = read("12\n7\n\n0012\n")
    assert [(line.row, line.number) for line in people.lines] == [(1, "12"), (2, "7"), (4, "0012")]
    assert {(line.sex, line.age_band) for line in people.lines} == {("not_said", "not_said")}
    assert people.problems == []


def test_sex_and_age_with_a_heading():
    people = read("Number;Sex;Age\nA 012;F;34\na013;male;60+\nA014;;0–14\n")
    assert [(line.number, line.sex, line.age_band) for line in people.lines] == [
        ("a012", "female", "30-59"),
        ("a013", "male", "60+"),
        ("a014", "not_said", "0-14"),
    ]


def test_a_workbook():
    book = Workbook()
    for row in (["Numéro", "Sexe", "Âge"], [12, "Femme", 34], ["B7", "h", None]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    people = read(out.getvalue(), "fr")
    assert [(line.number, line.sex, line.age_band) for line in people.lines] == [
        ("12", "female", "30-59"),
        ("b7", "male", "not_said"),
    ]


def test_every_row_says_what_is_wrong_with_it():
    people = read(
        "\n".join(
            [
                "12,female,34",
                "Awa Diallo,f,20",
                "awa7@example.org",
                "13,perhaps,20",
                "14,m,old",
                "15,m,121",
                "12,male,34",
                "16,m,20,more",
                "17",
            ]
        )
    )
    assert told(people) == [
        (2, "Number"),
        (3, "Number"),
        (4, "Sex"),
        (5, "Age"),
        (6, "Age"),
        (7, "Number"),
        (8, ""),
    ]
    assert [line.number for line in people.lines] == ["12", "17"]
    assert not any("Awa" in p.message or "12" in p.message for p in people.problems)
    assert "row 1" in people.problems[5].message


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"Number\n", b"%PDF-1.7", b"PK\x03\x04 no workbook", b"1\x00\n2"]
)
def test_what_is_no_list(data):
    with pytest.raises(TableError):
        read(data)


def test_too_long_a_list():
    with pytest.raises(TableError, match="5,000"):
        read("\n".join(str(number) for number in range(5_001)))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A 012", "a012"),
        ("٠١٢", "012"),
        ("2026/14-b", "2026/14-b"),
        ("Awa", None),
        ("", None),
        ("+223 20 22", None),
        ("7@x", None),
        ("1" * 41, None),
    ],
)
def test_numbers_in_the_one_form_that_is_compared(text, number):
    assert clean_number(text) == number


@pytest.mark.parametrize(
    ("text", "language", "sex"),
    [
        ("", "en", "not_said"),
        ("Female", "ar", "female"),
        ("أنثى", "ar", "female"),
        ("ذكر", "ar", "male"),
        ("Hombre", "es", "male"),
        ("m", "en", "male"),
        ("m", "es", None),
        ("M", "pt", None),
        ("?", "en", None),
    ],
)
def test_sex_in_words_of_the_reader(text, language, sex):
    assert sex_of(text, language) == sex


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("", "not_said"),
        ("0", "0-14"),
        ("14", "0-14"),
        ("15", "15-29"),
        ("٣٤", "30-59"),
        ("60", "60+"),
        ("30 - 59", "30-59"),
        ("60+", "60+"),
        ("-1", None),
        ("121", None),
        ("9" * 5000, None),
        ("34.5", None),
    ],
)
def test_ages(text, band):
    assert band_of(text) == band
