"""``twoshores match``: rank a roster for each of many needs, from CSV files, no database."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from twoshores.engines.linking.command import DEFAULT
from twoshores.engines.linking.encoder import encode_many
from twoshores.engines.matching.csv_problem import (
    NEED_COLUMNS,
    ROSTER_COLUMNS,
    NamedNeed,
    NamedProfile,
    Words,
    read_needs,
    read_roster,
)
from twoshores.engines.matching.index import Index
from twoshores.engines.matching.near_words import Encode, NearWords
from twoshores.engines.matching.phrases import FIRST_PHRASE
from twoshores.engines.matching.problem import Relations
from twoshores.engines.matching.result import Match
from twoshores.engines.matching.tables import BadTable, Trouble, check_writable, write_rows
from twoshores.engines.matching.vocabulary import BroaderRelations, Linked, Linker

RESULT_COLUMNS = {
    "need": "id of the need",
    "rank": "1 is the best: most required covered, then most points, then id",
    "profile": "id of the profile",
    "points": "0 to 100",
    "hundredths": "the same in hundredths of a point, by which the ranking goes",
    "covered": "required things covered",
    "required": "required things in all",
    "missing": "required things that nobody's claim covers here, separated by |",
    "reasons": "JSON list; the points of its entries add up to points; relation: exact, narrower, "
    "broader, same_group, shared_occupation, close, akin (of concepts), or near_words, "
    "close_words, akin_words (what was said is like what was asked; claimed_concept is null)",
}


@dataclass(frozen=True)
class Ranked:
    """One need, and its matches, best first."""

    named: NamedNeed
    matches: tuple[Match, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``twoshores match``, with every column documented."""
    add_problem_arguments(parser)
    parser.epilog = (
        columns_help("Columns of --needs", NEED_COLUMNS)
        + columns_help("Columns of --roster", ROSTER_COLUMNS)
        + columns_help("Columns of --out", RESULT_COLUMNS)
    )
    parser.add_argument("--out", type=Path, required=True, metavar="S.csv")


