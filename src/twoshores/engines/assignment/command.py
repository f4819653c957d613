"""``twoshores assign``: who goes where, over all needs of a CSV at once, no database."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from twoshores.engines.assignment.problem import MOST_CAPACITY, Assignment, Problem
from twoshores.engines.assignment.solver import solve
from twoshores.engines.matching.command import (
    RESULT_COLUMNS,
    add_problem_arguments,
    columns_help,
    progress,
    rank_all,
    report,
)
from twoshores.engines.matching.csv_problem import NEED_COLUMNS, ROSTER_COLUMNS
from twoshores.engines.matching.tables import (
    BadTable,
    Reader,
    check_writable,
    read_rows,
    write_rows,
)
from twoshores.engines.matching.vocabulary import Linker

OUT_COLUMNS = {
    "need": "id of the need",
    "profile": "id of the profile, empty when the need stays open",
    "points": "0 to 100",
    "hundredths": "the same in hundredths of a point",
}
CAPACITY_COLUMNS = {
    "profile": "id of the profile (must be there)",
    "capacity": "how many needs the person can take, 0 to 1000 (must be there)",
}
Scores = list[tuple[str, str, int]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``twoshores assign``, with every column documented."""
    add_problem_arguments(parser, required=False)
    parser.description = (
        "Fill as many needs as can be filled; then serve the worst-served one as well as can "
        "be; then reach the highest total. Give --needs and --roster, or --scores with the "
        "result of `twoshores match`."
    )
    parser.epilog = (
        columns_help("Columns of --needs", NEED_COLUMNS)
        + columns_help("Columns of --roster", ROSTER_COLUMNS)
        + columns_help("Columns of --capacities", CAPACITY_COLUMNS)
        + columns_help("Columns of --out", OUT_COLUMNS)
    )
    parser.add_argument("--scores", type=Path, metavar="S.csv", help="result of `twoshores match`")
    parser.add_argument(
        "--capacities", type=Path, metavar="P.csv", help="with --scores; without it, one each"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="A.csv")


def run(options: argparse.Namespace, linker: Linker | None = None) -> int:
    """Exit status 0; 2 when a table cannot be read or written, and then nothing is written."""
    say = progress()
    if bool(options.scores) == bool(options.needs and options.roster):
        raise SystemExit("give --needs and --roster, or --scores")
    try:
        check_writable(options.out)
        if options.scores:
            needs, scores, room = _from_scores(options)
        else:
            needs, scores, room = _from_tables(options, say, linker)
    except BadTable as bad:
        return report(bad)
    people = sorted({person for _, person, _ in scores})
    result = _solve(needs, people, scores, room)
    write_rows(options.out, tuple(OUT_COLUMNS), _rows(result, needs, people))
    say(
        f"{result.filled} of {len(needs)} needs filled, the worst served with "
        f"{result.worst / 100:.2f} points; {options.out} is written.",
        now=True,
    )
    return 0


def _from_tables(
    options: argparse.Namespace, say: Callable[..., None], linker: Linker | None
) -> tuple[list[str], Scores, dict[str, int]]:
    ranked, people, _words = rank_all(options, say, linker)
    scores = [
        (entry.named.name, people[match.profile].name, match.hundredths)
        for entry in ranked
        for match in entry.matches
    ]
    room = {person.name: person.capacity for person in people.values()}
    return [entry.named.name for entry in ranked], scores, room


def _from_scores(options: argparse.Namespace) -> tuple[list[str], Scores, dict[str, int]]:
    def edge(row: Reader) -> tuple[str, str, int]:
        found = _name(row, "need"), _name(row, "profile"), row.whole("hundredths", 0, 0, 10_000)
        if found[:2] in seen:
            row.complain("profile", f"“{found[1]}” comes twice for “{found[0]}”")
        seen.add(found[:2])
        return found

    def capacity(row: Reader) -> tuple[str, int]:
        return _name(row, "profile"), row.whole("capacity", 1, 0, MOST_CAPACITY)

    seen: set[tuple[str, str]] = set()
    required = ("need", "profile", "hundredths")
    scores = read_rows(options.scores, required, RESULT_COLUMNS, edge)
    room: dict[str, int] = {}
    if options.capacities:
        room = dict(read_rows(options.capacities, CAPACITY_COLUMNS, CAPACITY_COLUMNS, capacity))
    return list(dict.fromkeys(need for need, _, _ in scores)), scores, room


def _name(row: Reader, column: str) -> str:
    value = row.text(column)
    if not value:
        row.complain(column, "this cell is empty")
    return value


def _solve(needs: list[str], people: list[str], scores: Scores, room: dict[str, int]) -> Assignment:
    need_at = {name: at for at, name in enumerate(needs)}
    person_at = {name: at for at, name in enumerate(people)}
    edges = [(need_at[need], person_at[person], score) for need, person, score in scores]
    capacities = {at: room.get(name, 1) for name, at in person_at.items()}
    return solve(Problem.of(edges, capacities, range(len(needs))))


def _rows(result: Assignment, needs: list[str], people: list[str]) -> list[tuple[object, ...]]:
    filled: dict[int, tuple[object, ...]] = {
        pair.need: (
            needs[pair.need],
            people[pair.person],
            (pair.score + 50) // 100,
            pair.score,
        )
        for pair in result.pairs
    }
    return [filled.get(at, (name, "", "", "")) for at, name in enumerate(needs)]
