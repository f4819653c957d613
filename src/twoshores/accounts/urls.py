"""Our own account pages, beside allauth's."""

from django.urls import path

from . import views

urlpatterns = [
    path("first-steward/<str:token>/", views.first_steward, name="first_steward"),
    path("personas/", views.personas, name="personas"),
    path("mails/", views.mails, name="mails"),
    path("mails/<int:pk>/", views.mail, name="mail"),
]
