"""A backup of a running instance is whole, and the way back in the guide works."""

import os
import shutil
import sqlite3
import subprocess
import tarfile
from pathlib import Path

import psycopg
import pytest

from devtools import postgres

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = postgres.find_programs(os.environ)


def backup(data: Path, folder: Path, **environ: str) -> Path:
    folder.mkdir()
    done = subprocess.run(
        [ROOT / "scripts" / "backup.sh", folder],
        env={**os.environ, "DATABASE_URL": "", **environ, "DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(done.stdout.strip())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "terms.pdf").write_bytes(b"terms")
    (folder / "static").mkdir()
    (folder / "secret_key").write_text("key")
    return folder


def test_holds_what_is_still_in_the_log_of_a_database_in_use(data: Path, tmp_path: Path) -> None:
    live = sqlite3.connect(data / "twoshores.sqlite3")
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE t (word TEXT)")
    live.execute("INSERT INTO t VALUES ('committed')")
    live.commit()
    live.execute("INSERT INTO t VALUES ('not yet')")

    archive = backup(data, tmp_path / "backups")
    live.close()
    restored = tmp_path / "restored"
    restored.mkdir()
    flags = ["--strip-components=1", "-C", str(restored)]
    subprocess.run(["tar", "-xzf", archive, *flags], check=True)

    database = sqlite3.connect(restored / "twoshores.sqlite3")
    assert database.execute("SELECT word FROM t").fetchall() == [("committed",)]
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    assert (restored / "files" / "terms.pdf").read_bytes() == b"terms"
    assert (restored / "secret_key").read_text() == "key"
    assert not (restored / "static").exists()
    assert archive.stat().st_mode & 0o077 == 0
    assert (data / "last_backup").exists()


@pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server installed")
def test_holds_a_postgresql_database(data: Path, tmp_path: Path) -> None:
    path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    with postgres.running(PROGRAMS) as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE t AS SELECT 'été' AS word")
        archive = backup(data, tmp_path / "backups", DATABASE_URL=url, PATH=path)
        with tarfile.open(archive) as tar:
            tar.extractall(tmp_path, filter="data")
        with psycopg.connect(url) as connection:
            connection.execute("DROP TABLE t")
        call = ["pg_restore", "--no-owner", f"--dbname={url}"]
        restore = shutil.which(call[0], path=path)
        subprocess.run([restore, *call[1:], tmp_path / "twoshores" / "database.dump"], check=True)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT word FROM t").fetchall() == [("été",)]


def test_a_backup_that_failed_leaves_no_mark_and_no_archive(data: Path, tmp_path: Path) -> None:
    (data / "twoshores.sqlite3").write_bytes(b"not a database, and long enough to be seen" * 50)
    with pytest.raises(subprocess.CalledProcessError):
        backup(data, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
    assert not (data / "last_backup").exists()
