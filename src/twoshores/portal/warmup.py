"""What a web process loads before its first visitor would have to wait for it."""

import gc
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import get_template

from twoshores.engines import matching
from twoshores.projects.selectors.shores import shores_of
from twoshores.taxonomy.linking import current_index

# A page makes some ten thousand objects. By default Python looks for rings among them after every
# 700, and every tenth time among all that lived longer.
GC_THRESHOLD = (20_000, 20, 20)
# What the house reads when it is first needed, so that no start waits for it. Nor shall a visitor.
LATE = ("docx", "icalendar", "openpyxl", "scipy.optimize", "scipy.sparse.csgraph")


def warm_up() -> None:
    """The matching kernel (compiled or from its cache), the label index, the map's data, the
    templates, and libraries. All of it stays, so it is kept out of the sight of Python's garbage
    collector, which took a fifth of the time of long pages.
    """
    matching.warm_up()
    current_index()
    shores_of(AnonymousUser())
    connection.close()  # this thread's own; the workers have theirs
    _read_templates()
    for name in LATE:
        import_module(name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLD)


def _read_templates() -> None:
    """Every page of the house, so that none is parsed while somebody waits."""
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        if app.name.startswith("twoshores."):
            for path in sorted(folder.rglob("*.html")):
                get_template(path.relative_to(folder).as_posix())
