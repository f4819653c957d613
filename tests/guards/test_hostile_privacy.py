"""Attempts to read, keep or trace somebody whom one may not: each stays without result."""

import logging
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twoshores.actors.models import (
    Consent,
    Introduction,
    Membership,
    Person,
    PersonIdentity,
    Registration,
)
from twoshores.actors.selectors.introductions import introduction_token
from twoshores.actors.services.consents import Evidence, consent_record, consent_withdraw
from twoshores.actors.services.introductions import (
    introduction_ask,
    introduction_withdraw,
    introductions_expire,
    introductions_remind,
)
from twoshores.actors.services.mails import person_link
from twoshores.actors.services.own import person_link_renew
from twoshores.actors.services.people import person_erase, person_merge
from twoshores.actors.services.registrations import registration_end
from twoshores.capacities.matching.shortlist import shortlist_of
from twoshores.capacities.selectors.engagements import engagement_token
from twoshores.capacities.services.digests import send_weekly_digests
from twoshores.common.models import AuditEvent, OutboxMail

from .routes import all_routes
from .test_names_stay_hidden import addresses, holder, leaks, words_of
from .world import ROLES, SECRETS, World

pytestmark = pytest.mark.usefixtures("no_contexts")
PURPOSES = ("listed", "matched", "asked", "statistics")
OUTBOX = {"default": {"BACKEND": "twoshores.common.outbox.OutboxBackend"}}
# Rows that are no change of the instance: who looked (shown to whom it concerns), sessions, keys.
BY_LOOKING = {"actors.look", "sessions.session", "usersessions.usersession", "common.searchentry"}


def signed_in(world: World, role: str, **kwargs) -> Client:
    client = Client(**kwargs)
    if world.users[role] is not None:
        client.force_login(world.users[role])
    return client


