"""The design as a PDF to be signed: summary, logframe, work plan, budget, a line for each partner.

Typeset by typst without network and without the machine's fonts: Latin letters from typst itself,
Arabic ones from the font beside the data (SIL Open Font License).
"""

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, isolated

from ..models import Project
from .columns import BUDGET, LOGFRAME, PLAN, SECTIONS, base_of, column_of
from .layout import LaidTable, tables_of
from .state import State
from .written import written

DATA = Path(__file__).parent.parent / "data"
# What a page is too narrow for stays in the workbook.
LEFT_OUT = {
    LOGFRAME: {"parent", "kind", "baseline_date", "baseline_source", "numerator_label",
               "denominator_label", "definition"},
    PLAN: {"description", "volunteers"},
    BUDGET: {"how_valued", "total", "unit", "quantity"},
}  # fmt: skip


def pdf_of(project: Project, state: State) -> bytes:
    """A4, lying, in the language of this thread. Prints `state.stamp()` on every page."""
    data = json.dumps(_data(project, state), ensure_ascii=False)
    made = typst.compile(
        str(DATA / "design.typ"),
        root=str(DATA),
        font_paths=[str(DATA)],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
    )
    assert isinstance(made, bytes)
    return made


def _data(project: Project, state: State) -> dict[str, Any]:
    days = [format_day(day) for day in (project.starts, project.ends) if day]
    return {
        "lang": get_language() or "en",
        "rtl": get_language_bidi(),
        "title": isolated(project.title),
        "meta": [isolated(project.code), *([" – ".join(days)] if days else [])],
        "summary": project.summary,
        "tables": [_table(table) for table in tables_of(state)],
        "signatures": _("Signatures"),
        "sign_line": _("Name, place, date, signature"),
        "partners": [
            {"name": isolated(partner.name), "role": partner.role}
            for partner in project.partners.all()
            if partner.left_on is None
        ],
        "digest_label": _("Digest of the design (SHA-256):"),
        "digest": state.stamp(),
    }


def _own(text: str) -> str:
    """A text with its own direction: "3 / 40" stays in this order between Arabic words."""
    return isolated(text) if text else ""


def _table(table: LaidTable) -> dict[str, Any]:
    left_out = LEFT_OUT[table.section]
    shown = table.only(tuple(key for key in table.keys if base_of(key) not in left_out))
    language = get_language() or "en"
    return {
        "title": str(SECTIONS[table.section]),
        "empty": _("Nothing yet."),
        "heads": list(shown.heads),
        "widths": [max(column_of(table.section, key).width, 9) for key in shown.keys],
        "rows": [[_own(written(cell, language)) for cell in row.cells] for row in shown.rows],
    }
