from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("", views.skills, name="skills"),
    path("concept/", views.concept, name="concept"),
]
