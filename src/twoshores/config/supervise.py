"""Serve one instance: prepare it, then keep the web server and the task worker running as one.

    python -m twoshores.config.supervise [--host 127.0.0.1] [--port 8000]

Order: (1) refuse a port that is taken, (2) compile stale catalogues and prepare the database in
a process of its own, (3) start granian; beside (2) if this very code prepared it before (4) say
the address once it answers, and only then, and after (2), start the worker, whose reading would
take the cores from it, (5) start again whichever of the two ends, (6) end both on Ctrl-C or TERM.
This process holds no Django and no database connection, so it stays small and what it watches
cannot take it down.
"""

import argparse
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from twoshores.common.catalogues import compile_stale, stale_catalogues
from twoshores.config.console import FileProgress, Step
from twoshores.config.prepared import is_prepared, note_prepared

PACKAGE = Path(__file__).resolve().parent.parent
HEARTBEAT = Path("run") / "worker.heartbeat"
# Kept by twoshores.taxonomy.linking while it reads labels into the index.
LABELS_PROGRESS = Path("index") / "labels" / "progress.json"
DEFAULT_WORKERS = 2
# Per worker, each with a database connection; more of them only wait for one lock of Python.
THREADS = 4
# Waits before the first, second, ... start after an end; the last one repeats.
RESTART_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
# A process that lived this long starts the row of waits over.
SETTLED_SECONDS = 60.0
# A web server that ends this often before it ever answered has a fault that waiting won't mend.
HOPELESS_STARTS = 3
# granian starts broken workers again by itself and never ends, so patience has a limit too.
HOPELESS_SECONDS = 90.0
# The worker finishes the task at hand; what takes longer is taken up again at the next start.
STOP_SECONDS = 20.0
POLL_SECONDS = 0.1
# A first page takes long on a busy machine; whoever gives up and asks again adds to its work.
ANSWER_SECONDS = 60.0
# The worker makes way for pages (a quarter of a core that both want), yet sends its mails.
WORKER_NICENESS = 5
PR_SET_PDEATHSIG = 1


