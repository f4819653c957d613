"""Actors and what ties them as one graph: measures, suggestions, a picture, files. Pure.

network = network_of(nodes, edges, on=today)
shore_betweenness(network), cut_actors(network), country_pairs(network, on=today)
draw(most_connected(network, 500), Words("The network", "…"), rtl=False).svg
"""

from twoshores.engines.network.clusters import Clusters, clusters
from twoshores.engines.network.cuts import Cut, bridges, cut_actors
from twoshores.engines.network.exports import edges_csv, graphml, nodes_csv
from twoshores.engines.network.figures import Figures, Year, across_shores, change, figures, years
from twoshores.engines.network.measures import (
    Brokerage,
    betweenness,
    brokerage,
    components,
    degree,
    isolated,
    shore_betweenness,
    strength,
)
from twoshores.engines.network.partnership import (
    CountryPair,
    Points,
    Strength,
    country_pairs,
    partnership_strength,
)
from twoshores.engines.network.picture import Picture, Words, draw
from twoshores.engines.network.problem import (
    AGREEMENT,
    PROJECT,
    Edge,
    Network,
    NetworkError,
    Node,
    Shore,
    most_connected,
    network_of,
    part_of,
)
from twoshores.engines.network.suggestions import Suggestion, suggestions

__all__ = [
    "AGREEMENT",
    "PROJECT",
    "Brokerage",
    "Clusters",
    "CountryPair",
    "Cut",
    "Edge",
    "Figures",
    "Network",
    "NetworkError",
    "Node",
    "Picture",
    "Points",
    "Shore",
    "Strength",
    "Suggestion",
    "Words",
    "Year",
    "across_shores",
    "betweenness",
    "bridges",
    "brokerage",
    "change",
    "clusters",
    "components",
    "country_pairs",
    "cut_actors",
    "degree",
    "draw",
    "edges_csv",
    "figures",
    "graphml",
    "isolated",
    "most_connected",
    "network_of",
    "nodes_csv",
    "part_of",
    "partnership_strength",
    "shore_betweenness",
    "strength",
    "suggestions",
    "years",
]
