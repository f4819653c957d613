"""Addresses of calls: for those who run a programme, and for everybody."""

from django.urls import URLPattern, path

from ..views import (
    call_papers,
    call_parts,
    call_projects,
    call_questions,
    calls,
    files,
    public_calls,
)

ONE = "<uuid:pk>/calls/<uuid:call>/"
PART = f"{ONE}parts/<slug:part>/"
programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/calls/", calls.programme_calls, name="programme_calls"),
    path("<uuid:pk>/calls/new/", calls.call_new, name="call_new"),
    path(ONE, calls.programme_call, name="programme_call"),
    path(f"{ONE}edit/", calls.call_edit, name="call_edit"),
    path(f"{ONE}move/", calls.call_move, name="call_move"),
    path(f"{PART}new/", call_parts.call_part_new, name="call_part_new"),
    path(f"{PART}<int:row>/", call_parts.call_part_edit, name="call_part_edit"),
    path(f"{PART}<int:row>/move/", call_parts.call_part_move, name="call_part_move"),
    path(f"{ONE}rules/", call_papers.call_rules, name="call_rules"),
    path(f"{ONE}rules/new/<slug:rule>/", call_papers.call_rule_new, name="call_rule_new"),
    path(f"{ONE}rules/<int:number>/", call_papers.call_rule_edit, name="call_rule_edit"),
    path(f"{ONE}documents/new/", call_papers.call_document_new, name="call_document_new"),
    path(f"{ONE}documents/<uuid:document>/", call_papers.call_document, name="call_document"),
    path(f"{ONE}texts/<slug:language>/", call_papers.call_translation, name="call_translation"),
    path(f"{ONE}preview/", public_calls.call_preview, name="call_preview"),
    path(f"{ONE}360giving.json", files.call_giving, name="call_giving"),
    path(f"{ONE}questions/", call_questions.call_questions, name="call_questions"),
    path(f"{ONE}questions/<uuid:question>/", call_questions.call_question, name="call_question"),
]
call_addresses: list[URLPattern] = [
    path("", public_calls.calls, name="calls"),
    path("<str:code>/", public_calls.call, name="call"),
    path("<str:code>/ask/", public_calls.call_ask, name="call_ask"),
    path("<str:code>/projects/", call_projects.call_projects, name="call_projects"),
    path("<str:code>/projects.json", call_projects.call_projects_json, name="call_projects_json"),
    path("<str:code>/call.json", public_calls.call_json, name="call_json"),
    path("<str:code>/versions/<int:number>/", public_calls.call_version, name="call_version"),
    path(
        "<str:code>/versions/<int:number>.json",
        public_calls.call_version_json,
        name="call_version_json",
    ),
    path("<str:code>/papers/<str:digest>/", public_calls.call_paper, name="call_paper"),
]
