"""The pages of projects and their files."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from twoshores.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def examples(examples_of_a_file, db) -> int:
    return examples_of_a_file


def text_of(response) -> str:
    """What a reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def codes_of(response) -> list[str]:
    return [project["code"] for project in response.context["projects"]]


def test_the_list_counts_filters_and_pages(client, examples, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        response = client.get("/projects/")

    assert response.context["total"] == 51
    assert len(codes_of(response)) == 20
    assert "51 projects" in text_of(response)
    facets = {group["title"]: group["options"] for group in response.context["filters"]}
    assert sum(option["count"] for option in facets["Country of origin"]) == 51
    assert sum(option["count"] for option in facets["Country abroad"]) == 54
    assert sum(option["count"] for option in facets["Capital"]) == 51


def test_a_pair_of_countries_narrows_the_list(client, examples):
    response = client.get("/projects/?origin=EG&abroad=GR")

    assert codes_of(response) == ["Egypt-11"]
    assert response.context["chosen"] == {"origin": "Egypt", "residence": "Greece"}
    abroad = next(g for g in response.context["filters"] if g["title"] == "Country abroad")
    assert {option["label"] for option in abroad["options"]} == {
        "Any",
        "Greece",
        "Cyprus",
        "Germany",
    }


def test_counts_of_a_filter_are_what_choosing_it_gives(client, examples):
    response = client.get("/projects/?capital=human")
    group = next(g for g in response.context["filters"] if "Section" in g["title"])
    assert group["options"]

    for option in group["options"]:
        assert client.get("/projects/" + option["href"]).context["total"] == option["count"]


def test_search_and_filters_stay_together(client, examples):
    response = client.get("/projects/?q=acuicultura&origin=EG")

    assert codes_of(response) == ["Egypt-11"]
    assert b'<input type="hidden" name="origin" value="EG">' in response.content


def test_best_match_comes_first_when_something_is_searched(client, examples):
    response = client.get("/projects/?q=remittances")

    assert response.context["orders"][0]["current"]
    assert codes_of(client.get("/projects/?q=remittances&sort=code")) == sorted(codes_of(response))


@pytest.mark.parametrize(
    "address",
    ["/projects/?origin=ZZ", "/projects/?origin=EG&abroad=FR", "/projects/?q=zzzzzz"],
)
def test_nothing_found_says_what_to_do(client, examples, address):
    response = client.get(address)

    assert response.status_code == 200
    assert codes_of(response) == []
    assert "No project is like that" in text_of(response)


def test_filters_that_mean_nothing_are_left_out(client, examples):
    assert client.get("/projects/?capital=gold&section=9.9&sort=x&page=99").context["total"] == 51


def test_a_reader_of_arabic_gets_titles_in_arabic_beside_the_original(client, examples):
    response = client.get("/projects/?origin=EG", headers={"accept-language": "ar"})
    page = " ".join(response.content.decode().split())

    assert 'lang="ar" dir="rtl">نقل مهارات المهاجرين' in page
    assert 'lang="en" dir="ltr">Migrants skills transfer in aquaculture' in page


def test_the_csv_is_the_filtered_list_with_blanks_for_what_is_not_known(client, examples):
    response = client.get("/projects/list.csv?origin=DZ")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert [row["code"] for row in rows] == ["Algeria-1", "Algeria-2", "Algeria-3", "Algeria-4"]
    assert rows[0]["capital"] == rows[0]["text_box"] == ""
    assert rows[1]["text_box"] == "12"
    assert rows[2]["residence"] == "FR; IT"
    assert "Touiza Solidarité (FR)" in rows[0]["partners"]


def test_the_json_holds_every_fact_of_the_filtered_list(client, examples):
    response = client.get("/projects/list.json?abroad=BD")
    document = json.loads(response.content)

    assert document["total"] == 1
    project = document["projects"][0]
    assert project["code"] == "Sri Lanka-49"
    assert {"country": "BD", "role": "other", "reason": "neither"} in project["countries"]
    assert project["url"].endswith("/projects/Sri_Lanka-49/")
    whole = json.loads(client.get("/projects/list.json").content)
    assert whole["total"] == 51
    assert any(p["country"] is None for one in whole["projects"] for p in one["partners"])


def test_files_take_as_many_queries_for_51_projects_as_for_one(
    client, examples, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        client.get("/projects/list.csv")
    with django_assert_max_num_queries(12):
        client.get("/projects/list.json")


def test_a_record_says_where_each_fact_was_read(client, examples, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        response = client.get(reverse("project", args=["Egypt-11"]))
    page = text_of(response)

    assert "from the chapter that discusses it, section 4.3" in page
    assert "text box 10, in section 4.3" in page
    assert "Country of origin Egypt" in page
    assert "points at it from another text" in page


def test_a_capital_read_from_a_title_names_its_words(client, examples):
    page = text_of(client.get("/projects/Cape_Verde-6/"))

    assert "Financial – from the words of its title: remittance" in page
    assert "there is no summary" in page


def test_what_nobody_says_is_not_known(client, examples):
    page = text_of(client.get("/projects/Algeria-1/"))
    unknown = Project.objects.filter(partners__country="").first()

    assert "Capital not known" in page
    assert "country not known" in text_of(client.get(reverse("project", args=[unknown.code])))


def test_bangladesh_is_told_with_its_reason(client, examples):
    page = text_of(client.get("/projects/Sri_Lanka-49/"))

    assert "Bangladesh, neither shore" in page
    assert "The seat of a partner" in page
    assert "Country of residence Netherlands" in page


def test_a_summary_is_shown_in_the_readers_language_with_its_status(client, examples):
    french = client.get("/projects/Egypt-11/", headers={"accept-language": "fr"})
    english = client.get("/projects/Egypt-11/")

    assert french.context["record"]["language"] == "fr"
    assert french.context["record"]["status"]["kind"] == "mind"
    assert french.context["record"]["original"]["language"] == "en"
    assert english.context["record"]["status"] is None
    assert "original" not in english.context["record"]


@pytest.mark.parametrize(
    "address",
    [
        "/projects/Egypt-99/",
        "/projects/between/EG-XX/",
        "/projects/between/EG-EG/",
        "/projects/between/egypt-greece/",
    ],
)
def test_what_does_not_exist_is_404(client, examples, address):
    assert client.get(address).status_code == 404


def test_a_project_that_is_no_example_is_nobodys_business(client, examples):
    Project.objects.filter(code="Egypt-11").update(is_example=False)

    assert client.get("/projects/Egypt-11/").status_code == 404
    assert client.get("/projects/").context["total"] == 50


def test_a_pair_page_lists_its_projects_and_the_neighbours(
    client, examples, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        response = client.get("/projects/between/EG-GR/")

    assert codes_of(response) == ["Egypt-11"]
    assert {pair["residence"] for pair in response.context["same_origin"]} == {"Cyprus", "Germany"}
    assert response.context["same_abroad"] == []


def test_a_pair_without_projects_says_so_and_a_third_country_is_named(client, examples):
    assert "No project joins these two" in text_of(client.get("/projects/between/GR-EG/"))
    third = text_of(client.get("/projects/between/LK-BD/"))
    assert "Bangladesh is the seat of a partner, not a country of residence." in third


def test_the_map_shows_every_pair_in_drawings_and_table(client, examples):
    page = client.get("/projects/map/").content.decode()

    assert page.count("<svg") == 2
    assert page.count('href="/projects/between/EG-GR/"') == 3
    assert "51 projects between 16 countries of origin and 14 others." in page
    assert "so the pairs add up to 54." in page
    assert "style=" not in page


def test_the_map_is_drawn_again_only_when_a_project_changes(
    client, examples, django_assert_num_queries
):
    client.get("/projects/map/")
    with django_assert_num_queries(1):
        client.get("/projects/map/")
    project = Project.objects.get(code="Egypt-11")
    project.is_example = False
    project.save()

    page = client.get("/projects/map/").content.decode()
    assert "50 projects between" in page
    assert 'href="/projects/between/EG-GR/"' not in page
