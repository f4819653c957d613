"""The two drawings of the example projects, in every language of the interface."""

import gzip
import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from tests.engines.shoremap.example import WORDS, drawn, example, land
from twoshores.common.languages import UI_LANGUAGES
from twoshores.engines.shoremap import (
    Country,
    Direction,
    Drawing,
    Land,
    Pair,
    Role,
    Words,
    draw_banks,
    draw_map,
)

SVG = "{http://www.w3.org/2000/svg}"
BOTH_WIDTHS = [(ui, narrow) for ui in UI_LANGUAGES for narrow in (False, True)]


def parsed(drawing: Drawing) -> ET.Element:
    text = drawing.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ET.fromstring(text)


@pytest.mark.parametrize(("ui", "narrow"), BOTH_WIDTHS)
def test_no_label_overlaps_another_or_leaves_the_frame(ui: str, narrow: bool) -> None:
    drawing = drawn(ui, narrow=narrow)
    assert drawing.unplaced == ()
    assert {label.code for label in drawing.labels} == {c.code for c in example(ui)[0]}
    for label in drawing.labels:
        assert label.box.inside(drawing.width, drawing.height), label
    for one, two in itertools.combinations(drawing.labels, 2):
        assert not one.box.overlaps(two.box), (one, two)


@pytest.mark.parametrize(("ui", "narrow"), BOTH_WIDTHS)
def test_the_drawings_are_light(ui: str, narrow: bool) -> None:
    size = len(gzip.compress(drawn(ui, narrow=narrow).svg.encode()))
    assert size <= (5_000 if narrow else 10_000)


def test_the_land_is_light() -> None:
    (data,) = re.findall(r'<path class="land" d="([^"]*)"', drawn("en").svg)
    assert 3_000 < len(data) < 6_000


@pytest.mark.parametrize(("ui", "narrow"), BOTH_WIDTHS)
def test_every_country_and_pair_is_a_link_and_nothing_is_styled_in_place(
    ui: str, narrow: bool
) -> None:
    countries, pairs = example(ui)
    root = parsed(drawn(ui, narrow=narrow))
    links = {a.get("href"): a for a in root.iter(f"{SVG}a")}
    assert {c.href for c in countries} | {p.href for p in pairs} == set(links)
    for country in countries:
        text = "".join(links[country.href].itertext())
        assert country.label in text
    allowed = {
        *("class", "d", "href", "tabindex", "aria-hidden", "id", "x", "y", "cx", "cy", "r"),
        *("text-anchor", "viewBox", "width", "height", "role", "direction"),
        *("aria-labelledby", "aria-describedby"),
    }
    assert {name for element in root.iter() for name in element.attrib} <= allowed


def test_the_drawing_names_itself() -> None:
    root = parsed(drawn("en"))
    assert root.get("role") == "group"  # an image would hide the links in it
    for reference, tag in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
        element = root.find(f"{SVG}{tag}")
        assert element is not None
        assert element.get("id") == root.get(reference)
        assert element.text


def test_only_names_are_reached_by_keyboard() -> None:
    root = parsed(drawn("en"))
    hidden = [a for g in root.iter(f"{SVG}g") if g.get("aria-hidden") for a in g.iter(f"{SVG}a")]
    assert len(hidden) == len(example("en")[1])
    assert all(a.get("tabindex") == "-1" for a in hidden)


def test_geography_is_not_mirrored_but_the_banks_are() -> None:
    def dots(drawing: Drawing) -> list[tuple[str, str]]:
        found = re.findall(r'<circle class="(\w)" cx="(\d+)"', drawing.svg)
        return [(kind, x) for kind, x in found]

    assert dots(drawn("ar")) == dots(drawn("en"))

    def home(drawing: Drawing) -> int:
        return int(next(x for kind, x in dots(drawing) if kind == "o"))

    assert home(drawn("en", narrow=True)) < 164 < home(drawn("ar", narrow=True))