def _begin(niceness: int) -> None:
    """In a new child: make way for others by that much, and end with us, so that a kill -9 leaves
    no port taken (Linux)."""
    os.nice(niceness)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A process that has to run: started, and started again when it ends.

    Times are seconds of `time.monotonic`. niceness: by how much it makes way for others, 0 to 19.
    """

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    niceness: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    starts: int = 0
    failures: int = 0
    not_before: float = field(default=0.0, repr=False)

    def tend(self, now: float) -> str:
        """Start it if it is due; returns what there is to tell, or ""."""
        if self.process is None:
            if now >= self.not_before:
                self._start(now)
            return ""
        code = self.process.poll()
        if code is None:
            return ""
        # granian's workers share its group and would keep the port of a server that is gone.
        self._signal_group(signal.SIGKILL)
        self.process = None
        self.failures = 1 if now - self.began >= SETTLED_SECONDS else self.failures + 1
        wait = RESTART_SECONDS[min(self.failures, len(RESTART_SECONDS)) - 1]
        self.not_before = now + wait
        return f"{self.name} ended with status {code}; starting it again in {wait:g} s."

    def _start(self, now: float) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own command lines
            self.command,
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(_begin, self.niceness),
        )
        self.began = now
        self.starts += 1

    def _signal_group(self, number: int) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            # The whole group is gone (macOS answers PermissionError for that).
            return

    def ask_to_stop(self) -> None:
        """TERM to the process, which ends its own children in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self, deadline: float) -> None:
        """Wait for its end until `deadline`, then kill what is left of its group."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._signal_group(signal.SIGKILL)
            self.process.wait()
        self._signal_group(signal.SIGKILL)
        self.process = None


def answer(host: str, port: int, base_url: str) -> int | None:
    """Status with which the home page of `base_url` answers on this port, None if nothing does."""
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/", headers={"Host": urlsplit(base_url).netloc})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class FirstAnswer(threading.Thread):
    """Asks for the home page, one question at a time, until something answers; then `status`.

    A thread of its own, so that a page that takes long keeps nobody from tending the children.
    """

    def __init__(self, listens_on: tuple[str, int], base_url: str) -> None:
        super().__init__(daemon=True)
        self._asked = (*listens_on, base_url)
        self.status: int | None = None

    def run(self) -> None:
        while self.status is None:
            self.status = answer(*self._asked)
            time.sleep(POLL_SECONDS)


class Supervisor:
    """Keeps children running until it is told to stop, and tells the address once.

    The others start when the web server has answered for the first time and `preparing`, if
    there is such a process, has ended well.
    """

    def __init__(
        self,
        web: Child,
        others: Sequence[Child],
        listens_on: tuple[str, int],
        base_url: str,
        progress: FileProgress | None = None,
        preparing: "subprocess.Popen[bytes] | None" = None,
    ) -> None:
        self._web = web
        self._others = others
        self._first = FirstAnswer(listens_on, base_url)
        self._base_url = base_url
        self._progress = progress
        self._preparing = preparing
        self._answered = False
        self.stopping = False

    def request_stop(self, *_: object) -> None:
        """Signal handler: end at the next turn of the loop."""
        self.stopping = True

    def run(self) -> int:
        """Tend the children until told to stop; 0, or what `_trouble` says."""
        status = 0
        self._tend()
        self._first.start()
        try:
            while not self.stopping:
                self._tend()
                if status := self._trouble():
                    break
                self._tell_address()
                time.sleep(POLL_SECONDS)
        finally:
            self._stop_children()
        return status

    def _tend(self) -> None:
        due = [self._web, *self._others] if self._may_work() else [self._web]
        tellings = [child.tend(time.monotonic()) for child in due]
        if self._progress:
            tellings.append(self._progress.tell())
        for told in filter(None, tellings):
            print(told, flush=True)

    def _may_work(self) -> bool:
        prepared = self._preparing is None or self._preparing.poll() == 0
        return self._answered and prepared

    def _trouble(self) -> int:
        """1 if the web server never came up, the status of a preparation that failed, else 0."""
        if self._is_hopeless():
            print("The web server does not start; see the messages above.", flush=True)
            return 1
        return (self._preparing.poll() if self._preparing else None) or 0

    def _is_hopeless(self) -> bool:
        if self._answered:
            return False
        waited = time.monotonic() - self._web.began if self._web.process else 0.0
        return self._web.failures >= HOPELESS_STARTS or waited >= HOPELESS_SECONDS

    def _tell_address(self) -> None:
        status = self._first.status
        if self._answered or status is None:
            return
        self._answered = True
        trouble = f", but with error {status}" if status >= 400 else ""
        print(f"Twoshores answers on {self._base_url}/{trouble} (Ctrl-C stops it)", flush=True)

    def _stop_children(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        if self._preparing is not None and self._preparing.poll() is None:
            self._preparing.terminate()  # whatever it writes is written whole or not at all
            self._preparing.wait()
        with Step("Stopping; a task at hand may finish"):
            for child in (self._web, *self._others):
                child.ask_to_stop()
            for child in (self._web, *self._others):
                child.stop(deadline)


def web_command(python: str, host: str, port: int, workers: int) -> list[str]:
    """granian serving the WSGI application; its log holds no requests, hence no people."""
    command = [python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", str(THREADS), "--no-ws"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "10"]
    command += ["--log-level", "warning"]
    return [*command, "twoshores.config.wsgi:application"]


def worker_command(python: str, data_dir: Path) -> list[str]:
    """django-ox, which also starts what the schedule says; `twoshores check` reads its beat."""
    heartbeat = str(data_dir / HEARTBEAT)
    command = [python, "-m", "django", "ox_worker", "-v", "0", "--heartbeat-file", heartbeat]
    # Two at a time: a mail does not wait until all labels are read.
    return [*command, "--concurrency", "2"]


def environment(environ: Mapping[str, str], host: str, port: int) -> dict[str, str]:
    """The environment of everything started here: what was given, and what can be derived."""
    return {
        "BASE_URL": f"http://{host}:{port}",
        "DJANGO_SETTINGS_MODULE": "twoshores.config.settings",
        **environ,
    }


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe:
        # As granian binds: a port in TIME_WAIT after a restart counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def prepare(
    python: str, environ: Mapping[str, str], niceness: int = 0
) -> "subprocess.Popen[bytes]":
    """Compile stale catalogues; the process that brings tables, data, static files up to date."""
    if stale_catalogues(PACKAGE):
        with Step("Compiling the translations"):
            compile_stale(PACKAGE)
    command = [python, "-m", "twoshores.config.prepare"]
    return subprocess.Popen(  # noqa: S603 - our own command line
        command, env=dict(environ), preexec_fn=partial(_begin, niceness)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare and serve until stopped; the exit status is 0 after an ordered stop."""
    parser = argparse.ArgumentParser(prog="twoshores.config.supervise", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    if not is_free(options.host, options.port):
        print(f"Port {options.port} is taken: stop what uses it or give --port.", file=sys.stderr)
        return 1
    # What an instance writes holds personal data: nothing for other users of the machine.
    os.umask(0o027)
    environ = environment(os.environ, options.host, options.port)
    data_dir = Path(environ.get("DATA_DIR") or "var").resolve()
    (data_dir / HEARTBEAT).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Prepared by this very code before: nothing will be found to do, so pages need not wait.
    ready = is_prepared(PACKAGE, data_dir, environ)
    preparing = prepare(sys.executable, environ, WORKER_NICENESS if ready else 0)
    if not ready:
        if status := preparing.wait():
            return status
        note_prepared(PACKAGE, data_dir, environ)
    workers = int(environ.get("WORKERS") or DEFAULT_WORKERS)
    serve = web_command(sys.executable, options.host, options.port, workers)
    web = Child("The web server", serve, environ)
    work = worker_command(sys.executable, data_dir)
    worker = Child("The task worker", work, environ, WORKER_NICENESS)
    listens_on = (options.host, options.port)
    label = "Reading occupations and skills in the background (search gets better meanwhile)"
    progress = FileProgress(label, data_dir / LABELS_PROGRESS)
    base_url = environ["BASE_URL"].rstrip("/")
    supervisor = Supervisor(web, [worker], listens_on, base_url, progress, preparing)
    signal.signal(signal.SIGTERM, supervisor.request_stop)
    signal.signal(signal.SIGINT, supervisor.request_stop)
    return supervisor.run()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
