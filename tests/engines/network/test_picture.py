"""The picture and the files: nothing covered, nothing lost, nothing run."""

import csv
import io
import random
import re
from datetime import date
from itertools import combinations

import networkx as nx
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings

from tests.engines.network.examples import networks
from twoshores.engines.network import (
    Edge,
    Node,
    Shore,
    Words,
    draw,
    edges_csv,
    graphml,
    network_of,
    nodes_csv,
)
from twoshores.engines.network.layout import lay_out

WORDS = Words("The <network>", "Who is tied to whom")
SVG = "{http://www.w3.org/2000/svg}"


def crowd(size):
    rng = random.Random(1)
    words = ("Association", "Ville", "Women", "جمعية النساء", "Water", "Diaspora")
    nodes = [
        Node(f"n{n:03}", f"{' '.join(rng.sample(words, 2))} {n}", shore=rng.choice(tuple(Shore)))
        for n in range(size)
    ]
    pairs = {tuple(sorted(rng.sample(range(size), 2))) for _ in range(size * 2)}
    return network_of(nodes, [Edge("tie", f"n{a:03}", f"n{b:03}") for a, b in sorted(pairs)])


def test_no_name_covers_another_and_all_are_in_the_frame():
    layout = lay_out(crowd(200), width=1168)
    assert len(layout.spots) == 200
    boxes = [(s.x - 8, s.y - 9, s.x - 8 + s.width, s.y + 9) for s in layout.spots]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= layout.width
        assert bottom <= layout.height
    for one, two in combinations(boxes, 2):
        apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        assert apart, (one, two)


def test_home_stands_left_and_from_right_to_left_on_the_right():
    network = crowd(60)

    def middle(shape, *, rtl):
        tree = svg(draw(network, WORDS, rtl=rtl).svg)
        places = [float(c.get("cx")) for c in tree.iter(f"{SVG}circle") if c.get("class") == shape]
        return sum(places) / len(places)

    assert middle("o", rtl=False) < middle("r", rtl=False)
    assert middle("o", rtl=True) > middle("r", rtl=True)


def svg(text):
    return fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@given(networks())
@settings(max_examples=20, deadline=None)
def test_drawings_name_everybody_and_are_the_same_again(network):
    picture = draw(network, WORDS)
    again = network_of(reversed(network.nodes), reversed(network.edges))
    assert draw(again, WORDS) == picture
    tree = svg(picture.svg)
    assert sorted("".join(t.itertext()) for t in tree.iter(f"{SVG}text")) == sorted(
        node.label for node in network.nodes
    )
    assert "style=" not in picture.svg


def test_long_names_are_cut_with_the_whole_in_their_title_and_markup_stays_text():
    label = "<script>alert(1)</script> " + "long " * 12
    picture = draw(network_of([Node("a", label, href='/x?"&')], []), WORDS)
    assert picture.cut == ("a",)
    [link] = svg(picture.svg).iter(f"{SVG}a")
    assert link.get("href") == '/x?"&'
    assert link.find(f"{SVG}text/{SVG}title").text == label
    assert "<script" not in picture.svg


def awkward():
    nodes = [
        Node(
            "a", '=HYPERLINK("x")', "association", "ML", Shore.HOME, frozenset({"b", "a"}), "Kayes"
        ),
        Node("b", 'Ö & <b> "\x0c جمعية', "city", "FR", Shore.ABROAD),
        Node("c", "alone"),
    ]
    edges = [
        Edge("agreement", "b", "a", date(2024, 1, 1), None, strength=2.5, directed=True),
        Edge("tie", "a", "b"),
    ]
    return network_of(nodes, edges)


def test_networkx_reads_our_graphml_back():
    graph = nx.parse_graphml(graphml(awkward()).decode(), force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (3, 2)
    ids = re.findall(rb'<key id="([^"]+)"', graphml(awkward()))
    assert len(set(ids)) == len(ids) == 14
    labels = sorted(data["label"] for _, data in graph.nodes(data=True))
    assert labels == sorted(['=HYPERLINK("x")', 'Ö & <b> " جمعية', "alone"])
    names = {key: data["name"] for key, data in graph.nodes(data=True)}
    held = sorted(
        (
            (d["from"], d["to"], d["kind"], d["since"], d["directed"], d["strength"])
            for *_, d in graph.edges(data=True)
        ),
    )
    assert held == [
        ("a", "b", "tie", "", False, 1.0),
        ("b", "a", "agreement", "2024-01-01", True, 2.5),
    ]
    ends = {frozenset((names[a], names[b])) for a, b in graph.edges()}
    assert ends == {frozenset("ab")}


def test_graphml_of_nothing_and_of_isolated_actors_is_read_back():
    for nodes in ([], [Node("a", "A")]):
        assert len(nx.parse_graphml(graphml(network_of(nodes, [])).decode())) == len(nodes)


def test_csv_holds_everything_and_no_cell_runs():
    rows = list(csv.DictReader(io.StringIO(nodes_csv(awkward()))))
    assert rows[0]["label"] == '\'=HYPERLINK("x")'
    assert (rows[0]["sectors"], rows[0]["shore"], rows[2]["country"]) == ("a, b", "home", "")
    ties = list(csv.DictReader(io.StringIO(edges_csv(awkward()))))
    assert [(t["from"], t["to"], t["directed"], t["strength"]) for t in ties] == [
        ("a", "b", "no", "1"),
        ("b", "a", "yes", "2.5"),
    ]
