"""Processes that post to one journal are killed at random; the journal is proved after each crash.

    python -m benchmarks.journal_crashes [--crashes 1000] [--seed 1] [--json]
        [--postgres | --database URL]

1. Two processes post to the journal of one programme at once: commitments of their own, events
   that both know of (the same source), reversals. After each commit a process says so on a pipe.
2. It ends by SIGKILL: half of the time by its own hand before or after a random statement of a
   posting, half of the time from outside at a random moment, the commit included.
3. Then the journal is read: every entry sums to zero in each currency and has its two lines,
   numbers run from 1 without a gap, no source is there twice, every reversal is the opposite of
   what it reverses, and everything that was said to be committed is there with its number.

A new SQLite file is made in a temporary folder, or with --postgres a server of its own. A
database that is given is migrated and gets a programme; give one that may be thrown away.
"""

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from devtools import postgres

WORKERS = 2
START_SECONDS = 20.0  # until a process said that it posted, or died
LONGEST_LIFE = 0.06  # seconds after that until it is killed from outside
STATEMENTS = 24  # by its own hand: at one of so many, those of about three entries
ITS_TIME = 2.0  # seconds for that; then from outside like the others


@dataclass
class Outcome:
    database: str
    seed: int
    crashes: int
    killed: int
    by_own_hand: int
    entries: int
    reversals: int
    committed: int  # entries that a process said to be there before it died
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--crashes", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--ready", action="store_true", help="its tables are there")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        database = given.database or f"sqlite:///{folder}/journal.sqlite3"
        if given.postgres:
            programs = postgres.find_programs(os.environ)
            assert programs, "no PostgreSQL server in PATH or /usr/lib/postgresql"
            database = stack.enter_context(postgres.running(programs))
        _set_up(database, folder)
        outcome = run(given.crashes, given.seed, migrate=not given.ready)
    told = asdict(outcome)
    lines = [f"{name}: {value}" for name, value in told.items()]
    print(json.dumps(told) if given.json else "\n".join(lines))
    return 0


