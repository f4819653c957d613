"""What every page needs, and the living page of components."""

from django.urls import URLPattern, path

from . import draft_views, gallery, history_views, script, stylesheet
from .places import views as places

urlpatterns: list[URLPattern] = [
    path("style-<str:digest>.css", stylesheet.stylesheet, name="stylesheet"),
    path("script-<str:digest>.js", script.script, name="script"),
    path("icon.svg", stylesheet.icon, name="icon"),
    path("favicon.ico", stylesheet.icon),  # asked for by pages that name no icon, such as JSON
    path("components", gallery.components, name="components"),
    path("history/", history_views.history_page, name="history"),
    path("drafts/<slug:form>/", draft_views.draft, name="draft"),
    path("places/", places.places, name="places"),
    path("places/find/", places.places_find, name="places_find"),
    path("places/add/", places.place_add, name="place_add"),
    path("places/waiting/", places.places_waiting, name="places_waiting"),
    path("places/<str:key>/", places.place, name="place"),
    path("places/<str:key>/settle/", places.place_settle, name="place_settle"),
]
