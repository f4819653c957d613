"""The door to the writer of Word documents: python-docx is read when the first one is asked for,
which is when a process has warmed up, not while it starts."""

from .state import State


def docx_of(state: State, title: str, lead: str = "") -> bytes:
    """See `docx_writer.docx_of`."""
    from . import docx_writer

    return docx_writer.docx_of(state, title, lead)