def _set_up(database: str, folder: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    os.environ |= {
        "DATABASE_URL": database,
        "DATA_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "twoshores.config.settings",
    }
    import django

    django.setup()
    # Before any process is forked, so that none of them spends its short life on reading code.
    import_module("twoshores.programmes.tests.money")
    import_module("twoshores.programmes.services.journal")


def run(crashes: int, seed: int, *, migrate: bool) -> Outcome:
    """Crash so many times. Raises AssertionError at the first journal that is not whole."""
    from django.core.management import call_command
    from django.db import connection, connections

    if migrate:
        call_command("migrate", verbosity=0)
    programme, contract = _prepare(seed)
    began, chance = time.monotonic(), random.Random(seed)
    killed = by_own_hand = committed = 0
    for number in range(crashes):
        connections.close_all()  # a forked process must not share a connection
        said, hands = _crash(programme, contract, number, chance)
        killed, by_own_hand = killed + WORKERS, by_own_hand + hands
        committed += len(set(said))  # both may say the same of an event that both know
        _prove(programme, said)
    entries, reversals = _counted(programme)
    return Outcome(
        database=connection.vendor,
        seed=seed,
        crashes=crashes,
        killed=killed,
        by_own_hand=by_own_hand,
        entries=entries,
        reversals=reversals,
        committed=committed,
        seconds=round(time.monotonic() - began, 1),
    )


def _prepare(seed: int) -> tuple[Any, str]:
    """A programme, and the key of one contract of it."""
    from twoshores.actors.models import Organisation
    from twoshores.programmes.models import Programme
    from twoshores.programmes.tests.money import make_contract, make_proposal

    fund, lead, abroad = (
        Organisation.objects.create(
            kind="organisation", name=name, organisation_kind="ngo", country=country
        )
        for name, country in (("Fund", "BE"), ("Ponds", "FR"), ("Tiznit Water", "MA"))
    )
    programme = Programme.objects.create(organisation=fund, title=f"Crashes {seed}")
    return programme, str(make_contract(make_proposal(programme, lead, abroad)).pk)


def _crash(
    programme: Any, contract: str, number: int, chance: random.Random
) -> tuple[list[tuple[str, int]], int]:
    """Let processes post and kill them. What they said to be committed; how many died by their
    own hand."""
    children: dict[int, int] = {}
    armed = []
    for worker in range(WORKERS):
        own_hand = chance.randrange(STATEMENTS) if chance.random() < 0.5 else None
        seed = chance.random()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _post_until_killed(programme, contract, f"{number}:{worker}", seed, own_hand, writing)
        os.close(writing)
        children[child] = reading
        armed += [child] if own_hand is not None else []
    ready, _none, _none = select.select(list(children.values()), [], [], START_SECONDS)
    assert ready, "no process posted anything"
    time.sleep(chance.random() * LONGEST_LIFE)
    own = sum(_ended(child, by_itself=child in armed) for child in children)
    said: list[tuple[str, int]] = []
    for reading in children.values():
        with os.fdopen(reading) as pipe:
            rows = [
                line.split() for line in pipe.read().splitlines(keepends=True) if line[-1] == "\n"
            ]
        said += [(source, int(given)) for source, given in rows]
    return said, own


def _ended(child: int, *, by_itself: bool) -> bool:
    """Kill a process; whether it had died already. Anything but SIGKILL is an error of ours."""
    latest = time.monotonic() + (ITS_TIME if by_itself else 0.0)
    gone, status = os.waitpid(child, os.WNOHANG)
    while not gone and time.monotonic() < latest:
        time.sleep(0.002)
        gone, status = os.waitpid(child, os.WNOHANG)
    if not gone:
        os.kill(child, signal.SIGKILL)
        _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"a process ended with {status}"
    assert os.WTERMSIG(status) == signal.SIGKILL
    return bool(gone)


def _post_until_killed(
    programme: Any, contract: str, name: str, seed: float, own_hand: int | None, pipe: int
) -> None:
    """The life of a process that posts; it never returns."""
    from django.db import connection

    chance = random.Random(seed)
    try:
        if own_hand is not None:
            before = chance.random() < 0.5
            with connection.execute_wrapper(_Dagger(own_hand, before=before)):
                _post_on(programme, contract, name, chance, pipe)
        _post_on(programme, contract, name, chance, pipe)
    finally:  # an error is told, and the parent sees an end that was no SIGKILL
        traceback.print_exc()
        os._exit(1)


class _Dagger:
    """Kills its process at the nth statement, before it is executed or right after."""

    def __init__(self, left: int, *, before: bool) -> None:
        self.left, self.before = left, before

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.left -= 1
        if self.left < 0 and self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = execute(sql, params, many, context)
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def _post_on(programme: Any, contract: str, name: str, chance: random.Random, pipe: int) -> None:
    for step in range(1_000_000):
        entry = _one(programme, contract, name, step, chance)
        os.write(pipe, f"{entry.source} {entry.number}\n".encode())


def _one(programme: Any, contract: str, name: str, step: int, chance: random.Random) -> Any:
    """Post one entry: an event of one's own, one that the other process knows too, a reversal."""
    from twoshores.engines.ledger import commitment
    from twoshores.programmes.models import JournalEntry
    from twoshores.programmes.services.journal import Draft, post_following, reverse
    from twoshores.programmes.tests.money import DAY

    kind = chance.choice(["own", "own", "shared", "reverse"])
    if kind == "reverse":
        open_ones = JournalEntry.objects.filter(programme=programme, reversed_by=None)
        entry = open_ones.exclude(kind="reversal").order_by("-number").first()
        if entry is not None:
            return reverse(by=_officer(programme), entry=entry, why="Crash")
    shared = kind == "shared"
    source = f"shared:{name.partition(':')[0]}:{step}" if shared else f"own:{name}:{step}"
    amount = Decimal("5.00") if shared else Decimal(chance.randrange(1, 10**9)).scaleb(-2)
    lines = commitment(amount, "EUR", contract)
    draft = Draft("commitment", source, DAY, lines)
    return post_following(by=None, programme=programme, draft=draft)


def _officer(programme: Any) -> Any:
    from twoshores.accounts.models import User
    from twoshores.actors.models import Membership

    user, _made = User.objects.get_or_create(email="crashes@example.org")
    Membership.objects.get_or_create(user=user, organisation=programme.organisation, role="officer")
    return user


def _prove(programme: Any, said: list[tuple[str, int]]) -> None:
    from django.db.models import Count

    from twoshores.programmes.models import JournalEntry
    from twoshores.programmes.selectors.journal import journal_proof

    proof = journal_proof(programme)
    assert proof.is_whole, proof
    entries = JournalEntry.objects.filter(programme=programme)
    halves = entries.annotate(count=Count("lines")).exclude(count=2)
    assert not halves.exists(), list(halves.values_list("number", flat=True))
    rows = entries.values_list("source", "number")
    assert max(Counter(source for source, _number in rows).values(), default=1) == 1
    lost = set(said) - set(rows)
    assert not lost, lost


def _counted(programme: Any) -> tuple[int, int]:
    from twoshores.programmes.models import JournalEntry

    entries = JournalEntry.objects.filter(programme=programme)
    return entries.count(), entries.filter(kind="reversal").count()


if __name__ == "__main__":
    sys.exit(main())
