"""One world for all tests of a file: building it takes longer than most of them."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from tests.kept import kept_for_a_file

from . import world as world_module
from .world import World


@pytest.fixture(scope="module")
def kept_world(
    request, django_db_setup, django_db_blocker, tmp_path_factory
) -> Iterator[tuple[World, Path]]:
    """The world of a file, and the data that lie beside its rows. A file that says
    KNOWN_PROJECTS = True has the known projects in it too.
    """

    def build() -> World:
        made = world_module.build()
        if getattr(request.module, "KNOWN_PROJECTS", False):
            world_module.load_known_projects()
        return made

    folder = tmp_path_factory.mktemp("world")
    for made in kept_for_a_file(django_db_blocker, folder, build):
        yield made, folder


@pytest.fixture
def no_contexts(monkeypatch) -> None:
    """For walks, which read answers and never `response.context`: Django's client copies the
    context of every template, down to each field of a form, a tenth of the time of a page."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)


@pytest.fixture
def world(kept_world, db, own_data_dir: Path) -> World:
    """The world as it was built: rows, files and objects that no other test has touched."""
    made, folder = kept_world
    shutil.copytree(folder, own_data_dir, dirs_exist_ok=True)
    return deepcopy(made)
