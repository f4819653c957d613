"""Addresses of the workbench, where projects are designed and run, under /workbench/."""

from django.urls import URLPattern, path

from .views import basics, chain, context, indicators, plan

urlpatterns: list[URLPattern] = [
    path("", basics.workbench, name="workbench"),
    path("new/", basics.project_new, name="project_new"),
    path("<uuid:pk>/", basics.workbench_project, name="workbench_project"),
    path("<uuid:pk>/edit/", basics.project_edit, name="project_edit"),
    path("<uuid:pk>/stage/", basics.project_stage, name="project_stage"),
    path("<uuid:pk>/partners/", basics.partners, name="workbench_partners"),
    path("<uuid:pk>/partners/new/", basics.partner_new, name="partner_new"),
    path("<uuid:pk>/partners/<int:partner>/", basics.partner_edit, name="partner_edit"),
    path("<uuid:pk>/partners/<int:partner>/rights/", basics.partner_rights, name="partner_rights"),
    path("<uuid:pk>/results/", chain.chain, name="workbench_chain"),
    path("<uuid:pk>/results/new/<str:level>/", chain.result_new, name="result_new"),
    path("<uuid:pk>/results/<uuid:result>/", chain.result_edit, name="result_edit"),
    path("<uuid:pk>/results/<uuid:result>/move/", chain.result_move, name="result_move"),
    path("<uuid:pk>/assumptions/new/", chain.assumption, name="assumption_new"),
    path("<uuid:pk>/assumptions/<int:assumption>/", chain.assumption, name="assumption_edit"),
    path("<uuid:pk>/drafting/new/", chain.drafting, name="drafting_new"),
    path("<uuid:pk>/drafting/<int:part>/", chain.drafting_edit, name="drafting_edit"),
    path("<uuid:pk>/people/", context.people, name="workbench_people"),
    path("<uuid:pk>/people/skills/new/", context.skill_need, name="skill_need_new"),
    path("<uuid:pk>/people/skills/<uuid:skill>/", context.skill_need, name="skill_need_edit"),
    path("<uuid:pk>/people/<str:phase>/", context.migrants_part, name="migrants_part"),
    path("<uuid:pk>/risks/", context.risks, name="workbench_risks"),
    path("<uuid:pk>/risks/new/", context.risk, name="risk_new"),
    path("<uuid:pk>/risks/<uuid:risk>/", context.risk, name="risk_edit"),
    path("<uuid:pk>/indicators/", indicators.indicators, name="workbench_indicators"),
    path("<uuid:pk>/indicators/new/", indicators.indicator_edit, name="indicator_new"),
    path(
        "<uuid:pk>/indicators/<uuid:indicator>/",
        indicators.indicator_detail,
        name="indicator_detail",
    ),
    path(
        "<uuid:pk>/indicators/<uuid:indicator>/edit/",
        indicators.indicator_edit,
        name="indicator_edit",
    ),
    path(
        "<uuid:pk>/indicators/<uuid:indicator>/targets/",
        indicators.indicator_targets,
        name="indicator_targets",
    ),
    path(
        "<uuid:pk>/indicators/<uuid:indicator>/measure/<int:period>/",
        indicators.measurement_new,
        name="measurement_new",
    ),
    path(
        "<uuid:pk>/measurements/<uuid:measurement>/correct/",
        indicators.measurement_correct,
        name="measurement_correct",
    ),
    path(
        "<uuid:pk>/measurements/<uuid:measurement>/confirm/",
        indicators.measurement_confirm,
        name="measurement_confirm",
    ),
    path("<uuid:pk>/periods/", indicators.periods, name="workbench_periods"),
    path("<uuid:pk>/periods/<int:period>/lock/", indicators.period_lock, name="period_lock"),
    path("<uuid:pk>/plan/", plan.plan, name="workbench_plan"),
    path("<uuid:pk>/plan/new/", plan.activity_edit, name="activity_new"),
    path("<uuid:pk>/plan/<uuid:activity>/", plan.activity_detail, name="activity_detail"),
    path("<uuid:pk>/plan/<uuid:activity>/edit/", plan.activity_edit, name="activity_edit"),
    path("<uuid:pk>/plan/<uuid:activity>/shift/", plan.activity_shift, name="activity_shift"),
    path("<uuid:pk>/plan/<uuid:activity>/move/", plan.activity_move, name="activity_move"),
    path(
        "<uuid:pk>/plan/<uuid:activity>/progress/",
        plan.activity_progress,
        name="activity_progress",
    ),
    path("<uuid:pk>/public/", basics.project_public, name="workbench_public"),
    path("<uuid:pk>/history/", basics.project_history, name="workbench_history"),
]
