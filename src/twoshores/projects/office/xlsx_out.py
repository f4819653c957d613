"""The door to the writer of workbooks: openpyxl is read when the first one is asked for, which is
when a process has warmed up, not while it starts."""

from .state import State


def xlsx_of(state: State, title: str = "") -> bytes:
    """See `xlsx_writer.xlsx_of`."""
    from . import xlsx_writer

    return xlsx_writer.xlsx_of(state, title)
