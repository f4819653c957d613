"""A workbook leaves and comes back: unchanged, changed cell by cell, in conflict, in disorder."""

import io
from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from twoshores.common.models import AuditEvent
from twoshores.projects.models import Activity, BudgetLine, Indicator
from twoshores.projects.office.xlsx_out import xlsx_of
from twoshores.projects.selectors.office import state_of
from twoshores.projects.services.office import (
    Decisions,
    office_check,
    office_confirm,
    office_keep,
)

from .office_files import cell, edited, fill


@pytest.fixture
def rows(design, periods):
    return fill(design, periods)


@pytest.fixture
def book(design, rows):
    return xlsx_of(state_of(design.project))


@pytest.fixture
def check(design):
    return lambda data: office_check(by=design.coordinator, project=design.project, data=data)


@pytest.fixture
def confirm(design, check):
    def confirmed(data, decisions=None):
        same = {"by": design.coordinator, "project": design.project}
        key = office_keep(**same, data=data)
        stamp = check(data).stamp
        return office_confirm(**same, key=key, stamp=stamp, decisions=decisions or Decisions())

    return confirmed


def changes(checked):
    return {(c.row.split(":")[0], c.field.split(":")[0]): c.becomes for c in checked.found.changes}


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


def edit_each_kind(book):
    logframe, plan, money = book["Logframe"], book["Work plan"], book["Budget"]
    cell(logframe, "Twelve wells are dug", "Means of verification").value = "A count"
    cell(logframe, "Wells in use", "Target: One").value = "٦"
    cell(logframe, "Wells in use", "Target: Two").value = 9
    cell(logframe, "Wells in use", "Baseline").value = "not measured"
    cell(logframe, "Families that drink clean water", "Target: Two").value = "35 sur 40"
    cell(logframe, "The rains come", "Belongs to").value = "OC1"
    cell(plan, "Digging", "Until").value = "31 mars 2027"
    cell(plan, "Digging", "Contributes").value = None
    cell(plan, "=Testing the water", "Waits for").value = "A1 +7"
    cell(plan, "=Testing the water", "Volunteers take part").value = "oui"
    cell(money, "Pumps", "Amount: One").value = "1 300 000,50"
    cell(money, "Pumps", "Kind of cost").value = "Formation"
    cell(money, "Rooms lent", "Amount: Two").value = None


def test_each_kind_of_change_is_listed_and_saved(design, rows, book, check, confirm):
    data = edited(book, edit_each_kind)
    checked = check(data)
    assert checked.reading.troubles == []
    assert changes(checked)["line", "amount"] in {"1300000.5", ""}
    assert len(checked.found.changes) == 13
    orders = confirm(data)
    assert orders.count == 13
    wells = Indicator.objects.get(text="Wells in use")
    assert [t.number for t in wells.targets.order_by("period__position")] == [6, 9]
    assert (wells.baseline_number, wells.baseline_absent) == (None, "not_measured")
    dig = Activity.objects.get(title="Digging")
    assert (dig.ends, dig.partners.count()) == (date(2027, 3, 31), 1)
    testing = Activity.objects.get(title="=Testing the water")
    assert testing.waits_for.get().lag_days == 7
    assert testing.has_volunteers is True
    pumps = BudgetLine.objects.get(text="Pumps")
    assert pumps.category == "training"
    assert [(a.amount, a.quantity) for a in pumps.amounts.all()] == [(D("1300000.50"), 12)]
    assert not BudgetLine.objects.get(text="Rooms lent").amounts.exists()
    assert check(xlsx_of(state_of(design.project))).is_empty
    assert AuditEvent.objects.filter(verb="project.takeback").count() == 1
    assert AuditEvent.objects.filter(verb="budgetline.update").count() == 2
