"""Who could help: true at once, explained, pseudonymous."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Look, Person
from twoshores.actors.services.consents import Evidence, consent_withdraw
from twoshores.actors.services.people import people_looked_at, person_erase, person_merge
from twoshores.capacities.matching import roster_index
from twoshores.capacities.matching.shortlist import add_words, shortlist_of
from twoshores.capacities.models import Need, Profile
from twoshores.capacities.selectors.needs import own_need_or_404
from twoshores.capacities.selectors.shortlists import narrow
from twoshores.capacities.services.needs import RequirementData, write_requirements
from twoshores.common.filters import most_first

OWN = Evidence(channel="link", text_language="fr")


def people(need):
    fresh = Need.objects.get(pk=need.pk)
    return [entry.profile.person for entry in shortlist_of(fresh).entries]


def test_more_requirements_met_comes_first_and_points_add_up(need, make_member, concepts):
    water, food, _disease = concepts
    one = make_member("one", [(water, 4, "qualité de l'eau")])
    both = make_member("both", [(water, 2, "l'eau"), (food, 2, "nourrir les poissons")])
    assert people(need) == [both, one]
    best = shortlist_of(need).entries[0]
    add_words([best])
    assert best.meets_all
    rows = [*best.match.rows, *best.match.bonuses]
    assert sum(row.points for row in rows) == best.match.points
    assert best.answers[water.pk].said == "l'eau"
    assert any(bonus.detail == "country" and bonus.points == 3 for bonus in best.match.bonuses)


def test_a_language_nobody_shares_filters(need, make_member, concepts):
    make_member("greek", [(concepts[0], 4, "x")], languages=("el",))
    assert people(need) == []


def test_changes_after_the_index_count_at_once(need, make_member, concepts):
    first = make_member("first", [(concepts[0], 4, "x")])
    roster_index.rebuild()
    second = make_member("second", [(concepts[0], 4, "x"), (concepts[1], 4, "y")])
    assert people(need) == [second, first]
    consent_withdraw(by=None, person=first, purposes=["matched"], evidence=OWN)
    assert people(need) == [second]
    roster_index.rebuild()
    assert people(need) == [second]


def test_without_consent_nobody_is_found(need, make_member, concepts):
    make_member("silent", [(concepts[0], 4, "x")], consent=False)
    assert people(need) == []


def test_a_consent_that_ran_out_is_not_shown_even_before_the_hourly_task(
    need, make_member, concepts
):
    person = make_member("late", [(concepts[0], 4, "x")])
    roster_index.rebuild()
    Person.objects.filter(pk=person.pk).update(matched_until=timezone.now() - timedelta(1))
    assert people(need) == []


def test_not_listed_means_not_on_a_shortlist(need, make_member, concepts):
    person = make_member("unlisted", [(concepts[0], 4, "x")])
    consent_withdraw(by=None, person=person, purposes=["listed"], evidence=OWN)
    assert people(need) == []


def test_erasing_takes_the_offer_out_at_once(need, make_member, concepts):
    person = make_member("gone", [(concepts[0], 4, "x")])
    roster_index.rebuild()
    person_erase(by=None, person=person)
    assert people(need) == []
    assert not Profile.objects.exists()


def test_merging_moves_the_offer(need, make_member, concepts, db):
    from twoshores.accounts.models import User

    keep = make_member("keep", [(concepts[0], 3, "x")])
    drop = make_member("drop", [(concepts[1], 3, "y")])
    Person.objects.filter(pk=drop.pk).update(user=None)
    drop.refresh_from_db()
    Profile.objects.filter(person=keep).delete()
    steward = User.objects.create_user("s@example.org", is_steward=True)
    person_merge(by=steward, keep=keep, drop=drop)
    assert people(need) == [keep]


def test_a_requirement_without_a_concept_earns_nothing_and_is_said(need, make_member, concepts):
    make_member("one", [(concepts[0], 4, "x")])
    write_requirements(
        need,
        [
            RequirementData("جودة المياه", "ar", concept=concepts[0]),
            RequirementData("شيء آخر", "ar"),
        ],
    )
    fresh = Need.objects.get(pk=need.pk)
    entry = shortlist_of(fresh).entries[0]
    missing = [row for row in entry.match.rows if row.claimed is None]
    assert [shortlist_of(fresh).line(row.concept).said for row in missing] == ["شيء آخر"]
    assert not entry.meets_all


def test_queries_do_not_grow_with_the_list(
    need, officer, make_member, concepts, django_assert_max_num_queries
):
    for number in range(12):
        make_member(f"m{number}", [(concepts[0], 4, "x")])
    roster_index.rebuild()
    with django_assert_max_num_queries(9):
        shortlist = shortlist_of(own_need_or_404(officer, need.pk))
        add_words(shortlist.entries)
    assert len(shortlist.entries) == 12


def test_a_profile_made_of_a_row_is_the_stored_one_without_a_query(
    need, make_member, concepts, django_assert_num_queries
):
    person = make_member("one", [(concepts[0], 4, "x")])
    (entry,) = shortlist_of(need).entries
    stored = Profile.objects.select_related("person__residence__parent__parent").get(person=person)
    place, home = entry.profile.person.residence, stored.person.residence
    while home is not None:
        with django_assert_num_queries(0):
            assert (place.pk, place.kind, place.country) == (home.pk, home.kind, home.country)
            place, home = place.parent, home.parent
    shown = ("pk", "number", "modes", "times", "terms", "available_from", "confirmed_at")
    with django_assert_num_queries(0):
        assert place is None
        assert entry.profile is entry.profile
        for name in shown:
            assert getattr(entry.profile, name) == getattr(stored, name)
        for name in ("pk", "user_id", "pseudonym", "is_demo", "region_may_be_named"):
            assert getattr(entry.profile.person, name) == getattr(stored.person, name)
    for record, same in [(entry.profile, stored), (entry.profile.person, stored.person)]:
        for field in type(same)._meta.concrete_fields:  # the rest is read when it is asked for
            assert getattr(record, field.attname) == getattr(same, field.attname)


@pytest.mark.parametrize("damage", ["CURRENT", "meta.json"])
def test_a_damaged_index_is_built_again(need, make_member, concepts, damage):
    person = make_member("one", [(concepts[0], 4, "x")])
    roster_index.rebuild()
    folder = roster_index.index_folder()
    for path in folder.rglob(damage):
        path.unlink()
    roster_index._hold("", None)
    assert people(need) == [person]


def test_filters_with_equal_counts_keep_one_order(need, make_member, concepts):
    for name in ("one", "two"):
        make_member(name, [(concepts[0], 4, "x")], modes=("short", "return", "remote"))
    facets = {facet.name: facet.values for facet in narrow(shortlist_of(need), {}).facets}
    assert facets["mode"] == [("remote", 2), ("return", 2), ("short", 2)]
    assert most_first(Counter(b=1, a=1, c=2), 2) == [("c", 2), ("a", 1)]


def test_the_page_of_a_foreign_need_stays_within_its_queries(
    client, need, officer, make_member, concepts, django_assert_max_num_queries
):
    for number in range(3):
        make_member(f"m{number}", [(concepts[0], 4, "x")])
    roster_index.rebuild()
    client.force_login(officer)
    with django_assert_max_num_queries(15):
        text = client.get(f"/needs/{need.pk}/who/").text
    assert "Member" in text


def test_a_page_that_is_read_again_writes_its_looks_once(
    need, officer, make_member, concepts, django_assert_num_queries
):
    people = [make_member(f"m{number}", [(concepts[0], 4, "x")]) for number in range(2)]
    look = {"organisation": need.organisation, "by": officer, "what": "shortlist", "subject": need}
    for _time in range(2):  # a test may take back what it wrote, so nothing is remembered of it
        with django_assert_num_queries(1):
            people_looked_at(people=people, **look)
    assert Look.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_looks_that_stand_in_the_table_are_not_written_again(django_assert_num_queries):
    owner = User.objects.create_user("steward@example.org", is_steward=True)
    person = Person.objects.create(kind="person", pseudonym="K7-204")
    look = {"organisation": None, "by": owner, "people": [person], "what": "profile"}
    people_looked_at(**look)
    with django_assert_num_queries(0):
        people_looked_at(**look)
    with django_assert_num_queries(1):
        people_looked_at(**look | {"what": "contact"})
    assert Look.objects.count() == 2
