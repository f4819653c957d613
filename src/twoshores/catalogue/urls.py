"""Addresses of the catalogue."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("building-blocks/", views.blocks, name="building_blocks"),
    path("building-blocks/list.json", views.blocks_json, name="building_blocks_json"),
    path("building-blocks/<slug:key>/", views.block, name="building_block"),
    path("building-blocks/<slug:key>/data.json", views.block_json, name="building_block_json"),
    path("threats/", views.threats, name="threats"),
]
