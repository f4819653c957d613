"""Guard: docs/guide/command-line.md and the `twoshores` command say the same.

Every word, option and column that exists is documented, and nothing that is not there is. Calls
of `twoshores` and of `dev.py` in any document must be such as the parsers know.
"""

import argparse
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devtools import commands as dev_commands
from twoshores.cli import COMMANDS, build_parser
from twoshores.engines.assignment.command import CAPACITY_COLUMNS, OUT_COLUMNS
from twoshores.engines.linking.command import KINDS
from twoshores.engines.matching.command import RESULT_COLUMNS
from twoshores.engines.matching.csv_problem import NEED_COLUMNS, ROSTER_COLUMNS

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide" / "command-line.md"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CALL = re.compile(r"(?:(?<![\w./-])|\.venv/bin/)twoshores ([a-z]+)\b([^\n`]*)")
DEV_CALL = re.compile(r"\bdev\.py ([a-z]+)\b([^\n`]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
CODE = re.compile(r"```[^\n]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
TABLES = {
    "Columns of the needs": NEED_COLUMNS,
    "Columns of the roster": ROSTER_COLUMNS,
    "Columns of the result": RESULT_COLUMNS,
    "Columns of the capacities": CAPACITY_COLUMNS,
    "Columns of the assignment": OUT_COLUMNS,
}


@dataclass
class Word:
    """What one word (or word and subword) of a command takes."""

    options: set[str] = field(default_factory=set)
    words: dict[str, "Word"] = field(default_factory=dict)

    def every_option(self) -> set[str]:
        return self.options.union(*(word.every_option() for word in self.words.values()))


def word_of(parser: argparse.ArgumentParser) -> Word:
    found = Word()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found.words = {name: word_of(sub) for name, sub in action.choices.items()}
        elif action.help != argparse.SUPPRESS:
            found.options.update(o for o in action.option_strings if o.startswith("--"))
    found.options.discard("--help")
    return found


def twoshores() -> Word:
    return Word(
        words={name: word_of(build_parser(name)).words[name] for name in COMMANDS},
    )


def leaves(word: Word, name: str) -> Iterator[tuple[str, Word]]:
    """(name with its subword, word) of everything that can be called."""
    if not word.words:
        yield name, word
    for sub, inner in word.words.items():
        yield from leaves(inner, f"{name} {sub}")


def sections(text: str) -> dict[str, str]:
    """Heading -> what stands under it, down to the next heading of any depth."""
    parts = re.split(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def section_of(name: str, text: str) -> str:
    heads = [head for head in sections(text) if head.startswith(f"`{name}")]
    exact = [head for head in heads if re.match(rf"`{name}( [A-Z]+)?`", head)]
    assert len(exact) == 1, f"{GUIDE.name} needs one section called `{name}`"
    return sections(text)[exact[0]]


def options_documented(section: str) -> set[str]:
    return {row.split()[0] for row in ROW.findall(section) if row.startswith("--")}


COMMAND = [leaf for name, word in twoshores().words.items() for leaf in leaves(word, name)]


@pytest.mark.parametrize(("name", "word"), COMMAND, ids=[name for name, _ in COMMAND])
def test_every_option_is_documented_and_no_other(name: str, word: Word) -> None:
    section = section_of(f"twoshores {name}", GUIDE.read_text())
    assert options_documented(section) == word.options


def test_every_word_stands_in_the_first_table() -> None:
    assert set(ROW.findall(sections(GUIDE.read_text())["The command line"])) == set(COMMANDS)


@pytest.mark.parametrize("heading", TABLES)
def test_every_column_is_documented_in_its_order(heading: str) -> None:
    assert ROW.findall(sections(GUIDE.read_text())[heading]) == list(TABLES[heading])


def test_every_kind_of_concept_is_named() -> None:
    section = section_of("twoshores link", GUIDE.read_text())
    assert all(f"`{kind}`" in section for kind in KINDS)


def complaints(text: str, pattern: re.Pattern[str], known: Mapping[str, Word]) -> list[str]:
    """Calls in a text that the command would refuse: unknown words, unknown options."""
    wrong = []
    for name, rest in pattern.findall(text):
        if name not in known:
            wrong.append(f"no such word: {name}")
            continue
        unknown = set(OPTION.findall(rest)) - known[name].every_option() - {"--help"}
        wrong += [f"{name} has no {option}" for option in sorted(unknown)]
    return wrong


def code_of(text: str) -> str:
    """Only what stands between back quotes or as a block of code: prose may say what it likes.

    `dev.py bench` hands all it gets on to `twoshores bench`.
    """
    code = "\n".join("".join(pair) for pair in CODE.findall(text))
    return code.replace("python3 dev.py bench", "twoshores bench")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_calls_in_documents_exist(path: Path) -> None:
    code = code_of(path.read_text())
    assert complaints(code, CALL, twoshores().words) == []
    assert complaints(code, DEV_CALL, word_of(dev_commands._parser()).words) == []


def test_the_guard_sees_what_does_not_exist() -> None:
    known = twoshores().words
    assert complaints("twoshores link WORDS --langue fr", CALL, known) == ["link has no --langue"]
    assert complaints(".venv/bin/twoshores guess", CALL, known) == ["no such word: guess"]
    assert complaints("dev.py run --empty", DEV_CALL, {"run": Word()}) == ["run has no --empty"]
    assert complaints("import twoshores.cli", CALL, known) == []


def test_the_guard_sees_a_missing_option() -> None:
    section = "| option | meaning |\n|---|---|\n| `--lang xx` | language |\n"
    assert options_documented(section) == {"--lang"}
    assert options_documented(section) != dict(COMMAND)["link"].options


def test_code_is_told_from_prose() -> None:
    text = "twoshores does it\n```sh\ntwoshores check\n```\nand `twoshores link` too"
    assert code_of(text).split("\n") == ["twoshores check", "", "twoshores link"]
