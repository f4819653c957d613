"""Agreements, their versions and signatures, under /workbench/<project>/alliances/."""

from django.urls import URLPattern, path

from ..views import agreement_papers, agreements, hand_overs

ONE = "agreements/<uuid:agreement>/"
VERSION = f"{ONE}versions/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("agreements/", agreements.agreements, name="alliance_agreements"),
    path("agreements/new/", agreements.agreement_new, name="agreement_new"),
    path(ONE, agreements.agreement, name="alliance_agreement"),
    path(f"{ONE}edit/", agreements.agreement_edit, name="agreement_edit"),
    path(f"{ONE}money/", agreements.agreement_amounts, name="agreement_amounts"),
    path(f"{ONE}text/", agreements.agreement_text, name="agreement_text"),
    path(f"{ONE}send/", agreements.agreement_file, name="agreement_file"),
    path(f"{ONE}compare/", agreements.agreement_compare, name="agreement_compare"),
    path(f"{ONE}move/", agreements.agreement_move, name="agreement_move"),
    path(f"{ONE}sign/<int:party>/", agreements.signature, name="agreement_sign"),
    path(VERSION, agreement_papers.version, name="agreement_version"),
    path(f"{VERSION}paper.docx", agreement_papers.version_docx, name="agreement_docx"),
    path(f"{VERSION}paper.pdf", agreement_papers.version_pdf, name="agreement_pdf"),
    path(f"{VERSION}file/", agreement_papers.version_file, name="agreement_sent"),
    path("hand-overs/<int:hand_over>/", hand_overs.hand_over, name="hand_over"),
]
