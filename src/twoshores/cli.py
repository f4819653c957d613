"""The `twoshores` command. Its words are stable; each is one module with `add_arguments`, `run`.

Modules are imported when their word is used, so that `twoshores link` never loads Django.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

# word -> (module, needs Django, what it does)
COMMANDS: dict[str, tuple[str, bool, str]] = {
    "link": (
        "twoshores.engines.linking.command",
        False,
        "find the occupation or skill that words in any language mean",
    ),
    "match": (
        "twoshores.engines.matching.command",
        False,
        "rank a roster for each of many needs, from CSV files",
    ),
    "assign": (
        "twoshores.engines.assignment.command",
        False,
        "share few people out among many needs, from a CSV file",
    ),
    "taxonomy": ("twoshores.taxonomy.commands", True, "import ESCO labels of another language"),
    "review": ("twoshores.projects.commands", True, "say what the handbook's rules find"),
    "iati": (
        "twoshores.projects.iati.command",
        True,
        "write, bring in or check files of the International Aid Transparency Initiative",
    ),
    "bench": (
        "twoshores.config.bench",
        False,
        "measure linking, matching, assignment, pages, IATI files",
    ),
    "check": ("twoshores.config.check", True, "say what a deployment lacks"),
}


def build_parser(word: str | None) -> argparse.ArgumentParser:
    """The parser; only the module of `word` is imported, so that help stays quick."""
    parser = argparse.ArgumentParser(prog="twoshores", description=__doc__.split("\n")[0])
    words = parser.add_subparsers(dest="word", metavar="COMMAND", required=True)
    for name, (module, needs_django, text) in COMMANDS.items():
        sub = words.add_parser(name, help=text, description=text)
        if name == word:
            if needs_django:
                _set_up_django()
            import_module(module).add_arguments(sub)
    return parser


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twoshores.config.settings")
    import django

    django.setup()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    word = next((argument for argument in given if argument in COMMANDS), None)
    options = build_parser(word).parse_args(given)
    module = import_module(COMMANDS[options.word][0])
    try:
        status: int = module.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
