"""Who learns what from whom."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.projects.forms.fields import (
    RowField,
    date_field,
    document_field,
    offer_documents,
    text_area,
)
from twoshores.projects.models import Activity, Document, ProjectPartner

from ..models import CapacityTransfer

TRANSFER_FACTS = (
    *("learner", "teacher", "what", "means", "activity", "planned_for", "happened_on"),
    *("evidence", "document"),
)


class TransferForm(forms.Form):
    """One thing that one partner learns from another."""

    what = forms.CharField(label=gettext_lazy("What is learned"), max_length=300)
    learner = RowField(label=gettext_lazy("Who learns"), none=gettext_lazy("choose"), required=True)
    teacher = RowField(label=gettext_lazy("From whom"), none=gettext_lazy("choose"), required=True)
    means = forms.ChoiceField(
        label=gettext_lazy("By which means"),
        choices=CapacityTransfer.Means.choices,
        widget=forms.RadioSelect,
    )
    activity = RowField(
        label=gettext_lazy("In which activity"), none=gettext_lazy("in none of the plan")
    )
    planned_for = date_field(gettext_lazy("When"))
    happened_on = date_field(gettext_lazy("It happened on"))
    evidence = text_area(
        gettext_lazy("What shows it"),
        600,
        help_text=gettext_lazy("What the learner now does alone, for instance."),
        rows=2,
    )
    document = document_field()

    def __init__(
        self,
        *args: Any,
        partners: Iterable[ProjectPartner],
        activities: Iterable[Activity],
        documents: Iterable[Document],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = list(partners)
        for name, offered in (("learner", rows), ("teacher", rows), ("activity", activities)):
            field = self.fields[name]
            assert isinstance(field, RowField)
            field.offer(offered)
        offer_documents(self, "document", documents)

    def clean_happened_on(self) -> Any:
        on = self.cleaned_data["happened_on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("learner") and cleaned.get("learner") == cleaned.get("teacher"):
            self.add_error("teacher", _("Nobody learns from itself: choose another partner."))
        return cleaned
