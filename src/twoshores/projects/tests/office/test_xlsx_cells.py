"""Cells that are unclear or cannot be read, and workbooks in disorder."""

from datetime import date
from decimal import Decimal as D

from twoshores.projects.models import Activity, BudgetLine
from twoshores.projects.office.xlsx_writer import put
from twoshores.projects.services.office import (
    Decisions,
)

from .files import cell, edited, place


def test_unclear_cells_are_asked_about_not_guessed(design, rows, book, check, confirm):
    def edit(book):
        cell(book["Budget"], "Pumps", "Amount: One").value = "12.000"
        cell(book["Work plan"], "Digging", "From").value = "03/02/2027"
        cell(book["Logframe"], "Families that drink clean water", "Target: Two").value = "1,000/4"

    data = edited(book, edit)
    checked = check(data)
    assert checked.found.is_empty
    asked = {q.field.split(":")[0]: q for q in checked.reading.questions}
    assert asked["amount"].readings == ("12", "12000")
    assert asked["starts"].readings == ("2027-02-03", "2027-03-02")
    assert asked["target"].readings == ("1/4", "1000/4")
    confirm(data, Decisions(readings={(asked["starts"].row, "starts"): "2027-02-03"}))
    assert Activity.objects.get(title="Digging").starts == date(2027, 2, 3)
    assert BudgetLine.objects.get(text="Pumps").amounts.get().amount == D("1234567.50")


def test_cells_that_cannot_be_read_say_where_and_why(check, book):
    def edit(book):
        money, plan, logframe = book["Budget"], book["Work plan"], book["Logframe"]
        cell(money, "Pumps", "Amount: One").value = "=2*600000"
        cell(money, "Rooms lent", "Amount: Two").value = "a lot"
        cell(money, "Rooms lent", "Currency").value = "euros"
        cell(money, "Rooms lent", "Who pays it").value = "Somebody else"
        cell(plan, "Digging", "Until").value = "soon"
        cell(plan, "=Testing the water", "Waits for").value = "A77"
        cell(logframe, "Villages live well", "Target: One").value = 3
        cell(logframe, "Families that drink clean water", "Target: Two").value = "75%"
        cell(logframe, "Wells in use", "Level").value = "Goal"
        cell(logframe, "Digging", "What").value = "Digging deeper"

    checked = check(edited(book, edit))
    assert checked.found.is_empty
    told = {(t.table, t.head): t.words for t in checked.reading.troubles}
    assert "formula" in told["Budget", "Amount: One"]
    assert len(checked.reading.troubles) == 10
    assert all(trouble.where for trouble in checked.reading.troubles)
    assert "30 / 80" in told["Logframe", "Target: Two"]
    assert "work plan" in told["Logframe", "What"]


def test_disorder_is_put_up_with(check, book):
    def edit(book):
        money, plan = book["Budget"], book["Work plan"]
        money.title = "Old budget, do not use"
        money.move_range(f"F1:F{money.max_row}", cols=30)
        money.insert_rows(1, 3)
        money["B1"] = "Budget as sent to the donor"
        money.merge_cells("B1:F1")
        money["AA4"], money["AA5"] = "Remarks", "ask the bank"
        plan.delete_cols(place(plan, "How", "How")[1])
        rows = [[c.value for c in row] for row in plan.iter_rows(min_row=2, max_row=3)]
        for number, values in zip((3, 2), rows, strict=True):
            for column, value in enumerate(values, start=1):
                put(plan.cell(number, column), value)
        place_of = place(plan, "Digging", "Responsible")
        other = place(plan, "=Testing the water", "Responsible")
        plan.cell(*min(place_of, other)).value = "Kayes in Paris"
        plan.merge_cells(start_row=2, end_row=3, start_column=place_of[1], end_column=place_of[1])

    checked = check(edited(book, edit))
    assert checked.reading.troubles == []
    assert {c.field for c in checked.found.changes} == {"responsible"}
    assert len(checked.found.changes) == 2
    notes = " ".join(checked.reading.notes)
    assert "Remarks" in notes
    assert "How" in notes
