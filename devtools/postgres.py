"""A PostgreSQL of our own for the tests: in a temporary folder, on a socket, gone afterwards.

The server refuses to run as root, so under root it runs as an unprivileged user that owns the
folder. It is a direct child that the kernel ends when we die, so that nothing is left behind
even after kill -9.
"""

import ctypes
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

USER = "twoshores"
DATABASE = "twoshores"
# Where a socket's folder may be: an unprivileged user must get there, and the whole path of a
# socket has to stay under 108 bytes.
TEMPORARY_FOLDERS = ("/tmp", "/var/tmp")
UNPRIVILEGED = ("postgres", "nobody")
START_SECONDS = 60
STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1
# What a crash would lose is what these tests throw away anyway.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "1h",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


class PostgresError(Exception):
    """The server did not start; the text holds the end of its log."""


@dataclass(frozen=True)
class Identity:
    """Whom the server runs as. None stands for ourselves."""

    uid: int | None
    gid: int | None


def find_programs(environ: Mapping[str, str]) -> Path | None:
    """The folder with initdb and postgres, newest version first, or None if not installed."""
    folders = glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/usr/pgsql-*/bin")
    folders.sort(key=lambda path: int("".join(filter(str.isdigit, path)) or 0), reverse=True)
    found = shutil.which("initdb", path=environ.get("PATH", ""))
    if found:
        folders.insert(0, str(Path(found).resolve().parent))
    for folder in folders:
        if all(os.access(Path(folder) / name, os.X_OK) for name in ("initdb", "postgres")):
            return Path(folder)
    return None


def identity() -> Identity:
    """Ourselves, or under root the first unprivileged user that this system knows."""
    if os.getuid() != 0:
        return Identity(None, None)
    for name in UNPRIVILEGED:
        try:
            record = pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(record.pw_uid, record.pw_gid)
    raise PostgresError(f"root cannot run PostgreSQL, and there is no user {UNPRIVILEGED}")


def url(socket_folder: Path) -> str:
    """DATABASE_URL of the server that listens in this folder."""
    return f"postgres://{USER}@{quote(str(socket_folder), safe='')}/{DATABASE}"


def _end_with_parent() -> None:
    """Ask the kernel to shut the server down when dev.py dies (Linux only; elsewhere nothing)."""
    if hasattr(signal, "SIGQUIT") and os.uname().sysname == "Linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


@dataclass(frozen=True)
class Cluster:
    """A cluster in `folder`: data, log and socket."""

    programs: Path
    folder: Path
    who: Identity

    def _kwargs(self) -> dict[str, object]:
        # The own environment may name another cluster (PGHOST, PGDATA); HOME may be unreadable.
        environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        kwargs: dict[str, object] = {"cwd": self.folder, "env": environ}
        if self.who.uid is not None:
            kwargs |= {"user": self.who.uid, "group": self.who.gid, "extra_groups": []}
        return kwargs

    def _call(self, *command: str) -> None:
        done = subprocess.run(
            [self.programs / command[0], *command[1:]],
            capture_output=True,
            text=True,
            **self._kwargs(),  # type: ignore[call-overload]
        )
        if done.returncode != 0:
            raise PostgresError(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")

    def initialise(self) -> None:
        """Make the data folder. Nobody but root and its owner reaches it, hence `trust`."""
        flags = ["-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"]
        self._call("initdb", "-D", str(self.folder / "data"), *flags)

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server and wait until it takes connections."""
        options = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
        options += ["-c", f"unix_socket_directories={self.folder}"]
        with (self.folder / "log").open("wb") as log:
            server: subprocess.Popen[bytes] = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,
                **self._kwargs(),  # type: ignore[call-overload]
            )
        try:
            self._wait_and_create(server)
        except BaseException:
            stop(server)
            raise
        return server

    def _wait_and_create(self, server: "subprocess.Popen[bytes]") -> None:
        """createdb is the question whether it is ready, and what we want from it."""
        deadline = time.monotonic() + START_SECONDS
        reason = "it did not answer in time"
        while server.poll() is None and time.monotonic() < deadline:
            try:
                self._call("createdb", "-h", str(self.folder), "-U", USER, DATABASE)
            except PostgresError as error:
                reason = str(error)
                time.sleep(0.1)
            else:
                return
        log = (self.folder / "log").read_text(errors="replace")
        raise PostgresError("\n".join([reason, *log.splitlines()[-8:]]))


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Stop the server as fast as it can; its data are about to be removed."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def running(programs: Path) -> Iterator[str]:
    """DATABASE_URL of a fresh server that lives as long as the block."""
    who = identity()
    parent = next(folder for folder in TEMPORARY_FOLDERS if os.access(folder, os.W_OK))
    folder = Path(tempfile.mkdtemp(prefix="twoshores-pg-", dir=parent))
    try:
        if who.uid is not None and who.gid is not None:
            os.chown(folder, who.uid, who.gid)
        cluster = Cluster(programs, folder, who)
        cluster.initialise()
        server = cluster.start()
        try:
            yield url(folder)
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
