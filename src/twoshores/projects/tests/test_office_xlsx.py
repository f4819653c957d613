"""A workbook leaves and comes back: unchanged, changed cell by cell, in conflict, in disorder."""

import io
from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from twoshores.common.kept_files import FileGone
from twoshores.common.models import AuditEvent
from twoshores.projects.models import Activity, BudgetLine, Indicator, Result
from twoshores.projects.office.raw import FileRefused
from twoshores.projects.office.state import clean_text, plain
from twoshores.projects.office.xlsx_out import put, xlsx_of
from twoshores.projects.selectors.office import state_of
from twoshores.projects.services import budget, chain
from twoshores.projects.services.budget import ExpenseData, expense_add
from twoshores.projects.services.office import (
    Decisions,
    FileMoved,
    office_check,
    office_confirm,
    office_keep,
    office_kept,
)

from .office_files import cell, edited, fill, place


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


def test_rows_are_added_that_refer_to_one_another(design, rows, book, confirm, check):
    def edit(book):
        logframe, plan, money = book["Logframe"], book["Work plan"], book["Budget"]
        for sheet, words in (
            (logframe, {"No.": "OP9", "Level": "Produit", "What": "Pumps repaired"}),
            (logframe, {"Level": "Indicator", "What": "Pumps running", "Belongs to": "OP9",
                        "Kind": "A number", "Target: Two": 8}),
            (plan, {"No.": "A9", "What is done": "Repairing", "Output": "OP9", "Waits for": "A1"}),
            (money, {"For what": "Spare parts", "Kind of cost": "Equipment and supplies",
                     "Who pays it": "Kayes Water", "Activity": "A9", "Amount: Two": 300}),
        ):  # fmt: skip
            row = sheet.max_row + 1
            for head, value in words.items():
                sheet.cell(row, place(sheet, head, head)[1]).value = value

    with override("fr"):
        level = str(Result.Level.OUTPUT.label)
    data = edited(book, edit)
    if level != "Produit":  # the word of the catalogue, whatever it is
        data = edited(
            data, lambda book: setattr(cell(book["Logframe"], "OP9", "Level"), "value", level)
        )
    checked = check(data)
    assert (checked.reading.troubles, len(checked.found.added)) == ([], 4)
    confirm(data)
    repaired = Result.objects.get(text="Pumps repaired")
    running = Indicator.objects.get(text="Pumps running")
    assert (running.result, running.targets.get().number) == (repaired, 8)
    repairing = Activity.objects.get(title="Repairing")
    assert (repairing.result, repairing.waits_for.get().before) == (repaired, rows["dig"])
    parts = BudgetLine.objects.get(text="Spare parts")
    assert (parts.activity, parts.currency, parts.amounts.get().amount) == (repairing, "EUR", 300)


def without(*texts):
    def edit(book):
        for sheet in book.worksheets[:3]:
            for text in texts:
                for row in list(sheet.iter_rows()):
                    if any(c.value == text for c in row):
                        sheet.delete_rows(row[0].row)
                        break

    return edit


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


def test_a_copied_row_is_a_new_one(check, book):
    def edit(book):
        money = book["Budget"]
        row = place(money, "Pumps", "For what")[0]
        values = [c.value for c in money[row]]
        money.insert_rows(row + 1)
        for column, value in enumerate(values, start=1):
            if value != "B1":
                money.cell(row + 1, column).value = value if value != "Pumps" else "Tanks"

    found = check(edited(book, edit)).found
    assert (len(found.added), found.changes, found.removed) == (1, [], [])


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


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
edits = st.fixed_dictionaries(
    {},
    optional={
        ("Logframe", "Villages live well", "What"): texts.filter(lambda t: t.strip()),
        ("Logframe", "Twelve wells are dug", "Means of verification"): texts,
        ("Logframe", "Wells in use", "Target: Two"): st.integers(0, 10**9),
        ("Work plan", "Digging", "From"): st.dates(date(1900, 3, 1), date(2200, 1, 1)),
        ("Work plan", "Digging", "Volunteers take part"): st.sampled_from(["Yes", "No"]),
        ("Budget", "Pumps", "Amount: Two"): st.decimals(0, 10**11, places=2),
        ("Budget", "Rooms lent", "How it was valued"): texts,
    },
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=edits)
def test_the_changes_that_come_back_are_those_that_were_made(check, book, edits):
    def edit(book):
        for (sheet, row, head), value in edits.items():
            made = clean_text(value) if isinstance(value, str) else value
            put(cell(book[sheet], row, head), made or (None if made == "" else made))

    before = check(book)
    checked = check(edited(book, edit))
    assert checked.reading.troubles == []
    expected = {
        (sheet, row, head): plain_text(value)
        for (sheet, row, head), value in edits.items()
        if plain_text(value) != was(before, row, head)
    }
    assert len(checked.found.changes) == len(expected)
    assert sorted(c.becomes for c in checked.found.changes) == sorted(expected.values())


def plain_text(value):
    if isinstance(value, str):
        return {"Yes": "yes", "No": "no"}.get(value, clean_text(value))
    return value.isoformat() if isinstance(value, date) else plain(value)


def was(checked, row, head):
    keys = {
        "What": "text",
        "Means of verification": "verification",
        "From": "starts",
        "How it was valued": "how_valued",
    }
    found = next(r for r in checked.now.rows.values() if r.fields["text"] == row)
    return found.fields.get(keys.get(head, ""), "")


def test_a_stranger_s_hidden_sheet_is_refused(check, book):
    def drop(book):
        del book["twoshores"]

    def tamper(book):
        sheet = book["twoshores"]
        sheet["A1"] = sheet["A1"].value.replace("Pumps", "Bombs")

    for edit in (drop, tamper):
        with pytest.raises(FileRefused, match="hidden part"):
            check(edited(book, edit))
