"""A tie to a town or a region is told, and earns its points, only where five listed people have it.

Otherwise a trade and a village together would name a person (docs/algorithms/matching.md).
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.actors.models import Person, Tie
from twoshores.actors.services.consents import Evidence, consent_withdraw
from twoshores.capacities.matching import roster_index
from twoshores.capacities.matching.assign import plan_for
from twoshores.capacities.matching.need import question_of, questions_of
from twoshores.capacities.matching.roster_index import NOBODY, note_changes
from twoshores.capacities.matching.shortlist import shortlist_of
from twoshores.capacities.models import Need
from twoshores.common.models import Place

OWN = Evidence(channel="link", text_language="fr")


@pytest.fixture
def group(make_member, concepts):
    """group(number, tie=None): so many people who could help, tied to the place."""

    def make(number, tie=None):
        first = Person.objects.count()
        return [
            make_member(f"m{first + n}", [(concepts[0], 4, "water")], tie=tie)
            for n in range(number)
        ]

    return make


@pytest.fixture
def other_town(place):
    return Place.objects.create(
        key="t:EG.1.9", kind="locality", country="EG", name="Baltim", parent=place.parent
    )


def ties(need):
    """Of each person of the list: what is said of the tie, and its points."""
    fresh = Need.objects.get(pk=need.pk)
    return {
        entry.profile.person: (bonus.detail, bonus.points)
        for entry in shortlist_of(fresh).entries
        for bonus in entry.match.bonuses
        if bonus.bonus == "tie"
    }


def test_four_of_a_town_and_five_of_its_region_are_of_the_region(need, group, other_town):
    four, other = group(4), group(1, other_town)
    found = ties(need)
    assert found == dict.fromkeys([*four, *other], ("region", 5))


def test_five_of_a_town_are_of_the_town(need, group, other_town):
    five, other = group(5), group(1, other_town)
    found = ties(need)
    assert {found[person] for person in five} == {("locality", 8)}
    assert found[other[0]] == ("region", 5)


def test_four_of_a_region_are_of_the_country(need, group):
    group(4)
    assert set(ties(need).values()) == {("country", 3)}


def test_one_person_with_many_ties_is_one_person(need, group, place):
    people = group(4)
    for kind in ("family", "work", "residence"):
        Tie.objects.create(actor=people[0], place=place, kind=kind)
    assert set(ties(need).values()) == {("country", 3)}


def test_the_fifth_who_leaves_takes_the_town_off_the_others_at_once(need, group, other_town):
    five, _others = group(5), group(1, other_town)
    roster_index.rebuild()
    assert ties(need)[five[0]] == ("locality", 8)
    consent_withdraw(by=None, person=five[4], purposes=["listed"], evidence=OWN)
    assert ties(need)[five[0]] == ("region", 5)
    roster_index.rebuild()
    assert ties(need)[five[0]] == ("region", 5)


def test_a_consent_that_ran_out_counts_no_more_without_any_write(need, group):
    five = group(5)
    roster_index.rebuild()
    Person.objects.filter(pk=five[4].pk).update(listed_until=timezone.now() - timedelta(1))
    assert set(ties(need).values()) == {("country", 3)}


def test_page_export_and_plan_tell_no_town_of_four(
    need, group, other_town, officer, organisation, client
):
    group(4)
    group(1, other_town)
    client.force_login(officer)
    page = client.get(reverse("need_who", args=[need.pk])).text
    export = client.get(reverse("need_who_csv", args=[need.pk])).content.decode()
    assert "the same town" not in page + export
    assert "the same region" in page
    assert "tie=locality" not in page
    plan = plan_for([Need.objects.get(pk=need.pk)])
    assert plan.proposals[0].entry.match.bonuses[0].detail == "region"


def test_needs_read_together_ask_the_database_once(
    need, group, place, other_town, django_assert_max_num_queries
):
    group(5)
    needs = list(
        Need.objects.select_related("place__parent__parent").prefetch_related("requirements")
    )
    with django_assert_max_num_queries(1):
        found = questions_of(needs)
    assert found[need.pk].need.locality == place.pk
    assert question_of(need) == found[need.pk]


@pytest.fixture
def lived_in(group, place):
    """A region that may be named as the home of five; one of them says a tie to it."""
    residents = group(5)
    Person.objects.filter(pk__in=[person.pk for person in residents]).update(
        residence=place.parent, region_may_be_named=True
    )
    Tie.objects.all().delete()
    Tie.objects.create(actor=residents[0], place=place, kind="origin")
    return residents


def told_of_ties(client, need, person):
    """What the list, the offer, the shortlist and both exports say of a person's tie."""
    list_page = client.get(reverse("people")).text
    return {
        "list": list_page[list_page.index(person.pseudonym) :].split("comes from ")[1][:40],
        "offer": client.get(reverse("person_offer", args=[person.pseudonym])).text,
        "export": client.get(reverse("people_csv")).content.decode(),
        "shortlist": client.get(reverse("need_who", args=[need.pk])).text,
    }


def test_five_residents_do_not_name_the_region_of_one_tie(
    need, lived_in, place, officer, organisation, client
):
    client.force_login(officer)
    region = place.parent.name
    one = told_of_ties(client, need, lived_in[0])
    assert one["list"].startswith("Egypt")
    assert f"lives in {region}, Egypt" in client.get(reverse("people")).text
    assert one["offer"].count(region) == 1  # where they live
    assert one["export"].count(region) == 5
    assert one["shortlist"].count(f"{region}, Egypt") == 5
    for person in lived_in[1:]:
        Tie.objects.create(actor=person, place=place, kind="family")
    note_changes([NOBODY])
    assert told_of_ties(client, need, lived_in[0])["list"].startswith("Egypt")  # one comes from it
    assert told_of_ties(client, need, lived_in[0])["shortlist"].count(f"{region}, Egypt") == 10
    Tie.objects.filter(kind="family").update(kind="origin")
    note_changes([NOBODY])
    five = told_of_ties(client, need, lived_in[0])
    assert five["list"].startswith(region)
    assert five["offer"].count(region) == 2
    assert five["export"].count(region) == 10
