"""What a programme says of a report that was handed in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import labelled
from twoshores.projects.forms.fields import ChoicesForm, number_field, text_area

from ..models import ReportReview
from .payments import WhyForm


class ReviewForm(ChoicesForm):
    """Accepted or sent back, with remarks, and what it accounts for."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        choices=[
            (one.value, one.label)
            for one in (ReportReview.Verdict.ACCEPTED, ReportReview.Verdict.RETURNED)
        ],
        widget=forms.RadioSelect,
    )
    accounted = number_field(
        gettext_lazy("Accounted for"),
        help_text=gettext_lazy(
            "What the accepted report accounts for, of the grant. Left empty: it is no report of "
            "money."
        ),
        places=2,
    )
    remarks = text_area(
        gettext_lazy("Remarks"),
        4000,
        help_text=gettext_lazy("Read by the partner. Needed where it is sent back."),
        rows=6,
    )
    language = forms.ChoiceField(label=gettext_lazy("Written in"))
    language_fields = ("language",)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = self.fields["accounted"]
        made.label = labelled(made.label, currency)


class WaiveForm(ChoicesForm):
    """Why a report will not come."""

    remarks = text_area(
        gettext_lazy("Why"), 4000, help_text=gettext_lazy("Read by the partner."), rows=4
    )
    language = forms.ChoiceField(label=gettext_lazy("Written in"))
    language_fields = ("language",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remarks"].required = True


class AccountedForm(WhyForm):
    """What an accepted report really accounts for, and why it was noted otherwise."""

    accounted = number_field(
        gettext_lazy("Accounted for"),
        help_text=gettext_lazy("The sum that is right. Zero, if it accounts for nothing."),
        places=2,
    )
    field_order = ("accounted", "why")

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = self.fields["accounted"]
        made.required, made.label = True, labelled(made.label, currency)
        self.fields["why"].help_text = _(
            "It stands in the journal for good, and the partner reads it. No names of people."
        )
