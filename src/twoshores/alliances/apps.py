from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlliancesConfig(AppConfig):
    name = "twoshores.alliances"

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from twoshores.actors import subjects as introduction_subjects
        from twoshores.actors.hooks import (
            MEMBERSHIP_CHANGED,
            OFFICER_TABS,
            ORGANISATION_TABS,
            STEWARD_PAGES,
        )
        from twoshores.actors.models import Organisation
        from twoshores.common.context import add_to_menu
        from twoshores.common.verbs import add_verbs
        from twoshores.projects import agreed_money as project_money
        from twoshores.projects import holding
        from twoshores.projects import waiting as project_waiting
        from twoshores.projects.reviewing import add_to_review
        from twoshores.projects.services.reconstructions import ADDITIONS
        from twoshores.projects.views.workspace import add_tab
        from twoshores.projects.worked import WORKED_PAGES, WorkedPage

        from . import review_texts, subjects
        from .holding import organisation_held
        from .selectors.agreed_money import agreed_money
        from .selectors.agreements import holds_partner
        from .selectors.mediations import mediations_waiting
        from .selectors.review import completed
        from .selectors.worked import has_worked_partnership
        from .services import acquaintances
        from .services.coverage import SUBJECT_KIND
        from .services.hand_overs import hand_overs_raise
        from .services.worked_partnerships import ADDITION
        from .verbs import VERBS
        from .waiting import steps_waiting

        add_verbs(VERBS)
        introduction_subjects.register(
            SUBJECT_KIND,
            subjects.project_subject,
            subjects.may_ask_about_project,
            subjects.project_subjects,
        )
        introduction_subjects.register(
            acquaintances.SUBJECT_KIND,
            subjects.organisation_subject,
            subjects.may_ask_about_organisation,
            subjects.organisation_subjects,
        )
        add_to_menu(10, _("The network"), "network")
        project_waiting.SOURCES.append(steps_waiting)
        holding.HOLDS.append(holds_partner)
        pre_delete.connect(organisation_held, sender=Organisation, dispatch_uid="agreements")
        project_money.SOURCES.append(agreed_money)
        add_to_review(completed, review_texts.TEXTS, review_texts.FIELDS)
        ADDITIONS.append(ADDITION)
        WORKED_PAGES.append(
            WorkedPage(_("What each partner brought"), "worked_partnership", has_worked_partnership)
        )
        MEMBERSHIP_CHANGED.append(hand_overs_raise)
        ORGANISATION_TABS.append((_("What it can do"), "organisation_strengths"))
        OFFICER_TABS.append((_("Whom you should know"), "organisation_acquaintances"))
        STEWARD_PAGES.append((_("Mediations"), "mediations", lambda: mediations_waiting().count()))
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
