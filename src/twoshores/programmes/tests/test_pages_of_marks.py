"""Pages that show marks ask the database a bounded number of times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

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


def test_marks_of_partners_that_left_break_no_page(client, programme):
    """Nobody of those that were handed in is left: what others marked of them counts no more."""
    appraising = make_appraising(programme)
    proposal = appraising.proposals[0]
    one, *_others = appraising.give(proposal, 0, 1, 2)
    for row in proposal.assessments.all():
        mark_all(row, 4)
    proposal.project.partners.update(left_on=timezone.localdate())
    client.force_login(one.office.user)
    page = client.get(reverse("assessment", args=[appraising.programme.pk, one.pk]))
    assert page.status_code == 200
    marked = [mark for _sheet, marks in page.context["others"] for _criterion, mark in marks]
    assert marked
    assert {mark.partner_id for mark in marked} == {None}
