"""The environment is made once; its stamp says what is in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import environment, pins

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    return tmp_path / "venv"


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Counts installations instead of going to a network."""
    done: list[str] = []
    monkeypatch.setattr(environment, "install", lambda venv, path: done.append(path.name))
    return done


def test_a_second_start_installs_nothing(venv: Path, installs: list[str]) -> None:
    environment.ensure("base", venv=venv)
    environment.ensure("base", venv=venv)
    assert installs == ["base.txt"]


def test_changed_pins_are_installed(venv: Path, installs: list[str]) -> None:
    environment.write_stamp(venv, "base", "what an older list had")
    environment.ensure("base", venv=venv)
    assert installs == ["base.txt"]


def test_an_installation_that_was_killed_is_done_again_in_a_new_environment(
    venv: Path, monkeypatch: pytest.MonkeyPatch, installs: list[str]
) -> None:
    """Seen with kill -9 while pip wrote uv: the file stood there without the right to execute."""

    def die(*_: object) -> None:
        (venv / "bin" / "uv").write_text("half of it")
        raise KeyboardInterrupt  # like a kill, nothing of ours catches it

    with monkeypatch.context() as patch:
        patch.setattr(environment, "install", die)
        with pytest.raises(KeyboardInterrupt):
            environment.ensure("base", venv=venv)
    environment.ensure("base", venv=venv)
    assert installs == ["base.txt"]
    assert not (venv / "bin" / "uv").exists()
    environment.ensure("base", venv=venv)
    assert installs == ["base.txt"]


def test_a_uv_that_does_not_start_is_a_reason_and_not_a_crash(venv: Path) -> None:
    (venv / "bin" / "uv").write_text("half of it")
    with pytest.raises(environment.SetupError, match="uv does not start"):
        environment._run([str(venv / "bin" / "uv"), "pip", "install"])


def test_an_installation_that_failed_counts_as_none(
    venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise environment.SetupError("no network")

    monkeypatch.setattr(environment, "install", fail)
    with pytest.raises(environment.SetupError):
        environment.ensure("base", venv=venv)
    assert environment.is_whole(venv) is False


def test_an_environment_whose_base_is_gone_is_made_again(venv: Path, installs: list[str]) -> None:
    environment.write_stamp(venv, "base", environment.digest(environment.requirements_file("base")))
    python = environment.python_of(venv)
    python.unlink()
    python.symlink_to("/nowhere/python3.12")
    assert environment.is_alive(venv) is False
    environment.ensure("base", venv=venv)
    assert environment.is_alive(venv)
    assert installs == ["base.txt"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null"])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / environment.STAMP).write_text(content)
    assert environment.read_stamp(tmp_path) == {}


def test_stamps_of_two_lists_live_side_by_side(tmp_path: Path) -> None:
    environment.write_stamp(tmp_path, "base", "1")
    environment.write_stamp(tmp_path, "dev", "2")
    environment.write_stamp(tmp_path, "base", "3")
    assert json.loads((tmp_path / environment.STAMP).read_text()) == {"base": "3", "dev": "2"}


def test_the_project_is_importable_without_an_installation(venv: Path) -> None:
    environment.install_project(venv, ROOT)
    call = [environment.python_of(venv), "-c", "import twoshores; print(twoshores.__file__)"]
    told = subprocess.run(call, cwd=venv, capture_output=True, text=True, check=True).stdout
    assert Path(told.strip()) == ROOT / "src" / "twoshores" / "__init__.py"
    assert (venv / "bin" / "twoshores").stat().st_mode & 0o111


def test_both_ways_failing_says_both_reasons(
    venv: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    impossible = tmp_path / "impossible.txt"
    impossible.write_text("uv==1.0 \\\n    --hash=sha256:00\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("UV_OFFLINE", "1")
    with pytest.raises(environment.SetupError, match=r"(?s)could not be installed.*uv==1.0"):
        environment.install(venv, impossible)


def test_cuts_one_package_with_its_hashes_out_of_a_list() -> None:
    hashed = "{} \\\n    --hash=x\n"
    text = hashed.format("a==1") + "uv==2 \\\n    --hash=y \\\n    --hash=z\n"
    text += hashed.format("uvloop==3")
    assert environment.pinned_block(text, "uv") == "uv==2 \\\n    --hash=y \\\n    --hash=z\n"
    with pytest.raises(environment.SetupError):
        environment.pinned_block(text, "u")


def test_every_pin_has_a_hash_and_the_lists_agree() -> None:
    texts = {name: environment.requirements_file(name).read_text() for name in pins.LISTS}
    for text in texts.values():
        for name in pins.pins(text):
            assert "--hash=sha256:" in environment.pinned_block(text, name), name
    base = pins.pins(texts["base"])
    for name in ("dev", "bench"):
        assert {key: pins.pins(texts[name]).get(key) for key in base} == base
