"""Input that no form offers, and two hands at once: never an error page, never half a change."""

import threading

import pytest
from django.core import mail
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from twoshores.actors.models import Introduction, IntroductionMessage, Membership, Organisation
from twoshores.actors.selectors.introductions import introduction_token
from twoshores.actors.services.introductions import introduction_ask
from twoshores.capacities.models import Engagement, Need
from twoshores.capacities.selectors.engagements import engagement_token
from twoshores.common import search
from twoshores.common.mail import send
from twoshores.common.models import Draft

from . import world as world_module
from .test_names_stay_hidden import addresses
from .world import World

LONG = "9" * 5_000  # more digits than int() reads
QUERIES = [
    'fish" OR "x', "*", "fish*", "NEAR(a b)", "- NOT", "a AND", "^fish", "title:fish", "'; DROP--",
    "a & | ! : <-> (b)", "fish:*", "\\", "_", "__ _x", "%", "😀", "\u202efish", "²³ ٣", "ªº",
    "a\x00b", "x" * 10_000, "{{ 7*7 }}", "", " ", "\u2118 \u1885", "ﷺ", "İ",
]  # fmt: skip
HOSTILE = [
    "a\x00b",
    "-1",
    "9" * 25,
    LONG,
    "0001-01-01",
    "9999-12-31",
    "xx",
    "😀\u202e",
    '{"a": [1]}',
]


@pytest.fixture
def world(db) -> World:
    return world_module.build()


def signed_in(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.users[role])
    return client


def tried(client: Client, method: str, address: str, data: dict[str, str]) -> str:
    """What went wrong, if anything did; nothing of it stays."""
    before = transaction.savepoint_create()
    try:
        status = getattr(client, method)(address, data).status_code
    except Exception as error:  # noqa: BLE001 - the point is that there is none
        return f"{address} {str(data)[:60]}: {error!r:.200}"
    finally:
        transaction.savepoint_rollback(before)
    return f"{address} {str(data)[:60]}: {status}" if status >= 500 else ""


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_is_words_and_nothing_else(world, query):
    search.put("need", world.need.pk, "Somebody who fed fish", ["ªº _ ²"])
    assert isinstance(search.find("need", query), list)
    if "fish" in query:
        found = search.find("need", "fish")
        assert found == [str(world.need.pk)]


def test_no_address_breaks_a_page(world):
    client = signed_in(world, "officer")
    names = ("page", "q", "state", "sort", "about", "of", "lives", "origin", "region", "group")
    wrong = [
        tried(client, "get", address, {name: value for name in names})
        for _route, address in addresses(world)
        for value in ("a\x00b", LONG)
    ]
    assert [each for each in wrong if each] == []


ACTS = {
    "engagement": ("act", "terms agree begin finish end note feedback material xx"),
    "introduction_detail": ("move", "accept decline question answer withdraw xx"),
    "need_keep": ("verdict", "kept xx"),
    "need_state": ("move", "publish fill close reopen xx"),
    "organisation_members": ("act", "invite withdraw role end xx"),
    "organisation_ties": ("act", "add remove xx"),
    "draft": ("draft", "drop xx"),
}
FIELDS = [
    "version", "tasks", "deliverables", "starts", "ends", "mode", "terms",
    "compensation_amount", "compensation_currency", "text", "language", "done_percent",
    "rating", "title", "licence", "url", "reason", "message", "membership", "invitation",
    "role", "email", "place", "place_text", "group", "other", "kind", "since", "strength",
    "remove", "tie", "name", "name_language",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:14])
def test_no_value_outside_the_choices_breaks_an_act(world, value):
    client = signed_in(world, "coordinator")
    wrong = []
    for route, address in addresses(world):
        field, acts = ACTS.get(route.name, ("x", ""))
        for act in acts.split():
            data = dict.fromkeys(FIELDS, value)
            wrong.append(tried(client, "post", address, data | {field: act}))
    assert len(wrong) > 40
    assert [each for each in wrong if each] == []


@pytest.mark.parametrize("number", ["9" * 10, "9" * 25, LONG, "-1", "1.5", "NaN"])
def test_more_people_than_there_are_cannot_be_served(world, number):
    page = reverse("need_edit", args=[world.draft.pk])
    answer = signed_in(world, "officer").post(page, {"served_female_children": number})
    assert answer.context["form"].errors["served_female_children"]


@pytest.mark.parametrize("address", ["/places/a%00b/", "/people/a%00b/", "/p/a%00b/", "/%00"])
def test_an_address_with_a_nul_in_it_leads_nowhere(world, address):
    assert signed_in(world, "officer").get(address).status_code == 404


def test_a_nul_goes_and_the_rest_of_what_was_typed_stays(world):
    client = signed_in(world, "officer")
    typed = {"name": "Fish\x00ers", "n\x00o": "x"}
    assert client.post(reverse("draft", args=["organisation"]), typed).status_code == 302
    assert Draft.objects.get().data == {"name": ["Fishers"], "no": ["x"]}


def test_a_wrong_host_gets_a_page(db):
    assert Client(headers={"host": "elsewhere.example"}).get("/").status_code == 400


@pytest.mark.parametrize("sign", ["\r", "\u2028", "\x85", "\x0b", "\x1c"])
def test_a_title_with_line_ends_in_it_can_be_mailed(world, settings, sign):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    Need.objects.update(title=f"Fish{sign}Bcc: evil@example.org")
    context = {"need": Need.objects.first(), "codes": ["A1-001"], "link": "x", "stop": "y"}
    send(
        to="a@example.org",
        language="en",
        template="capacities/mail/digest_need.txt",
        context=context,
    )
    assert len(mail.outbox) == 1
    assert mail.outbox[0].recipients() == ["a@example.org"]
    assert "Bcc" not in mail.outbox[0].message()


# Two hands at once. On SQLite the threads meet in a file, as in an instance; on PostgreSQL in the
# test database.


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
