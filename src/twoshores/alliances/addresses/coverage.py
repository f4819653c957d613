"""What partners bring, whom to add, goal and roles, under /workbench/<project>/alliances/."""

from django.urls import URLPattern, path

from ..views import coverage, vision

urlpatterns: list[URLPattern] = [
    path("partners/", coverage.coverage, name="alliance_coverage"),
    path("partners/draw/", coverage.needs_draw, name="needs_draw"),
    path("partners/coalitions.csv", coverage.coalitions_csv, name="coalitions_csv"),
    path("partners/add/", coverage.who_to_add, name="who_to_add"),
    path("partners/ask/<uuid:organisation>/", coverage.candidate_ask, name="candidate_ask"),
    path("partners/move/<uuid:organisation>/", coverage.candidate_move, name="candidate_move"),
    path("partners/needs/new/", coverage.need, name="partner_need_new"),
    path("partners/needs/<uuid:need>/", coverage.need, name="partner_need_edit"),
    path("partners/needs/<uuid:need>/has/", coverage.need_strengths, name="need_strengths"),
    path("goal/", vision.vision, name="alliance_vision"),
    path("goal/shared/", vision.joint_vision, name="joint_vision"),
    path("goal/origin/", vision.origin, name="partnership_origin"),
    path("goal/of/<int:partner>/", vision.partner_vision, name="partner_vision"),
    path("goal/differences/new/", vision.difference, name="difference_new"),
    path("goal/differences/<int:difference>/", vision.difference, name="difference_edit"),
    path("goal/roles/<uuid:activity>/", vision.roles, name="activity_roles"),
]
