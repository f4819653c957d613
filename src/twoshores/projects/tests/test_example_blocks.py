"""Building blocks and example projects lead to each other."""

import pytest

from twoshores.catalogue import content
from twoshores.catalogue.services import catalogue_load
from twoshores.catalogue.words import COST_KINDS, INDICATOR_KINDS
from twoshores.projects.models import CostCategory, Indicator, Project

pytestmark = pytest.mark.django_db


def test_codes_of_the_catalogue_are_those_of_a_project():
    assert set(COST_KINDS) == set(CostCategory.values)
    assert set(INDICATOR_KINDS) == set(Indicator.Kind.values)


def test_example_projects_that_blocks_name_exist(examples):
    named = {code for block in content.read_blocks() for code in block.facts["projects"]}

    assert named <= set(Project.objects.filter(is_example=True).values_list("code", flat=True))


def test_a_block_links_its_example_projects(client, examples, django_assert_max_num_queries):
    catalogue_load()
    with django_assert_max_num_queries(6):
        page = client.get("/building-blocks/financial-literacy/").content.decode()

    assert 'href="/projects/Sri_Lanka-49/"' in page
    assert "households of participants asked" in page  # what a percentage divides by


def test_an_example_project_links_its_blocks(client, examples, django_assert_max_num_queries):
    catalogue_load()
    with django_assert_max_num_queries(12):
        page = client.get("/projects/Sri_Lanka-49/").content.decode()

    assert 'href="/building-blocks/financial-literacy/"' in page
