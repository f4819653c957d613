"""What a project needs of partners, and what each has for it."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.projects.forms.fields import Across, ChoicesForm, RowField
from twoshores.projects.models import Document, ProjectPartner

from ..models import PartnerNeed, PartnerStrength, Subject
from .stakeholders import SCALE

NEED_FACTS = ("subject", "text", "country", "spoken", "weight", "dropped")
STRENGTH_FACTS = ("subject", "text", "country", "spoken", "evidence", "language")


class WantedForm(ChoicesForm):
    """What a need or a strength is about."""

    subject = forms.ChoiceField(
        label=_("What it is about"), choices=Subject.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("In your words"), max_length=200)
    country = forms.ChoiceField(
        label=_("Country"), help_text=_("Where it matters."), required=False
    )
    spoken = forms.ChoiceField(
        label=_("Language"), help_text=_("If it is about a language."), required=False
    )
    country_fields = ("country",)
    language_fields: ClassVar[tuple[str, ...]] = ("spoken",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("subject") == Subject.LANGUAGE and not cleaned.get("spoken"):
            self.add_error("spoken", _("Say which language."))
        if cleaned.get("subject") == Subject.PRESENCE and not cleaned.get("country"):
            self.add_error("country", _("Say in which country."))
        return cleaned


class NeedForm(WantedForm):
    weight = forms.TypedChoiceField(
        label=_("How much hangs on it, 1 to 5"),
        choices=SCALE,
        coerce=int,
        initial=1,
        widget=Across,
    )
    dropped = forms.BooleanField(
        label=_("We do not need it"),
        help_text=_("It was read from the design. It will not come back."),
        required=False,
    )

    def __init__(self, *args: Any, row: PartnerNeed | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row is None or not row.drawn_from:
            del self.fields["dropped"]


class StrengthForm(WantedForm):
    """What an organisation says it can do or reach."""

    evidence = forms.CharField(
        label=_("What shows it"),
        help_text=_("Years of work, a report, somebody who can tell. Without names of people."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("spoken", "language")


class NeedStrengthsForm(forms.Form):
    """For one need: what each partner has, and what shows it."""

    def __init__(
        self,
        *args: Any,
        partners: Iterable[ProjectPartner],
        documents: Iterable[Document],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._partners = list(partners)
        papers = list(documents)
        for partner in self._partners:
            self.fields[f"grade_{partner.pk}"] = forms.ChoiceField(
                label=partner.name,
                choices=[("", _("does not have it")), *PartnerStrength.Grade.choices],
                required=False,
                widget=Across,
            )
            self.fields[f"evidence_{partner.pk}"] = forms.CharField(
                label=_("What shows it"), max_length=600, required=False
            )
            if papers:
                field = RowField(label=_("The paper that shows it"), none=_("none"))
                field.offer(papers)
                self.fields[f"document_{partner.pk}"] = field
        said_by = RowField(
            label=_("Who says so"),
            none=_("not said"),
            help_text=_("The partner in whose name you write this down."),
        )
        said_by.offer(self._partners)
        self.fields["said_by"] = said_by

    def said(self) -> dict[ProjectPartner, tuple[str, str, Document | None]]:
        data = self.cleaned_data
        return {
            partner: (
                data.get(f"grade_{partner.pk}", ""),
                data.get(f"evidence_{partner.pk}", ""),
                data.get(f"document_{partner.pk}"),
            )
            for partner in self._partners
        }


class AskForm(ChoicesForm):
    """The message to an organisation that would close a gap."""

    message = forms.CharField(
        label=_("What you would like to ask"),
        help_text=_("What the project is, and what you hope they could do."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)
