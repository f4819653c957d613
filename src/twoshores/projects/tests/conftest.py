"""The example projects, loaded."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.kept import kept_for_a_file
from twoshores.projects.services.examples import projects_load_examples
from twoshores.projects.services.periods import periods_make

from . import designs
from .designs import DesignWorld
from .reported import figures, opened

__all__ = ["figures", "opened"]


@pytest.fixture
def examples(db) -> int:
    return projects_load_examples()


@pytest.fixture(scope="module")
def examples_of_a_file(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[int]:
    """Loaded once, for a file whose tests all want them: it says `examples` is this one."""
    folder = tmp_path_factory.mktemp("examples")
    yield from kept_for_a_file(django_db_blocker, folder, projects_load_examples)


@pytest.fixture
def design(db) -> DesignWorld:
    return designs.build()


@pytest.fixture
def periods(design):
    spans = [
        ("One", date(2027, 1, 1), date(2027, 6, 30)),
        ("Two", date(2027, 7, 1), date(2027, 12, 31)),
    ]
    return periods_make(by=design.coordinator, project=design.project, spans=spans)
