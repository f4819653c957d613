"""Forces, allies, advocacy, briefs, under /workbench/<project>/alliances/."""

from django.urls import URLPattern, path

from ..views import allies as views

urlpatterns: list[URLPattern] = [
    path("forces/", views.forces, name="alliance_forces"),
    path("forces/new/", views.force, name="force_new"),
    path("forces/round/", views.forces_round, name="forces_round"),
    path("forces/score/", views.force_score, name="force_score"),
    path("forces/score/<uuid:force>/", views.force_score, name="force_score_of"),
    path("forces/<uuid:force>/", views.force, name="force_edit"),
    path("changes/new/", views.change, name="change_new"),
    path("changes/<uuid:change>/", views.change, name="change_edit"),
    path("allies/", views.allies, name="alliance_allies"),
    path("allies/new/", views.ally, name="ally_new"),
    path("allies/<uuid:ally>/", views.ally, name="ally_edit"),
    path("allies/<uuid:ally>/parts/new/", views.ally_part, name="ally_part_new"),
    path("allies/<uuid:ally>/parts/<int:part>/", views.ally_part, name="ally_part"),
    path("moments/new/", views.moment, name="moment_new"),
    path("moments/<int:moment>/", views.moment, name="moment_edit"),
    path("advocacy/new/", views.advocacy, name="advocacy_new"),
    path("advocacy/<uuid:action>/", views.advocacy, name="advocacy_edit"),
    path("briefs/new/", views.brief_edit, name="brief_new"),
    path("briefs/<uuid:brief>/", views.brief, name="brief"),
    path("briefs/<uuid:brief>/edit/", views.brief_edit, name="brief_edit"),
    path("briefs/<uuid:brief>/brief.pdf", views.brief_sheet, name="brief_pdf"),
]
