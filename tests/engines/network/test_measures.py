"""Measures equal networkx's where it has them, and the definition where it has not."""

from datetime import date
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings

from tests.engines.network.examples import line, networks, peer
from twoshores.engines.network import (
    Edge,
    NetworkError,
    Node,
    Shore,
    betweenness,
    bridges,
    brokerage,
    change,
    clusters,
    components,
    cut_actors,
    degree,
    figures,
    isolated,
    most_connected,
    network_of,
    shore_betweenness,
    strength,
)

HOME, ABROAD, NEITHER = Shore.HOME, Shore.ABROAD, Shore.NEITHER


@given(networks())
@settings(max_examples=60, deadline=None)
def test_measures_equal_networkx(network):
    graph, ids = peer(network), [node.id for node in network.nodes]
    assert dict(enumerate(degree(network))) == dict(graph.degree())
    assert dict(enumerate(strength(network))) == pytest.approx(dict(graph.degree(weight="weight")))
    between = nx.betweenness_centrality(graph, normalized=False)
    assert dict(enumerate(betweenness(network))) == pytest.approx(between)
    assert isolated(network) == tuple(ids[n] for n in sorted(nx.isolates(graph)))
    parts = {frozenset(ids[n] for n in part) for part in nx.connected_components(graph)}
    assert {frozenset(part) for part in components(network)} == parts
    cut = {ids[n] for n in nx.articulation_points(graph)}
    assert {row.id for row in cut_actors(network)} == cut
    spans = {tuple(sorted((ids[a], ids[b]))) for a, b in nx.bridges(graph)}
    assert set(bridges(network)) == spans


@given(networks())
@settings(max_examples=60, deadline=None)
def test_betweenness_of_shores_is_that_of_pairs_across(network):
    sides = [[n for n, a in enumerate(network.nodes) if a.shore == s] for s in (HOME, ABROAD)]
    subset = nx.betweenness_centrality_subset(peer(network), *sides, normalized=False)
    # networkx halves sums over ordered pairs; pairs across are counted in one order only.
    expected = {n: 2 * value for n, value in subset.items()}
    assert dict(enumerate(shore_betweenness(network))) == pytest.approx(expected)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_cuts_count_the_pairs_that_part(network):
    graph = peer(network)

    def across(held):
        pairs = combinations(range(len(network.nodes)), 2)
        both = {HOME, ABROAD}
        return {
            (a, b)
            for a, b in pairs
            if {network.nodes[a].shore, network.nodes[b].shore} == both
            and a in held
            and b in held
            and nx.has_path(held, a, b)
        }

    for cut in cut_actors(network):
        without, number = graph.copy(), network.index[cut.id]
        without.remove_node(number)
        before = {pair for pair in across(graph) if number not in pair}
        assert cut.shore_pairs == len(before) - len(across(without))
        more = nx.number_connected_components(without) - nx.number_connected_components(graph)
        assert cut.parts == more + 1


@given(networks(most=9))
@settings(max_examples=60, deadline=None)
def test_brokers_have_the_roles_of_their_pairs(network):
    for number, found in enumerate(brokerage(network)):
        own = network.nodes[number].shore
        counted = {"coordinator": 0, "consultant": 0, "representative": 0, "liaison": 0}
        for one, two in combinations(network.neighbours[number], 2):
            ends = [network.nodes[n].shore for n in (one, two)]
            if two in network.neighbours[one] or NEITHER in ends:
                continue
            same = ends[0] == ends[1]
            if own == NEITHER:
                if not same:
                    counted["liaison"] += 1
            elif not same:
                counted["representative"] += 1
            else:
                counted["coordinator" if ends[0] == own else "consultant"] += 1
        assert counted == {name: getattr(found, name) for name in counted}


