"""More attempts to read or change somebody: side doors, headers, refused forms, stale pages."""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twoshores.actors.models import Consent, Membership, Person, PersonIdentity, Tie
from twoshores.actors.permissions.people import can_edit_person
from twoshores.actors.services.mails import introduction_mail, person_link, sides_told
from twoshores.actors.services.people import (
    PersonFacts,
    person_erase,
    person_merge,
    person_update,
)
from twoshores.capacities.models import Engagement, Profile, ProfileSkill
from twoshores.capacities.services.profiles import Lines, profile_save
from twoshores.capacities.tests.smtp_server import mail_server
from twoshores.common.mail import MailNotSent
from twoshores.common.models import OutboxMail, Place
from twoshores.taxonomy.models import Concept

from .test_hostile_privacy import names_read, signed_in, token, withdraw_by_link
from .test_names_stay_hidden import addresses, headers_of, holder, leaks, words_of
from .world import SECRETS, World

pytestmark = pytest.mark.usefixtures("no_contexts")
OUTSIDERS = ("anonymous", "stranger", "viewer", "steward")


def offer_of(world: World, key: str) -> str:
    code = world.people[key].pseudonym
    return reverse("organisation_person_offer", args=[world.registrar.pk, code])


def text_of(response) -> str:
    return words_of(b"".join(response) if response.streaming else response.content)


def test_a_registrar_changes_nothing_once_the_person_wrote_by_their_own_link(world):
    client, yero = signed_in(world, "registrar"), world.people["yero"]
    opened = client.get(offer_of(world, "yero"))
    assert opened.status_code == 200
    profile_save(by=None, person=yero, facts={"headline": "My own words"}, lines=Lines())
    yero.refresh_from_db()
    sent = client.post(offer_of(world, "yero"), {"headline": "Theirs", "version": "1"})
    assert sent.status_code == 403
    assert "Tell them what you would change" in sent.text
    with pytest.raises(PermissionDenied):
        profile_save(
            by=world.users["registrar"], person=yero, facts={"headline": "Theirs"}, lines=Lines()
        )
    assert Profile.objects.get(person=yero).headline == "My own words"
    people = client.get(reverse("organisation_people", args=[world.registrar.pk]))
    assert offer_of(world, "yero") not in people.text


def test_facts_changed_by_link_shut_the_registrar_out_too(world):
    yero, registrar = world.people["yero"], world.users["registrar"]
    facts = PersonFacts("Yero Vandermoth", "fr", email=SECRETS["yero"][1])
    assert can_edit_person(registrar, yero)
    person_update(by=None, person=yero, facts=facts)
    yero.refresh_from_db()
    assert not can_edit_person(registrar, yero)
    with pytest.raises(PermissionDenied):
        person_update(by=registrar, person=yero, facts=facts)


@pytest.mark.parametrize("end", ["expires_at", "ended_at"])
def test_a_registrar_without_a_lasting_consent_opens_no_offer(world, end):
    client = signed_in(world, "registrar")
    assert client.get(offer_of(world, "yero")).status_code == 200
    past = timezone.now() - timedelta(minutes=1)
    Consent.objects.filter(registrar=world.registrar).update(**{end: past})
    assert client.get(offer_of(world, "yero")).status_code == 403
    assert "I fed fish abroad" not in client.get(offer_of(world, "yero")).text


def test_what_the_registrar_changes_does_not_count_as_the_persons_word(world):
    yero, registrar = world.people["yero"], world.users["registrar"]
    profile_save(by=registrar, person=yero, facts={"headline": "Fed fish"}, lines=Lines())
    yero.refresh_from_db()
    assert yero.own_word_at is None
    assert can_edit_person(registrar, yero)


def test_nobody_changes_the_facts_of_somebody_else(world):
    facts = PersonFacts("Taken Over", "en", email="taken@example.org")
    for role in ("stranger", "officer", "registrar", "steward", "xenia"):
        with pytest.raises(PermissionDenied):
            person_update(by=world.users[role], person=world.people["zainab"], facts=facts)
    assert PersonIdentity.objects.get(person=world.people["zainab"]).email == SECRETS["zainab"][1]


def test_merging_does_not_give_a_registrar_back_what_the_person_took(world):
    yero, xenia = world.people["yero"], world.people["xenia"]
    Person.objects.filter(pk=xenia.pk).update(user=None, own_word_at=timezone.now())
    xenia.refresh_from_db()
    person_merge(by=world.users["steward"], keep=yero, drop=xenia)
    yero.refresh_from_db()
    assert not can_edit_person(world.users["registrar"], yero)
    code = xenia.pseudonym
    assert signed_in(world, "officer").get(reverse("person_offer", args=[code])).status_code == 404


@pytest.mark.one_database
def test_a_viewer_of_the_association_reads_no_name(world):
    Membership.objects.filter(user=world.users["registrar"]).update(role="viewer")
    assert names_read(world, "registrar") == set()
    assert signed_in(world, "registrar").get(offer_of(world, "yero")).status_code == 403


