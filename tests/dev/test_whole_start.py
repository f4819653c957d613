"""A clean instance starts from nothing, answers, keeps its worker alive, and stops whole."""

import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

from devtools.parts import INSTANCE_SETTINGS
from twoshores.config.supervise import HEARTBEAT

from .test_supervise import until

PATIENCE_SECONDS = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int) -> "subprocess.Popen[str]":
    environ = {key: value for key, value in os.environ.items() if key not in INSTANCE_SETTINGS}
    return subprocess.Popen(
        [sys.executable, "-m", "twoshores.config.supervise", "--port", str(port)],
        env={**environ, "DATA_DIR": str(folder), "WORKERS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
    )


def told_at_start(process: "subprocess.Popen[str]", link: "re.Pattern[str]") -> str:
    """What the terminal says up to address and link, which come in any order at a second start.

    A start that hangs is killed and fails.
    """
    watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
    watchdog.start()
    told = ""
    for line in process.stdout:
        told += line
        if "Twoshores answers on" in told and link.search(told):
            break
    watchdog.cancel()
    return told


def test_a_clean_instance_starts_twice(tmp_path: Path) -> None:
    port = free_port()
    link = re.compile(rf"http://127\.0\.0\.1:{port}/\S+")
    for _ in range(2):
        with start(tmp_path, port) as process:
            try:
                told = told_at_start(process, link)
                assert f"Twoshores answers on http://127.0.0.1:{port}/ (" in told, told
                # The way in for the first steward is told at every start until it is used.
                assert link.search(told), told
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
                    assert page.status == 200
                # The worker starts once the web server has answered.
                until(lambda: (tmp_path / HEARTBEAT).exists(), PATIENCE_SECONDS)
                process.terminate()
                assert process.wait(30) == 0
            finally:
                process.kill()
    secret = tmp_path / "secret_key"
    assert secret.stat().st_mode & 0o077 == 0
    assert (tmp_path / "twoshores.sqlite3").stat().st_mode & 0o007 == 0
