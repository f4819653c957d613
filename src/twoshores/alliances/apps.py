from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlliancesConfig(AppConfig):
    name = "twoshores.alliances"

    def ready(self) -> None:
        from twoshores.common.verbs import add_verbs
        from twoshores.projects.views.workspace import add_tab

        from .verbs import VERBS

        add_verbs(VERBS)
        add_tab(
            _("Alliances"),
            [
                ("coverage", _("What partners bring"), "alliance_coverage"),
                ("vision", _("Goal and roles"), "alliance_vision"),
                ("agreements", _("Agreements"), "alliance_agreements"),
                ("meetings", _("Meetings"), "alliance_meetings"),
                ("learning", _("Learning from each other"), "alliance_learning"),
                ("signals", _("Early signs"), "alliance_signals"),
                ("stakeholders", _("Stakeholders"), "alliance_stakeholders"),
                ("forces", _("Forces for and against"), "alliance_forces"),
                ("allies", _("Strategic allies"), "alliance_allies"),
            ],
            before="workbench_reports",
        )
