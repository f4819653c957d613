"""Every verb of the audit trail has words that its subject can read."""

import ast
from pathlib import Path

from twoshores.common.verbs import VERBS

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "twoshores"


def recorded_verbs(source: str) -> set[str]:
    """First arguments of `audit.record(...)`; the fixed part of a formatted one, with a star."""
    verbs = set()
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record"):
            continue
        verb = node.args[0]
        if isinstance(verb, ast.Constant):
            verbs.add(str(verb.value))
        elif isinstance(verb, ast.JoinedStr) and isinstance(verb.values[0], ast.Constant):
            verbs.add(f"{verb.values[0].value}*")
    return verbs


def unnamed(verbs: set[str], names=VERBS) -> list[str]:
    def has_words(verb: str) -> bool:
        if verb.endswith("*"):
            return any(name.startswith(verb[:-1]) for name in names)
        return verb in names

    return sorted(verb for verb in verbs if not has_words(verb))


def test_every_verb_has_words():
    verbs: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        verbs |= recorded_verbs(path.read_text("utf-8"))
    assert len(verbs) > 20
    assert unnamed(verbs) == []


def test_the_guard_catches_a_verb_without_words():
    source = 'audit.record("need.eat", need, by=by)\naudit.record(f"cat.{x}", c, by=by)'
    assert unnamed(recorded_verbs(source)) == ["cat.*", "need.eat"]
