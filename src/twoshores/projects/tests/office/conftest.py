"""A filled design as a workbook, and the walk of one that comes back."""

import pytest

from twoshores.projects.office.xlsx_out import xlsx_of
from twoshores.projects.selectors.office import state_of
from twoshores.projects.services.office import (
    Decisions,
    office_check,
    office_confirm,
    office_keep,
)

from .files import fill


@pytest.fixture
def rows(design, periods):
    return fill(design, periods)


@pytest.fixture
def book(design, rows):
    return xlsx_of(state_of(design.project))


@pytest.fixture
def check(design):
    return lambda data: office_check(by=design.coordinator, project=design.project, data=data)


@pytest.fixture
def confirm(design, check):
    def confirmed(data, decisions=None):
        same = {"by": design.coordinator, "project": design.project}
        key = office_keep(**same, data=data)
        stamp = check(data).stamp
        return office_confirm(**same, key=key, stamp=stamp, decisions=decisions or Decisions())

    return confirmed
