"""Bring an instance up to date before it is served: tables, data, static files.

Run by the supervisor in a process of its own. Every step finds out by itself that there is
nothing to do, so that a start after a kill in the middle simply goes on.
"""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from twoshores.config.console import Step

STATIC_STAMP = "static.stamp"


def migrate() -> None:
    """Apply what the database lacks. Looking first is quicker than the command is."""
    connection = connections[DEFAULT_DB_ALIAS]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with Step("Bringing the database up to date"):
            call_command("migrate", interactive=False, verbosity=0)
    if any(cache["BACKEND"].endswith("DatabaseCache") for cache in settings.CACHES.values()):
        call_command("createcachetable", verbosity=0)


def signature(files: Iterable[tuple[str, Path]]) -> str:
    """Changes when a file comes, goes, or gets another size or time of change."""
    digest = hashlib.sha256()
    for name, path in sorted(files):
        stat = path.stat()
        digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> list[tuple[str, Path]]:
    return [
        (name, Path(storage.path(name)))
        for finder in get_finders()
        for name, storage in finder.list([])
    ]


def collect_static() -> None:
    """Collect and compress static files if one of them changed since the last time."""
    stamp = settings.DATA_DIR / STATIC_STAMP
    wanted = signature(_static_files())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with Step("Collecting the static files"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)


def load_reference_data() -> None:
    """What comes with the product. Every loader finds out by itself that it is loaded."""
    # Services import models, which must wait for django.setup().
    from twoshores.catalogue.services import catalogue_load
    from twoshores.common.places.services import places_load_default
    from twoshores.common.rate_services import rates_load
    from twoshores.projects.services.examples import projects_load_examples
    from twoshores.projects.services.reconstructions import reconstructions_load
    from twoshores.taxonomy.services import taxonomy_load_default

    with Step("Loading places and exchange rates"):
        places_load_default()
        rates_load()
    with Step("Loading occupations and skills"):
        taxonomy_load_default()
    with Step("Loading the example projects"):
        projects_load_examples()
        reconstructions_load()
    with Step("Loading the building blocks"):
        catalogue_load()


def let_in() -> None:
    """The demo where DEMO says so; else the way in for the first steward of a new instance."""
    if settings.DEMO:
        with Step("Loading the demo"):
            call_command("load_demo")
    else:
        call_command("first_steward")


def leave_the_rest_to_the_worker() -> None:
    """Reading 130,000 labels, then what people wrote, takes a minute: serve meanwhile.

    Asked once, however often an instance is started before the worker comes to it: a second
    one would wait in the worker for the first, and mails behind the two.
    """
    from django_ox.models import OxTask

    from twoshores.portal.tasks import read_labels_and_words

    path, ready = read_labels_and_words.module_path, OxTask.Status.READY
    if not OxTask.objects.filter(task_path=path, status=ready).exists():
        read_labels_and_words.enqueue()


def main() -> int:
    """Run all steps; 1 with the reason if one of them cannot be done."""
    django.setup()
    try:
        migrate()
        collect_static()
        load_reference_data()
        let_in()
        leave_the_rest_to_the_worker()
    except (CommandError, OperationalError) as error:
        print(f"The instance cannot be prepared: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
