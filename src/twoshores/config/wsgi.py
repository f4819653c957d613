"""WSGI entry point, served by granian."""

import os
import threading
from importlib import import_module

from django.conf import settings
from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application

# Seconds after which a process that nobody asks for a page warms up all the same: more than a
# first page takes on a busy machine.
WARM_UP_AFTER = 30.0

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twoshores.config.settings")
application = get_wsgi_application()
# All views, else read while the first visitor waits.
import_module(settings.ROOT_URLCONF)
_answered = threading.Event()


def _note_answer(**_: object) -> None:
    _answered.set()


def _warm_up() -> None:
    """Load the matching kernel and the rest before somebody waits for them.

    After the first answer: beside it this would take half of its time (one lock of Python).
    """
    _answered.wait(WARM_UP_AFTER)
    request_finished.disconnect(_note_answer)
    from twoshores.portal.warmup import warm_up

    warm_up()


request_finished.connect(_note_answer)
threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
