"""The example projects, loaded."""

import pytest

from twoshores.projects.services.examples import projects_load_examples

from . import designs
from .designs import DesignWorld


@pytest.fixture
def examples(db) -> int:
    return projects_load_examples()


@pytest.fixture
def design(db) -> DesignWorld:
    return designs.build()
