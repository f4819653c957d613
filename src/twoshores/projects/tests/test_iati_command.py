"""`twoshores iati`: export, import, check."""

import argparse
import json

import pytest

from tests.engines.iati_files import ACTIVITY, LEAST, document
from twoshores.projects.iati import command
from twoshores.projects.models import Project

from .test_iati_export import fill


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file.xml"
    path.write_bytes(document(ACTIVITY))
    return path


def test_import_then_export_then_check(design, file, tmp_path, capsys):
    arguments = ["import", str(file), "--organisation", str(design.keeper.pk)]
    assert main([*arguments, "--by", "coordinator@example.org"]) == 0
    said = capsys.readouterr().out
    assert "Projects new: 1; changed: 0" in said
    assert "contact-info: 1" in said
    out = tmp_path / "out.xml"
    code = Project.objects.get(published__isnull=False).code
    assert main(["export", str(out), "--project", code]) == 0
    assert main(["check", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (found["activities"], found["schema"], found["errors"]) == (1, [], [])


def test_import_by_somebody_else_is_refused(design, file, capsys):
    arguments = ["import", str(file), "--organisation", str(design.keeper.pk)]
    assert main([*arguments, "--by", "stranger@example.org"]) == 1
    assert "Nothing was imported." in capsys.readouterr().err
    assert main([*arguments, "--by", "nobody@example.org"]) == 1
    assert not Project.objects.filter(published__isnull=False).exists()


def test_export_names_what_lacks(design, tmp_path, capsys):
    out = tmp_path / "out.xml"
    arguments = ["export", str(out), "--organisation", str(design.keeper.pk)]
    assert main(arguments) == 1
    assert f"{design.project.code} lacks:" in capsys.readouterr().err
    assert not out.exists()
    fill(design)
    assert main(arguments) == 0
    assert out.exists()
    assert main(["export", str(out)]) == 1


def test_check_says_line_and_rule(tmp_path, capsys):
    path = tmp_path / "bad.xml"
    path.write_bytes(document(LEAST.replace('type="1" iso-date', 'type="3" iso-date')))
    assert main(["check", str(path)]) == 1
    assert "line 4: 6.11.1" in capsys.readouterr().out
    path.write_bytes(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")
    assert main(["check", str(path)]) == 1
    assert "Refused: has_dtd" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "none.xml")]) == 1
    with path.open("wb") as file:
        file.truncate(100_000_000)  # holes only: the size is looked at before anything is read
    assert main(["check", str(path)]) == 1
    assert "more than 50,000,000 bytes" in capsys.readouterr().err