def test_arcs_are_wider_for_more_projects() -> None:
    _, pairs = example("en")
    wide = {p.href for p in pairs if p.projects == 3}
    root = parsed(drawn("en"))
    group = next(g for g in root.iter(f"{SVG}g") if g.get("class") == "w3")
    assert {a.get("href") for a in group.iter(f"{SVG}a")} == wide
    assert len(wide) == 5


def test_a_country_on_neither_shore_has_its_own_mark_and_dashes() -> None:
    root = parsed(drawn("en"))
    (group,) = [g for g in root.iter(f"{SVG}g") if g.get("class") == "w1 third"]
    assert [a.get("href") for a in group.iter(f"{SVG}a")] == ["/projects/?pair=LK-BD"]
    assert [p.get("class") for p in root.iter(f"{SVG}path")].count("x") == 1


def test_a_country_on_both_shores_stands_on_both_banks() -> None:
    countries = [
        Country("MA", -6.6, 33.4, "Morocco", Role.BOTH, 2, "/ma"),
        Country("FR", 2.8, 47.1, "France", Role.RESIDENCE, 1, "/fr"),
        Country("SN", -16.5, 14.5, "Senegal", Role.ORIGIN, 1, "/sn"),
    ]
    pairs = [Pair("MA", "FR", 1, "/ma-fr"), Pair("SN", "MA", 1, "/sn-ma")]
    banks = draw_banks(countries, pairs, WORDS)
    assert [label.code for label in banks.labels].count("MA") == 2
    assert draw_map(countries, pairs, land(), WORDS).unplaced == ()


@pytest.mark.parametrize("direction", list(Direction))
def test_names_are_escaped_and_long_ones_cut(direction: Direction) -> None:
    long = "République <démocratique> & populaire d’un pays au nom très long"
    countries = [
        Country("AA", 0, 40, long, Role.ORIGIN, 1, '/?a="1"&b'),
        Country("BB", 5, 50, long, Role.RESIDENCE, 1, "/b"),
    ]
    pairs = [Pair("AA", "BB", 1, "/ab", "<script>")]
    banks = draw_banks(countries, pairs, Words("<t>", "&d"), direction=direction)
    root = parsed(banks)  # well-formed, so escaped
    assert "<script>" not in banks.svg
    assert "…" in banks.svg
    titles = [title.text for a in root.iter(f"{SVG}a") for title in a.iter(f"{SVG}title")]
    assert titles.count(long) == 2
    for label in banks.labels:
        assert label.box.inside(banks.width, banks.height)
    parsed(draw_map(countries, pairs, land(), Words("<t>", "&d"), direction=direction))


def test_a_bank_is_ordered_by_projects_then_by_name_without_accents() -> None:
    countries, _ = example("fr")
    threes = [c.label for c in countries if c.role is Role.ORIGIN and c.count == 3]
    root = parsed(drawn("fr", narrow=True))
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    order = [text[2:] for text in texts if text.startswith("3 ")]
    assert order == ["Cap-Vert", "Égypte", "Équateur", "Jamaïque", "Mali", "Nigeria", "Sénégal"]
    assert sorted(order) == sorted(threes)


def test_nothing_to_draw_is_still_a_drawing() -> None:
    for drawing in (draw_map([], [], Land.none(), WORDS), draw_banks([], [], WORDS)):
        assert parsed(drawing).tag == f"{SVG}svg"
        assert drawing.labels == ()


def test_a_pair_of_an_unknown_country_is_refused() -> None:
    countries, _ = example("en")
    for draw in (
        lambda pair: draw_map(countries, [pair], land(), WORDS),
        lambda pair: draw_banks(countries, [pair], WORDS),
    ):
        with pytest.raises(KeyError):
            draw(Pair("ZZ", "FR", 1, "/"))


def test_the_same_input_gives_the_same_drawing() -> None:
    countries, pairs = example("fr")
    assert draw_map(countries, pairs, land(), WORDS).svg == drawn("fr").svg
