"""The review reads a project with queries whose text is made once: they answer as Django's do."""

import pytest

from twoshores.alliances.selectors import review as alliance
from twoshores.projects.models import Project
from twoshores.projects.selectors import review
from twoshores.projects.tests.office.files import fill


@pytest.fixture
def projects(design, periods):
    """One with rows of every kind, and an empty one."""
    fill(design, periods)
    return design.project, Project.objects.create(code="P-EMPTY", title="Nothing yet")


@pytest.mark.parametrize("variant", ["", alliance.REBUILT])
def test_kept_queries_answer_as_those_of_django(projects, variant, django_assert_num_queries):
    for project in (*projects, projects[0]):
        for kept, make in (
            (review._HANGING, review._asked_hanging),
            (alliance._ASKED, alliance._asked),
        ):
            asked = sorted(make(project, variant))
            with django_assert_num_queries(1):
                assert sorted(kept.rows(project.pk, variant)) == asked
    assert review._hanging(projects[0])["part"]
    assert not review._hanging(projects[1])
