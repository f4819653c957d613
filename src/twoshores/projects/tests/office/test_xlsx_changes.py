"""What a workbook changes: listed, in conflict, refused, taken out, moved in the meantime."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError

from twoshores.common.models import AuditEvent
from twoshores.projects.models import Activity, BudgetLine, Indicator, Result
from twoshores.projects.office.xlsx_out import xlsx_of
from twoshores.projects.selectors.office import state_of
from twoshores.projects.services import budget, chain
from twoshores.projects.services.budget import ExpenseData, expense_add
from twoshores.projects.services.office import (
    Decisions,
    FileMoved,
    office_confirm,
    office_keep,
    office_kept,
)

from .files import cell, changes, edit_each_kind, edited, without


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


def test_what_both_changed_is_a_conflict_that_a_person_decides(design, rows, book, check, confirm):
    def edit(book):
        cell(book["Logframe"], "Villages live well", "What").value = "Villages thrive"
        cell(book["Budget"], "Pumps", "For what").value = "Hand pumps"

    goal, pumps = rows["goal"], rows["pumps"]
    same = {"by": design.coordinator, "project": design.project, "opened_version": 1}
    chain.result_update(**same, row=goal, facts={"text": "Villages flourish"})
    budget.line_update(**same, row=pumps, facts={"text": "Solar pumps", "unit": "pumps"})
    data = edited(book, edit)
    found = check(data).found
    assert found.changes == []
    assert {(c.left, c.theirs, c.mine) for c in found.conflicts} == {
        ("Villages live well", "Villages flourish", "Villages thrive"),
        ("Pumps", "Solar pumps", "Hand pumps"),
    }
    confirm(data, Decisions(mine=frozenset({(f"result:{goal.pk}", "text")})))
    goal.refresh_from_db()
    pumps.refresh_from_db()
    assert (goal.text, pumps.text, pumps.unit) == ("Villages thrive", "Solar pumps", "pumps")


def test_a_missing_row_stays_until_a_person_takes_it_out(design, rows, book, check, confirm):
    data = edited(book, without("The rains come", "Rooms lent"))
    checked = check(data)
    assert checked.found.removed == [
        f"assumption:{rows['assumption'].pk}",
        f"line:{rows['rooms'].pk}",
    ]
    confirm(data)
    assert BudgetLine.objects.count() == 2
    confirm(data, Decisions(removed=frozenset({f"line:{rows['rooms'].pk}"})))
    assert [line.text for line in BudgetLine.objects.all()] == ["Pumps"]
    assert design.project.assumptions.count() == 1


def test_what_money_hangs_on_stays_and_nothing_else_is_saved(design, rows, book, confirm):
    expense_add(
        by=design.coordinator,
        project=design.project,
        data=ExpenseData(rows["pumps"], date(2027, 2, 1), D(5), "XOF", "A pump"),
    )

    def edit(book):
        without("Pumps")(book)
        cell(book["Budget"], "Rooms lent", "For what").value = "Halls lent"

    with pytest.raises(ValidationError, match="money or measurements"):
        confirm(edited(book, edit), Decisions(removed=frozenset({f"line:{rows['pumps'].pk}"})))
    assert set(BudgetLine.objects.values_list("text", flat=True)) == {"Pumps", "Rooms lent"}
    with pytest.raises(ValidationError, match="serves this result"):
        confirm(
            edited(book, without("Villages live well")),
            Decisions(removed=frozenset({f"result:{rows['goal'].pk}"})),
        )
    assert Result.objects.count() == 3


def test_every_refusal_is_told_and_all_is_undone(design, rows, book, confirm):
    def edit(book):
        plan = book["Work plan"]
        cell(plan, "Digging", "Until").value = date(2026, 1, 1)
        cell(plan, "Digging", "Waits for").value = "A2"
        cell(book["Budget"], "Pumps", "Unit").value = "pieces"
        cell(book["Budget"], "Rooms lent", "For what").value = None

    with pytest.raises(ValidationError) as caught:
        confirm(edited(book, edit))
    told = " ".join(caught.value.messages)
    assert "The end lies before the beginning." in told
    assert "Rooms lent" in told
    assert BudgetLine.objects.get(text="Pumps").unit == ""


def test_a_circle_of_waiting_is_refused_but_two_may_change_places(design, rows, book, confirm):
    def circle(book):
        cell(book["Work plan"], "Digging", "Waits for").value = "A2"

    with pytest.raises(ValidationError, match="circle"):
        confirm(edited(book, circle))

    def swap(book):
        circle(book)
        cell(book["Work plan"], "=Testing the water", "Waits for").value = None

    confirm(edited(book, swap))
    assert Activity.objects.get(title="Digging").waits_for.get().before == rows["test"]


def test_a_row_taken_out_here_and_changed_there_is_asked_about(design, rows, book, check, confirm):
    def edit(book):
        cell(book["Budget"], "Rooms lent", "Amount: Two").value = 250

    data = edited(book, edit)
    gone = f"line:{rows['rooms'].pk}"
    rows["rooms"].delete()
    assert check(data).found.vanished == [gone]
    confirm(data)
    assert BudgetLine.objects.count() == 1
    confirm(data, Decisions(anew=frozenset({gone})))
    again = BudgetLine.objects.get(text="Rooms lent")
    assert (again.amounts.get().amount, again.source) == (250, "in_kind")


def test_a_change_between_the_look_and_the_yes_is_noticed(design, rows, book, check):
    same = {"by": design.coordinator, "project": design.project}
    data = edited(book, edit_each_kind)
    key, stamp = office_keep(**same, data=data), check(data).stamp
    chain.result_update(**same, row=rows["goal"], opened_version=1, facts={"text": "Other"})
    with pytest.raises(FileMoved):
        office_confirm(**same, key=key, stamp=stamp, decisions=Decisions())
    assert Indicator.objects.get(text="Wells in use").baseline_number == 2
    assert office_kept(**same, key=key) == data
