"""What takes long to build and many tests of a file read: built once for the file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings


def kept_for_a_file[T](blocker: Any, folder: Path, build: Callable[[], T]) -> Iterator[T]:
    """The body of a fixture with scope "module": what `build` writes is there for each test.

    A transaction around the file holds it; what a test writes goes at the end of the test, the
    rest at the end of the file. `folder` is DATA_DIR while building. Rows are there for each
    later test of the file, asked for or not, and a test that needs a database without a
    transaction around it (transactional_db) must stand in another file.
    """
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as Django's own: no real one
    with blocker.unblock(), override_settings(DATA_DIR=folder):
        around.__enter__()
        try:
            made = build()
        except BaseException as error:
            around.__exit__(type(error), error, error.__traceback__)
            raise
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
