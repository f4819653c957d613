from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "twoshores.catalogue"

    def ready(self) -> None:
        from twoshores.common import history
        from twoshores.common.context import add_navigation
        from twoshores.common.verbs import add_verbs

        from . import told
        from .verbs import VERBS

        add_verbs(VERBS)
        add_navigation(33, _("Building blocks"), "building_blocks")
        history.NAMES["catalogue.buildingblock"] = told.block_names
        history.NAMES["catalogue.blocktext"] = told.text_names
        history.NAMES["catalogue.threat"] = told.threat_names
        history.NAMES["catalogue.threattext"] = told.threat_text_names
