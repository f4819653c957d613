"""Somebody's own page: signed in and by link, consents, looks, data, the end; outsiders."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Consent, Look, Person, PersonIdentity
from twoshores.actors.selectors.own import person_token
from twoshores.actors.services import own
from twoshores.actors.services.people import person_reveal
from twoshores.common.models import AuditEvent

from .conftest import give_all

MOST_QUERIES = 15
PAGES = ["", "_facts", "_seen", "_history", "_data", "_erase"]


def link(person, page=""):
    person.refresh_from_db()
    return reverse(f"person_link{page}", args=[person_token(person)])


def boxes(**until):
    """The consent form as a browser sends it: untouched boxes keep their end in the select."""
    later = (timezone.localdate() + timedelta(days=92)).isoformat()
    data = {"act": "consents"}
    for purpose in ("listed", "matched", "asked", "statistics"):
        data[f"{purpose}_until"] = later
    for purpose, days in until.items():
        data[purpose] = "on"
        data[f"{purpose}_until"] = (timezone.localdate() + timedelta(days=days)).isoformat()
    return data


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_the_person_by_both_doors(client, person, member_user, page):
    assert client.get(link(person, page)).status_code == 200
    client.force_login(member_user)
    assert client.get(reverse(f"me{page}")).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_other_peoples_pages_do_not_exist(client, person, officer, page):
    assert client.get(reverse(f"me{page}")).status_code == 302
    assert client.get(link(person, page).replace("/p/", "/p/x")).status_code == 404
    client.force_login(officer)
    text = client.get(reverse(f"me{page}"), follow=True).content.decode()
    assert "Aïcha" not in text
    assert person.pseudonym not in text


def test_the_page_shows_every_consent_with_text_and_end(client, registered, organisation):
    text = client.get(link(registered)).content.decode()
    assert text.count('type="checkbox"') == 4
    assert organisation.name in text
    assert "Bakary Test" in text
    assert "version 1" in text or "1" in text


def test_taking_one_back_counts_at_once_and_leaves_the_others(client, person):
    page = link(person)
    assert client.post(page, {"act": "withdraw", "purpose": "asked"}).status_code == 302
    person.refresh_from_db()
    assert person.asked_until is None
    assert person.matched_until is not None
    row = Consent.objects.filter(person=person, purpose="asked").latest("at")
    assert (row.given, row.channel, row.registrar) == (False, "link", None)
    client.post(page, {"act": "withdraw", "purpose": "all"})
    person.refresh_from_db()
    assert person.listed_until is None


def test_saving_writes_only_what_changed(client, registered, organisation):
    """An untouched box stays the association's word; a changed one becomes the person's own."""
    data = boxes(listed=300, matched=300, statistics=300)
    assert client.post(link(registered), data).status_code == 302
    own_words = Consent.objects.filter(person=registered, registrar=None)
    assert {row.purpose: row.given for row in own_words} == {"asked": False}
    registered.refresh_from_db()
    assert registered.asked_until is None


def test_a_yes_can_be_renewed_and_never_lasts_over_a_year(client, person):
    page = link(person)
    client.post(page, {"act": "renew"})
    person.refresh_from_db()
    assert person.listed_until - timezone.now() > timedelta(days=364)
    too_long = boxes(listed=400)
    response = client.post(page, too_long)
    assert response.status_code == 422
    person.refresh_from_db()
    assert person.asked_until is not None


def test_nothing_is_ticked_that_was_not_agreed_to(client, member_user):
    from twoshores.actors.services.people import PersonFacts, person_register

    person = person_register(by=member_user, facts=PersonFacts("A", "en", email="a@example.org"))
    assert "checked" not in client.get(link(person)).content.decode()


def test_the_reason_of_a_reveal_and_every_look_can_be_read(client, person, steward, organisation):
    person_reveal(by=steward, person=person, reason="court order <12> of 3 May")
    Look.objects.create(
        person=person,
        organisation=organisation,
        viewer=str(organisation.pk),
        what="shortlist",
        day=timezone.localdate(),
    )
    text = client.get(link(person, "_seen")).content.decode()
    assert "court order &lt;12&gt; of 3 May" in text
    assert organisation.name in text
    assert steward.email not in text


def test_history_names_fields_and_no_values(client, person, member_user):
    client.force_login(member_user)
    data = {"full_name": "Aïcha Neuve", "email": "new@example.org", "language": "fr"}
    assert client.post(reverse("me_facts"), data).status_code == 302
    text = client.get(reverse("me_history")).content.decode()
    assert "Neuve" not in text
    assert "new@" not in text
    assert AuditEvent.objects.get(verb="person.update").fields == ["email", "full_name"]
    assert PersonIdentity.objects.get().full_name == "Aïcha Neuve"


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({"full_name": "", "email": "a@example.org", "language": "fr"}, "a@example.org"),
        ({"full_name": "B", "email": "", "phone": "", "language": "fr"}, "B"),
        ({"full_name": "B", "email": "no at sign", "language": "fr"}, "no at sign"),
        ({"full_name": "é" * 10_000, "email": "a@example.org", "language": "fr"}, "é" * 300),
    ],
)
def test_facts_that_cannot_be_saved_are_kept_and_explained(client, person, data, kept):
    response = client.post(link(person, "_facts"), data)
    assert response.status_code == 422
    assert kept in response.content.decode()
    assert PersonIdentity.objects.get().full_name == "Aïcha Test"


def test_arabic_digits_and_emoji_are_taken(client, person):
    data = {"full_name": "عائشة 🐟", "phone": "٠٦ ١٢ ٣٤", "language": "ar"}
    assert client.post(link(person, "_facts"), data).status_code == 302
    identity = PersonIdentity.objects.get()
    assert (identity.full_name, identity.phone) == ("عائشة 🐟", "06 12 34")


def test_own_data_are_whole_and_own(client, person, registered, organisation):
    data = json.loads(client.get(link(person, "_data")).content)
    assert data["identity"]["full_name"] == "Aïcha Test"
    assert len(data["consents"]) == 4
    assert "Bakary" not in json.dumps(data, ensure_ascii=False)
    theirs = json.loads(client.get(link(registered, "_data")).content)
    assert theirs["registrations"][0]["organisation"] == organisation.name


def test_erasing_takes_two_steps(client, person):
    page = link(person, "_erase")
    client.get(page)
    assert client.post(page, {"code": "X0-000"}).status_code == 422
    assert PersonIdentity.objects.filter(person=person).exists()
    assert client.post(page, {"code": person.pseudonym.lower()}).status_code == 200
    assert not PersonIdentity.objects.filter(person=person).exists()
    assert client.get(page).status_code == 410


def test_a_registration_is_ended_by_the_person(client, registered, organisation, officer):
    data = {"act": "end_registration", "organisation": str(organisation.pk)}
    assert client.post(link(registered), data).status_code == 302
    registered.refresh_from_db()
    assert registered.listed_until is None
    assert client.post(link(registered), data).status_code == 422


def test_a_new_link_ends_the_old_one(client, person):
    old = link(person)
    assert client.post(old, {"act": "new_link"}).status_code == 200
    assert client.get(old).status_code == 410
    assert client.get(link(person)).status_code == 200


def test_the_mail_with_the_link_holds_no_name(person, mailoutbox):
    own.link_mail(str(person.pk))
    (sent,) = mailoutbox
    assert "Aïcha" not in sent.subject + sent.body
    assert "/p/" in sent.body


def test_asking_for_a_link_answers_alike_for_everybody(client, person):
    url = reverse("person_link_ask")
    known = client.post(url, {"email": "AICHA@example.org"})
    unknown = client.post(url, {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert _body(known) == _body(unknown)


def test_one_address_is_not_flooded_with_mails(client, person):
    url = reverse("person_link_ask")
    answers = [client.post(url, {"email": "aicha@example.org"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def _body(response):
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def test_a_record_is_bound_by_a_proved_address_only(client, registered):
    PersonIdentity.objects.update(email="Bakary@example.org")
    user = User.objects.create_user("bakary@example.org")
    client.force_login(user)
    claim = {"person": str(registered.pk)}
    assert registered.pseudonym not in client.get(reverse("me")).content.decode()
    client.post(reverse("me"), claim)
    assert not Person.objects.filter(user=user).exists()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    assert registered.pseudonym in client.get(reverse("me")).content.decode()
    client.post(reverse("me"), claim)
    assert Person.objects.get(user=user) == registered
    assert AuditEvent.objects.filter(verb="person.bind").exists()


def test_pages_ask_the_database_little(
    client, person, member_user, registered, django_assert_max_num_queries
):
    give_all(registered)
    client.force_login(member_user)
    for page in PAGES[:-2]:
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(reverse(f"me{page}"))
    client.logout()
    for page in PAGES[:-2]:
        url = link(registered, page)
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(url)
