"""Addresses of the catalogue."""

from django.urls import URLPattern, path

from . import steward_views, threat_views, views

urlpatterns: list[URLPattern] = [
    path("building-blocks/", views.blocks, name="building_blocks"),
    path("building-blocks/list.json", views.blocks_json, name="building_blocks_json"),
    path("building-blocks/<slug:key>/", views.block, name="building_block"),
    path("building-blocks/<slug:key>/data.json", views.block_json, name="building_block_json"),
    path(
        "building-blocks/<slug:key>/<slug:language>/edit/",
        steward_views.block_edit,
        name="building_block_edit",
    ),
    path(
        "building-blocks/<slug:key>/in-use/",
        steward_views.block_in_use,
        name="building_block_in_use",
    ),
    path(
        "building-blocks/<slug:key>/<slug:language>/versions/",
        steward_views.block_versions,
        name="building_block_versions",
    ),
    path(
        "building-blocks/<slug:key>/<slug:language>/versions/<int:number>/",
        steward_views.block_version,
        name="building_block_version",
    ),
    path("threats/", views.threats, name="threats"),
    path("threats/<slug:key>/<slug:language>/edit/", threat_views.threat_edit, name="threat_edit"),
    path(
        "threats/<slug:key>/<slug:language>/versions/",
        threat_views.threat_versions,
        name="threat_versions",
    ),
    path(
        "threats/<slug:key>/<slug:language>/versions/<int:number>/",
        threat_views.threat_version,
        name="threat_version",
    ),
]
