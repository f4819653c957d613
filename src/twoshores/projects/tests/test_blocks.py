"""Blocks become a results chain, an indicator stays guarded, nothing is written twice."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import escape

from twoshores.catalogue.selectors import block_for_design
from twoshores.catalogue.services import catalogue_load
from twoshores.projects.models import Indicator, Result
from twoshores.projects.selectors.chain import chain_of
from twoshores.projects.services.blocks import block_leave, block_take
from twoshores.projects.services.chain import result_create


@pytest.fixture
def block(db):
    catalogue_load()
    return block_for_design("financial-literacy", "en")


def test_a_block_becomes_a_chain_under_the_goal(design, block):
    by, project = design.coordinator, design.project
    goal = result_create(by=by, project=project, level="goal", facts={"text": "Calmer months"})
    number = block_take(by=by, project=project, block=block)
    chain = chain_of(project)
    [root] = chain.goals
    assert root.result == goal
    assert [node.result.text for node in root.children] == [line.text for line in block.outcomes]
    outputs = [node for outcome in root.children for node in outcome.children]
    assert len(outputs) == len(block.outputs)
    assert sum(len(node.activities) for node in outputs) == len(block.activities)
    assert project.assumptions.count() == len(block.assumptions)
    lines = (block.outcomes, block.outputs, block.activities, block.indicators, block.assumptions)
    assert number == sum(map(len, lines))


def test_percentages_keep_their_halves(design, block):
    block_take(by=design.coordinator, project=design.project, block=block)
    for indicator in design.project.indicators.filter(kind=Indicator.Kind.PERCENTAGE):
        assert indicator.numerator_label
        assert indicator.denominator_label
        assert indicator.adds == Indicator.Adds.STOCK


def test_taken_in_again_nothing_is_written_twice(design, block):
    by, project = design.coordinator, design.project
    block_take(by=by, project=project, block=block)
    number = project.results.count()
    project.results.filter(level=Result.Level.OUTPUT).last().delete()
    assert block_take(by=by, project=project, block=block) == 0
    assert project.results.count() == number - 1
    block_leave(by=by, project=project, key=block.key)
    assert project.results.count() == number - 1  # what it brought stays
    assert block_take(by=by, project=project, block=block) == 1  # only what was taken out
    assert project.results.count() == number


def test_others_compose_nothing(design, block):
    with pytest.raises(PermissionDenied):
        block_take(by=design.viewer, project=design.project, block=block)


def test_composing_on_the_page(design, block, client, django_assert_max_num_queries):
    client.force_login(design.coordinator)
    address = reverse("workbench_blocks", args=[design.project.pk])
    with django_assert_max_num_queries(15):
        page = client.get(address).text
    assert block.title in page
    choose = reverse("block_choose", args=[design.project.pk, block.key])
    assert client.get(choose).status_code == 405
    client.post(choose, {"take": "yes"})
    assert "taken in" in client.get(address).text
    # Lines come in the project's own language, whoever reads.
    own = block_for_design(block.key, design.project.language)
    assert own.language == design.project.language == "fr"
    chain = client.get(reverse("workbench_chain", args=[design.project.pk])).text
    assert escape(own.outcomes[0].text) in chain
    missing = reverse("block_choose", args=[design.project.pk, "no-such-block"])
    assert client.post(missing, {"take": "yes"}).status_code == 404
    client.force_login(design.viewer)
    assert client.post(choose, {"take": "no"}).status_code == 404