@given(networks())
@settings(max_examples=60, deadline=None)
def test_clusters_part_everybody_and_are_the_same_again(network):
    found = clusters(network)
    assert sorted(i for group in found.groups for i in group) == [n.id for n in network.nodes]
    again = network_of(reversed(network.nodes), reversed(network.edges))
    assert clusters(again) == found
    if network.edges:
        groups = [{network.index[i] for i in group} for group in found.groups]
        assert found.modularity == pytest.approx(nx.community.modularity(peer(network), groups))
        alone = [{n} for n in range(len(network.nodes))]
        assert found.modularity >= nx.community.modularity(peer(network), alone) - 1e-9


def test_clusters_of_the_karate_club_are_as_good_as_networkx_finds():
    graph = nx.karate_club_graph()
    nodes = [Node(f"{n:02}", "") for n in graph]
    edges = [Edge("tie", f"{a:02}", f"{b:02}") for a, b in graph.edges]
    peers = nx.community.louvain_communities(graph, weight=None, seed=1)
    best = nx.community.modularity(graph, peers, weight=None)
    assert clusters(network_of(nodes, edges)).modularity >= best - 0.02


def test_the_only_way_between_the_shores():
    network = line(HOME, NEITHER, ABROAD)
    [cut] = cut_actors(network)
    assert (cut.id, cut.parts, cut.shore_pairs) == ("b", 2, 1)
    assert shore_betweenness(network) == (0, 1, 0)
    assert brokerage(network)[1].liaison == 1
    assert bridges(network) == (("a", "b"), ("b", "c"))


def test_an_empty_network_has_figures():
    found = figures(network_of([], []))
    assert (found.actors, found.components, found.clusters, found.modularity) == (0, 0, 0, 0)
    assert shore_betweenness(network_of([], [])) == ()
    assert brokerage(network_of([], [])) == ()


def test_parallel_edges_are_one_pair_with_their_weights_together():
    nodes = [Node("a", "A"), Node("b", "B")]
    network = network_of(nodes, [Edge("tie", "a", "b"), Edge("project", "b", "a", strength=2)])
    assert degree(network) == (1, 1)
    assert strength(network) == (3, 3)
    assert len(network.edges) == 2


@pytest.mark.parametrize(
    ("edge", "code"),
    [
        (Edge("tie", "a", "a"), "self-tie"),
        (Edge("tie", "a", "z"), "unknown-actor"),
        (Edge("tie", "a", "b", date(2026, 2, 1), date(2026, 1, 1)), "ends-before-it-begins"),
        (Edge("tie", "a", "b", strength=0), "strength"),
        (Edge("tie", "a", "b", strength=float("nan")), "strength"),
    ],
)
def test_what_is_no_tie_is_refused(edge, code):
    with pytest.raises(NetworkError) as raised:
        network_of([Node("a", "A"), Node("b", "B")], [edge], on=date(2020, 1, 1))
    assert raised.value.code == code
    assert "a" in raised.value.ids or "z" in raised.value.ids


def test_an_actor_twice_is_refused():
    with pytest.raises(NetworkError, match="actor-twice: a"):
        network_of([Node("a", "A"), Node("a", "Again")], [])


def test_ties_hold_from_their_first_day_until_the_day_before_they_end():
    nodes = [Node("a", "A", shore=HOME), Node("b", "B", shore=ABROAD)]
    edges = [Edge("tie", "a", "b", date(2024, 1, 1), date(2025, 1, 1))]
    held = [
        len(network_of(nodes, edges, on=day).edges)
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    ]
    assert held == [0, 1, 1, 0]
    before, after, differences = change(nodes, edges, date(2023, 1, 1), date(2024, 6, 1))
    assert (before.isolated, after.isolated) == (2, 0)
    assert differences["across_shores"] == 1
    assert differences["components"] == -1


def test_the_most_connected_keep_their_ties():
    network = line(*[NEITHER] * 5)
    found = most_connected(network, 3)
    assert [node.id for node in found.nodes] == ["b", "c", "d"]
    assert len(found.edges) == 2
