from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "twoshores.portal"

    def ready(self) -> None:
        from twoshores.common.context import add_navigation

        add_navigation(5, _("Today"), "today", signed_in=True)
        add_navigation(90, _("Search"), "search")
