"""The example projects, loaded."""

from datetime import date

import pytest

from twoshores.projects.services.examples import projects_load_examples
from twoshores.projects.services.indicators import periods_make

from . import designs
from .designs import DesignWorld
from .reported import figures, opened

__all__ = ["figures", "opened"]


@pytest.fixture
def examples(db) -> int:
    return projects_load_examples()


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
