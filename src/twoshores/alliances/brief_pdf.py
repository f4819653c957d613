"""A brief on one sheet of paper, every figure with its source and day: set as agreements are."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, isolated, labelled

from .models import Brief
from .papers.blocks import Block, Paper
from .papers.files import pdf_of
from .selectors.allies import Figure


def brief_pdf(brief: Brief, figures: Sequence[Figure], digest: str) -> bytes:
    """The brief as PDF/A, in the language of this thread. digest: of what it says."""
    project = brief.project
    return pdf_of(
        Paper(brief.title, get_language() or "en", list(_blocks(brief, figures))),
        lead=f"{isolated(project.title)} · {isolated(project.code)}",
        footnote=f"{_('Digest of the brief (SHA-256):')} {digest}",
    )


def _blocks(brief: Brief, figures: Sequence[Figure]) -> Iterator[Block]:
    yield from _part(_("What is wrong today"), brief.problem)
    if figures:
        yield Block(style="heading", text=_("What shows it"))
        yield from (Block(style="item", text=figure_line(figure)) for figure in figures)
    yield from _part(_("The change we seek"), brief.change.text)
    yield from _part(_("What we ask for"), brief.ask)


def _part(title: str, text: str) -> Iterator[Block]:
    yield Block(style="heading", text=title)
    yield from (Block(style="text", text=line) for line in text.split("\n") if line.strip())


def figure_line(figure: Figure) -> str:
    """A figure in one line: what, how much, measured when, according to whom."""
    value = figure.value or ("" if figure.document else _("not measured yet"))
    shown = labelled(figure.label, value) if value else figure.label
    told = [format_day(figure.on)] if figure.on else []
    told += [figure.source] if figure.source else []
    return f"{shown} ({', '.join(told)})" if told else shown
