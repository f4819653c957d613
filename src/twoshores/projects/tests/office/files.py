"""A design with one of everything that Word and Excel files hold, and ways to edit such files."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from typing import Any

from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from twoshores.engines.indicators import Value
from twoshores.projects.models import Assumption
from twoshores.projects.services import budget, chain, indicators, plan
from twoshores.projects.services.budget import AmountData
from twoshores.projects.services.plan import PartsData
from twoshores.projects.services.rows import row_create

from ..designs import DesignWorld


def fill(design: DesignWorld, periods: list) -> dict[str, object]:
    """Rows of every kind; returns them by a short name."""
    by, project = design.coordinator, design.project
    same = {"by": by, "project": project}
    goal = chain.result_create(**same, level="goal", facts={"text": "Villages live well"})
    outcome = chain.result_create(
        **same, level="outcome", facts={"text": "Families drink clean water", "parent": goal}
    )
    output = chain.result_create(
        **same,
        level="output",
        facts={"text": "Twelve wells are dug", "parent": outcome, "verification": "A walk"},
    )
    assumption = row_create(
        **same, model=Assumption, facts={"text": "The rains come", "result": output}
    )
    wells = indicators.indicator_create(
        **same,
        facts={
            "text": "Wells in use",
            "result": output,
            "kind": "number",
            "adds": "new",
            "unit": "wells",
            "baseline_number": D(2),
            "baseline_date": date(2026, 5, 1),
        },
    )
    share = indicators.indicator_create(
        **same,
        facts={
            "text": "Families that drink clean water",
            "result": outcome,
            "kind": "percentage",
            "adds": "stock",
            "numerator_label": "families with a well",
            "denominator_label": "families",
            "baseline_numerator": D(3),
            "baseline_denominator": D(40),
        },
    )
    indicators.targets_set(
        by=by, indicator=wells, targets={periods[0]: Value(number=D(5)), periods[1]: None}
    )
    indicators.targets_set(
        by=by, indicator=share, targets={periods[1]: Value(numerator=D(30), denominator=D(40))}
    )
    dig = plan.activity_create(
        **same,
        facts={
            "title": "Digging",
            "result": output,
            "starts": date(2027, 1, 10),
            "ends": date(2027, 3, 4),
        },
        parts=PartsData(design.lead, [design.partner]),
    )
    test = plan.activity_create(
        **same,
        facts={"title": "=Testing the water", "starts": date(2027, 3, 15), "is_milestone": True},
        parts=PartsData(waits_for=[dig], lag_days=5),
    )
    pumps = budget.line_create(
        **same,
        facts={
            "text": "Pumps",
            "partner": design.lead,
            "currency": "XOF",
            "category": "equipment",
            "activity": dig,
        },
        amounts={periods[0]: AmountData(D("1234567.5"), D(12))},
    )
    rooms = budget.line_create(
        **same,
        facts={
            "text": "Rooms lent",
            "partner": design.partner,
            "currency": "EUR",
            "category": "other",
            "source": "in_kind",
            "how_valued": "Rent of a like room",
        },
        amounts={periods[1]: AmountData(D(0))},
    )
    return {
        **{"goal": goal, "outcome": outcome, "output": output, "assumption": assumption},
        **{"wells": wells, "share": share, "dig": dig, "test": test},
        **{"pumps": pumps, "rooms": rooms},
    }


def edited(data: bytes, edit: Callable[[Workbook], None]) -> bytes:
    """The workbook as somebody saves it after an edit."""
    book = load_workbook(io.BytesIO(data))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited_paper(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """The document after somebody worked in it."""
    document = Document(io.BytesIO(data))
    edit(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def seen_words(cell: Any) -> str:
    """What a cell of a document shows; what is hidden in it left out."""
    runs = [run for paragraph in cell.paragraphs for run in paragraph.runs]
    return "".join(run.text for run in runs if not run.font.hidden)


def retyped(document: Any, words: str, by: str, beside: int = 0) -> None:
    """Other words in the first cell that shows some, or in the one so many places beside it."""
    for table in document.tables:
        for row in table.rows:
            cells = list(row.cells)
            for number, each in enumerate(cells):
                if seen_words(each) == words:
                    write(cells[number + beside], by)
                    return
    raise AssertionError(words)


def write(cell: Any, words: str) -> None:
    """Put other words into a cell; what is hidden before them stays."""
    runs = [run for run in cell.paragraphs[0].runs if not run.font.hidden]
    runs[0].text = words
    for run in runs[1:]:
        run.text = ""


def place(sheet: Worksheet, row: str, head: str) -> tuple[int, int]:
    """(row, column) of the cell in the row that holds a text, under a head."""
    found_row = next(r[0].row for r in sheet.iter_rows() if any(c.value == row for c in r))
    found_head = next(c.column for r in sheet.iter_rows(max_row=15) for c in r if c.value == head)
    return found_row, found_head


def cell(sheet: Worksheet, row: str, head: str):
    return sheet.cell(*place(sheet, row, head))


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with a part added or put in the place of another."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content)
    return out.getvalue()


def changes(checked):
    return {(c.row.split(":")[0], c.field.split(":")[0]): c.becomes for c in checked.found.changes}


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


def without(*texts):
    def edit(book):
        for sheet in book.worksheets[:3]:
            for text in texts:
                for row in list(sheet.iter_rows()):
                    if any(c.value == text for c in row):
                        sheet.delete_rows(row[0].row)
                        break

    return edit
