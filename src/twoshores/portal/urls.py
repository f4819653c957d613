"""The pages above all apps: home, today, search."""

from django.urls import URLPattern, path

from .views import pages

urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("today/", pages.today, name="today"),
    path("search/", pages.search, name="search"),
]
