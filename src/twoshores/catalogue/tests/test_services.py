"""Loading twice writes nothing; what a steward wrote stays; every version is kept."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from twoshores.accounts.models import User
from twoshores.catalogue import content
from twoshores.catalogue.models import BlockText, BuildingBlock
from twoshores.catalogue.selectors import (
    block_for_design,
    blocks_for_design,
    blocks_listed,
    blocks_using,
    threats_in,
    versions_of,
)
from twoshores.catalogue.services import block_text_edit, block_withdraw, catalogue_load
from twoshores.common.editing import StaleVersion
from twoshores.common.models import AuditEvent

pytestmark = pytest.mark.django_db
KEY = "financial-literacy"


def text_of(key: str = KEY, language: str = "en") -> BlockText:
    return BlockText.objects.get(block__key=key, language=language)


def test_loading_again_writes_nothing(blocks):
    assert blocks >= len(content.index())
    assert catalogue_load() == 0


def test_what_comes_with_the_product_is_brought_up_to_date(blocks):
    text = text_of()
    BlockText.objects.filter(pk=text.pk).update(purpose="An older wording.")

    assert catalogue_load() == 1
    assert text_of().purpose == text.purpose
    assert versions_of(text.block, "en").get().content["purpose"] == "An older wording."


def test_what_a_steward_wrote_is_not_replaced(blocks, steward):
    text = text_of()
    block_text_edit(by=steward, text=text, opened_version=1, words={"purpose": "Our own words."})

    assert catalogue_load() == 0
    assert text_of().purpose == "Our own words."


def test_the_former_words_stay_readable(blocks, steward):
    text = text_of()
    words = {"lines": {"outcomes.save": "Households put money aside"}, "title": "Money lessons"}
    block_text_edit(by=steward, text=text, opened_version=1, words=words)

    kept = versions_of(text.block, "en").get()
    assert kept.number == 1
    assert kept.content["title"] == text.title
    assert kept.content["lines"] == text.lines
    assert kept.by == steward
    now = block_for_design(KEY, "en")
    assert now.title == "Money lessons"
    assert {line.key: line.text for line in now.outcomes}["save"] == "Households put money aside"
    event = AuditEvent.objects.get(verb="blocktext.edit")
    assert {"title", "lines"} <= set(event.fields)


def test_a_save_on_an_older_version_names_each_line_that_differs(blocks, steward):
    text = text_of()
    first = {"lines": {"outcomes.save": "A"}, "title": "Money"}
    block_text_edit(by=steward, text=text, opened_version=1, words=first)

    mine = {"lines": {"outcomes.save": "B"}, "title": "Money"}
    with pytest.raises(StaleVersion) as caught:
        block_text_edit(by=steward, text=text, opened_version=1, words=mine)

    conflict = caught.value.conflicts[0]
    assert len(caught.value.conflicts) == 1
    assert (conflict.field, conflict.theirs, conflict.mine) == ("outcomes.save", "A", "B")


def test_an_emptied_line_is_offered_no_more(blocks, steward):
    words = {"lines": {"outcomes.save": ""}}
    block_text_edit(by=steward, text=text_of(), opened_version=1, words=words)

    assert "save" not in {line.key for line in block_for_design(KEY, "en").outcomes}


def test_saving_what_stands_there_writes_nothing(blocks, steward):
    text = text_of()
    same = block_text_edit(by=steward, text=text, opened_version=1, words={"title": text.title})

    assert same.version == 1
    assert not versions_of(text.block, "en").exists()


def test_a_title_and_known_lines_are_needed(blocks, steward):
    for words in ({"title": " "}, {"lines": {"outcomes.other": "x"}}):
        with pytest.raises(ValidationError):
            block_text_edit(by=steward, text=text_of(), opened_version=1, words=words)


def test_only_stewards_change_blocks(blocks):
    user = User.objects.create_user("somebody@example.org")
    with pytest.raises(PermissionDenied):
        block_text_edit(by=user, text=text_of(), opened_version=1, words={"title": "x"})
    with pytest.raises(PermissionDenied):
        block_withdraw(by=user, block=text_of().block, withdrawn=True)


def test_a_withdrawn_block_leaves_the_list_and_stays_withdrawn(blocks, steward):
    block = BuildingBlock.objects.get(key=KEY)
    block_withdraw(by=steward, block=block, withdrawn=True)
    catalogue_load()

    assert KEY not in {block.key for block in blocks_listed().blocks}
    assert block_for_design(KEY, "en").is_withdrawn
    block_withdraw(by=steward, block=block, withdrawn=False)
    assert KEY in {block.key for block in blocks_listed().blocks}


def test_search_reads_words_and_counts_what_a_filter_would_leave(blocks):
    found = blocks_listed(query="transfer prices")
    assert KEY in {block.key for block in found.blocks}
    everything = blocks_listed()
    assert sum(number for _value, number in everything.capitals) == len(everything.blocks)
    for capital, number in everything.capitals:
        assert len(blocks_listed(capital=capital).blocks) == number


def test_a_design_gets_structured_lists_with_stable_keys(blocks, django_assert_num_queries):
    with django_assert_num_queries(2):
        block = block_for_design(KEY, "sw")  # no text in it: the original, and it says so

    assert (block.language, block.status) == ("en", "")
    reserve = next(row for row in block.indicators if row.key == "reserve")
    assert (reserve.kind, reserve.of) == ("percentage", "save")
    assert all([reserve.numerator, reserve.denominator])
    assert {row.of for row in block.activities} <= {row.key for row in block.outputs}
    assert all(row.weeks > 0 for row in block.activities)
    assert {row.kind for row in block.cost_kinds} >= {"training", "translation"}
    assert block.sections == ("3.1",)
    with pytest.raises(BuildingBlock.DoesNotExist):
        block_for_design("no-such-block", "en")


def test_several_blocks_cost_two_queries(blocks, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = blocks_for_design([KEY, "networking-events", "gone"], "en")
    assert set(found) == {KEY, "networking-events"}


def test_blocks_are_found_by_the_code_of_a_project(blocks):
    assert KEY in {block.key for block in blocks_using("Sri Lanka-49")}
    assert blocks_using("Nowhere-0") == []


def test_threats_of_all_kinds_have_signs_and_answers(blocks):
    threats = threats_in("en")
    assert {threat.kind for threat in threats} == {"external", "capacity", "project", "relational"}
    assert all(threat.signs and threat.answers for threat in threats)
