"""Reports that a programme asks for, and the answer of a partner."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.common.forms import DayField
from twoshores.projects.forms.fields import RowField
from twoshores.projects.models import Report

from ..models import GrantContract


class DutyForm(forms.Form):
    """Which report of which partner, and until when."""

    contract = RowField(label=_("Contract"), none=_("Choose one"), required=True)
    title = forms.CharField(label=_("Which report"), max_length=160)
    due_on = DayField(label=_("Due on"))

    def __init__(
        self, *args: Any, contracts: Iterable[GrantContract] | None, **kwargs: Any
    ) -> None:
        """contracts: to choose from; None: the duty is there and stays with its contract."""
        super().__init__(*args, **kwargs)
        if contracts is None:
            del self.fields["contract"]
            return
        field = self.fields["contract"]
        assert isinstance(field, RowField)
        field.offer(contracts, lambda row: f"{row.number} · {row.partner.name}")


class HandInForm(forms.Form):
    """The report that answers a duty."""

    report = RowField(label=_("Which of your reports"), none=_("Choose one"), required=True)

    def __init__(self, data: Any, *, reports: Iterable[Report], all_together: str) -> None:
        """all_together: how the report of all partners is called."""
        super().__init__(data)
        field = self.fields["report"]
        assert isinstance(field, RowField)
        field.offer(
            reports,
            lambda row: " · ".join(
                (
                    row.period.name,
                    row.partner.name if row.partner else all_together,
                    str(row.get_state_display()),
                )
            ),
        )
