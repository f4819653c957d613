"""`twoshores check`: what a deployment lacks, one line for each thing, and what to do.

An instance tried on one's own machine lacks most of it and works all the same; this is for the
day on which others are let in. docs/operations.md describes every variable named here.
"""

import argparse
import json
import os
import shutil
import smtplib
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core import checks, mail
from django.db import DEFAULT_DB_ALIAS, Error, connections

from twoshores.common.catalogues import stale_catalogues
from twoshores.config.supervise import HEARTBEAT, PACKAGE

SHORTEST_KEY = 50  # characters; Django's own check asks for the same
LEAST_FREE_BYTES = 1_000_000_000
LONGEST_SILENCE = timedelta(minutes=2)
LONGEST_WITHOUT_BACKUP = timedelta(days=8)
OLDEST_POSTGRESQL = 150_000  # as psycopg counts: 15.0
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", ".localhost"}
BACKUP_MARK = "last_backup"
# Django's deployment checks that lines of ours say in other words, and one that is a choice of
# the whole domain and not ours: HSTS for subdomains and preloading.
SAID_ALREADY = {f"security.W{number:03}" for number in (4, 5, 8, 9, 12, 16, 18, 20, 21)}


@dataclass(frozen=True)
class Finding:
    """One thing a deployment needs: there or lacking, and what to do if it lacks."""

    subject: str
    lacks: bool
    text: str


def secret_key(environ: Mapping[str, str]) -> Finding:
    """A key from outside the data folder, so that a copy of the data cannot sign links."""
    key = environ.get("SECRET_KEY", "")
    if not key:
        text = "lies beside the data it protects; set SECRET_KEY to 50 or more random characters"
    elif len(key) < SHORTEST_KEY:
        text = f"has {len(key)} characters; set SECRET_KEY to 50 or more random ones"
    else:
        return Finding("secret key", False, "comes from SECRET_KEY")
    return Finding("secret key", True, text)


def hosts() -> Finding:
    """At least one name by which others reach the instance, and none that matches all."""
    names = set(settings.ALLOWED_HOSTS)
    if "*" in names:
        text = "answers under any name; list the real ones in ALLOWED_HOSTS"
        return Finding("hosts", True, text)
    if names <= LOOPBACK:
        text = "answers on this machine only; set ALLOWED_HOSTS to the names people type"
        return Finding("hosts", True, text)
    return Finding("hosts", False, ", ".join(sorted(names - LOOPBACK)))


def modes() -> Iterator[Finding]:
    """Neither the demo nor the pages of errors that show settings."""
    for name, harm in (
        ("DEBUG", "shows the inside of errors to everybody"),
        ("DEMO", "lets anybody step into the demo's people and sends no mail"),
    ):
        on = bool(getattr(settings, name))
        yield Finding(name.lower(), on, f"is on and {harm}; unset {name}" if on else "is off")


def https() -> Finding:
    """An address under https, and a proxy whose word about it is believed."""
    if not settings.HTTPS:
        text = f"BASE_URL is {settings.BASE_URL}; put a proxy with TLS before it and name https"
        return Finding("https", True, text)
    if settings.SECURE_PROXY_SSL_HEADER is None:
        text = "the web server here speaks plain http; set BEHIND_PROXY=1 or pages redirect forever"
        return Finding("https", True, text)
    return Finding("https", False, settings.BASE_URL)


def mails(environ: Mapping[str, str]) -> Finding:
    """A mail server that takes our connection now, and a sender that can be answered."""
    if not environ.get("EMAIL_URL"):
        text = "nothing is sent; set EMAIL_URL to smtp://user:password@host:587"
        return Finding("mail", True, text)
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        return Finding("mail", True, "comes from localhost; set DEFAULT_FROM_EMAIL")
    if settings.DEMO:
        return Finding("mail", True, "is kept in the demo's outbox; unset DEMO")
    connection = mail.mailers["default"]
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        # The text of an SMTP error may hold the user's name: only its kind is shown.
        return Finding("mail", True, f"the server refuses ({type(error).__name__}): see EMAIL_URL")
    connection.close()
    return Finding("mail", False, f"the server takes mail from {settings.DEFAULT_FROM_EMAIL}")


