from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "twoshores.actors"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from twoshores.common import history
        from twoshores.common.context import add_navigation, add_own_navigation
        from twoshores.common.drafts import add_draft_form
        from twoshores.common.verbs import add_verbs

        from . import organisation_words as words
        from .selectors import history as told
        from .verbs import VERBS

        add_verbs(VERBS)
        add_verbs(words.VERBS)
        history.add_field_words(words.FIELDS)
        history.SCOPES.append(told.scopes)
        history.NAMES["actors.organisation"] = told.organisation_names
        history.NAMES["actors.actor"] = told.organisation_names
        history.NAMES["actors.person"] = told.person_names
        history.WHO.append(told.who)
        add_draft_form("organisation")
        add_own_navigation(10, _("My own page"), "me")
        add_own_navigation(20, _("Introductions"), "introductions")
        add_navigation(40, _("Organisations"), "organisations")
