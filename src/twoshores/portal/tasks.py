"""Work of the whole house that takes long: reading labels, then what people wrote."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.tasks import task

from twoshores.alliances.services.network import network_measure
from twoshores.capacities.matching import roster_index
from twoshores.capacities.services.linking import link_pending_requirements, link_pending_skills
from twoshores.capacities.services.phrases import phrases_read
from twoshores.taxonomy.linking import refresh_index

from .demo.story import tell_story


@task
def read_labels_and_words() -> None:
    """Build the label index, read pending words, rebuild the match index; the demo's story;
    what the network of all this is.

    Idempotent: each step finds out by itself what is left to do. Where one runs on this machine
    already, nothing is done: a worker that was killed is asked again beside the start after it,
    and two of them would take both of its places, with all mails behind them.
    """
    with _alone() as alone:
        if alone:
            _read()


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else on this machine reads; the system frees the lock of who dies."""
    with (settings.DATA_DIR / "reading.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _read() -> None:
    refresh_index()
    skills = link_pending_skills()
    link_pending_requirements()
    if skills.read or roster_index.needs_rebuild():
        roster_index.rebuild()
    if phrases_read().wants_rebuild:  # a need finds people by concepts meanwhile
        roster_index.rebuild()
    if settings.DEMO:
        tell_story()
    network_measure()
