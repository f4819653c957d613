from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "twoshores.programmes"

    def ready(self) -> None:
        from twoshores.actors import subjects as introduction_subjects
        from twoshores.common.context import add_to_menu
        from twoshores.common.drafts import add_draft_form
        from twoshores.common.verbs import add_verbs
        from twoshores.projects import holding
        from twoshores.projects import waiting as project_waiting
        from twoshores.projects.selectors.projects import MARKS
        from twoshores.projects.views.workspace import add_tab

        from . import subjects
        from .selectors.notices import SUBJECT_KIND
        from .selectors.proposals import holds_partner
        from .services.notices import may_ask_about_call
        from .verbs import VERBS
        from .waiting import MARK, meets_programmes, programmes_waiting

        add_verbs(VERBS)
        project_waiting.SOURCES.append(programmes_waiting)
        MARKS[MARK] = meets_programmes()
        holding.HOLDS.append(holds_partner)
        add_draft_form("proposal_answers")
        introduction_subjects.register(
            SUBJECT_KIND, subjects.call_subject, may_ask_about_call, subjects.call_subjects
        )
        add_to_menu(5, _("Programmes and calls"), "programmes")
        add_tab(
            _("Funding"),
            [
                ("proposals", _("Proposals"), "project_proposals"),
                ("grants", _("Contracts and payments"), "project_grants"),
                ("duties", _("What is due to funders"), "project_duties"),
                ("visits", _("Visits"), "project_missions"),
                ("help", _("Help from the programme"), "project_support"),
            ],
            before="workbench_reports",
        )
