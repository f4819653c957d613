"""Two hands at once: never an error page, never half a change.

On SQLite the threads meet in a file, as in an instance; on PostgreSQL in the test database.
"""

import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from twoshores.actors.models import Introduction, IntroductionMessage, Membership, Organisation
from twoshores.actors.selectors.introductions import introduction_token
from twoshores.actors.services.introductions import introduction_ask
from twoshores.capacities.models import Engagement
from twoshores.capacities.selectors.engagements import engagement_token

from . import world as world_module
from .test_hostile_input import signed_in


@pytest.fixture
def shared(transactional_db, tmp_path):
    """Threads of this test and its own connection work on one database."""
    if connection.vendor != "sqlite":
        yield
        return
    import sqlite3

    path, kept = tmp_path / "shared.sqlite3", connection.settings_dict["NAME"]
    with sqlite3.connect(path) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()
    memory, connection.connection = connection.connection, None
    connection.settings_dict["NAME"] = str(path)
    yield
    connection.close()
    connection.settings_dict["NAME"], connection.connection = kept, memory


def at_once(*calls) -> list[object]:
    """What each call returned or raised, when all begin together."""
    gate, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            gate.wait(20)
            results[number] = call()
        except Exception as error:  # noqa: BLE001 - returned to the test
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_nobody_gets_more_open_asks_than_the_limit_from_many_at_once(shared, settings):
    world = world_module.build()
    settings.OPEN_INTRODUCTIONS_LIMIT = 3
    officer, xenia = world.users["officer"], world.people["xenia"]
    offices = []
    for number in range(6):
        office = Organisation.objects.create(
            kind="organisation", name=f"O{number}", name_language="en", organisation_kind="ngo"
        )
        Membership.objects.create(user=officer, organisation=office, role="officer")
        offices.append(office)

    def ask(office):
        return lambda: introduction_ask(
            by=officer, asking=office, asked=xenia, subject_kind="capacities.need",
            subject_id=str(world.need.pk), message="Would you?", language="en",
        )  # fmt: skip

    results = at_once(*[ask(office) for office in offices])
    assert sum(isinstance(each, Introduction) for each in results) == 2, results  # one is open
    assert Introduction.objects.filter(asked=xenia, state="asked").count() == 3


def test_pressing_yes_twice_makes_one_engagement(shared):
    world = world_module.build()
    link = reverse("introduction_link", args=[introduction_token(world.asked)])
    answers = at_once(*[lambda: Client().post(link, {"move": "accept"}).status_code] * 3)
    assert set(answers) <= {302, 409}, answers
    assert 302 in answers
    assert Engagement.objects.filter(introduction=world.asked).count() == 1


def test_yes_and_no_at_once_leave_one_answer(shared):
    world = world_module.build()
    link = reverse("introduction_link", args=[introduction_token(world.asked)])
    answers = at_once(
        lambda: Client().post(link, {"move": "accept"}).status_code,
        lambda: Client().post(link, {"move": "decline"}).status_code,
    )
    assert sorted(answers) == [302, 409], answers
    world.asked.refresh_from_db()
    made = Engagement.objects.filter(introduction=world.asked).count()
    assert made == (world.asked.state == "accepted")
    assert not IntroductionMessage.objects.filter(introduction=world.asked).exists()


def test_two_sides_that_agree_at_once_have_agreed(shared):
    world = world_module.build()
    Engagement.objects.update(tasks="Feed", mode="remote", starts="2030-01-01")
    version = {"act": "agree", "version": world.engagement.version}
    link = reverse("engagement_link", args=[engagement_token(world.engagement)])
    page = reverse("engagement", args=[world.engagement.pk])
    officer = signed_in(world, "officer")
    answers = at_once(
        lambda: Client().post(link, version).status_code,
        lambda: officer.post(page, version).status_code,
    )
    assert answers == [302, 302]
    world.engagement.refresh_from_db()
    assert world.engagement.state == "agreed"
    assert world.engagement.agreed_at is not None