def token(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[1]


def names_read(world: World, role: str, *names: str) -> set[str]:
    """Whose name stands on any page (or on those named) that a role can open without a link of
    somebody else.
    """
    client, found = signed_in(world, role), set()
    for route, address in addresses(world):
        if not holder(route) and (not names or route.name in names):
            response = client.get(address)
            text = words_of(b"".join(response) if response.streaming else response.content)
            found |= set(leaks(text, role, set()))
    return found


def rows() -> dict[str, str]:
    """Every row of every table, as text."""
    return {
        f"{model._meta.label_lower} {row.pk}": serializers.serialize("json", [row])
        for model in apps.get_models()
        if model._meta.label_lower not in BY_LOOKING
        for row in model._default_manager.all()
    }


def holding(text: str, kept: dict[str, str] | None = None) -> set[str]:
    """The tables that hold a text; kept: their rows, if they were read already."""
    return {key.split()[0] for key, row in (kept or rows()).items() if text in row}


def withdraw_by_link(person: Person) -> None:
    link = reverse("person_link", args=[token(person_link(person))])
    assert Client().post(link, {"act": "withdraw", "purpose": "all"}).status_code == 302


@pytest.mark.one_database
def test_a_name_goes_with_what_allowed_it(world):
    assert names_read(world, "registrar", "organisation_people") == {"yero"}
    assert names_read(world, "officer", "introduction_detail", "engagement") == {"zainab"}
    Consent.objects.filter(registrar=world.registrar).update(expires_at=timezone.now())
    Membership.objects.filter(user=world.users["officer"]).delete()
    assert names_read(world, "registrar") == set()
    assert names_read(world, "officer") == set()
    Membership.objects.filter(user=world.users["coordinator"]).update(role="viewer")
    assert names_read(world, "coordinator") == set()


@pytest.mark.one_database
def test_expired_taken_back_and_erased_introductions_name_nobody(world):
    Introduction.objects.filter(pk=world.asked.pk).update(expires_at=timezone.now())
    assert introductions_expire() == 1
    person_erase(by=None, person=world.people["zainab"])
    assert names_read(world, "officer") == set()
    for link in (
        reverse("introduction_link", args=[introduction_token(world.accepted)]),
        reverse("engagement_link", args=[engagement_token(world.engagement)]),
    ):
        assert Client().get(link).status_code == 410
        assert Client().post(link, {"move": "accept", "act": "end"}).status_code == 410


def test_links_end_when_their_person_renews_them_or_is_erased(world):
    zainab = world.people["zainab"]
    old = [
        reverse("person_link", args=[token(person_link(zainab))]),
        reverse("introduction_link", args=[introduction_token(world.accepted)]),
        reverse("engagement_link", args=[engagement_token(world.engagement)]),
    ]
    assert [Client().get(link).status_code for link in old] == [200, 200, 200]
    person_link_renew(by=None, person=zainab)
    assert [Client().get(link).status_code for link in old] == [410, 410, 410]
    zainab.refresh_from_db()
    new = reverse("person_link", args=[token(person_link(zainab))])
    person_erase(by=None, person=zainab)
    assert Client().get(new).status_code == 410
    assert Client().get(f"{new}data.json").status_code == 410


@pytest.mark.parametrize("role", ["officer", "viewer", "stranger", "steward", "zainab"])
def test_no_search_finds_anybody_by_name_address_or_telephone(world, role):
    client = signed_in(world, role)
    for name in ("search", "people", "people_csv", "needs", "needs_csv", "organisations"):
        for key, secrets in SECRETS.items():
            for secret in (*secrets, secrets[0].split()[1]):
                text = client.get(reverse(name), {"q": secret}).text
                assert world.people[key].pseudonym not in text, (name, secret)


def test_a_pseudonym_that_is_not_listed_cannot_be_told_from_none(world):
    withdraw_by_link(world.people["xenia"])
    client = signed_in(world, "officer")
    for code in (world.people["xenia"].pseudonym, "Z9-999"):
        asked = [
            client.get(reverse("person_offer", args=[code])),
            client.get(reverse("need_ask", args=[world.need.pk, code])),
            client.post(reverse("need_ask", args=[world.need.pk, code]), {"message": "Please"}),
            client.post(reverse("need_keep", args=[world.need.pk, code]), {"verdict": "kept"}),
            client.get(reverse("organisation_person_consent", args=[world.organisation.pk, code])),
        ]
        assert [answer.status_code for answer in asked] == [404] * 5


def test_withdrawing_by_link_counts_for_the_very_next_reader(world, settings):
    settings.MAILERS = OUTBOX
    zainab, client = world.people["zainab"], signed_in(world, "officer")
    need = world.need.pk
    places = [
        reverse("need_who", args=[need]),
        reverse("need_who_csv", args=[need]),
        reverse("people"),
        reverse("people_csv"),
        reverse("people") + "?q=fed+fish",
    ]
    before = [zainab.pseudonym in client.get(place).text for place in places]
    assert before == [True] * 5
    assert client.get(reverse("person_offer", args=[zainab.pseudonym])).status_code == 200
    withdraw_by_link(zainab)
    assert [zainab.pseudonym in client.get(place).text for place in places] == [False] * 5
    assert client.get(reverse("person_offer", args=[zainab.pseudonym])).status_code == 404
    assert zainab.pk not in {entry.profile.pk for entry in shortlist_of(world.need).entries}
    send_weekly_digests()
    assert not OutboxMail.objects.filter(to=SECRETS["zainab"][1]).exists()
    assert not [mail for mail in OutboxMail.objects.all() if zainab.pseudonym in mail.body]


def test_whoever_no_longer_wants_to_be_asked_is_not_reminded(world):
    long_ago = timezone.now() - timedelta(days=6)
    Introduction.objects.filter(pk=world.asked.pk).update(asked_at=long_ago)
    withdraw_by_link(world.people["xenia"])
    assert introductions_remind() == 0


def test_asking_and_taking_back_again_and_again_is_refused(world):
    officer, xenia = world.users["officer"], world.people["xenia"]
    again = {"subject_kind": world.asked.subject_kind, "subject_id": world.asked.subject_id}
    again |= {"asking": world.organisation, "asked": xenia, "message": "Now?", "language": "en"}
    introduction_withdraw(by=officer, introduction=world.asked)
    introduction_withdraw(by=officer, introduction=introduction_ask(by=officer, **again))
    with pytest.raises(ValidationError):
        introduction_ask(by=officer, **again)


def test_a_consent_that_ran_out_counts_no_more_before_any_task_ran(world):
    past = timezone.now() - timedelta(minutes=1)
    yero = world.people["yero"]
    Consent.objects.filter(person=yero).update(expires_at=past)
    Person.objects.filter(pk=yero.pk).update(
        listed_until=past, matched_until=past, asked_until=past, statistics_until=past
    )
    client = signed_in(world, "officer")
    for name in ("need_who", "need_who_csv"):
        assert yero.pseudonym not in client.get(reverse(name, args=[world.need.pk])).text
    for name in ("people", "people_csv"):
        assert yero.pseudonym not in client.get(reverse(name)).text


def test_a_registrar_cannot_undo_what_the_person_said(world):
    yero = world.people["yero"]
    withdraw_by_link(yero)
    consent_record(
        by=world.users["registrar"],
        person=yero,
        choices=dict.fromkeys(PURPOSES, timezone.now() + timedelta(days=30)),
        evidence=Evidence(channel="paper", text_language="en"),
        registrar=world.registrar,
    )
    yero.refresh_from_db()
    assert yero.listed_until is None
    assert yero.asked_until is None


def test_merging_keeps_a_no_and_revives_no_registration(world):
    """A steward who merges gives nobody back what the person took away."""
    yero, zainab = world.people["yero"], world.people["zainab"]
    Person.objects.filter(pk=zainab.pk).update(user=None)
    said = Evidence(channel="link", text_language="en")
    consent_withdraw(by=None, person=zainab, purposes=["listed"], evidence=said)
    registration_end(by=world.users["registrar"], organisation=world.registrar, person=yero)
    zainab.refresh_from_db()
    yero.refresh_from_db()
    person_merge(by=world.users["steward"], keep=zainab, drop=yero)
    assert not Registration.objects.filter(person=zainab, ended_at=None).exists()
    consent_record(
        by=world.users["registrar"],
        person=zainab,
        choices={"listed": timezone.now() + timedelta(days=30)},
        evidence=Evidence(channel="paper", text_language="en"),
        registrar=world.registrar,
    )
    zainab.refresh_from_db()
    assert zainab.listed_until is None


def test_names_stand_in_their_own_table_and_in_no_other(world):
    """That it stays so: opening a page changes no row (test_opening_pages.py)."""
    kept = rows()
    for name, email, phone in SECRETS.values():
        assert holding(name, kept) == {"actors.personidentity"}
        assert holding(phone, kept) == {"actors.personidentity"}
        assert holding(email, kept) <= {"actors.personidentity", "accounts.user"}
    assert not [event for event in AuditEvent.objects.all() if leaks(str(event.fields), "", set())]


def test_erasing_leaves_no_name_address_or_telephone_in_any_table(world, settings):
    settings.MAILERS = OUTBOX
    send_weekly_digests()
    yero = world.people["yero"]
    assert "common.outboxmail" in holding(SECRETS["yero"][1])
    person_erase(by=None, person=yero)
    kept = rows()
    for secret in SECRETS["yero"]:
        assert holding(secret, kept) == set()


def logged(caplog) -> str:
    """The lines as the instance would write them."""
    console = logging.getHandlerByName("console")
    assert console is not None
    kept = (console.filter(record) for record in caplog.records)
    return "\n".join(
        console.format(record) for record in kept if isinstance(record, logging.LogRecord)
    )


def test_logs_hold_no_names_no_queries_and_no_links_that_work(world, caplog):
    caplog.set_level(logging.DEBUG)
    link = token(person_link(world.people["zainab"]))
    ask = introduction_token(world.asked)
    client = Client(raise_request_exception=False)
    client.post(reverse("person_link_facts", args=[link]), {"full_name": ""})
    client.post(reverse("person_link_seen", args=[link]))
    client.post(reverse("introduction_link", args=[ask]), {"move": "xx"})
    client.get(reverse("person_link", args=[link]) + "nothing/here/")
    client.get("/people/", {"q": "Zainab Quixzil"})
    client.get("/nothing/Zainab Quixzil/?q=zainab.quixzil@example.org")
    Client(enforce_csrf_checks=True).post(reverse("person_link", args=[link]))
    assert Client(headers={"host": "elsewhere.example"}).get("/").status_code == 400
    text = logged(caplog)
    assert "Unprocessable" in text, "nothing was logged: the test proves nothing"
    assert link not in text
    assert ask not in text
    assert leaks(text, "", set()) == []


@pytest.mark.one_database
def test_every_post_wants_a_token_of_this_site(world):
    client = signed_in(world, "officer", enforce_csrf_checks=True)
    taken = [
        (address, status)
        for route, address in addresses(world)
        if route.name != "digest_stop"  # mail programs press it; its signed link is the proof
        and (status := client.post(address).status_code) not in {403, 404, 405}
    ]
    assert taken == []


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(world, target):
    persona = world.users["steward"]
    type(persona).objects.filter(pk=persona.pk).update(demo_label="A steward")
    client = Client()
    sent = [
        client.post(reverse("personas"), {"persona": persona.pk, "next": target}),
        client.post(reverse("set_language"), {"language": "fr", "next": target}),
        client.post(
            reverse("draft", args=["organisation"]), {"name": "x"}, headers={"referer": target}
        ),
    ]
    assert [answer.status_code for answer in sent] == [302] * 3
    assert [answer.url for answer in sent if "evil" in answer.url or ":" in answer.url] == []


def test_only_personas_can_be_stepped_into_and_only_in_the_demo(world, settings):
    real = str(world.users["officer"].pk)
    assert Client().post(reverse("personas"), {"persona": real}).status_code == 404
    assert Client().post(reverse("personas"), {"persona": "x"}).status_code == 404
    settings.DEMO = False
    OutboxMail.objects.create(to="a@example.org", subject="s", body="b")
    for role in ROLES:
        client = signed_in(world, role)
        demo = [route.name for route in all_routes() if route.rule == "demo"]
        assert {"personas", "mails", "mail"} <= set(demo)
        for name in demo:
            args = [OutboxMail.objects.get().pk] if name == "mail" else []
            assert client.get(reverse(name, args=args)).status_code in {302, 404}, (role, name)


def test_a_draft_is_read_by_nobody_else(world):
    officer, other = signed_in(world, "officer"), signed_in(world, "coordinator")
    officer.post(reverse("draft", args=["organisation"]), {"name": "Quixzil and friends"})
    assert "Quixzil" in officer.get(reverse("organisation_new")).text
    for client in (other, signed_in(world, "steward"), Client()):
        assert "Quixzil" not in client.get(reverse("organisation_new"), follow=True).text


def test_the_file_of_own_data_names_no_other_person(world):
    link = reverse("person_link_data", args=[token(person_link(world.people["zainab"]))])
    text = Client().get(link).text
    assert leaks(text, "zainab", {("zainab", "zainab")}) == []
    assert not re.search(r"officer@example|coordinator@example", text)
    assert PersonIdentity.objects.get(person=world.people["zainab"]).email in text
