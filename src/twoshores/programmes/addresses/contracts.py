"""Addresses of contracts: under /programmes/ for the programme, under a project for partners."""

from django.urls import URLPattern, path

from ..views import contract_sides as sides
from ..views import contracts as views

_ONE = "<uuid:pk>/contracts/<uuid:contract>/"
programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/contracts/", views.programme_contracts, name="programme_contracts"),
    path("<uuid:pk>/contracts/new/<int:share>/", views.contract_new, name="contract_new"),
    path(_ONE, views.contract, name="contract"),
    path(f"{_ONE}edit/", views.contract_edit, name="contract_edit"),
    path(f"{_ONE}text/", views.contract_text, name="contract_text"),
    path(f"{_ONE}move/", views.contract_move, name="contract_move"),
    path(f"{_ONE}sign/<slug:side>/", sides.contract_sign, name="contract_sign"),
    path(f"{_ONE}change/", sides.contract_change, name="contract_change"),
    path(
        f"{_ONE}changes/<uuid:amendment>/",
        sides.contract_change_answer,
        name="contract_change_answer",
    ),
    path(f"{_ONE}instalments/new/", views.instalment_new, name="instalment_new"),
    path(f"{_ONE}instalments/<uuid:instalment>/", views.instalment_edit, name="instalment_edit"),
    path(
        f"{_ONE}instalments/<uuid:instalment>/move/", views.instalment_move, name="instalment_move"
    ),
    path(f"{_ONE}versions/<int:number>/", sides.contract_version, name="contract_version"),
    path(f"{_ONE}versions/<int:number>.docx", sides.contract_docx, name="contract_docx"),
    path(f"{_ONE}versions/<int:number>.pdf", sides.contract_pdf, name="contract_pdf"),
]
_OWN = "grants/<uuid:contract>/"
workbench_patterns: list[URLPattern] = [
    path("grants/", sides.project_grants, name="project_grants"),
    path(_OWN, sides.grant, name="grant"),
    path(f"{_OWN}sign/", sides.grant_sign, name="grant_sign"),
    path(f"{_OWN}change/", sides.grant_change, name="grant_change"),
    path(f"{_OWN}changes/<uuid:amendment>/", sides.grant_change_answer, name="grant_change_answer"),
    path(
        f"{_OWN}changes/<uuid:amendment>/written/",
        sides.grant_change_written,
        name="grant_change_written",
    ),
    path(f"{_OWN}versions/<int:number>/", sides.grant_version, name="grant_version"),
    path(f"{_OWN}versions/<int:number>.<slug:kind>", sides.grant_file, name="grant_file"),
]
