"""Guard: every environment variable that is read stands in docs/operations.md, and no other.

The source is read as a syntax tree: `environ.get("X")`, `environ["X"]`, `getenv("X")`,
`environ.pop("X")`, `environ.setdefault("X")` on anything called environ or env, and functions that
hand their parameter on to one of these (settings' `_flag` and `_words`).
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from devtools.parts import INSTANCE_SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "operations.md"
SOURCES = ("dev.py", "devtools", "src", "benchmarks", "scripts")
ENVIRONMENTS = {"environ", "env", "environment"}
METHODS = {"get", "pop", "setdefault"}
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]*)` \|", re.MULTILINE)


def _is_environ(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in ENVIRONMENTS


def _asked(node: ast.AST) -> ast.expr | None:
    """The expression that names the variable, if this node reads the environment."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        return node.slice if _is_environ(node.value) else None
    if not isinstance(node, ast.Call) or not node.args:
        return None
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in METHODS:
        return node.args[0] if _is_environ(function.value) else None
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return node.args[0] if name == "getenv" else None


def _readers(tree: ast.AST) -> set[str]:
    """Functions that read the variable which their first parameter names."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.args.args:
            first = node.args.args[0].arg
            asked = (_asked(inner) for inner in ast.walk(node))
            if any(isinstance(name, ast.Name) and name.id == first for name in asked):
                found.add(node.name)
    return found


def variables_read(source: str) -> set[str]:
    """Names of the environment variables that this source reads.

    Raises AssertionError for a read by a name that cannot be known from the source.
    """
    tree = ast.parse(source)
    readers = _readers(tree)
    parameters = {
        node.args.args[0].arg
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in readers
    }
    names = set()
    for node in ast.walk(tree):
        asked = _asked(node)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in readers:
            asked = node.args[0]
        if asked is None or (isinstance(asked, ast.Name) and asked.id in parameters):
            continue
        assert isinstance(asked, ast.Constant), f"line {node.lineno}: a variable without a name"
        names.add(str(asked.value))
    return names


def _files(root: Path) -> Iterator[Path]:
    for name in SOURCES:
        path = root / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def all_variables_read(files: Iterable[Path]) -> set[str]:
    return {name for file in files for name in variables_read(file.read_text())}


def complaints(read: set[str], documented: set[str]) -> list[str]:
    """What is wrong between what the source reads and what the document lists."""
    missing = [f"{name} is read and not documented" for name in sorted(read - documented)]
    return missing + [f"{name} is documented and not read" for name in sorted(documented - read)]


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    documented = set(ROW.findall(DOCUMENT.read_text()))
    assert complaints(all_variables_read(_files(ROOT)), documented) == []


def test_a_test_run_inherits_no_setting_of_an_instance() -> None:
    settings = ROOT / "src" / "twoshores" / "config" / "settings.py"
    assert variables_read(settings.read_text()) <= set(INSTANCE_SETTINGS)


@pytest.mark.parametrize(
    "source",
    [
        "import os; os.environ.get('NEW')",
        "import os; os.environ['NEW']",
        "import os; os.getenv('NEW', '')",
        "from os import environ; environ.setdefault('NEW', '1')",
        "import os\ndef flag(name): return os.environ.get(name, '')\nDEBUG = flag('NEW')",
        "def f(environ): return environ.get('NEW')",
    ],
)
def test_the_guard_sees_a_variable_that_is_not_documented(source: str) -> None:
    assert complaints(variables_read(source), {"OLD"}) == [
        "NEW is read and not documented",
        "OLD is documented and not read",
    ]


def test_the_guard_refuses_a_variable_whose_name_is_computed() -> None:
    with pytest.raises(AssertionError, match="without a name"):
        variables_read("import os; os.environ.get('A' + b)")


def test_the_guard_leaves_other_mappings_and_writes_alone() -> None:
    assert variables_read("import os; os.environ['X'] = '1'; {}.get('Y'); parts['Z']") == set()
