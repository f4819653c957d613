from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "twoshores.actors"

    def ready(self) -> None:
        from twoshores.common.verbs import add_verbs

        from .verbs import VERBS

        add_verbs(VERBS)
