"""Who agreed to the older text is named with their country only, and found by it only."""

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.actors.models import Consent, ConsentPurpose, Person
from twoshores.actors.services.consents import Evidence, consent_record, refresh_consents
from twoshores.capacities.selectors.places_shown import named_regions
from twoshores.common.models import Place


@pytest.fixture
def region(db):
    country = Place.objects.create(key="r:FR", kind="country", country="FR", name="France")
    return Place.objects.create(
        key="r:FR.1", kind="region", country="FR", name="Occitanie", parent=country
    )


@pytest.fixture
def five(make_member, concepts, region):
    people = [make_member(f"m{n}", [(concepts[0], 4, "wells")]) for n in range(5)]
    Person.objects.filter(pk__in=[p.pk for p in people]).update(residence=region)
    return people


def agreed_to(person: Person, version: int) -> None:
    Consent.objects.filter(person=person).update(text_version=version)
    person.refresh_from_db()
    refresh_consents(person)


def test_a_region_needs_five_who_may_be_named_with_it(five, region):
    for person in five:
        agreed_to(person, 2)
    assert named_regions([region], []).homes == {region.pk: "Occitanie"}
    Place.objects.filter(pk=region.pk).update(names={"ar": "أوكسيتانيا"})
    assert named_regions([region], [], "ar").homes == {region.pk: "أوكسيتانيا"}
    agreed_to(five[0], 1)
    assert named_regions([region], []).homes == {}


def test_the_list_names_the_country_of_the_others(
    five, make_member, concepts, region, officer, client
):
    older = make_member("older", [(concepts[0], 4, "wells")])
    Person.objects.filter(pk=older.pk).update(residence=region)
    for person in five:
        agreed_to(person, 2)
    agreed_to(older, 1)
    client.force_login(officer)
    page = client.get(reverse("people")).text
    assert page.count("Occitanie") >= 5
    inside = client.get(reverse("people"), {"lives": "FR", "region": region.key}).text
    assert five[0].pseudonym in inside
    assert older.pseudonym not in inside
    assert older.pseudonym in client.get(reverse("people"), {"lives": "FR"}).text


def test_a_new_yes_is_a_yes_to_the_text_of_today(five):
    person = five[0]
    agreed_to(person, 1)
    assert not person.region_may_be_named
    until = person.listed_until
    consent_record(
        by=None,
        person=person,
        choices={ConsentPurpose.LISTED: until},
        evidence=Evidence(channel="web", text_language="fr", at=timezone.now()),
        registrar=None,
    )
    person.refresh_from_db()
    assert person.region_may_be_named
