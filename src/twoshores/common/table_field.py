"""The form field that takes a spreadsheet."""

from typing import Any

from django import forms

from .tables import Table, read_table


class TableField(forms.FileField):
    """An uploaded CSV or XLSX as a `Table`; options as `read_table` takes them."""

    widget = forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"})

    def __init__(self, *, options: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options = options or {}

    def clean(self, data: Any, initial: Any = None) -> Table | None:
        uploaded = super().clean(data, initial)
        return read_table(uploaded, **self.options) if uploaded else None
