"""Rows that people add: whole or not at all, with what they refer to."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from twoshores.projects.models import Activity, BudgetLine, Indicator, Result

from .files import cell, edited, place


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


SCALE = {
    "Level": "Indicator",
    "What": "How safe women feel at the well",
    "Belongs to": "OC1",
    "Means of verification": "A question at the well",
    "Kind": "A point on a scale",
    "For a scale: its lowest point": 1,
    "For a scale: its highest point": "٥",
    "It is counted apart": "by sex; par âge, village",
    "It counts people": "no",
    "Baseline": 2,
    "Baseline: measured on": date(2026, 6, 1),
    "Baseline: source": "Forty women asked",
    "Target: One": 3,
    "Target: Two": 4,
    "What is better": "More is better",
    "What counts, exactly": "The answer that she gives herself",
}
PERCENTAGE = {
    "Level": "Indicator",
    "What": "Committees led by women",
    "Kind": "A percentage",
    "What is counted above the line": "committees with a chairwoman",
    "Out of what": "committees",
    "Baseline": "1 / 12",
    "Target: Two": "6 / 12",
    "What a sum over periods means": "Does not add up",
}
PAINTING = {
    "No.": "A9",
    "What is done": "Painting the wells",
    "Output": "OP1",
    "From": date(2027, 4, 1),
    "Until": "30/04/2027",
    "Responsible": "Kayes Water",
    "Contributes": "Kayes in Paris",
    "Waits for": "A1 +3",
    "Volunteers take part": "yes",
    "How": "With lime",
}


def added(sheet, words):
    row = sheet.max_row + 1
    for head, value in words.items():
        sheet.cell(row, place(sheet, head, head)[1]).value = value


def test_new_indicators_and_activities_come_whole(rows, book, check, confirm):
    def edit(book):
        added(book["Logframe"], SCALE)
        added(book["Logframe"], PERCENTAGE)
        added(book["Work plan"], PAINTING)

    data = edited(book, edit)
    assert check(data).reading.troubles == []
    confirm(data)
    scale = Indicator.objects.get(text="How safe women feel at the well")
    assert (scale.kind, scale.scale_least, scale.scale_most) == ("scale", 1, 5)
    assert scale.disaggregations == ["sex", "age", "village"]  # "par âge" is known in French
    assert (scale.baseline_number, scale.baseline_date) == (2, date(2026, 6, 1))
    assert (scale.baseline_source, scale.means) == ("Forty women asked", "A question at the well")
    assert (scale.adds, scale.aim, scale.result) == ("stock", "up", rows["outcome"])
    assert [t.number for t in scale.targets.order_by("period__position")] == [3, 4]
    share = Indicator.objects.get(text="Committees led by women")
    assert (share.adds, share.baseline_denominator) == ("never", 12)
    assert share.targets.get().numerator == 6
    painting = Activity.objects.get(title="Painting the wells")
    assert (painting.starts, painting.ends) == (date(2027, 4, 1), date(2027, 4, 30))
    assert sorted(painting.partners.values_list("partner__name", "part")) == [
        ("Kayes Water", "responsible"), ("Kayes in Paris", "contributes"),
    ]  # fmt: skip
    assert painting.waits_for.get().lag_days == 3
    assert (painting.has_volunteers, painting.description) == (True, "With lime")


def test_a_new_row_with_an_unreadable_cell_stays_out_with_what_rests_on_it(rows, book, check):
    def edit(book):
        added(book["Logframe"], {**SCALE, "For a scale: its lowest point": "one", "No.": "I9"})
        added(book["Logframe"], {"Level": "Output", "What": "Committees", "No.": "OP9",
                                 "Target: One": 3})  # fmt: skip
        added(book["Work plan"], {**PAINTING, "Output": "OP9"})
        cell(book["Work plan"], "Digging", "Waits for").value = "A9"
        cell(book["Budget"], "Pumps", "For what").value = "Hand pumps"

    checked = check(edited(book, edit))
    assert checked.found.added == []
    assert [change.becomes for change in checked.found.changes] == ["Hand pumps"]
    told = [(t.row, t.head, t.words) for t in checked.reading.troubles]
    whole = [row for row, _head, words in told if "whole or not at all" in words]
    assert sorted(whole) == ["A9", "I9", "OP9"]
    assert ("I9", "For a scale: its lowest point", "“one” is no number.") in told
    assert any(row == "A1" and "not taken" in words for row, _head, words in told)


def test_what_cannot_be_an_indicator_is_told_by_row_and_nothing_is_saved(book, confirm):
    def edit(book):
        added(book["Logframe"], {**SCALE, "For a scale: its highest point": 0})
        added(book["Logframe"], {**SCALE, "What": "Too high", "Target: Two": 9})
        added(book["Logframe"], PERCENTAGE)

    with pytest.raises(ValidationError) as caught:
        confirm(edited(book, edit))
    told = caught.value.messages
    assert any("How safe women" in m and "lowest and a highest point" in m for m in told)
    assert any("Too high" in m and "not on the scale" in m for m in told)
    assert not any("Committees" in message for message in told)
    assert Indicator.objects.count() == 2


def test_a_formula_and_a_merge_keep_a_new_row_out_and_what_is_unclear_is_asked(book, check):
    def edit(book):
        sheet = book["Logframe"]
        added(sheet, {**SCALE, "What": "A sum", "Target: Two": "=1+2"})
        added(sheet, {**SCALE, "What": "Merged"})
        row, column = place(sheet, "Merged", "Unit")
        sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)
        added(sheet, {**SCALE, "What": "People", "Kind": "A number", "Target: One": "1.000",
                      "For a scale: its lowest point": None,
                      "For a scale: its highest point": None,
                      "Baseline: measured on": "03/02/2026"})  # fmt: skip

    checked = check(edited(book, edit))
    assert [checked.reading.rows[row]["text"] for row in checked.found.added] == ["People"]
    assert {q.field.split(":")[0] for q in checked.reading.questions} == {"target", "baseline_date"}
    words = [t.words for t in checked.reading.troubles]
    assert sum("whole or not at all" in each for each in words) == 2
    assert any("formula" in each for each in words)
    assert any("merged" in each for each in words)
