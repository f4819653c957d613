"""A call of six proposals with marks of all sorts, for what is kept of its figures."""

import random
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.urls import reverse

from twoshores.common.remembered import Remembered
from twoshores.programmes.models import Scenario
from twoshores.programmes.selectors import figures, ranking, scores, sealed

from .appraising import make_appraising, make_proposal, mark_all

KEPT = (
    *((figures, name) for name in ("_materials", "_figures")),
    *((scores, name) for name in ("_sheets", "_scores")),
    (ranking, "_rankings"),
    (sealed, "_handed"),
)


@contextmanager
def another_process(monkeypatch):
    """What is asked within knows nothing of this process's memory, and leaves it as it was."""
    with monkeypatch.context() as other:
        for module, name in KEPT:
            other.setattr(module, name, Remembered(1_000))
        yield


@pytest.fixture
def world(programme):
    """Six proposals, read by two or three of four assessors each, with marks of all sorts."""
    made = make_appraising(programme)
    countries = ("ML", "EG", "SN", "MA")
    made.proposals += [
        make_proposal(made.call, n, country) for n, country in enumerate(countries, 3)
    ]
    dice = random.Random(4)
    for n, proposal in enumerate(made.proposals):
        for one in made.give(proposal, *((n + seat) % 4 for seat in range(2 + n % 2))):
            mark_all(one, 3)
            for mark in one.marks.all():
                mark.mark = Decimal(dice.randint(2, 10)) / 2
                mark.save()
    return made


@pytest.fixture
def scenario(world):
    first = world.call.criterions.first()
    return Scenario.objects.create(
        call=world.call,
        title="Tried",
        weights={str(first.pk): "3"},
        corrected=True,
        balance={"country": {"EG": 1}},
    )


def set_to(rows, **facts):
    """Past every service and without a version, as a command or a hand would."""
    assert rows.update(**facts)


def pages(world):
    at = [world.programme.pk, world.call.pk]
    return [reverse(name, args=at) for name in ("appraisal_progress", "appraisal_ranking")]
