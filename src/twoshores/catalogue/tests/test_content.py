"""The data files: every block is whole, and its parts hang together."""

import pytest

from twoshores.actors.models import OrganisationKind
from twoshores.catalogue import content
from twoshores.catalogue.handbook import SECTIONS
from twoshores.catalogue.models import BlockCapital
from twoshores.catalogue.words import COST_KINDS, INDICATOR_KINDS, SPLITS

BLOCKS = {block.key: block for block in content.read_blocks()}


def test_every_file_is_in_the_index():
    files = {path.stem for path in (content.DATA / "en").glob("*.toml")} - {"threats"}

    assert files == set(content.index())


@pytest.mark.parametrize("key", BLOCKS)
def test_the_lines_of_a_block_hang_together(key):
    facts = BLOCKS[key].facts
    outcomes = {item["key"] for item in facts["outcomes"]}
    outputs = {item["key"] for item in facts["outputs"]}

    assert BLOCKS[key].capital in BlockCapital.values
    assert BLOCKS[key].section in SECTIONS
    assert all([outcomes, outputs, facts["activities"], facts["indicators"]])
    assert {item["of"] for item in facts["outputs"]} == outcomes
    assert {item["of"] for item in facts["activities"]} <= outputs
    for group in ("indicators", "assumptions"):
        assert {item["of"] for item in facts[group]} <= outcomes | outputs
    for group in content.GROUPS:
        keys = [item["key"] for item in facts[group]]
        assert len(keys) == len(set(keys)), group
        assert all(keys), group


@pytest.mark.parametrize("key", BLOCKS)
def test_codes_of_a_block_are_known(key):
    facts = BLOCKS[key].facts

    assert {item["kind"] for item in facts["allies"]} <= set(OrganisationKind.values)
    assert {item["kind"] for item in facts["costs"]} <= COST_KINDS.keys()
    for item in facts["indicators"]:
        assert item["kind"] in INDICATOR_KINDS
        assert set(item["by"]) <= SPLITS.keys()
    for item in facts["pitfalls"]:
        assert set(item["projects"]) <= set(facts["projects"])


@pytest.mark.parametrize("key", BLOCKS)
def test_a_percentage_says_what_it_divides(key):
    lines = BLOCKS[key].words["en"].lines
    for item in BLOCKS[key].facts["indicators"]:
        said = {f"indicators.{item['key']}.{part}" for part in ("numerator", "denominator")}
        if item["kind"] == "percentage":
            assert said <= lines.keys()
        else:
            assert not said & lines.keys()


@pytest.mark.parametrize("key", BLOCKS)
def test_nothing_is_left_empty_in_any_language(key):
    for words in BLOCKS[key].words.values():
        assert all(words.fields.values())
        assert all(text.strip() for text in words.lines.values())


def test_a_translation_that_lacks_a_line_is_refused(tmp_path):
    words = content.Words({"steps": [], "factors": []}, {})
    path = tmp_path / "x.toml"
    path.write_text('steps = []\nfactors = []\n[lines]\n"outcomes.a" = "b"\n', "utf-8")

    with pytest.raises(ValueError, match=r"outcomes\.a"):
        content._translation(path, {"outcomes.b": "c"}, words)