def test_what_search_engines_may_fetch_holds_nobody(world):
    """No page does for visitors (test_opening_pages.py); nor what only machines ask for."""
    for address in ("/sitemap.xml", "/robots.txt", "/feed/", "/api/", "/people.json"):
        text = text_of(Client().get(address))
        assert not [p for p in world.people.values() if p.pseudonym in text]


@pytest.mark.one_database
@pytest.mark.parametrize("role", OUTSIDERS)
def test_forms_refused_or_taken_answer_with_no_name(world, role):
    """Every address is sent an empty form, and one that names a person who is registered."""
    found = []
    name, email, phone = SECRETS["yero"]
    client = signed_in(world, role)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    payloads = ({}, {"email": email, "phone": phone, "q": email, "code": "x", "message": "Hello"})
    for route, address in addresses(world):
        if holder(route):
            continue
        for payload in payloads:
            client.cookies = SimpleCookie(cookies)  # signed in, whatever the last answer did
            with transaction.atomic():
                response = client.post(address, payload)
                transaction.set_rollback(True)
            assert response.status_code < 500, address
            text = text_of(response)
            for typed in payload.values():  # what somebody typed themself may come back to them
                text = text.replace(typed, "")
            found += [(address, key) for key in leaks(text, role, world.may_read)]
            if name in headers_of(response):
                found.append((address, "header"))
    assert found == []


def test_an_engagement_with_somebody_erased_names_nobody(world):
    zainab = world.people["zainab"]
    client = signed_in(world, "officer")
    pages = [
        reverse("introduction_detail", args=[world.accepted.pk]),
        reverse("engagement", args=[world.engagement.pk]),
    ]
    assert leaks(client.get(pages[0]).text, "officer", set()) == ["zainab"]
    assert zainab.pseudonym in client.get(pages[1]).text
    person_erase(by=None, person=Person.objects.get(pk=zainab.pk))
    assert Engagement.objects.filter(pk=world.engagement.pk).exists()
    for page in pages:
        after = client.get(page)
        assert after.status_code < 500
        assert leaks(after.text, "officer", set()) == []
        assert zainab.pseudonym not in after.text


def counted(world: World, number: int) -> list[Person]:
    """People who live in Greece, come from Egypt and agreed to be counted."""
    greece = Place.objects.create(key="t:GR", kind="country", country="GR", name="Greece")
    until = timezone.now() + timedelta(days=30)
    concept = Concept.objects.get(uri="urn:t:1")
    people = []
    for at in range(number):
        person = Person.objects.create(
            kind="person", pseudonym=f"T-{at}", residence=greece, statistics_until=until
        )
        profile = Profile.objects.create(
            person=person, number=100 + at, language="en", confirmed_at=timezone.now()
        )
        ProfileSkill.objects.create(
            profile=profile, position=1, said="x", language="en", kind="skill", concept=concept
        )
        Tie.objects.create(actor=person, place=world.place, kind="origin")
        people.append(person)
    return people


def test_who_leaves_cannot_be_read_out_of_the_skill_map_by_comparing(world):
    """Two views of one day are the same to the last byte, also when many leave between them."""
    people = counted(world, 60)
    places = [
        reverse(name) + query
        for name in ("skill_map_csv", "skill_map_svg")
        for query in ("", "?from=EG", "?lives=GR")
    ]
    before = [Client().get(place).content for place in places]
    assert before[0].count(b"\n") > 1, "an empty map proves nothing"
    for person in people[:40]:
        person_erase(by=None, person=person)
    withdraw_by_link(world.people["zainab"])
    assert [Client().get(place).content for place in places] == before


def test_a_refused_mail_keeps_neither_colleague_nor_other_side_from_theirs(world, settings, caplog):
    with mail_server() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.server_address[1]},
            }
        }
        server.refused = {"coordinator@example.org", SECRETS["zainab"][1]}
        key = str(world.accepted.pk)
        with pytest.raises(MailNotSent) as refused:  # hers alone: that job is tried again
            introduction_mail(key, "accepted", "asked")
        introduction_mail(key, "accepted", "asking")
        assert sides_told("accepted") == ["asked", "asking"]
        kept = f"{refused.value!r} {refused.value.__context__!r}"
        assert leaks(kept, "job", set()) == []
        assert server.taken == ["officer@example.org"]
        assert "coordinator@example.org" not in caplog.text


def test_the_demos_mails_go_with_the_person(world, settings):
    settings.MAILERS = {"default": {"BACKEND": "twoshores.common.outbox.OutboxBackend"}}
    introduction_mail(str(world.accepted.pk), "accepted")
    assert OutboxMail.objects.filter(to=SECRETS["zainab"][1]).exists()
    old = reverse("person_link", args=[token(person_link(world.people["zainab"]))])
    person_erase(by=None, person=world.people["zainab"])
    assert not OutboxMail.objects.filter(to=SECRETS["zainab"][1]).exists()
    assert Client().get(old).status_code == 410
