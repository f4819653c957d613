"""`twoshores check` says what a deployment lacks."""

import argparse
import json
import os
import socketserver
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test.utils import override_settings

from twoshores.config import check
from twoshores.config.supervise import HEARTBEAT

KEY = "k" * 50


@pytest.mark.parametrize(("key", "lacks"), [("", True), ("short", True), (KEY, False)])
def test_the_key_comes_from_the_environment(key: str, lacks: bool) -> None:
    finding = check.secret_key({"SECRET_KEY": key})
    assert finding.lacks is lacks
    assert not key or key not in finding.text


@pytest.mark.parametrize(
    ("names", "lacks"),
    [
        (["127.0.0.1", "localhost", "[::1]"], True),
        (["*"], True),
        (["two.example.org", "127.0.0.1"], False),
    ],
)
def test_others_reach_it_under_a_name(names: list[str], lacks: bool) -> None:
    with override_settings(ALLOWED_HOSTS=names):
        assert check.hosts().lacks is lacks


@pytest.mark.parametrize(
    ("secure", "proxy", "lacks"),
    [
        (False, None, True),
        (True, None, True),
        (True, ("HTTP_X_FORWARDED_PROTO", "https"), False),
    ],
)
def test_https_needs_an_address_and_a_proxy(
    secure: bool, proxy: tuple[str, str] | None, lacks: bool
) -> None:
    with override_settings(HTTPS=secure, SECURE_PROXY_SSL_HEADER=proxy):
        assert check.https().lacks is lacks


@pytest.mark.parametrize("name", ["DEBUG", "DEMO"])
def test_debug_and_demo_are_for_trying(name: str) -> None:
    with override_settings(DEBUG=False, DEMO=False):
        assert not any(finding.lacks for finding in check.modes())
        with override_settings(**{name: True}):
            lacking = [finding.subject for finding in check.modes() if finding.lacks]
    assert lacking == [name.lower()]


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as an open connection needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            self.wfile.write(b"221 bye\r\n" if line.startswith(b"quit") else b"250 fine\r\n")


@pytest.fixture
def smtp_port() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def mail_settings(port: int) -> dict[str, object]:
    mailer = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
    }
    sender = "Twoshores <hello@two.example.org>"
    return {"MAILERS": {"default": mailer}, "DEFAULT_FROM_EMAIL": sender, "DEMO": False}


def test_mail_is_there_when_the_server_takes_it(smtp_port: int) -> None:
    with override_settings(**mail_settings(smtp_port)):
        assert check.mails({"EMAIL_URL": "smtp://127.0.0.1"}).lacks is False
    assert check.mails({}).lacks


def test_mail_lacks_when_nobody_listens() -> None:
    with override_settings(**mail_settings(1)):
        finding = check.mails({"EMAIL_URL": "smtp://127.0.0.1:1"})
    assert finding.lacks
    assert "ConnectionRefusedError" in finding.text


@pytest.mark.django_db
def test_database_has_its_tables_and_waits_for_a_steward() -> None:
    found = {finding.subject: finding.lacks for finding in check.database()}
    assert found == {"database": False, "tables": False, "steward": True}


def subjects(folder: Path) -> dict[str, bool]:
    return {finding.subject: finding.lacks for finding in check.data_folder(folder)}


def test_the_data_folder_is_for_its_owner(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert subjects(tmp_path)["data folder"]
    tmp_path.chmod(0o750)
    assert not subjects(tmp_path)["data folder"]


def test_a_full_disk_lacks_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "LEAST_FREE_BYTES", 10**18)
    assert subjects(tmp_path)["room"]


def touch(path: Path, age: timedelta) -> None:
    path.parent.mkdir(exist_ok=True)
    path.touch()
    then = time.time() - age.total_seconds()
    os.utime(path, (then, then))


def test_the_worker_was_alive_a_moment_ago(tmp_path: Path) -> None:
    assert check.worker(tmp_path).lacks
    touch(tmp_path / HEARTBEAT, timedelta(minutes=10))
    assert check.worker(tmp_path).lacks
    touch(tmp_path / HEARTBEAT, timedelta(seconds=5))
    assert not check.worker(tmp_path).lacks


def test_a_backup_was_made_this_week(tmp_path: Path) -> None:
    assert check.backup(tmp_path).lacks
    touch(tmp_path / check.BACKUP_MARK, timedelta(days=9))
    assert check.backup(tmp_path).lacks
    touch(tmp_path / check.BACKUP_MARK, timedelta(days=1))
    assert not check.backup(tmp_path).lacks


@pytest.mark.django_db
def test_the_command_tells_each_and_fails_while_one_lacks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check.run(argparse.Namespace(json=True)) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"secret key", "hosts", "https", "database", "mail", "backup", "task worker"} <= {
        finding["subject"] for finding in found
    }
    assert check.run(argparse.Namespace()) == 1
    for line in capsys.readouterr().out.splitlines():
        assert line.startswith(("OK    ", "lacks "))
