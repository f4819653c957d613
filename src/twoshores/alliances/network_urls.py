"""Addresses of the network, under /network/."""

from django.urls import URLPattern, path

from .views import network

urlpatterns: list[URLPattern] = [
    path("", network.network, name="network"),
    path("picture.svg", network.network_picture, name="network_picture"),
    path("network.graphml", network.network_graphml, name="network_graphml"),
    path("actors.csv", network.network_actors, name="network_actors"),
    path("ties.csv", network.network_ties, name="network_ties"),
    path("explore-<str:digest>.js", network.network_script, name="network_script"),
]
