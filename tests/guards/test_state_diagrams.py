"""Guard: every state machine is drawn in docs/algorithms, exactly as its table says."""

from importlib import import_module
from pathlib import Path

import pytest
from django.utils.translation import override

from scripts.draw_states import FOLDER, ROOT, drawing, drawn_in, machines, redrawn
from twoshores.common.states import Machine

SOURCES = ROOT / "src"
DRAWN = [
    *("need", "introduction", "engagement", "project", "report", "mediation", "agreement"),
    *("assessment", "call", "proposal", "support", "mission"),
    *("contract", "instalment"),
]


def tables() -> dict[str, Machine]:
    """Every module-level machine of the house, by its module."""
    found = {}
    for path in sorted(SOURCES.rglob("*_states.py")):
        name = ".".join(path.relative_to(SOURCES).with_suffix("").parts)
        found[name] = import_module(name).MACHINE
    return found


def test_every_machine_has_a_document() -> None:
    drawn = [machine for machine, _labels in machines().values()]
    forgotten = [name for name, machine in tables().items() if machine not in drawn]
    assert forgotten == []
    assert len(drawn) == len(tables()) > 0
    assert sorted(machines()) == sorted(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
def test_the_drawing_is_the_table(name: str) -> None:
    machine, labels = machines()[name]
    with override("en"):
        wanted = drawing(machine, {key: str(label) for key, label in labels.items()})
    drawn = drawn_in((FOLDER / f"{name}.md").read_text())
    assert drawn == wanted, f"run python scripts/draw_states.py, then read {name}.md again"


@pytest.mark.parametrize("name", DRAWN)
def test_the_text_names_every_move_and_state(name: str) -> None:
    machine, labels = machines()[name]
    text = (FOLDER / f"{name}.md").read_text()
    prose = text.replace(drawn_in(text), "")
    rows = [line.split("|")[1].strip(" `") for line in prose.splitlines() if line.startswith("| `")]
    assert sorted(rows) == sorted([*machine.moves, *labels])


def test_the_drawing_shows_an_added_move() -> None:
    before = Machine(start="a", moves={"go": {"a": "b"}})
    after = Machine(start="a", moves={"go": {"a": "b"}, "back": {"b": "a"}})
    labels = {"a": "A", "b": "B"}
    assert "b --> [*]" in drawing(before, labels)
    assert drawing(before, labels) != drawing(after, labels)
    assert "b --> a: back" in drawing(after, labels)


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        redrawn("# no marks here", "picture")


def test_no_machine_hides_in_a_module_of_another_name() -> None:
    """`tables` looks at *_states.py only: a machine made elsewhere would escape it."""
    makers = [
        str(path.relative_to(SOURCES))
        for path in sorted(SOURCES.rglob("*.py"))
        if "Machine(" in path.read_text() and not _may_make_machines(path)
    ]
    assert makers == []


def _may_make_machines(path: Path) -> bool:
    return path.stem.endswith("_states") or "tests" in path.parts or path.name == "states.py"
