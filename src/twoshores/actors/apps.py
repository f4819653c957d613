from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "twoshores.actors"
