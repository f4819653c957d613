"""Places: countries, regions, towns and villages; their list, what people add, and doubles."""

from .names import bare_name, folded_names, full_name, name_in

__all__ = ["bare_name", "folded_names", "full_name", "name_in"]
