from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapacitiesConfig(AppConfig):
    name = "twoshores.capacities"

    def ready(self) -> None:
        from twoshores.actors import hooks as actor_hooks
        from twoshores.actors import own_records, subjects
        from twoshores.common.context import add_navigation, add_own_navigation
        from twoshores.common.places import hooks as place_hooks
        from twoshores.common.verbs import add_verbs
        from twoshores.projects import staffing as project_staffing
        from twoshores.taxonomy import hooks as taxonomy_hooks

        from . import hooks, staffing
        from .selectors.profiles import languages_read, offer_export
        from .selectors.subjects import may_ask_about_need, need_subject, need_subjects
        from .services.engagements import NEED_KIND, engagement_open
        from .verbs import VERBS
        from .views.need_record import shown_to_asked
        from .views.offer_page import engagement_section, offer_section

        add_verbs(VERBS)
        add_own_navigation(30, _("Engagements"), "engagements")
        add_own_navigation(40, _("Our needs"), "own_needs")
        add_navigation(10, _("Needs"), "needs")
        add_navigation(20, _("People"), "people", signed_in=True)
        actor_hooks.OFFICER_TABS.append((_("Registered people"), "organisation_people"))
        actor_hooks.PERSON_CHANGED.append(hooks.person_changed)
        actor_hooks.PERSON_ERASED.append(hooks.person_erased)
        actor_hooks.PERSON_MERGED.append(hooks.person_merged)
        actor_hooks.READS.append(languages_read)
        actor_hooks.INTRODUCTION_ACCEPTED.append(engagement_open)
        actor_hooks.INTRODUCTION_NEXT.append(hooks.introduction_next)
        place_hooks.PLACES_MERGED.append(hooks.places_merged)
        taxonomy_hooks.TAXONOMY_CHANGED.append(hooks.taxonomy_changed)
        own_records.SECTIONS += [offer_section, engagement_section]
        own_records.EXPORTS["offer"] = offer_export
        project_staffing.register(staffing.PROVIDER)
        subjects.register(
            NEED_KIND, need_subject, may_ask_about_need, need_subjects, shown_to_asked
        )
