"""Who is given which page of a call: every route of the app programmes, and nothing left out.

A row says who gets the page, and who is told in words that it is not theirs to do (403). All
others get 404, as if it was not there; whoever is not signed in is asked to sign in. The world is
that of `programme_roles.py`; its contract is under way, its mission made and shared.
"""

from .programme_roles import (
    ALL,
    APPLIES,
    ASSESSES,
    FOLLOWS,
    INSIDE,
    KEEPS,
    READS,
    RUNS,
    SIGNED_IN,
)

type Row = tuple[frozenset[str], frozenset[str]]

NOBODY: frozenset[str] = frozenset()
COORDINATES = frozenset({"coordinator"})
VIEWER = frozenset({"viewer"})
HERE = frozenset({"focal_point"})  # whose country it is
MARKS = frozenset({"assessor"})
ONLY_READS = frozenset({"applicant_viewer"})
ANSWERS = KEEPS | {"partner"}
OWN = KEEPS | ONLY_READS  # of the organisation whose contract it is
KNOWN = INSIDE | APPLIES | {"rival"}  # with a part in the programme, or a proposal to it


def _rows(names: str, gets: frozenset[str], told_no: frozenset[str] = NOBODY) -> dict[str, Row]:
    return dict.fromkeys(names.split(), (gets, told_no))


PAGES: dict[str, Row] = {
    # The public side of a call.
    **_rows("programmes calls call call_json call_version call_version_json", ALL),
    **_rows("call_partners offline_script kept_script", ALL),
    **_rows("programme_new call_apply partner_notice_new partner_ask", SIGNED_IN),
    **_rows("partner_notice_edit", KEEPS),
    **_rows("programme_event_ics programme_paper", KNOWN),
    # The programme as a whole.
    **_rows("programme programme_assessing", INSIDE),
    **_rows("programme_people programme_events programme_papers programme_synergies", READS),
    **_rows("programme_portfolio programme_portfolio_csv programme_periods", READS),
    **_rows("programme_sources programme_files programme_giving programme_iati", READS),
    **_rows("call_giving", READS),
    **_rows("programme_edit programme_files_settings event_new event_edit paper_new", RUNS, VIEWER),
    # Its calls.
    **_rows("programme_calls programme_call call_preview call_questions", READS),
    **_rows("call_new call_edit call_part_new call_part_edit call_rules", RUNS, VIEWER),
    **_rows("call_rule_new call_rule_edit call_document_new", RUNS, VIEWER),
    **_rows("call_translation call_question", RUNS, VIEWER),
    # Appraising.
    **_rows("programme_appraisals appraisal_proposals appraisal_assign", READS),
    **_rows("appraisal_progress appraisal_ranking appraised_proposal", READS),
    **_rows("scenario_new scenario_edit proposal_check proposal_readers", RUNS, VIEWER),
    **_rows("proposal_decide letter_preview letter_preview_pdf", RUNS, VIEWER),
    **_rows("clarification_ask complaint_answer", RUNS, VIEWER),
    **_rows("assessment assessment_conflict", MARKS),
    # Contracts and money.
    **_rows("programme_contracts contract contract_version contract_docx contract_pdf", READS),
    **_rows("programme_payments programme_journal programme_journal_csv", READS),
    **_rows("contract_money bank_lines_aside", READS),
    **_rows("contract_new contract_change payment_new payment_void bank_line", RUNS, VIEWER),
    **_rows("bank_line_aside", RUNS, VIEWER),
    **_rows("contract_write_off", COORDINATES, READS - COORDINATES),
    **_rows("contract_change_answer", NOBODY, READS),  # the programme asked: the partner answers
    # Of a draft only; see test_a_contract_is_shown_as_far_as_it_goes.
    **_rows("contract_edit contract_text instalment_new instalment_edit contract_sign", NOBODY,
            VIEWER),
    # Following and supporting.
    **_rows("programme_duties programme_missions programme_support", READS | FOLLOWS),
    **_rows("programme_duty mission", READS | HERE),
    **_rows("duty_new duty_edit duty_review duty_accounted duty_waive", RUNS, VIEWER),
    **_rows("mission_new", RUNS | FOLLOWS, VIEWER),
    **_rows("mission_edit mission_write mission_action_new mission_action_edit", RUNS | HERE,
            VIEWER),
    **_rows("mission_action_done", RUNS | HERE, VIEWER),
    **_rows("support_ask", RUNS, VIEWER | FOLLOWS | ASSESSES),
    **_rows("support_request", RUNS | HERE | KEEPS),
    # The applicants' side.
    **_rows("project_proposals proposal proposal_review proposal_part proposal_part_of", APPLIES),
    **_rows("submission submission_body proposal_outcome outcome_letter_pdf", APPLIES),
    **_rows("proposal_theme proposal_share", KEEPS),
    **_rows("answers_xlsx answers_docx answers_upload", ANSWERS),
    **_rows("clarification_answer complaint_new", KEEPS, ONLY_READS | {"partner"}),
    # What follows a grant, for its partners.
    **_rows("project_grants project_duties project_missions project_support", APPLIES),
    **_rows("project_mission", APPLIES),
    **_rows("grant grant_version grant_file", OWN),
    **_rows("grant_change grant_change_answer", KEEPS, ONLY_READS),
    **_rows("project_duty", OWN),
    **_rows("project_action_done", KEEPS, ONLY_READS | {"partner"}),
    **_rows("support_new", ANSWERS),
}  # fmt: skip

# Pages that are asked something, and what.
ASKED = {"programme_sources": "?since=2026-01-01&until=2026-12-31"}
# No contract of a decided call is signed in this world: whoever may have the file is led to the
# page that says so.
LED_ON = frozenset({"programme_giving", "programme_iati", "call_giving"})
# Nothing to look at: they change something, or answer a link of a mail. Who may.
ONLY_SENT: dict[str, frozenset[str]] = {
    **dict.fromkeys(["appraisal_move", "proposal_move", "call_move", "call_part_move"], RUNS),
    **dict.fromkeys(["contract_move", "instalment_move", "programme_paper_remove"], RUNS),
    "bank_line_back": RUNS,
    "mission_move": RUNS | HERE,
    "support_move": RUNS | HERE | KEEPS,
    "partner_take_in": SIGNED_IN,  # for a project of one's own, after a yes
    "proposal_withdraw": KEEPS,
    "proposal_take_up": KEEPS,
    "proposal_submit": KEEPS,
    "call_ask": SIGNED_IN,
}
# With what the world does not hold: a paper that nobody added, a file that nobody sent, a link
# that nobody wrote. A contract that is under way is signed already.
NOTHING_THERE: dict[str, frozenset[str]] = {
    "call_document": RUNS,
    "concept_take_back": RUNS,  # its proposal is no concept
    "contract_write_off_back": COORDINATES,
    "instalment_settle": RUNS,  # nothing of it was paid
    "call_projects": NOBODY,  # its call is not decided
    "call_projects_json": NOBODY,
    "call_paper": NOBODY,
    "answers_compare": ANSWERS,
    "office_invitation": NOBODY,
    "grant_sign": NOBODY,
    "grant_change_written": NOBODY,  # no move of money waits to be written
}
