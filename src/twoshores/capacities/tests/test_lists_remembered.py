"""Lists that are drawn once show nothing that has changed since, whoever changed it, and show no
reader what only another may see.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Person
from twoshores.actors.services.consents import Evidence, consent_withdraw
from twoshores.capacities.matching import roster_index
from twoshores.capacities.matching.moment import roster_moment
from twoshores.capacities.selectors import rosters
from twoshores.capacities.services.needs import shortlist_keep
from twoshores.common import drawn
from twoshores.common.models import Place
from twoshores.common.places.services import places_merge
from twoshores.common.remembered import Remembered
from twoshores.taxonomy.services import taxonomy_import

LINK = Evidence(channel="link", text_language="fr")
# Queries of a shortlist that is drawn already. The last writes who looked, once a day: in a test,
# within its transaction, each time.
ENOUGH = 8


@pytest.fixture
def people(make_member, concepts):
    """Five who live in one region, agreed to be named with it, and could help."""
    made = [make_member(f"m{n}", [(concepts[0], 4, "water")]) for n in range(5)]
    region = Place.objects.get(key="t:EG.1")
    Person.objects.update(residence=region, region_may_be_named=True)
    roster_index.rebuild()
    rosters.forget_counts()
    return made


@pytest.fixture
def lists(need, officer, client):
    """lists() -> the texts of the list of people and of the need's shortlist."""
    client.force_login(officer)
    addresses = [reverse("people"), reverse("need_who", args=[need.pk])]
    return lambda: [client.get(address).text for address in addresses]


@contextmanager
def another_process(monkeypatch):
    """What is done within knows nothing of this process's memory, and leaves it as it was."""
    with monkeypatch.context() as other:
        other.setattr(drawn, "_drawings", Remembered(300))
        other.setattr(roster_index, "_held", roster_index._Held())
        other.setattr(rosters, "_kept", {})
        yield


def withdraw(person):
    consent_withdraw(by=None, person=person, purposes=["listed"], evidence=LINK)


def test_nothing_is_read_again_while_nothing_changes(
    lists, people, client, need, django_assert_max_num_queries
):
    first = lists()
    with django_assert_max_num_queries(3):
        assert people[0].pseudonym in client.get(reverse("people")).text
    with django_assert_max_num_queries(ENOUGH):
        client.get(reverse("need_who", args=[need.pk]))
    assert [text.count("Kafr el-Sheikh") for text in first] == [
        text.count("Kafr el-Sheikh") for text in lists()
    ]


def test_who_withdrew_in_another_process_is_on_no_list(lists, people, monkeypatch):
    assert all(people[0].pseudonym in text for text in lists())
    with another_process(monkeypatch):
        withdraw(people[0])
    assert not any(people[0].pseudonym in text for text in lists())
    assert all(people[1].pseudonym in text for text in lists())


def test_four_that_are_left_are_not_told_to_live_in_the_region(lists, people, monkeypatch):
    shown, shortlist = lists()
    assert "lives in Kafr el-Sheikh" in shown
    assert "Kafr el-Sheikh, Egypt" in shortlist
    with another_process(monkeypatch):
        withdraw(people[4])
    shown, shortlist = lists()
    assert "lives in Kafr el-Sheikh" not in shown
    assert "Kafr el-Sheikh, Egypt" not in shortlist


def test_who_has_no_offer_counts_for_the_region_as_long_as_they_agree(
    lists, people, make_member, monkeypatch
):
    person = make_member("silent", [])
    person.profile.delete()
    Person.objects.filter(pk=person.pk).update(
        residence=Place.objects.get(key="t:EG.1"), region_may_be_named=True
    )
    withdraw(people[4])
    assert "lives in Kafr el-Sheikh" in lists()[0]
    with another_process(monkeypatch):
        withdraw(person)
    assert "lives in Kafr el-Sheikh" not in lists()[0]


def test_a_consent_that_runs_out_ends_what_was_drawn_without_any_write(lists, people, monkeypatch):
    until = timezone.now() + timedelta(minutes=5)
    Person.objects.filter(pk=people[0].pk).update(listed_until=until)
    before = roster_moment()
    assert all(people[0].pseudonym in text for text in lists())
    later = until + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not any(people[0].pseudonym in text for text in lists())
    assert roster_moment().change == before.change


def test_what_the_organisation_thinks_of_somebody_counts_at_once(lists, people, need, officer):
    assert people[0].pseudonym in lists()[1]
    shortlist_keep(by=officer, need=need, person_id=people[0].pk, verdict="unsuitable")
    assert people[0].pseudonym not in lists()[1]


def test_each_reader_gets_what_they_may_see(lists, people, need, organisation, client, concepts):
    """Nobody covers all: who writes for the organisation is led to change the need, others not."""
    change = reverse("need_skills", args=[need.pk])
    own = lists()[1]
    viewer = User.objects.create_user("viewer@example.org", language="en")
    Membership.objects.create(user=viewer, organisation=organisation, role="viewer")
    assert change in own
    client.force_login(viewer)
    seen = client.get(reverse("need_who", args=[need.pk])).text
    assert people[0].pseudonym in seen
    assert change not in seen
    client.force_login(User.objects.create_user("stranger@example.org"))
    assert client.get(reverse("need_who", args=[need.pk])).status_code == 404
    client.logout()
    assert client.get(reverse("people")).status_code == 302


def test_a_look_is_written_down_for_each_reader_also_from_memory(
    lists, people, need, organisation, client
):
    lists()
    colleague = people[0].user
    Membership.objects.create(user=colleague, organisation=organisation, role="officer")
    client.force_login(colleague)
    client.get(reverse("need_who", args=[need.pk]))
    assert people[1].looks.filter(what="shortlist").count() == 1  # once a day and organisation


def test_a_merged_place_is_named_as_what_it_is_now(lists, people):
    assert "lives in Kafr el-Sheikh" in lists()[0]
    drop = Place.objects.get(key="t:EG.1")
    keep = Place.objects.create(
        key="t:EG.9", kind="region", country="EG", name="Kafr ash-Shaykh", parent=drop.parent
    )
    steward = User.objects.create_user("steward@example.org", is_steward=True)
    places_merge(by=steward, keep=keep, drop=drop)
    shown = lists()[0]
    assert "lives in Kafr ash-Shaykh" in shown
    assert "Kafr el-Sheikh" not in shown


def test_an_imported_taxonomy_moves_the_moment(db, tmp_path):
    (tmp_path / "occupations_fr.csv").write_text(
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels\n"
        "Occupation,http://data.europa.eu/esco/occupation/1,7112,maçon,\n"
    )
    before = roster_moment()
    taxonomy_import(tmp_path, by=None)
    assert roster_moment() != before


def test_digits_and_dates_of_one_region_are_not_shown_to_another(people, officer, client):
    client.force_login(officer)
    User.objects.filter(pk=officer.pk).update(language="ar")
    egypt = client.get(reverse("people"), headers={"accept-language": "ar-EG"}).text
    morocco = client.get(reverse("people"), headers={"accept-language": "ar-MA"}).text
    assert "٥" in egypt.split('role="status"')[1][:120]
    assert "5" in morocco.split('role="status"')[1][:120]
