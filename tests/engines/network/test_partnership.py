"""Strength of a partnership, and who should know each other."""

from dataclasses import replace
from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings

from tests.engines.network.examples import networks, peer
from twoshores.engines.network import (
    AGREEMENT,
    PROJECT,
    Edge,
    Node,
    Shore,
    country_pairs,
    network_of,
    partnership_strength,
    suggestions,
)

DAY = date(2026, 7, 1)
LONG_AGO = date(2016, 7, 1)


def two_sides(edges):
    nodes = [Node(f"e{n}", "", country="EG") for n in range(3)]
    nodes += [Node(f"g{n}", "", country="GR") for n in range(3)]
    return network_of(nodes, edges)


def parts(strength):
    return {part.name: part.points for part in strength.parts}


def test_everything_there_is_makes_a_hundred():
    kinds = ("tie", AGREEMENT, PROJECT)
    network = two_sides([Edge(k, f"e{n}", f"g{n}", LONG_AGO) for n in range(3) for k in kinds])
    [pair] = country_pairs(network, on=DAY)
    assert (pair.countries, pair.actors, pair.strength.points) == (("EG", "GR"), (3, 3), 100)


def test_all_through_one_actor_has_no_redundancy_and_one_way_is_not_answered():
    edges = [Edge("funds", "e0", f"g{n}", directed=True) for n in range(3)]
    sides = ["e0", "e1", "e2"], ["g0", "g1", "g2"]
    found = partnership_strength(two_sides(edges), *sides, on=DAY)
    assert parts(found) == {
        "reach": 16,  # 4 of 6 actors: 25 x 4 / 6 = 16.7
        "written": 0,
        "together": 0,
        "kinds": 5,
        "years": 0,
        "redundancy": 0,
        "answered": 0,
    }
    both = [*edges, Edge("funds", "g0", "e0", directed=True)]
    assert parts(partnership_strength(two_sides(both), *sides, on=DAY))["answered"] == 1
    second = [*edges, Edge("funds", "e1", "g0", directed=True)]
    assert parts(partnership_strength(two_sides(second), *sides, on=DAY))["redundancy"] == 5


@given(networks())
@settings(max_examples=40, deadline=None)
def test_points_add_up_and_the_sides_may_be_exchanged(network):
    home = [n.id for n in network.nodes if n.shore == Shore.HOME]
    abroad = [n.id for n in network.nodes if n.shore == Shore.ABROAD]
    found = partnership_strength(network, home, abroad, on=DAY)
    assert found == partnership_strength(network, abroad, home, on=DAY)
    assert found.points == sum(part.points for part in found.parts) <= 100
    assert all(0 <= part.points <= part.possible for part in found.parts)
    assert bool(found.points) == bool(found.tied_pairs)


def test_an_actor_on_both_sides_is_refused_and_no_country_has_no_pair():
    network = two_sides([])
    with pytest.raises(ValueError, match="both sides"):
        partnership_strength(network, ["e0"], ["e0", "g0"], on=DAY)
    nowhere = [Node("a", ""), Node("b", "", country="EG")]
    assert country_pairs(network_of(nowhere, [Edge("tie", "a", "b")]), on=DAY) == ()


@given(networks())
@settings(max_examples=40, deadline=None)
def test_suggestions_are_scored_as_networkx_scores_them(network):
    nodes = [replace(node, sectors=frozenset({"health"})) for node in network.nodes]
    found = suggestions(network_of(nodes, network.edges), limit=1000)
    graph = peer(network)
    scores = {
        (network.nodes[min(a, b)].id, network.nodes[max(a, b)].id): score
        for a, b, score in nx.adamic_adar_index(graph)
        if score
    }
    assert {(row.one, row.two): row.score for row in found} == pytest.approx(scores)
    assert list(found) == sorted(found, key=lambda row: (-row.score, row.one, row.two))


def test_a_suggestion_needs_a_trade_or_a_place_and_says_who_could_introduce():
    def people(**second):
        middle = Node("m", "Middle")
        places, sectors = frozenset({"ML.1", "ML.1.2"}), frozenset({"health", "water"})
        one = Node("a", "A", country="ML", places=places, sectors=sectors)
        nodes = [middle, one, Node("b", "B", **second)]
        return network_of(nodes, [Edge("tie", "a", "m"), Edge("tie", "m", "b")])

    assert suggestions(people(country="ML", places=frozenset({"ML.2"}))) == ()
    [by_place] = suggestions(people(country="FR", places=frozenset({"ML.1"})))
    assert (by_place.places, by_place.sectors, by_place.through) == (("ML.1",), (), ("m",))
    [by_trade] = suggestions(people(sectors=frozenset({"water"})))
    assert (by_trade.places, by_trade.sectors) == ((), ("water",))
    assert suggestions(people(sectors=frozenset({"water"})), of=["m"]) == ()
