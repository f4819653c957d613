"""dev.py finds a Python that is new enough by executing what it finds."""

import ast
import os
import stat
from pathlib import Path

import pytest

import dev
from devtools import interpreters

ROOT = Path(__file__).resolve().parents[2]


def fake(path: Path, *, says: str = "", status: int = 0) -> str:
    """An executable that answers as an interpreter of some version would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture(autouse=True)
def no_system_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreters, "USUAL_FOLDERS", ())


def test_passes_over_a_shim_that_has_no_such_version(tmp_path: Path) -> None:
    shims = tmp_path / "pyenv" / "shims"
    fake(shims / "python3.12", says="pyenv: python3.12: command not found", status=127)
    fake(shims / "python3", says="3.11")
    wanted = fake(tmp_path / "pyenv" / "versions" / "3.12.1" / "bin" / "python3", says="3.12")
    found = interpreters.find(interpreters.candidates({"PATH": str(shims)}, str(tmp_path / "no")))
    assert found == wanted


def test_takes_what_an_earlier_run_found_before_asking_around(tmp_path: Path) -> None:
    path = {"PATH": str(tmp_path)}
    other = fake(tmp_path / "python3.12", says="3.12")
    own = fake(tmp_path / ".venv" / "bin" / "python", says="3.12")
    venv = str(tmp_path / ".venv")
    assert interpreters.find(interpreters.candidates(path, "", venv)) == own
    fake(tmp_path / ".venv" / "bin" / "python", status=127)  # what it was made from is gone
    assert interpreters.find(interpreters.candidates(path, "", venv)) == other


def test_believes_the_answer_and_not_the_name(tmp_path: Path) -> None:
    fake(tmp_path / "python3.13", says="3.9")
    assert interpreters.find(interpreters.candidates({"PATH": str(tmp_path)}, "")) is None


@pytest.mark.parametrize("says", ["", "3", "3.12.1.9", "three.twelve", "2.7", "3.11"])
def test_refuses_what_is_no_answer_or_too_old(tmp_path: Path, says: str) -> None:
    assert not interpreters.is_suitable(fake(tmp_path / "python3.12", says=says))


@pytest.mark.parametrize("says", ["3.12", "3.13", "3.20", "4.0"])
def test_takes_what_is_new_enough(tmp_path: Path, says: str) -> None:
    assert interpreters.is_suitable(fake(tmp_path / "python3", says=says))


def test_refuses_a_file_that_no_machine_can_execute(tmp_path: Path) -> None:
    path = tmp_path / "python3.12"
    path.write_bytes(b"\x00\x01\x02")
    path.chmod(0o755)
    assert not interpreters.is_suitable(str(path))


def test_does_not_wait_for_an_interpreter_that_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "python3.12"
    path.write_text("#!/bin/sh\nexec sleep 30\n")
    path.chmod(0o755)
    monkeypatch.setattr(interpreters, "PROBE_SECONDS", 0.2)
    assert not interpreters.is_suitable(str(path))


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({"PYENV_ROOT": "{}/p"}, "p/versions/3.13.0/bin/python3"),
        ({"PATH": "{}/q/shims"}, "q/versions/3.12.9/bin/python3"),
        ({"HOME": "{}/h"}, "h/.pyenv/versions/3.14.0/bin/python3"),
        ({}, "passwd/.pyenv/versions/3.12.1/bin/python3"),
        ({"HOME": "{}/empty"}, "passwd/.local/share/uv/python/cpython-3.12.4-x/bin/python3"),
        ({"XDG_DATA_HOME": "{}/x"}, "x/uv/python/cpython-3.13.1-linux/bin/python3"),
        ({"UV_PYTHON_INSTALL_DIR": "{}/u"}, "u/cpython-3.12.4-linux/bin/python3"),
        ({"HOME": "{}/h"}, "h/.local/bin/python3.12"),
    ],
)
def test_looks_into_every_promised_folder(
    tmp_path: Path, environ: dict[str, str], place: str
) -> None:
    wanted = fake(tmp_path / place, says="3.12")
    filled = {key: value.format(tmp_path) for key, value in environ.items()}
    found = interpreters.candidates(filled, str(tmp_path / "passwd"))
    assert interpreters.find(found) == wanted


def test_prefers_the_newest_patch_as_a_number(tmp_path: Path) -> None:
    for version in ("3.12.9", "3.12.10", "3.12.2"):
        fake(tmp_path / "versions" / version / "bin" / "python3", says="3.12")
    first = next(iter(interpreters.candidates({"PYENV_ROOT": str(tmp_path)}, "")))
    assert "3.12.10" in first


def test_offers_every_path_once_and_only_executables(tmp_path: Path) -> None:
    fake(tmp_path / "python3", says="3.12")
    dull = tmp_path / "python3.13"
    dull.write_text("")
    dull.chmod(stat.S_IRUSR)
    path = os.pathsep.join([str(tmp_path)] * 2)
    assert list(interpreters.candidates({"PATH": path}, "")) == [str(tmp_path / "python3")]


def test_without_a_python_says_one_sentence_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(interpreters, "is_suitable_here", lambda: False)
    monkeypatch.setattr(interpreters, "candidates", lambda *_: [fake(tmp_path / "a", says="3.8")])
    assert dev.main() == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "3.12" in told
    assert "pyenv install" in told


@pytest.mark.parametrize("name", ["dev.py", "devtools/__init__.py", "devtools/interpreters.py"])
def test_an_old_python_can_read_the_search(name: str) -> None:
    ast.parse((ROOT / name).read_text(), feature_version=(3, 6))
