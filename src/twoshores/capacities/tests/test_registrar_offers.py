"""An association changes the offer of somebody it registered, until that person signs in."""

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Consent, Membership, Person, PersonIdentity
from twoshores.capacities.models import Profile
from twoshores.common.models import AuditEvent, Place
from twoshores.common.places import folded_names

from .import_files import another, csv_of
from .test_registered_pages import upload

OWN_WORD = "This person changes the offer themself. Tell them what you would change."


@pytest.fixture
def registered(client, officer, organisation, place, greece):
    for each in Place.objects.all():
        each.folded = folded_names(each.name, each.names)
        each.save()
    officer.language = "en"
    officer.save()
    client.force_login(officer)
    sent = client.post(
        reverse("organisation_import", args=[organisation.pk]), upload(csv_of([another(1)]))
    )
    client.post(sent.url)
    return Person.objects.get()


@pytest.fixture
def at(organisation, registered):
    return lambda name: reverse(name, args=[organisation.pk, registered.pseudonym])


def offer(page) -> dict[str, object]:
    """The form as it stands, to be sent back."""
    form = page.context["form"]
    return {name: value for name in form.fields if (value := form[name].value()) is not None}


def test_the_association_changes_the_offer(client, at, registered, officer, place):
    page = client.get(at("organisation_person_offer"))
    assert registered.pseudonym in page.text
    typed = offer(page) | {"headline": "I keep ponds clean", "origin": place.key}
    typed["version"] = "1"
    done = client.post(at("organisation_person_offer"), typed)
    assert done.status_code == 302, done.context["form"].errors
    assert Profile.objects.get().headline == "I keep ponds clean"
    event = AuditEvent.objects.filter(verb="profile.save", about_id=str(registered.pk)).last()
    assert event.by_id == officer.pk  # the person reads who changed what
    assert "headline" in event.fields


def test_two_officers_do_not_overwrite_each_other(client, at, place):
    typed = offer(client.get(at("organisation_person_offer"))) | {"origin": place.key}
    client.post(at("organisation_person_offer"), typed | {"headline": "First", "version": "1"})
    page = client.post(
        at("organisation_person_offer"), typed | {"headline": "Second", "version": "1"}
    )
    assert page.status_code == 409
    assert "First" in page.text
    assert Profile.objects.get().headline == "First"


def test_skills_are_changed_too(client, at):
    page = client.get(at("organisation_person_skills"))
    assert page.status_code == 200
    number = Profile.objects.get().skills.count()
    client.post(at("organisation_person_skills"), {"remove": "1", "version": "1"})
    assert Profile.objects.get().skills.count() == number - 1


def test_once_the_person_signs_in_their_own_word_counts(client, at, registered, organisation):
    registered.user = User.objects.create_user("own@example.org")
    registered.save()
    page = client.get(at("organisation_person_offer"))
    assert page.status_code == 403
    assert OWN_WORD in page.text
    listed = client.get(reverse("organisation_people", args=[organisation.pk]))
    assert at("organisation_person_offer") not in listed.text


@pytest.mark.parametrize("change", [{"own_word_at": timezone.now()}, {"user": "own"}])
def test_the_list_says_why_they_propose_nothing_and_how_to_reach_the_person(
    client, registered, organisation, change
):
    if "user" in change:
        change = {"user": User.objects.create_user("own@example.org")}
    path = reverse("organisation_people", args=[organisation.pk])
    assert OWN_WORD not in client.get(path).text
    Person.objects.filter(pk=registered.pk).update(**change)
    identity = PersonIdentity.objects.get(person=registered)
    identity.email, identity.phone = "bintou@example.org", "+223 70 00 00 01"
    identity.save()
    page = client.get(path).text
    assert OWN_WORD in page
    assert "mailto:bintou@example.org" in page
    assert 'href="tel:+22370000001"' in page
    Consent.objects.filter(person=registered).update(expires_at=timezone.now())
    page = client.get(path).text
    assert OWN_WORD not in page
    assert "bintou@example.org" not in page


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), (None, 404)])
def test_others_do_not(client, at, organisation, officer, role, status):
    Membership.objects.filter(user=officer).delete()
    if role:
        Membership.objects.create(user=officer, organisation=organisation, role=role)
    for name in ("organisation_person_offer", "organisation_person_skills"):
        assert client.get(at(name)).status_code == status


def test_after_the_end_of_the_registration_the_door_is_shut(client, at, registered):
    registered.registrations.update(ended_at=registered.created_at)
    assert client.get(at("organisation_person_offer")).status_code == 404
