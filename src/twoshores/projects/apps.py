from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "twoshores.projects"

    def ready(self) -> None:
        from twoshores.common.context import add_navigation
        from twoshores.common.verbs import add_verbs

        add_verbs({"project.load": _("Example project loaded")})
        add_navigation(30, _("Projects"), "projects")
