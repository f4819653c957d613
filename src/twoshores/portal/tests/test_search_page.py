"""One search over needs, projects and organisations."""

import pytest

from twoshores.common import search

pytestmark = pytest.mark.django_db


def found(client, words):
    return client.get("/search/", {"q": words}).context


def test_everything_is_found_whatever_the_accents(client, examples, need, organisation):
    search.put("organisation", organisation.pk, organisation.name, ["Fischer von Motobas"])

    assert [p["code"] for p in found(client, "acuicúltura")["projects"]] == ["Egypt-11"]
    assert [n["title"] for n in found(client, "الإستزراع السمكى")["needs"]] == [need.title]
    assert [o["name"] for o in found(client, "FISCHER")["organisations"]] == [organisation.name]


def test_a_draft_is_found_by_its_organisation_only(client, need, officer):
    type(need).objects.update(state="draft")

    assert found(client, "الاستزراع")["total"] == 0
    client.force_login(officer)
    assert found(client, "الاستزراع")["total"] == 1


def test_nothing_found_and_nothing_asked_both_say_what_to_do(client, examples):
    assert b"Nothing has all of these words" in client.get("/search/?q=zzzz").content
    assert b"Needs, projects and organisations are searched" in client.get("/search/").content


def test_more_than_ten_lead_to_the_whole_list(client, examples):
    context = found(client, "remittances development")

    assert len(context["projects"]) <= 10
    everything = found(client, "migrants")
    assert len(everything["projects"]) == 10 < everything["projects_total"]
    assert client.get(everything["projects_href"]).context["total"] == everything["projects_total"]


@pytest.mark.parametrize("words", ["\"'*()", "a" * 10_000, "<script>", "🐟", "NEAR OR AND"])
def test_odd_words_do_no_harm(client, examples, words):
    response = client.get("/search/", {"q": words})

    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_queries_do_not_grow_with_what_is_found(
    client, examples, need, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        client.get("/search/", {"q": "migrants"})
