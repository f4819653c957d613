"""A design or a report as a PDF to be signed: its tables, a report's words, lines for signatures.

Typeset by typst without network, as PDF/A-2u, which demands a font for every letter: Latin, Greek
and Cyrillic ones come with typst, those of eleven more scripts stand beside the data (SIL Open Font
License). For others the machine's fonts are asked; what none of them draws is said on paper.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, isolated

from ..models import Project, ProjectPartner
from .columns import (
    BUDGET,
    DAYS,
    LOGFRAME,
    PLAN,
    SAID,
    SECTIONS,
    WORDS,
    ReportPart,
    base_of,
    column_of,
)
from .layout import LaidTable, tables_of
from .state import State
from .written import written

DATA = Path(__file__).parent.parent / "data"
# What a page is too narrow for stays in the workbook.
LEFT_OUT = {
    LOGFRAME: {"parent", "kind", "baseline_date", "baseline_source", "numerator_label",
               "denominator_label", "definition", "disaggregations", "counts_people",
               "scale_least", "scale_most", "adds", "aim"},
    PLAN: {"description", "volunteers"},
    BUDGET: {"how_valued", "total", "unit", "quantity"},
}  # fmt: skip
UNDRAWN = "\ufffd"
MOST_NAMED = 60  # letters that are named one by one
_LACKS = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf_of(project: Project, state: State) -> bytes:
    """The design on lying A4, in the language of this thread, with `state.stamp()` on each page."""
    days = [format_day(day) for day in (project.starts, project.ends) if day]
    own = {
        "title": isolated(project.title),
        "meta": [isolated(project.code), *([" – ".join(days)] if days else [])],
        "summary": _own(project.summary),
        "lying": True,
        "parts": [],
        "digest_label": _("Digest of the design (SHA-256):"),
    }
    return typeset(own | _common(state, project.partners.all()))


def report_pdf_of(
    state: State, title: str, meta: list[str], signers: Iterable[ProjectPartner]
) -> bytes:
    """The report on upright A4: its words, its figures, the signatures of some partners."""
    parts = [
        {
            "label": str(ReportPart(row.fields["part"]).label),
            # Each line by its own direction, whatever language the heads are in.
            "lines": [_own(line) for line in row.fields["text"].split("\n")],
        }
        for row in state.of(WORDS)
        if row.kind == "part" and row.fields["text"]
    ]
    own = {
        "title": title,
        "meta": meta,
        "summary": "",
        "lying": False,
        "parts": parts,
        "digest_label": _("Digest of the report (SHA-256):"),
    }
    return typeset(own | _common(state, signers))


def typeset(data: dict[str, Any], template: Path = DATA / "design.typ") -> bytes:
    """Set with the fonts at hand; letters that none of them draws are replaced and named.

    template: typst file that reads `data` and shows its text `lacking`.
    """
    text = _without_odd(json.dumps(data, ensure_ascii=False))
    made = _try(text, template, with_system=False)
    if not isinstance(made, bytes):
        made = _try(text, template, with_system=True)
    if not isinstance(made, bytes):
        replaced = text.translate({ord(letter): UNDRAWN for letter in made})
        named = json.loads(replaced) | {"lacking": _names(made)}
        made = _try(json.dumps(named, ensure_ascii=False), template, with_system=True)
    assert isinstance(made, bytes)  # nothing is left that a font lacks
    return made


def _try(data: str, template: Path = DATA / "design.typ", *, with_system: bool) -> bytes | set[str]:
    """The document, or the letters for which no font is there."""
    try:
        made = typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=[str(DATA / "fonts")],
            ignore_system_fonts=not with_system,
            sys_inputs={"data": data},
            pdf_standards=["a-2u"],
        )
    except typst.TypstError as error:
        lacking = {
            letter
            for found in _LACKS.findall(error.diagnostic)
            for letter in _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)
        }
        if not lacking:
            raise
        return lacking
    assert isinstance(made, bytes)
    return made


def _without_odd(text: str) -> str:
    """Without what has no meaning to others: private letters, unassigned ones, halves of pairs."""
    odd = {ord(letter): UNDRAWN for letter in set(text) if unicodedata.category(letter) in _ODD}
    return text.translate(odd) if odd else text


_ODD = {"Co", "Cn", "Cs"}


def _names(letters: set[str]) -> str:
    """Which letters are lacking, in signs that every font has: "U+1019 Myanmar Letter Ma"."""
    ordered = sorted(letters)
    named = [
        f"U+{ord(letter):04X} {unicodedata.name(letter, '').title()}".strip()
        for letter in ordered[:MOST_NAMED]
    ]
    listed = "; ".join(named) + ("; …" if len(ordered) > MOST_NAMED else "")
    words = _("No font on this machine draws these letters, so that %(sign)s stands for them: "
              "%(letters)s. Install a font for them and make the paper again.")  # fmt: skip
    return words % {"sign": UNDRAWN, "letters": listed}


def _common(state: State, signers: Iterable[ProjectPartner]) -> dict[str, Any]:
    return {
        "lang": get_language() or "en",
        "rtl": get_language_bidi(),
        "lacking": "",
        "tables": [_table(table) for table in tables_of(state) if table.section not in _TOLD],
        "signatures": _("Signatures"),
        "sign_line": _("Name, place, date, signature"),
        "partners": [
            {"name": isolated(partner.name), "role": partner.role}
            for partner in signers
            if partner.left_on is None
        ],
        "digest": state.stamp(),
    }


_TOLD = {WORDS, SAID, DAYS}  # stand in paragraphs, on a paper of their own, under the title


def _own(text: str) -> str:
    """A text with its own direction: "3 / 40" stays in this order between Arabic words."""
    return isolated(text) if text else ""


def _table(table: LaidTable) -> dict[str, Any]:
    left_out = LEFT_OUT.get(table.section, set())
    shown = table.only(tuple(key for key in table.keys if base_of(key) not in left_out))
    language = get_language() or "en"
    return {
        "title": str(SECTIONS[table.section]),
        "empty": _("Nothing yet."),
        "heads": list(shown.heads),
        "widths": [max(column_of(table.section, key).width, 9) for key in shown.keys],
        "rows": [[_own(written(cell, language)) for cell in row.cells] for row in shown.rows],
    }
