"""The example projects, loaded."""

import pytest

from twoshores.projects.services import projects_load_examples


@pytest.fixture
def examples(db) -> int:
    return projects_load_examples()
