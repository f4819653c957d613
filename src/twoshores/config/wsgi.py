"""WSGI entry point, served by granian."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twoshores.config.settings")
application = get_wsgi_application()


def _warm_up() -> None:
    """Load the matching kernel and the map before somebody waits for them."""
    from twoshores.portal.warmup import warm_up

    warm_up()


threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
