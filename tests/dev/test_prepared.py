"""A start answers before it has looked through everything only if nothing can have changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from twoshores.config import prepared


@pytest.fixture
def instance(tmp_path: Path) -> tuple[Path, Path]:
    """(package, data): a package of one module, a database with one migration; noted."""
    package, data = tmp_path / "package", tmp_path / "data"
    (package / "inner").mkdir(parents=True)
    (package / "inner" / "module.py").write_text("1")
    data.mkdir()
    write(data, "CREATE TABLE django_migrations (app, name)")
    write(data, "INSERT INTO django_migrations VALUES ('actors', '0001_initial')")
    prepared.note_prepared(package, data, {"DEMO": "1"})
    return package, data


def write(data: Path, sql: str) -> None:
    with closing(sqlite3.connect(data / prepared.DATABASE)) as connection, connection:
        connection.execute(sql)


def test_is_prepared_while_nothing_changes(instance: tuple[Path, Path]) -> None:
    package, data = instance
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "module.pyc").write_text("compiled by whoever runs it")
    assert prepared.is_prepared(package, data, {"DEMO": "1"})


@pytest.mark.parametrize("name", ["inner/module.py", "inner/new.json"])
def test_changed_or_new_code_is_noticed(instance: tuple[Path, Path], name: str) -> None:
    package, data = instance
    (package / name).write_text("22")
    assert not prepared.is_prepared(package, data, {"DEMO": "1"})


def test_other_settings_are_noticed(instance: tuple[Path, Path]) -> None:
    assert not prepared.is_prepared(*instance, {"DEMO": ""})


def test_libraries_that_changed_are_noticed(
    instance: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared.sysconfig, "get_path", lambda _name: str(tmp_path / "data"))
    assert not prepared.is_prepared(*instance, {"DEMO": "1"})


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM django_migrations",
        "UPDATE django_migrations SET name = '0002_more'",
        "DROP TABLE django_migrations",
    ],
)
def test_an_older_database_is_noticed(instance: tuple[Path, Path], change: str) -> None:
    write(instance[1], change)
    assert not prepared.is_prepared(*instance, {"DEMO": "1"})


def test_a_database_that_is_gone_is_noticed(instance: tuple[Path, Path]) -> None:
    (instance[1] / prepared.DATABASE).unlink()
    assert not prepared.is_prepared(*instance, {"DEMO": "1"})


def test_a_stamp_cut_short_counts_as_none(instance: tuple[Path, Path]) -> None:
    (instance[1] / prepared.STAMP).write_text('{"code"')
    assert not prepared.is_prepared(*instance, {"DEMO": "1"})


def test_another_database_than_sqlite_is_always_prepared_first(
    instance: tuple[Path, Path],
) -> None:
    environ = {"DEMO": "1", "DATABASE_URL": "postgres://db/x"}
    prepared.note_prepared(*instance, environ)
    assert not prepared.is_prepared(*instance, environ)
