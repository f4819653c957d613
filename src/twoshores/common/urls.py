"""What every page needs, and the living page of components."""

from django.urls import URLPattern, path

from . import gallery, stylesheet

urlpatterns: list[URLPattern] = [
    path("style-<str:digest>.css", stylesheet.stylesheet, name="stylesheet"),
    path("icon.svg", stylesheet.icon, name="icon"),
    path("favicon.ico", stylesheet.icon),  # asked for by pages that name no icon, such as JSON
    path("components", gallery.components, name="components"),
]
