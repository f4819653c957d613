"""The list of people: pseudonyms, filters, search, what is written down about who looked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Look, Membership, Organisation, Person, Tie
from twoshores.actors.services.consents import Evidence, consent_withdraw
from twoshores.actors.services.people import person_erase
from twoshores.capacities.models import Profile, ProfileSkill
from twoshores.capacities.selectors.rosters import RosterFilters, forget_counts, offers_listed
from twoshores.capacities.services.linking import link_pending_skills
from twoshores.capacities.services.offer_texts import OFFER, index_offer_texts
from twoshores.capacities.services.profiles import Lines, SkillData, profile_save
from twoshores.common import search
from twoshores.common.models import Place, SearchEntry
from twoshores.taxonomy.models import Concept, Label, Relation

MOST_QUERIES = 15
WEB = Evidence(channel="web", text_language="en")


@pytest.fixture(autouse=True)
def fresh_counts():
    forget_counts()
    yield
    forget_counts()


@pytest.fixture
def reader(db):
    return User.objects.create_user("reader@example.org", language="en")


@pytest.fixture
def amina(make_member, concepts):
    return make_member("amina", [(concepts[0], 4, "qualité de l'eau")], languages=("ar", "fr"))


@pytest.fixture
def karim(make_member, concepts):
    person = make_member("karim", [(concepts[1], 3, "تغذية الأسماك")], modes=("short",))
    Profile.objects.filter(person=person).update(terms="paid")
    return person


def codes(user, **chosen):
    return [offer.pseudonym for offer in offers_listed(user, RosterFilters.of(chosen)).offers]


def withdraw(person, *purposes):
    consent_withdraw(by=person.user, person=person, purposes=purposes, evidence=WEB)


def test_signed_in_users_see_pseudonyms_and_nobody_else_sees_anything(client, reader, amina):
    for page in ("/people/", "/people.csv", f"/people/{amina.pseudonym}/"):
        assert client.get(page).status_code == 302
        client.force_login(reader)
        text = client.get(page).text
        assert amina.pseudonym in text
        assert "amina" not in text.lower().replace(amina.pseudonym.lower(), "")
        client.logout()


def test_who_withdraws_or_sleeps_is_gone_at_once(client, reader, amina, karim):
    assert set(codes(reader)) == {amina.pseudonym, karim.pseudonym}
    withdraw(amina, "listed")
    Profile.objects.filter(person=karim).update(state="asleep")
    assert codes(reader) == []
    client.force_login(reader)
    for person in (amina, karim):
        assert client.get(f"/people/{person.pseudonym}/").status_code == 404
        assert person.pseudonym not in client.get("/people/").text


def test_who_did_not_confirm_stands_last(reader, make_member, concepts):
    people = [make_member(f"n{n}", [(concepts[0], 3, "fish")]) for n in range(5)]
    Profile.objects.filter(person=people[4]).update(state="sunk")
    Profile.objects.filter(person=people[2]).update(state="asked")
    names = [p.pseudonym for p in people]
    assert codes(reader) == [names[3], names[2], names[1], names[0], names[4]]
    found = offers_listed(reader, RosterFilters()).offers
    for start, stop in [(0, 2), (3, 5), (4, 9), (2, 5), (0, 5)]:
        wanted = codes(reader)[start:stop]
        assert [offer.pseudonym for offer in found[start:stop]] == wanted
    assert found[4].pseudonym == names[4]


@pytest.mark.parametrize(
    ("chosen", "who"),
    [
        ({"lives": "GR"}, "both"),
        ({"lives": "gr"}, "both"),
        ({"lives": "IT"}, ""),
        ({"origin": "EG"}, "both"),
        ({"origin": "GR"}, ""),
        ({"language": "fr"}, "amina"),
        ({"mode": "short"}, "karim"),
        ({"terms": "paid"}, "karim"),
        ({"mode": "remote", "terms": "paid"}, ""),
        ({"mode": "telepathy"}, "both"),  # not understood: left out
        ({"group": "62"}, "amina"),
        ({"group": "99"}, ""),
        ({"q": "eau qualité"}, "amina"),
        ({"q": "الاسماك"}, "karim"),  # without the hamza
        ({"q": "nothing of this"}, ""),
    ],
)
def test_filters_narrow_and_search_reads_own_words(reader, amina, karim, concepts, chosen, who):
    group = Concept.objects.create(uri="urn:g", kind="group", code="6221", label="Fishers")
    Relation.objects.create(source=concepts[0], target=group, kind="broader")
    index_offer_texts([amina.pk, karim.pk])
    wanted = {
        "both": {amina.pseudonym, karim.pseudonym},
        "amina": {amina.pseudonym},
        "karim": {karim.pseudonym},
        "": set(),
    }[who]
    found = offers_listed(reader, RosterFilters.of(chosen))
    assert {offer.pseudonym for offer in found.offers} == wanted
    assert found.total == len(found.offers) == len(wanted)


def test_a_facet_counts_what_its_choice_would_leave(reader, amina, karim):
    found = offers_listed(reader, RosterFilters.of({"mode": "short"}))
    assert dict(found.facets["mode"]) == {"remote": 1, "short": 1}
    assert dict(found.facets["terms"]) == {"paid": 1}
    assert dict(found.facets["lives"]) == {"GR": 1}
    assert dict(found.facets["language"]) == {"ar": 1}
    everybody = offers_listed(reader, RosterFilters())
    assert dict(everybody.facets["language"]) == {"ar": 2, "fr": 1}
    assert dict(everybody.facets["origin"]) == {"EG": 2}


def test_no_place_finer_than_a_region_with_five(client, reader, make_member, concepts, place):
    client.force_login(reader)
    people = [make_member(f"n{n}", [(concepts[0], 3, "fish")]) for n in range(5)]
    Tie.objects.all().delete()  # five who come from it may be told so
    Person.objects.filter(pk__in=[p.pk for p in people[:4]]).update(residence=place)
    forget_counts()
    url = f"/people/{people[0].pseudonym}/"
    for address in ("/people/?lives=EG", "/people.csv", url):
        assert "Kafr el-Sheikh" not in client.get(address).text
    assert codes(reader, lives="EG", region="t:EG.1") == []
    Person.objects.filter(pk=people[4].pk).update(residence=place)
    forget_counts()
    for address in ("/people/?lives=EG", "/people.csv", url):
        text = client.get(address).text
        assert "Kafr el-Sheikh" in text
        assert "Motobas" not in text
    assert len(codes(reader, lives="EG", region="t:EG.1")) == 5


def test_offers_enter_search_when_saved_and_leave_it_with_the_consent(reader, amina, karim):
    lines = Lines(skills=[SkillData("élevage de tilapias", "fr", read_later=True)])
    profile_save(by=amina.user, person=amina, facts={"headline": "Bonjour"}, lines=lines)
    assert search.find(OFFER, "tilapia") == search.find(OFFER, "bonj") == [str(amina.pk)]
    withdraw(amina, "listed")
    assert search.find(OFFER, "tilapia") == []
    profile_save(by=karim.user, person=karim, facts={}, lines=lines)
    assert search.find(OFFER, "tilapia") == [str(karim.pk)]
    person_erase(by=None, person=karim)
    assert not SearchEntry.objects.filter(kind=OFFER).exists()


def test_words_are_found_in_the_languages_of_what_they_mean(reader, amina, concepts):
    Label.objects.create(concept=concepts[0], language="es", text="agua limpia", is_preferred=True)
    index_offer_texts([amina.pk])
    assert codes(reader, q="agua limpia") == [amina.pseudonym]


def test_pending_words_without_labels_are_searchable_all_the_same(reader, amina):
    ProfileSkill.objects.update(linked="pending", concept=None)
    assert link_pending_skills().read == 1
    assert codes(reader, q="qualité") == [amina.pseudonym]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_opening_an_offer_is_written_down_for_its_owner(
    client, reader, amina, organisation, language
):
    reader.language = language
    reader.save()
    client.force_login(reader)
    page = f"/people/{amina.pseudonym}/"
    assert client.get(page).status_code == 200
    look = Look.objects.get()
    assert (look.what, look.organisation, look.viewer) == ("profile", None, "alone")
    Membership.objects.create(user=reader, organisation=organisation, role="viewer")
    client.get(page)
    client.get(page)
    assert Look.objects.filter(organisation=organisation).count() == 1
    client.force_login(amina.user)
    seen = client.get("/me/seen/").text
    assert organisation.name in seen
    assert "steward" not in seen


def test_looking_for_several_organisations_names_those_one_writes_for(
    client, reader, amina, organisation
):
    other = Organisation.objects.create(
        kind="organisation", name="B", name_language="en", organisation_kind="ngo"
    )
    Membership.objects.create(user=reader, organisation=organisation, role="viewer")
    Membership.objects.create(user=reader, organisation=other, role="officer")
    client.force_login(reader)
    client.get(f"/people/{amina.pseudonym}/")
    assert [look.organisation.name for look in Look.objects.all()] == ["B"]


def test_a_steward_is_written_down_as_one_and_the_owner_is_not(client, amina):
    steward = User.objects.create_user("steward@example.org", is_steward=True, is_demo=True)
    client.force_login(steward)
    client.get(f"/people/{amina.pseudonym}/")
    assert Look.objects.get().viewer == "steward"
    client.force_login(amina.user)
    text = client.get(f"/people/{amina.pseudonym}/").text
    assert "as others see you" in text
    assert Look.objects.count() == 1


def test_the_table_is_written_down_for_everybody_in_it(client, reader, amina, karim):
    client.force_login(reader)
    text = client.get("/people.csv?terms=paid").text
    assert (karim.pseudonym in text, amina.pseudonym in text) == (True, False)
    assert [(look.person, look.what) for look in Look.objects.all()] == [(karim, "export")]


def test_the_page_offers_to_ask_about_needs_of_ones_own(client, officer, need, amina):
    client.force_login(officer)
    text = client.get(f"/people/{amina.pseudonym}/").text
    assert f"/needs/{need.pk}/who/{amina.pseudonym}/ask/" in text


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 10_000,
        "lives=%F0%9F%90%9F",
        "lives=GR&region=%00",
        "group='--",
        "page=999",
        "page=x",
        "language=" + "y" * 500,
        "q=%22%29%20OR%20*",
    ],
)
def test_nonsense_in_the_address_is_answered(client, reader, amina, query):
    client.force_login(reader)
    assert client.get(f"/people/?{query}").status_code == 200


def test_pages_stay_within_their_queries(client, reader, make_member, concepts, place):
    group = Concept.objects.create(uri="urn:g", kind="group", code="6221", label="Fishers")
    Relation.objects.create(source=concepts[0], target=group, kind="broader")
    for n in range(40):
        make_member(f"n{n}", [(concepts[0], 3, "fish"), (concepts[1], 2, "feed")])
    Person.objects.update(residence=place)
    Profile.objects.filter(number__lte=8).update(state="sunk")
    index_offer_texts(Person.objects.values_list("pk", flat=True))
    client.force_login(reader)
    region = Place.objects.get(key="t:EG.1").key
    code = Person.objects.first().pseudonym
    for address in [
        "/people/",
        "/people/?page=2",
        f"/people/?lives=EG&region={region}&origin=EG&group=62&language=ar&mode=remote",
        "/people/?q=fish",
        "/people.csv",
        f"/people/{code}/",
    ]:
        forget_counts()
        with CaptureQueries() as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= MOST_QUERIES, (address, queries.statements())


class CaptureQueries:
    def __enter__(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self._context = CaptureQueriesContext(connection)
        self._context.__enter__()
        return self

    def __exit__(self, *details):
        self._context.__exit__(*details)

    def __len__(self):
        return len(self._context)

    def statements(self):
        return [query["sql"][:140] for query in self._context.captured_queries]


def test_counts_follow_a_change_at_once_while_counting_is_quick(reader, amina, karim):
    assert offers_listed(reader, RosterFilters()).total == 2
    withdraw(amina, "listed")
    assert offers_listed(reader, RosterFilters()).total == 1


def test_consents_that_run_out_leave_the_list_without_anybody_doing_anything(reader, amina):
    Person.objects.filter(pk=amina.pk).update(listed_until=timezone.now() - timedelta(seconds=1))
    assert codes(reader) == []
