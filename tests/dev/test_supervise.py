"""The supervisor keeps its children running, and ends them all when it ends."""

import contextlib
import http.server
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from twoshores.config import supervise
from twoshores.config.supervise import Child

ROOT = Path(__file__).resolve().parents[2]
# A main of its own with two children that note their number, so that the real signals,
# groups and waits are at work.
MAIN = """
import os, signal, subprocess, sys
from twoshores.config import supervise
from twoshores.config.supervise import Child, Supervisor
folder, port, base = sys.argv[1], int(sys.argv[2]), sys.argv[3]
supervise.RESTART_SECONDS = (0.1,)
supervise.HOPELESS_SECONDS = float(sys.argv[5])
def child(name, end):
    note = f"open({folder!r} + '/{name}.' + str(os.getpid()), 'w').close()"
    code = f"import os, sys, time; {note}; {end}"
    return Child(name, [sys.executable, "-c", code], dict(os.environ))
endings = {"lives": "time.sleep(60)", "dies": "sys.exit(7)"}
web = child("web", endings[sys.argv[4]])
end = sys.argv[6]
preparing = subprocess.Popen([sys.executable, "-c", end]) if end else None
worker = child("worker", "time.sleep(60)")
supervisor = Supervisor(web, [worker], ("127.0.0.1", port), base, preparing=preparing)
signal.signal(signal.SIGTERM, supervisor.request_stop)
signal.signal(signal.SIGINT, supervisor.request_stop)
sys.exit(supervisor.run())
"""


def until(condition: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def pids(folder: Path, name: str) -> list[int]:
    return [int(path.suffix[1:]) for path in folder.glob(f"{name}.*")]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def supervisor(
    folder: Path, port: int = 9, web: str = "lives", patience: float = 60, preparing: str = ""
) -> Iterator["subprocess.Popen[str]"]:
    base = f"http://127.0.0.1:{port}"
    call = [sys.executable, "-c", MAIN, str(folder), str(port), base, web, str(patience)]
    call.append(preparing)
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=environ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("name", ["web", "worker"])
def test_starts_again_what_was_killed(tmp_path: Path, page: int, name: str) -> None:
    with supervisor(tmp_path, port=page):
        until(lambda: pids(tmp_path, name))
        first = pids(tmp_path, name)[0]
        os.kill(first, signal.SIGKILL)
        until(lambda: set(pids(tmp_path, name)) - {first})


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ends_both_children_on_a_signal(tmp_path: Path, page: int, number: int) -> None:
    with supervisor(tmp_path, port=page) as process:
        until(lambda: pids(tmp_path, "web") and pids(tmp_path, "worker"))
        process.send_signal(number)
        assert process.wait(15) == 0
        started = pids(tmp_path, "web") + pids(tmp_path, "worker")
        assert not any(is_running(pid) for pid in started)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a death")
def test_children_do_not_outlive_a_kill(tmp_path: Path, page: int) -> None:
    with supervisor(tmp_path, port=page) as process:
        until(lambda: pids(tmp_path, "web") and pids(tmp_path, "worker"))
        process.kill()
        process.wait()
        started = pids(tmp_path, "web") + pids(tmp_path, "worker")
        until(lambda: not any(is_running(pid) for pid in started))


def test_gives_up_on_a_web_server_that_never_comes_up(tmp_path: Path) -> None:
    with supervisor(tmp_path, web="dies") as process:
        told = process.communicate(timeout=20)[0]
    assert process.returncode == 1
    assert "ended with status 7" in told
    assert "does not start" in told


def test_no_worker_takes_a_core_from_a_web_server_that_has_not_answered(tmp_path: Path) -> None:
    with supervisor(tmp_path, patience=0.5) as process:
        told = process.communicate(timeout=20)[0]
    assert process.returncode == 1
    assert "does not start" in told
    assert pids(tmp_path, "web")
    assert not pids(tmp_path, "worker")


def test_asks_once_and_can_stop_while_a_page_takes_long(tmp_path: Path, slow_page: int) -> None:
    with supervisor(tmp_path, port=slow_page) as process:
        until(lambda: SlowPage.asked)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert SlowPage.asked == 1


def test_no_worker_starts_while_the_instance_is_prepared(tmp_path: Path, page: int) -> None:
    ends = f"import os, time\nwhile not os.path.exists({str(tmp_path / 'go')!r}): time.sleep(0.01)"
    with supervisor(tmp_path, port=page, preparing=ends) as process:
        assert "answers on" in process.stdout.readline()
        assert not pids(tmp_path, "worker")
        (tmp_path / "go").touch()
        until(lambda: pids(tmp_path, "worker"))


def test_ends_when_the_preparation_beside_it_fails(tmp_path: Path, page: int) -> None:
    with supervisor(tmp_path, port=page, preparing="raise SystemExit(3)") as process:
        assert process.wait(15) == 3
    assert not any(is_running(pid) for pid in pids(tmp_path, "web"))


def test_the_worker_makes_way_for_pages(tmp_path: Path) -> None:
    note = tmp_path / "nice"
    code = f"import os; open({str(note)!r}, 'w').write(str(os.nice(0)))"
    child = Child("c", [sys.executable, "-c", code], dict(os.environ), niceness=3)
    child.tend(0.0)
    child.process.wait()
    assert int(note.read_text()) == min(os.nice(0) + 3, 19)


class Page(http.server.BaseHTTPRequestHandler):
    hosts: list[str | None] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silence on the terminal."""


class SlowPage(Page):
    asked = 0
    may_answer = threading.Event()

    def do_GET(self) -> None:
        SlowPage.asked += 1
        self.may_answer.wait(30)
        super().do_GET()


@pytest.fixture
def slow_page() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowPage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        SlowPage.may_answer.set()
        server.shutdown()


@pytest.fixture
def page() -> Iterator[int]:
    with http.server.HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_says_the_address_once_it_answers(tmp_path: Path, page: int) -> None:
    with supervisor(tmp_path, port=page) as process:
        assert f"http://127.0.0.1:{page}/ " in process.stdout.readline()


def test_asks_under_the_name_that_the_world_uses(page: int) -> None:
    assert supervise.answer("127.0.0.1", page, "https://two.example.org") == 200
    assert Page.hosts[-1] == "two.example.org"


def test_refuses_a_port_that_is_taken(page: int) -> None:
    error = io.StringIO()
    with contextlib.redirect_stderr(error):
        assert supervise.main(["--port", str(page)]) == 1
    assert f"Port {page} is taken" in error.getvalue()


def test_a_free_port_is_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert supervise.is_free("127.0.0.1", port)


def test_waits_longer_after_each_end_and_starts_over_once_settled() -> None:
    child = Child("c", [sys.executable, "-c", "raise SystemExit(1)"], dict(os.environ))
    waits, now = [], 0.0
    for lived in (1.0, 1.0, 1.0, supervise.SETTLED_SECONDS):
        child.tend(now)
        child.process.wait()
        now += lived
        child.tend(now)
        waits.append(child.not_before - now)
        now = child.not_before
    assert waits == [0.5, 1.0, 2.0, 0.5]
