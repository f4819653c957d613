from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "twoshores.catalogue"

    def ready(self) -> None:
        from twoshores.common.context import add_navigation
        from twoshores.common.verbs import add_verbs

        from .verbs import VERBS

        add_verbs(VERBS)
        add_navigation(33, _("Building blocks"), "building_blocks")
