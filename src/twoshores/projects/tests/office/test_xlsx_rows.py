"""Rows that people add: whole or not at all, with what they refer to."""

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
