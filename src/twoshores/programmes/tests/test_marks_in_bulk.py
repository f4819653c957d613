"""What a reader's page asks the database does not grow with the marks of the others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from twoshores.programmes.selectors.assessing import others_when_all_are_in, places_of

from .appraising import make_appraising, mark_all

pytestmark = pytest.mark.django_db


def test_the_marks_of_others_name_their_criteria_without_asking_again(programme):
    world = make_appraising(programme)
    mine, *others = world.give(world.proposals[0], 0, 1, 2)
    for row in (mine, *others):
        mark_all(row, 3)
    mine.refresh_from_db()
    places = places_of(mine)
    with CaptureQueriesContext(connection) as asked:
        sheets = others_when_all_are_in(mine, places)
        titles = [criterion.title for _sheet, marks in sheets for criterion, _mark in marks]
    assert len(titles) == 2 * 4  # one criterion is marked for each of two partners
    assert len(asked) == 3  # the count, the sheets, their marks