def add_problem_arguments(parser: argparse.ArgumentParser, required: bool = True) -> None:
    """What ``match`` and ``assign`` share."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--needs", type=Path, required=required, metavar="N.csv")
    parser.add_argument("--roster", type=Path, required=required, metavar="R.csv")
    parser.add_argument("--top", type=int, default=50, help="matches per need (default 50)")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=None,
        help="day from which the freshness of profiles counts (YYYY-MM-DD; default today)",
    )
    parser.add_argument(
        "--taxonomy",
        type=Path,
        default=DEFAULT,
        help="compact taxonomy file, for labels and for broader and narrower concepts",
    )
    parser.add_argument(
        "--esco",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="an official ESCO download to read too (folder or zip); may be repeated",
    )


def columns_help(title: str, columns: dict[str, str]) -> str:
    """A list of columns for --help."""
    return f"{title}:\n" + "".join(f"  {n:14} {text}\n" for n, text in columns.items()) + "\n"


def run(
    options: argparse.Namespace, linker: Linker | None = None, encode: Encode | None = None
) -> int:
    """Exit status 0; 2 when a table cannot be read or written, and then nothing is written."""
    say = progress()
    try:
        check_writable(options.out)
        ranked, people, words = rank_all(options, say, linker, encode)
    except BadTable as bad:
        return report(bad)
    write_rows(options.out, tuple(RESULT_COLUMNS), _rows(ranked, people, words))
    say(f"{options.out} is written.", now=True)
    return 0


def report(bad: BadTable) -> int:
    """Every trouble on a line of its own on stderr."""
    for trouble in bad.troubles:
        print(trouble, file=sys.stderr)
    print("Nothing was written.", file=sys.stderr)
    return 2


def progress() -> Callable[..., None]:
    """``say(text, now=False)``: a line on stderr, at most one in two seconds unless ``now``."""
    last = 0.0

    def say(text: str, now: bool = False) -> None:
        nonlocal last
        if now or time.monotonic() - last >= 2:
            last = time.monotonic()
            print(text, file=sys.stderr, flush=True)

    return say


def rank_all(
    options: argparse.Namespace,
    say: Callable[..., None],
    linker: Linker | None,
    encode: Encode | None = None,
) -> tuple[list[Ranked], dict[int, NamedProfile], Words]:
    """Read both tables and rank. Raises BadTable with the troubles of both.

    With a linker of the caller's, free texts are compared as phrases only if ``encode`` is given.
    """
    if options.top < 1:
        raise SystemExit("--top is at least 1")
    words = Words(linker or LazyLinker(options, say))
    today = (options.today or date.today()).toordinal()
    troubles: list[Trouble] = []
    needs: list[NamedNeed] = []
    roster: list[NamedProfile] = []
    try:
        needs = read_needs(options.needs, words, today)
    except BadTable as bad:
        troubles += bad.troubles
    say(f"{len(needs)} needs read; reading the roster.", now=True)
    try:
        roster = read_roster(options.roster, words)
    except BadTable as bad:
        troubles += bad.troubles
    if troubles:
        raise BadTable(troubles)
    say(f"{len(roster)} profiles read; matching.", now=True)
    base = _relations(options, words)
    near = NearWords(words.claimed, encode or encode_many) if encode or linker is None else None
    index = Index.of(person.profile for person in roster)
    ranked = []
    for number, named in enumerate(needs, start=1):
        relations = near.beside(base, named.need, named.phrases) if near else base
        matches = index.shortlist(named.need, top=options.top, relations=relations)
        ranked.append(Ranked(named, matches))
        say(f"{number} of {len(needs)} needs matched.")
    return ranked, {person.profile.id: person for person in roster}, words


class LazyLinker:
    """Opens (and if need be builds) the linking index when the first free text is met."""

    def __init__(self, options: argparse.Namespace, say: Callable[..., None]) -> None:
        self._options, self._say = options, say
        self._link: Linker | None = None
        self._count = 0

    def __call__(
        self, text: str, language: str | None, kind: str | None, top: int
    ) -> Sequence[Linked]:
        if self._link is None:
            self._link = self._open()
        self._count += 1
        self._say(f"{self._count} free texts linked.")
        return self._link(text, language, kind, top)

    def _open(self) -> Linker:
        from twoshores.engines.linking.command import open_index

        self._say("Opening the linking index; making it takes a minute or two.", now=True)
        try:
            return open_index(self._options.taxonomy, self._options.esco).link
        except (FileNotFoundError, ValueError) as error:
            raise SystemExit(f"The taxonomy cannot be read: {error}") from error


def _relations(options: argparse.Namespace, words: Words) -> Relations:
    from twoshores.engines.linking import Taxonomy

    concepts = Taxonomy.read(options.taxonomy).concepts.values()
    return BroaderRelations({c.uri: c.broader for c in concepts}, words.concepts.numbers)


def _rows(
    ranked: list[Ranked], people: dict[int, NamedProfile], words: Words
) -> Iterator[tuple[object, ...]]:
    for entry in ranked:
        for rank, match in enumerate(entry.matches, start=1):
            person = people[match.profile]
            yield (
                entry.named.name,
                rank,
                person.name,
                match.points,
                match.hundredths,
                match.covered,
                match.required,
                " | ".join(entry.named.words[concept] for concept in match.missing),
                json.dumps(reasons(match, entry.named, person, words), ensure_ascii=False),
            )


def reasons(
    match: Match, named: NamedNeed, person: NamedProfile, words: Words
) -> list[dict[str, object]]:
    """Requirement rows, then bonus rows, as they go into S.csv."""

    def text(concept: int) -> str | None:
        return words.concepts.numbers.text(concept) if concept < FIRST_PHRASE else None

    found: list[dict[str, object]] = [
        {
            "asked": named.words[row.concept],
            "concept": text(row.concept),
            "claimed": None if row.claimed is None else person.words[row.claimed],
            "claimed_concept": None if row.claimed is None else text(row.claimed),
            "level": row.level,
            "relation": None if row.relation is None else row.relation.name.lower(),
            "points": row.points,
            "hundredths": row.hundredths,
            "possible": row.possible,
        }
        for row in match.rows
    ]
    found += [
        {
            "bonus": str(bonus.bonus),
            "detail": bonus.detail,
            "points": bonus.points,
            "hundredths": bonus.hundredths,
            "possible": bonus.possible,
        }
        for bonus in match.bonuses
    ]
    return found
