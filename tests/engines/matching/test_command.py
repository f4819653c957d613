"""`twoshores match` and `twoshores assign` on files, without a database."""

import argparse
import csv
import json

import numpy as np
import pytest

from twoshores.engines.assignment import command as assign_command
from twoshores.engines.matching import command as match_command


class Concept:
    def __init__(self, uri):
        self.uri = uri


FISH = "http://data.europa.eu/esco/skill/fish"
MEANS = {
    "pisciculture": "http://data.europa.eu/esco/skill/fish",
    "élevage de poissons": "http://data.europa.eu/esco/skill/fish",
    "تدريب": "http://data.europa.eu/esco/skill/training",
    "trainer": "http://data.europa.eu/esco/skill/training",
}


def dictionary_linker(text, language, kind, top):
    """A small linker: exact words only."""
    return [Concept(MEANS[text])] if text in MEANS else []


def command(module, *arguments):
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return module.run(parser.parse_args([str(a) for a in arguments]), linker=dictionary_linker)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NEEDS = """id,required,wished,languages,locality,region,country,times,text_language
+1,élevage de poissons=3,تدريب=1,ar|fr,Aswan,Upper Egypt,Egypt,evenings,fr
N2,trainer,,,,,,,en
"""
ROSTER = """id,consent,occupations,skills,languages,places,times,confirmed,capacity
10,yes,,pisciculture=4,fr,Upper Egypt|Egypt,evenings|weekends,2025-05-30,1
9,yes,trainer=2,pisciculture=2,ar,,,,2
8,no,,pisciculture=4|trainer=4,fr,,,,1
"""


@pytest.fixture
def tables(tmp_path):
    (tmp_path / "needs.csv").write_text(NEEDS, encoding="utf-8-sig")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


def arguments(folder, out):
    return (
        *("--needs", folder / "needs.csv", "--roster", folder / "roster.csv"),
        *("--today", "2025-06-01", "--out", folder / out),
    )


def test_match_ranks_across_languages_and_its_reasons_add_up(tables, capsys):
    assert command(match_command, *arguments(tables, "scores.csv")) == 0
    rows = rows_of(tables / "scores.csv")
    assert [(r["need"], r["rank"], r["profile"]) for r in rows] == [
        ("'+1", "1", "10"),
        ("'+1", "2", "9"),
        ("N2", "1", "9"),
    ]
    for row in rows:
        reasons = json.loads(row["reasons"])
        assert sum(reason["points"] for reason in reasons) == int(row["points"])
        assert sum(reason["hundredths"] for reason in reasons) == int(row["hundredths"])
    first = json.loads(rows[0]["reasons"])
    assert (first[0]["asked"], first[0]["claimed"]) == ("élevage de poissons", "pisciculture")
    assert first[0]["possible"] == 63
    assert first[1]["claimed"] is None
    assert [(r["bonus"], r["detail"], r["points"]) for r in first[2:]] == [
        ("tie", "region", 5),
        ("time", "evenings", 4),
        ("freshness", "2", 3),
    ]
    assert "2 needs read" in capsys.readouterr().err


def test_assign_from_tables_and_from_scores_agree(tables):
    assert command(assign_command, *arguments(tables, "direct.csv")) == 0
    assert [(r["need"], r["profile"]) for r in rows_of(tables / "direct.csv")] == [
        ("'+1", "10"),
        ("N2", "9"),
    ]
    command(match_command, *arguments(tables, "scores.csv"))
    done = command(assign_command, "--scores", tables / "scores.csv", "--out", tables / "again.csv")
    assert done == 0
    direct, again = rows_of(tables / "direct.csv"), rows_of(tables / "again.csv")
    assert [row["profile"] for row in direct] == [row["profile"] for row in again]


def test_a_need_that_stays_open_is_listed_with_empty_cells(tables):
    (tables / "roster.csv").write_text("id,consent\n1,yes\n", encoding="utf-8")
    assert command(assign_command, *arguments(tables, "open.csv")) == 0
    assert [r["profile"] for r in rows_of(tables / "open.csv")] == ["", ""]


