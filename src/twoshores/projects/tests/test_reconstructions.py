"""The worked examples: what is written of them, what stays unknown, what the review says."""

import pytest
from django.urls import reverse

from twoshores.engines.review import Answer
from twoshores.projects.models import Project
from twoshores.projects.selectors.review import reviewed
from twoshores.projects.services.reconstructions import reconstructions_load


@pytest.fixture
def examples(examples_of_a_file, db) -> int:
    return examples_of_a_file


@pytest.fixture
def rebuilt(examples) -> dict[str, Project]:
    assert reconstructions_load() == 7
    return {
        row.rebuilt_from.code: row
        for row in Project.objects.exclude(rebuilt_from=None).select_related("rebuilt_from")
    }


def test_they_are_loaded_once_and_made_anew_when_the_file_says_something_else(rebuilt):
    assert reconstructions_load() == 0
    mali = rebuilt["Mali-24"]
    mali.notes = [{"problem": "An older file said this"}]
    mali.save()
    assert reconstructions_load() == 1
    assert Project.objects.exclude(rebuilt_from=None).count() == 7


def test_every_capital_has_one_and_each_names_blocks_and_a_whole_chain(rebuilt):
    capitals = {row.capital for row in rebuilt.values()}
    assert {"social", "financial", "human", "cultural"} <= capitals
    for row in rebuilt.values():
        assert row.blocks.exists()
        assert row.results.filter(level="goal").count() == 1
        for level in ("outcome", "output"):
            assert row.results.filter(level=level, parent=None).count() == 0


def test_nothing_is_invented(rebuilt):
    """No source gives their dates, budgets, targets or risks: none of them is written."""
    for row in rebuilt.values():
        assert row.starts is None
        assert row.ends is None
        assert not row.budget_lines.exists()
        assert not row.indicators.exists()
        assert not row.risks.exists()


def judged(project: Project) -> dict[str, Answer]:
    return {row.rule.id: row.verdict.answer for row in reviewed(project).judged}


def test_the_review_says_what_the_handbook_says_of_them(rebuilt):
    mali = judged(rebuilt["Mali-24"])
    assert mali["no-referral"] is Answer.DOES_NOT  # planned, but specialists were too few
    assert mali["migrants-only-heard"] is Answer.HOLDS
    assert mali["no-access-to-the-vulnerable"] is Answer.HOLDS
    egypt = judged(rebuilt["Egypt-13"])
    assert egypt["trainers-not-trained"] is Answer.HOLDS
    assert egypt["skills-without-needs"] is Answer.HOLDS
    assert egypt["one-capital"] is Answer.DOES_NOT
    ecuador = judged(rebuilt["Ecuador-9"])
    assert ecuador["no-financial-actor"] is Answer.HOLDS
    assert ecuador["revenue-expected"] is Answer.NOT_KNOWN
    verde = judged(rebuilt["Cape Verde-7"])
    assert verde["never-face-to-face"] is Answer.HOLDS
    assert verde["no-keeper"] is Answer.NOT_KNOWN
    tunisia = judged(rebuilt["Tunisia-51"])
    assert tunisia["no-agreement"] is Answer.HOLDS
    assert tunisia["no-plan-served"] is Answer.HOLDS


def test_what_no_source_says_is_not_found_wanting(rebuilt):
    for row in rebuilt.values():
        answers = judged(row)
        for rule in ("no-travel", "no-translation", "not-split", "threat-not-thought-of"):
            assert answers[rule] is Answer.NOT_KNOWN, (row.code, rule)


def test_their_pages(rebuilt, client, django_assert_max_num_queries):
    for code, row in rebuilt.items():
        with django_assert_max_num_queries(15):
            page = client.get(reverse("project", args=[row.code])).text
        assert "A worked example" in page
        assert "reconstruction" in page
        with django_assert_max_num_queries(15):
            page = client.get(reverse("project_review", args=[row.code])).text
        assert "Not known yet" in page
        assert "Rebuilt as a design" in client.get(reverse("project", args=[code])).text


def test_only_worked_examples_have_a_public_review(rebuilt, client):
    for code in ("Mali-24", "Nobody-1"):
        assert client.get(reverse("project_review", args=[code])).status_code == 404


def test_they_are_not_counted_among_the_known_projects(rebuilt, client):
    listed = client.get(reverse("projects_json")).json()
    rows = listed["projects"] if isinstance(listed, dict) else listed
    assert len(rows) == 51
