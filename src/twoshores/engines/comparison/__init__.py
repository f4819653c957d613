"""Two states of the same tables: what was added, taken out and changed. Pure."""

from .tables import Change, TableChanges, compare, compare_all

__all__ = ["Change", "TableChanges", "compare", "compare_all"]
