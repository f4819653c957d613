"""Labels and words are read by one task at a time, so that mails find a place in the worker."""

import fcntl

import pytest

from twoshores.portal import tasks


@pytest.fixture
def reads(monkeypatch, settings, tmp_path) -> list[str]:
    settings.DATA_DIR = tmp_path
    done: list[str] = []
    monkeypatch.setattr(tasks, "_read", lambda: done.append("read"))
    return done


def test_a_second_reading_leaves_it_to_the_first(reads, settings) -> None:
    with (settings.DATA_DIR / "reading.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        tasks.read_labels_and_words.func()
    assert reads == []


def test_what_was_cut_short_is_read_again(reads) -> None:
    tasks.read_labels_and_words.func()
    tasks.read_labels_and_words.func()
    assert reads == ["read", "read"]
