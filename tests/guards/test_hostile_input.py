"""Input that no form offers: never an error page, never half a change."""

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from twoshores.capacities.models import Need
from twoshores.common import search
from twoshores.common.mail import send
from twoshores.common.models import Draft

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


@pytest.mark.usefixtures("no_contexts")
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


@pytest.mark.usefixtures("no_contexts")
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
