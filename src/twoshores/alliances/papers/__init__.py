"""Papers made from the record: agreements, letters, briefs. The doors for other modules:

    papers.fill(key, language, values) -> Paper    a template filled; papers.KEYS names them
    papers.gaps_in(blocks) -> list[str]            what stands open in a text
    papers.text_of(blocks), papers.blocks_of(text) as people write it in one field, and back
    papers.digest_of(blocks) -> str                SHA-256 of a text
    papers.files.docx_of(paper, ...), papers.files.pdf_of(paper, ...) -> bytes

A paper is a title and blocks, {"style": "heading" | "text" | "item", "text": ...}, in one
language. `values` are words of the record by field name (`fields.FIELDS`); None, blank or an
empty list is a gap. A page that has no template makes `Paper(title, language, blocks)` itself
and asks for the file. `selectors.paper_values` reads the values of a project.
"""

from .blocks import Paper, blocks_of, digest_of, gap, gaps_in, text_of
from .templates import KEYS, UnknownField, fill

__all__ = [
    "KEYS",
    "Paper",
    "UnknownField",
    "blocks_of",
    "digest_of",
    "fill",
    "gap",
    "gaps_in",
    "text_of",
]
