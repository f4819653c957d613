"""Pages that show marks ask the database a bounded number of times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from .appraising import make_appraising, mark_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(programme):
    world = make_appraising(programme)
    for n in range(3, 8):
        world.call.criterions.create(
            position=n, level="partnership", component="both", title=f"Criterion {n}"
        )
    sheets = world.give(world.proposals[0], 0, 1, 2)
    for row in sheets:
        mark_all(row, 3)
    return world, sheets[0]


def _asked(client, name, *args):
    client.get(reverse(name, args=args))  # what is kept by the process is there
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name, args=args)).status_code == 200
    return [row["sql"] for row in asked.captured_queries]


def test_one_proposal(client, marked, officer):
    world, _sheet = marked
    client.force_login(officer)
    asked = _asked(client, "appraised_proposal", world.programme.pk, world.proposals[0].pk)
    assert len(asked) <= 15, "\n".join(asked)


def test_an_assessors_form(client, marked):
    world, sheet = marked
    client.force_login(sheet.office.user)
    asked = _asked(client, "assessment", world.programme.pk, sheet.pk)
    assert len(asked) <= 15, "\n".join(asked)
