"""A paper as a Word document, and as a PDF to be signed."""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from twoshores.common.formatting import isolated
from twoshores.projects.office.pdf import typeset

from .blocks import Paper

TEMPLATE = Path(__file__).parent / "data" / "paper.typ"
_STYLES = {"heading": "Heading 2", "item": "List Bullet", "text": "Normal"}


def docx_of(paper: Paper, *, signers: Iterable[str] = (), footnote: str = "") -> bytes:
    """A Word document. signers: names under which a line for a signature stands; footnote: at its
    end, in small letters (the digest of a version, or where figures come from)."""
    # python-docx is read with the first paper, not while a process starts.
    from docx import Document
    from docx.shared import Cm, Pt

    made = Document()
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    made.styles["Normal"].font.size = Pt(11)
    made.core_properties.title = paper.title[:255]
    made.core_properties.author = ""
    made.core_properties.language = paper.language
    with translation.override(paper.language):
        _turn(made.add_heading(paper.title, 1))
        for block in paper.blocks:
            _turn(made.add_paragraph(block["text"], style=_STYLES[block["style"]]))
        names = list(signers)
        if names:
            _turn(made.add_heading(_("Signatures"), 2))
        for name in names:
            _turn(made.add_paragraph(name))
            _turn(made.add_paragraph("\n\n____________________________"))
            _turn(made.add_paragraph(_("Name, office, place, date, signature")))
        for line in filter(None, footnote.split("\n")):
            small = made.add_paragraph()
            small.add_run(line).font.size = Pt(7)
            _turn(small)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _own(text: str) -> str:
    """A paragraph wholly of the other direction keeps its own."""
    return text if goes_rtl(text) == get_language_bidi() else isolated(text)


def goes_rtl(text: str) -> bool:
    """As the paper's language goes, where a letter of the text does; else as the text does.

    "Kayes Water: مالي" is an Arabic line in an Arabic paper, though its first letter is none.
    """
    kinds = {unicodedata.bidirectional(letter) for letter in text}
    rtl, ltr = bool(kinds & {"R", "AL"}), "L" in kinds
    return rtl or not ltr if get_language_bidi() else rtl and not ltr


def _turn(paragraph: Any) -> None:
    """Set from right to left what goes that way."""
    from docx.oxml import OxmlElement

    if goes_rtl(paragraph.text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run.font.rtl = True


def pdf_of(
    paper: Paper, *, signers: Sequence[str] = (), footnote: str = "", lead: str = ""
) -> bytes:
    """Upright A4, as PDF/A. lead: a line under the title. The rest as in `docx_of`."""
    with translation.override(paper.language):
        data = {
            "title": paper.title,
            "lang": paper.language,
            "rtl": get_language_bidi(),
            "lead": lead,
            "lacking": "",
            "blocks": [
                {"style": block["style"], "text": _own(block["text"])} for block in paper.blocks
            ],
            "signatures": _("Signatures"),
            "sign_line": _("Name, office, place, date, signature"),
            "signers": [isolated(name) for name in signers],
            "footnote": footnote,
        }
        return typeset(data, TEMPLATE)
