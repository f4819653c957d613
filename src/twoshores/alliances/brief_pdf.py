"""A brief on one sheet of paper, every figure with its source and day."""

from collections.abc import Sequence

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, isolated, labelled
from twoshores.projects.office.pdf import typeset

from .models import Brief
from .selectors.allies import Figure


def brief_pdf(brief: Brief, figures: Sequence[Figure], digest: str) -> bytes:
    """The brief as PDF/A, in the language of this thread. digest: of what it says."""
    parts = [
        {"label": _("What is wrong today"), "lines": _lines(brief.problem)},
        {"label": _("The change we seek"), "lines": _lines(brief.change.text)},
        {"label": _("What we ask for"), "lines": _lines(brief.ask)},
    ]
    if figures:
        lines = [isolated(figure_line(figure)) for figure in figures]
        parts.insert(1, {"label": _("What shows it"), "lines": lines})
    project = brief.project
    return typeset(
        {
            "title": isolated(brief.title),
            "meta": [isolated(project.title), isolated(project.code)],
            "summary": "",
            "lying": False,
            "parts": parts,
            "digest_label": _("Digest of the brief (SHA-256):"),
            "lang": get_language() or "en",
            "rtl": get_language_bidi(),
            "lacking": "",
            "tables": [],
            "signatures": "",
            "sign_line": "",
            "partners": [],
            "digest": digest,
        }
    )


def figure_line(figure: Figure) -> str:
    """A figure in one line: what, how much, measured when, according to whom."""
    value = figure.value or ("" if figure.document else _("not measured yet"))
    shown = labelled(figure.label, value) if value else figure.label
    told = [format_day(figure.on)] if figure.on else []
    told += [figure.source] if figure.source else []
    return f"{shown} ({', '.join(told)})" if told else shown


def _lines(text: str) -> list[str]:
    return [isolated(line) if line else "" for line in text.split("\n")]
