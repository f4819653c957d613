from django.apps import AppConfig


class CapacitiesConfig(AppConfig):
    name = "twoshores.capacities"

    def ready(self) -> None:
        from twoshores.actors import hooks as actor_hooks
        from twoshores.actors import subjects

        from . import hooks
        from .selectors.subjects import may_ask_about_need, need_subject
        from .services.engagements import NEED_KIND, engagement_open

        actor_hooks.PERSON_CHANGED.append(hooks.person_changed)
        actor_hooks.PERSON_ERASED.append(hooks.person_erased)
        actor_hooks.PERSON_MERGED.append(hooks.person_merged)
        actor_hooks.INTRODUCTION_ACCEPTED.append(engagement_open)
        subjects.register(NEED_KIND, need_subject, may_ask_about_need)
