from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "twoshores.common"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from . import history
        from .places.words import place_names
        from .verbs import add_verbs

        history.NAMES["common.place"] = place_names
        add_verbs(
            {
                "place.add": _("Place added"),
                "place.confirm": _("Place confirmed"),
                "place.merge": _("Two places made one"),
                "translation.set": _("Translation written"),
                "steward.first": _("First steward made"),
                "login.end": _("Login ended with all that hung on it"),
                "persona.enter": _("Stepped into a persona of the demo"),
            }
        )
