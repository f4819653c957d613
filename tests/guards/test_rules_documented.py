"""Guard: docs/algorithms/review.md lists every rule of the review as the engine has it."""

from django.utils.translation import override

from scripts.list_rules import DOCUMENT, redrawn
from twoshores.engines.review import RULES


def test_the_table_of_rules_is_the_engines() -> None:
    text = DOCUMENT.read_text()
    with override("en"):
        assert text == redrawn(text), "run scripts/list_rules.py, then read review.md again"


def test_the_guard_sees_a_rule_that_changed() -> None:
    text = DOCUMENT.read_text().replace(f"`{RULES[0].id}`", "`another-rule`")
    with override("en"):
        assert text != redrawn(text)