BAD = [
    ("id,consent,skills\n1,yes,unheard of\n", "roster.csv:2 skills: no concept is found"),
    ("id,consent,skills\n1,perhaps,trainer\n", "roster.csv:2 consent: “perhaps” is not yes"),
    ("id,skills\n1,trainer\n", "roster.csv:1 consent: this column is missing"),
    ("id,consent,shoe\n1,yes,42\n", "roster.csv:1 shoe: unknown column"),
    ("id,consent,id\n1,yes,1\n", "roster.csv:1 id: this column comes twice"),
    ("id,consent\n1,yes\n1,yes\n", "id: “1” comes twice"),
    ("id,consent\n,yes\n", "id: a row has no id"),
    ("id,consent\n1,yes,more\n", "roster.csv:2: 3 cells where the header has 2"),
    ("id,consent,from\n1,yes,31/12/2025\n", "from: “31/12/2025” is not a date"),
    ("id,consent,from,until\n1,yes,2025-02-01,2025-01-01\n", "until: this lies before"),
    ("id,consent,skills\n1,yes,trainer=5\n", "skills: “trainer=5” needs a text and a number"),
    ("id,consent,modes\n1,yes,swim\n", "modes: “swim” is not one of remote"),
    ("id,consent,capacity\n1,yes,-1\n", "capacity: “-1” is not a whole number"),
    ("id,consent,places\n1,yes,=HYPERLINK(1)\n", "roster.csv:2 places: this is a formula"),
    ("id,consent,skills\n@SUM(1),yes,+cmd|x\n", "roster.csv:2 id: this is a formula"),
    ('id,consent\n"1,yes\n', "this is not a CSV file in UTF-8"),
    ("", "roster.csv:1 consent: this column is missing"),
]


@pytest.mark.parametrize(("roster", "message"), BAD)
@pytest.mark.parametrize("module", [match_command, assign_command])
def test_a_bad_roster_is_reported_by_row_and_nothing_is_written(
    tables, capsys, roster, message, module
):
    (tables / "roster.csv").write_text(roster, encoding="utf-8")
    assert command(module, *arguments(tables, "out.csv")) == 2
    assert message in capsys.readouterr().err
    assert not (tables / "out.csv").exists()


def test_another_encoding_and_a_missing_file_are_said(tables, capsys):
    (tables / "needs.csv").write_bytes("id,required\n1,maçon\n".encode("latin-1"))
    (tables / "roster.csv").unlink()
    assert command(match_command, *arguments(tables, "out.csv")) == 2
    said = capsys.readouterr().err
    assert "needs.csv: this is not a CSV file in UTF-8" in said or "needs.csv:1: " in said
    assert "roster.csv: No such file" in said


def test_every_trouble_of_both_tables_is_told_at_once(tables, capsys):
    (tables / "needs.csv").write_text("id,required\nA,\nB,nonsense\n", encoding="utf-8")
    (tables / "roster.csv").write_text("id,consent\n1,what\n", encoding="utf-8")
    assert command(match_command, *arguments(tables, "out.csv")) == 2
    said = capsys.readouterr().err
    assert "needs.csv:2 required" in said
    assert "needs.csv:3 required: no concept" in said
    assert "roster.csv:2 consent" in said


def test_help_documents_every_column(capsys):
    parser = argparse.ArgumentParser()
    match_command.add_arguments(parser)
    text = parser.format_help()
    for columns in (
        match_command.NEED_COLUMNS,
        match_command.ROSTER_COLUMNS,
        match_command.RESULT_COLUMNS,
    ):
        assert all(f"  {name}" in text for name in columns)


@pytest.mark.parametrize("module", [match_command, assign_command])
@pytest.mark.parametrize("place", ["missing/out.csv", "folder"])
def test_a_result_that_cannot_be_written_is_said_before_the_work(tables, capsys, module, place):
    (tables / "folder").mkdir()
    status = command(
        module,
        *("--needs", tables / "needs.csv"),
        *("--roster", tables / "roster.csv"),
        *("--out", tables / place),
    )
    told = capsys.readouterr().err
    assert status == 2
    assert told.splitlines()[-1] == "Nothing was written."
    assert place.split("/")[0] in told
    assert "matching" not in told


def by_letters(texts):
    """An encoder for tests: texts are near that use the same letters."""
    vectors = np.zeros((len(texts), 512), np.float32)
    for row, text in zip(vectors, texts, strict=True):
        row[[ord(letter) % 512 for letter in set(text)]] = 1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_words_that_are_like_answer_beside_concepts_but_nothing_strict(tables):
    (tables / "needs.csv").write_text(
        f"id,required,strict,text_language\nA,trainer,,en\nB,,trainer,en\nC,{FISH},,en\n", "utf-8"
    )
    (tables / "roster.csv").write_text(
        "id,consent,skills,text_language\n1,yes,trainers=4,en\n2,yes,trainer=4,en\n", "utf-8"
    )
    parser = argparse.ArgumentParser()
    match_command.add_arguments(parser)
    options = parser.parse_args([str(a) for a in arguments(tables, "scores.csv")])
    MEANS["trainers"] = "urn:another"
    try:
        assert match_command.run(options, dictionary_linker, by_letters) == 0
    finally:
        del MEANS["trainers"]
    found = rows_of(tables / "scores.csv")
    assert [(row["need"], row["profile"], row["points"]) for row in found] == [
        *(("A", "2", "85"), ("A", "1", "77")),
        ("B", "2", "85"),
    ]
    reason = json.loads(found[1]["reasons"])[0]
    assert (reason["relation"], reason["claimed"], reason["claimed_concept"]) == (
        *("near_words", "trainers"),
        None,
    )
