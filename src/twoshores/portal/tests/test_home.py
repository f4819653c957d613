"""The home page: what it shows, what it costs."""

import brotli
import pytest
from django.urls import NoReverseMatch

from twoshores.actors.services.consents import Evidence, consent_withdraw
from twoshores.capacities.matching import counts, roster_index
from twoshores.common import stylesheet
from twoshores.portal.views.home_page import help_words, labels_note
from twoshores.taxonomy.linking import LinkStatus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    """An index folder of this test's own, and nothing remembered from another test."""
    settings.DATA_DIR = tmp_path
    counts._kept.clear()
    roster_index._held = roster_index._Held()


def test_an_empty_instance_says_what_would_stand_here(client):
    page = client.get("/").content.decode()

    assert "No project is here yet" in page
    assert "No need is published yet" in page
    assert page.count('class="door ') == 4


def test_four_doors_lead_to_pages_that_exist(client, examples):
    doors = client.get("/").context["doors"]

    assert [door["shore"] for door in doors] == ["residence", "origin", "both", "policy"]
    for door in doors:
        assert client.get(door["href"]).status_code in {200, 302}, door


def test_doors_lead_elsewhere_while_a_page_is_not_there(client, monkeypatch):
    from twoshores.portal import addresses

    def nowhere(name, args=()):
        raise NoReverseMatch(name)

    monkeypatch.setattr(addresses, "reverse", nowhere)

    assert [door["href"] for door in client.get("/").context["doors"]] == [
        "/account/signup/",
        "/needs/",
        "/projects/",
        "/projects/map/",
    ]


def test_a_need_stands_in_its_language_with_its_place(client, need):
    page = client.get("/").content.decode()

    assert 'lang="ar"' in page
    assert need.title in page
    assert "Motobas, Egypt" in page
    assert "written in Arabic" in page


def test_drafts_stay_unseen(client, need):
    type(need).objects.update(state="draft")

    assert need.title not in client.get("/").content.decode()


def test_who_could_help_is_left_out_until_there_is_an_index(client, need, make_member, concepts):
    make_member("a", [(concepts[0], 3, "eau"), (concepts[1], 3, "poissons")])

    page = client.get("/").content.decode()

    assert "could help" not in page.split("Needs published lately")[1]
    assert not (roster_index.index_folder()).exists()


def test_few_people_are_not_counted_out(client, need, make_member, concepts):
    for number in range(4):
        make_member(f"m{number}", [(concepts[0], 3, "eau"), (concepts[1], 3, "poissons")])
    roster_index.rebuild()

    assert "Fewer than five people could help" in client.get("/").content.decode()


def test_people_who_cover_something_are_counted_and_a_withdrawal_counts_at_once(
    client, need, make_member, concepts
):
    people = [
        make_member(f"m{number}", [(concepts[0], 3, "eau"), (concepts[1], 3, "poissons")])
        for number in range(6)
    ]
    make_member("part", [(concepts[0], 3, "eau")])
    make_member("wish", [(concepts[2], 3, "maladies")])  # wished only: covers nothing required
    make_member("apart", [(concepts[0], 3, "eau")], languages=["ka"])  # no language in common
    roster_index.rebuild()
    assert "7 people could help" in client.get("/").content.decode()

    consent_withdraw(
        by=people[0].user,
        person=people[0],
        purposes=["matched"],
        evidence=Evidence(channel="web", text_language="en"),
    )

    assert "6 people could help" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (None, ""),
        (0, "Fewer than five people could help"),
        (4, "Fewer than five people could help"),
        (5, "5 people could help with all or part of it"),
        (200, "200 people or more could help with all or part of it"),
    ],
)
def test_numbers_of_helpers_in_words(number, words):
    assert help_words(number) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (LinkStatus("none"), ""),
        (LinkStatus("all", 100), ""),
        (LinkStatus("preferred", 50, 1200, 3000), "still being read: 1,200 of 3,000"),
    ],
)
def test_reading_of_labels_is_told_while_it_lasts(status, words):
    note = labels_note(status)

    assert (words in note) if words else (note == "")


def test_home_asks_the_database_little_cold_and_warm(
    client, examples, need, make_member, concepts, django_assert_max_num_queries
):
    make_member("m", [(concepts[0], 3, "eau")])
    roster_index.rebuild()

    with django_assert_max_num_queries(15):
        client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/")


def test_a_change_of_the_roster_is_read_once(
    client, examples, need, make_member, concepts, django_assert_max_num_queries
):
    roster_index.rebuild()
    make_member("later", [(concepts[0], 3, "eau")])  # not in the index: read beside it

    # Ten of them read what changed, for all pages; one counts who has ties to the need's places.
    with django_assert_max_num_queries(21):
        client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/")


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar"])
def test_the_first_page_weighs_40_kilobytes_at_most_with_its_style(client, examples, language):
    response = client.get("/", headers={"accept-language": language, "accept-encoding": "br"})
    page = brotli.decompress(response.content).decode()

    assert response.headers["Content-Encoding"] == "br"
    assert len(response.content) + len(stylesheet.css_bytes("br")) <= 40_000
    assert "style=" not in page
    assert "<img" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
