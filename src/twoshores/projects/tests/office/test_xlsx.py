"""A workbook leaves and comes back unchanged, for those who may; it is told from a stranger's."""

import io
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override
from openpyxl import load_workbook

from twoshores.common.kept_files import FileGone
from twoshores.projects.office.raw import FileRefused
from twoshores.projects.office.xlsx_out import xlsx_of
from twoshores.projects.selectors.office import state_of
from twoshores.projects.services.office import (
    office_check,
    office_keep,
    office_kept,
)

from .files import cell, edited


def test_unchanged_nothing_is_changed(check, book):
    checked = check(edited(book, lambda book: None))
    assert checked.is_empty
    assert (checked.reading.troubles, checked.reading.notes) == ([], [])


@pytest.mark.parametrize("there", ["fr", "es", "pt", "ar"])
def test_it_comes_back_in_another_language_than_it_left(design, rows, check, there):
    with override(there):
        data = xlsx_of(state_of(design.project))
    checked = check(data)
    assert (checked.is_empty, checked.reading.troubles, checked.reading.notes) == (True, [], [])


def test_people_like_to_work_in_it(design, rows):
    with override("ar"):
        book = load_workbook(io.BytesIO(xlsx_of(state_of(design.project))))
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert len(visible) == 3
    for sheet in visible:
        assert sheet.sheet_view.rightToLeft
        assert sheet.freeze_panes
        assert sheet.column_dimensions["A"].hidden
        assert sheet["A2"].protection.locked
        assert not sheet["B2"].protection.locked
        assert sheet.data_validations.dataValidation
    with override("en"):
        book = load_workbook(io.BytesIO(xlsx_of(state_of(design.project))))
    plan, budget_sheet = book["Work plan"], book["Budget"]
    assert cell(plan, "Digging", "From").value == datetime(2027, 1, 10)
    testing = cell(plan, "=Testing the water", "What is done")
    assert (testing.data_type, testing.quotePrefix) == ("s", True)
    assert cell(budget_sheet, "Pumps", "Amount: One").value == 1234567.5
    assert cell(budget_sheet, "Rooms lent", "Amount: Two").value == 0
    assert cell(budget_sheet, "Rooms lent", "Amount: One").value is None
    formulas = {c.row for r in budget_sheet.iter_rows() for c in r if c.data_type == "f"}
    totals = {r[0].row for r in budget_sheet.iter_rows(max_col=1) if r[0].value == "total"}
    assert len(totals) == 2  # euros lent and francs paid are not added
    assert totals <= formulas


def test_only_who_may_change_the_project_may_send_a_file(design, rows, book):
    for user in (design.viewer, design.abroad, design.stranger):
        with pytest.raises(PermissionDenied):
            office_check(by=user, project=design.project, data=book)


def test_a_kept_file_is_for_one_user_and_one_project(design, book):
    same = {"by": design.coordinator, "project": design.project}
    key = office_keep(**same, data=book)
    with pytest.raises(FileGone):
        office_kept(**same, key="x" * 32)
    assert office_kept(**same, key=key) == book


def test_a_stranger_s_hidden_sheet_is_refused(check, book):
    def drop(book):
        del book["twoshores"]

    def tamper(book):
        sheet = book["twoshores"]
        sheet["A1"] = sheet["A1"].value.replace("Pumps", "Bombs")

    for edit in (drop, tamper):
        with pytest.raises(FileRefused, match="hidden part"):
            check(edited(book, edit))