def database() -> Iterator[Finding]:
    """Reachable, new enough, with all tables, and with somebody who can decide."""
    from django.db.migrations.executor import MigrationExecutor

    connection = connections[DEFAULT_DB_ALIAS]
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
    except Error as error:
        text = f"cannot be reached ({type(error).__name__}); see DATABASE_URL"
        yield Finding("database", True, text)
        return
    version = getattr(connection, "pg_version", OLDEST_POSTGRESQL)
    if version < OLDEST_POSTGRESQL:
        text = f"is PostgreSQL {version // 10_000}; take 15 or newer"
        yield Finding("database", True, text)
    else:
        yield Finding("database", False, f"{connection.display_name} answers")
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        text = f"{len(plan)} changes wait; start the instance again, it applies them"
        yield Finding("tables", True, text)
        return
    yield Finding("tables", False, "are up to date")
    yield steward()


def steward() -> Finding:
    """Somebody who can decide claims and open ties."""
    from twoshores.accounts.models import User

    if User.objects.filter(is_steward=True, is_active=True).exists():
        return Finding("steward", False, "there is one")
    text = "nobody can decide yet; start the instance and open the link that it prints"
    return Finding("steward", True, text)


def data_folder(folder: Path) -> Iterator[Finding]:
    """Writable, closed to others, with room to grow."""
    if not os.access(folder, os.W_OK | os.X_OK):
        text = f"{folder} cannot be written by this user; change its owner or DATA_DIR"
        yield Finding("data folder", True, text)
    elif folder.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH):
        text = f"{folder} is open to every user of this machine; chmod o-rwx it"
        yield Finding("data folder", True, text)
    else:
        yield Finding("data folder", False, str(folder))
    free = shutil.disk_usage(folder).free
    short = free < LEAST_FREE_BYTES
    text = f"{free / 1e9:.1f} GB free" + ("; make room, 1 GB is the least" if short else "")
    yield Finding("room", short, text)


def _age(path: Path) -> timedelta | None:
    """How long ago a file was touched, or None if there is none."""
    try:
        return timedelta(seconds=max(0.0, time.time() - path.stat().st_mtime))
    except FileNotFoundError:
        return None


def worker(folder: Path) -> Finding:
    """A task worker that was alive a moment ago: reminders, digests and indexes need it."""
    age = _age(folder / HEARTBEAT)
    if age is not None and age <= LONGEST_SILENCE:
        return Finding("task worker", False, f"alive {age.total_seconds():.0f} s ago")
    since = "has never run" if age is None else f"is silent since {age.total_seconds():.0f} s"
    text = f"{since}; start the instance with twoshores.config.supervise"
    return Finding("task worker", True, text)


def backup(folder: Path) -> Finding:
    """A backup of the last days, as the mark that the script of the guide leaves tells."""
    age = _age(folder / BACKUP_MARK)
    if age is not None and age <= LONGEST_WITHOUT_BACKUP:
        return Finding("backup", False, f"{age.total_seconds() / 86_400:.1f} days ago")
    text = "none in the last 8 days; see Backup in docs/operations.md"
    return Finding("backup", True, text)


def translations() -> Finding:
    """Compiled catalogues; the supervisor compiles them at every start."""
    stale = stale_catalogues(PACKAGE)
    text = f"{len(stale)} are not compiled; start the instance again" if stale else "are compiled"
    return Finding("translations", bool(stale), text)


def of_django() -> Iterator[Finding]:
    """What Django's own deployment checks add to the above."""
    for message in checks.run_checks(include_deployment_checks=True):
        if message.id not in SAID_ALREADY and message.level >= checks.WARNING:
            hint = f" {message.hint}" if message.hint else ""
            yield Finding(message.id or "django", True, f"{message.msg}{hint}".replace("\n", " "))


def findings(environ: Mapping[str, str]) -> Iterator[Finding]:
    """All findings, in the order in which one sets an instance up."""
    folder = Path(settings.DATA_DIR)
    yield secret_key(environ)
    yield hosts()
    yield https()
    yield from modes()
    yield from database()
    yield mails(environ)
    yield from data_folder(folder)
    yield worker(folder)
    yield backup(folder)
    yield translations()
    yield from of_django()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `twoshores check`."""
    parser.add_argument("--json", action="store_true", help="one JSON list instead of lines")


def run(ns: argparse.Namespace) -> int:
    """Print the findings, as JSON if `ns.json`; 0 if nothing lacks, else 1. Needs Django set up."""
    found = list(findings(os.environ))
    if getattr(ns, "json", False):
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False))
    else:
        for finding in found:
            print(f"{'lacks' if finding.lacks else 'OK':<6}{finding.subject:<13}{finding.text}")
    return int(any(finding.lacks for finding in found))
