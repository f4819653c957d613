"""Loading the example projects."""

import json
from collections import Counter

import pytest

from twoshores.common import search
from twoshores.common.models import AuditEvent, Translation
from twoshores.projects.models import (
    Capital,
    Project,
    ProjectCountry,
    ProjectPartner,
    ProjectSection,
)
from twoshores.projects.services.examples import EXAMPLES, TITLES, projects_load_examples

pytestmark = pytest.mark.django_db


@pytest.fixture
def examples(examples_of_a_file, db) -> int:
    return examples_of_a_file


def test_every_project_comes_with_its_countries_and_partners(examples):
    given = json.loads(EXAMPLES.read_text("utf-8"))["projects"]

    assert examples == len(given) == Project.objects.count() == 51
    assert ProjectCountry.objects.filter(role="origin").count() == 51
    assert ProjectPartner.objects.count() == sum(len(p["partners"]) for p in given)
    assert ProjectPartner.objects.filter(country="").exists()


def test_a_country_that_is_neither_shore_keeps_its_reason(examples):
    other = ProjectCountry.objects.get(role="other")

    assert (other.project.code, other.country, other.reason) == ("Sri Lanka-49", "BD", "neither")


def test_a_capital_that_nobody_says_is_not_known(examples):
    silent = Project.objects.get(code="Algeria-1")
    read = Project.objects.get(code="Egypt-11")

    assert (silent.capital, silent.capital_reading) == (Capital.NOT_KNOWN, "")
    assert (read.capital, read.capital_reading, read.capital_basis) == ("human", "section", "4.3")


def test_a_section_is_used_or_cited_never_both(examples):
    rows = ProjectSection.objects.filter(project__code="Egypt-11")

    assert dict(rows.values_list("section", "relation")) == {
        "4.1": "used",
        "4.3": "used",
        "6.4": "cited",
        "7.2": "cited",
    }


def test_translations_say_that_a_machine_made_them(examples):
    rows = Translation.objects.filter(subject_kind="projects.project")
    numbers = Counter(rows.values_list("field", "language"))

    assert set(rows.values_list("status", flat=True)) == {"machine"}
    assert numbers == {
        (field, language): number
        for field, number in (("title", 51), ("summary", 22))
        for language in ("fr", "es", "pt", "ar")
    }


def test_titles_are_translated_for_every_code_of_the_data():
    titles = json.loads(TITLES.read_text("utf-8"))["titles"]
    given = json.loads(EXAMPLES.read_text("utf-8"))["projects"]

    assert set(titles) == {project["code"] for project in given}
    assert {frozenset(texts) for texts in titles.values()} == {frozenset(["fr", "es", "pt", "ar"])}
    assert all(text.strip() for texts in titles.values() for text in texts.values())


def test_loading_again_writes_nothing(examples, django_assert_max_num_queries):
    events = AuditEvent.objects.count()

    with django_assert_max_num_queries(10):
        assert projects_load_examples() == 0
    assert AuditEvent.objects.count() == events


def test_loading_again_mends_what_differs_and_only_that(examples):
    project = Project.objects.get(code="Mali-24")
    project.partners.all().delete()
    Project.objects.filter(code="Mali-25").update(title="Something else")

    assert projects_load_examples() == 2
    assert project.partners.count() == 2
    assert Project.objects.get(code="Mali-25").title.startswith("Implementation")


def test_what_a_person_translated_stays(examples):
    project = Project.objects.get(code="Mali-24")
    Translation.objects.filter(subject_id=str(project.pk), field="title", language="fr").update(
        text="Un titre humain", status="human"
    )

    assert projects_load_examples() == 0
    project.partners.all().delete()
    assert projects_load_examples() == 1
    row = Translation.objects.get(subject_id=str(project.pk), field="title", language="fr")
    assert (row.text, row.status) == ("Un titre humain", "human")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("aquicultura pescas", "Egypt-11"),
        ("acuicultúra", "Egypt-11"),
        ("drepanocytose", "Nigeria-40"),
        ("الإستزراع السمكى", "Egypt-11"),  # other forms of alif and ya than the data has
        ("القهوه", ""),
        ("Grèce", "Egypt-11"),
        ("solidarite touiza", "Algeria-1"),
        ("Sri Lanka 49", "Sri Lanka-49"),
    ],
)
def test_search_ignores_accents_and_forms_of_arabic_letters(examples, words, code):
    codes = set(
        Project.objects.filter(pk__in=search.find("project", words)).values_list("code", flat=True)
    )

    assert (code in codes) if code else (codes == set())
