"""Addresses of appraising: for those who run the programme, for assessors, for applicants."""

from django.urls import URLPattern, path

from ..views import appraisal, appraised_proposal, assessing, assigning, outcome, ranking

CALL = "<uuid:pk>/appraising/<uuid:call>/"
ONE = "<uuid:pk>/proposals/<uuid:proposal>/"
MINE = "<uuid:pk>/assessing/"
programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/appraising/", appraisal.programme_appraisals, name="programme_appraisals"),
    path(CALL, appraisal.appraisal_proposals, name="appraisal_proposals"),
    path(f"{CALL}move/", appraisal.appraisal_move, name="appraisal_move"),
    path(f"{CALL}assign/", assigning.appraisal_assign, name="appraisal_assign"),
    path(f"{CALL}progress/", assigning.appraisal_progress, name="appraisal_progress"),
    path(f"{CALL}ranking/", ranking.appraisal_ranking, name="appraisal_ranking"),
    path(f"{CALL}ranking/new/", ranking.scenario_new, name="scenario_new"),
    path(f"{CALL}ranking/<uuid:scenario>/", ranking.scenario_edit, name="scenario_edit"),
    path(ONE, appraised_proposal.appraised_proposal, name="appraised_proposal"),
    path(f"{ONE}check/", appraised_proposal.proposal_check, name="proposal_check"),
    path(f"{ONE}readers/", assigning.proposal_readers, name="proposal_readers"),
    path(f"{ONE}decide/", appraised_proposal.proposal_decide, name="proposal_decide"),
    path(f"{ONE}move/", appraised_proposal.proposal_move, name="proposal_move"),
    path(f"{ONE}take-back/", appraised_proposal.concept_take_back, name="concept_take_back"),
    path(f"{ONE}letter/", appraised_proposal.letter_preview, name="letter_preview"),
    path(f"{ONE}letter.pdf", appraised_proposal.letter_preview_pdf, name="letter_preview_pdf"),
    path(f"{ONE}ask/", appraised_proposal.clarification_ask, name="clarification_ask"),
    path(
        f"{ONE}complaints/<uuid:complaint>/",
        appraised_proposal.complaint_answer,
        name="complaint_answer",
    ),
    path(MINE, assessing.programme_assessing, name="programme_assessing"),
    path(f"{MINE}<uuid:assessment>/", assessing.assessment, name="assessment"),
    path(
        f"{MINE}<uuid:assessment>/conflict/",
        assessing.assessment_conflict,
        name="assessment_conflict",
    ),
]
OUTCOME = "<uuid:proposal>/outcome/"
workbench_patterns: list[URLPattern] = [
    path(OUTCOME, outcome.proposal_outcome, name="proposal_outcome"),
    path(
        f"{OUTCOME}letters/<int:letter>.pdf",
        outcome.outcome_letter_pdf,
        name="outcome_letter_pdf",
    ),
    path(
        f"{OUTCOME}asked/<uuid:clarification>/",
        outcome.clarification_answer,
        name="clarification_answer",
    ),
    path(f"{OUTCOME}complain/", outcome.complaint_new, name="complaint_new"),
]
