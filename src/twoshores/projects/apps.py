from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "twoshores.projects"

    def ready(self) -> None:
        from twoshores.catalogue.examples import FINDERS
        from twoshores.common.context import add_navigation, add_own_navigation
        from twoshores.common.drafts import add_draft_form
        from twoshores.common.verbs import add_verbs

        from .selectors.examples import examples_by_code
        from .verbs import VERBS

        add_verbs(VERBS)
        add_navigation(30, _("Projects"), "projects")
        add_navigation(35, _("Workbench"), "workbench", signed_in=True)
        add_own_navigation(35, _("Projects we work on"), "workbench")
        add_draft_form("project_part")
        FINDERS.append(examples_by_code)
