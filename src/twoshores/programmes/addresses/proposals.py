"""Addresses of proposals: applying to a call, and under a project's funding."""

from django.urls import URLPattern, path

from ..views import answers, notices, office_answers, offline, proposals, submissions

NOTICE = "<str:code>/partners/<uuid:notice>/"
call_addresses: list[URLPattern] = [
    path("answers-<str:digest>.js", offline.offline_script, name="offline_script"),
    path("form-<str:digest>.js", offline.kept_script, name="kept_script"),
    path("<str:code>/apply/", proposals.call_apply, name="call_apply"),
    path("<str:code>/partners/", notices.call_partners, name="call_partners"),
    path("<str:code>/partners/new/", notices.partner_notice, name="partner_notice_new"),
    path(f"{NOTICE}change/", notices.partner_notice, name="partner_notice_edit"),
    path(f"{NOTICE}ask/", notices.partner_ask, name="partner_ask"),
    path(f"{NOTICE}take-in/", notices.partner_take_in, name="partner_take_in"),
]
ONE = "<uuid:proposal>/"
workbench_addresses: list[URLPattern] = [
    path("", proposals.project_proposals, name="project_proposals"),
    path(ONE, proposals.proposal, name="proposal"),
    path(f"{ONE}review/", proposals.proposal_review, name="proposal_review"),
    path(f"{ONE}theme/", proposals.proposal_theme, name="proposal_theme"),
    path(f"{ONE}withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path(f"{ONE}take-up/", proposals.proposal_take_up, name="proposal_take_up"),
    path(f"{ONE}answers/", answers.proposal_part, name="proposal_part"),
    path(f"{ONE}answers/<int:partner>/", answers.proposal_part_of, name="proposal_part_of"),
    path(f"{ONE}files/answers.xlsx", office_answers.answers_xlsx, name="answers_xlsx"),
    path(f"{ONE}files/answers.docx", office_answers.answers_docx, name="answers_docx"),
    path(f"{ONE}files/back/", office_answers.answers_upload, name="answers_upload"),
    path(f"{ONE}files/back/<str:key>/", office_answers.answers_compare, name="answers_compare"),
    path(f"{ONE}money/<int:partner>/", proposals.proposal_share, name="proposal_share"),
    path(f"{ONE}hand-in/", submissions.proposal_submit_view, name="proposal_submit"),
    path(f"{ONE}handed-in/<uuid:submission>/", submissions.submission, name="submission"),
    path(
        f"{ONE}handed-in/<uuid:submission>/as-sent.json",
        submissions.submission_body,
        name="submission_body",
    ),
]
