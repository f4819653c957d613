"""The goal in each partner's words, the text all agreed on, differences, who does what."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.projects.forms.fields import ChoicesForm, date_field, text_area
from twoshores.projects.models import ProjectPartner

from ..models import Consulted, PartnershipOrigin

VISION_FACTS = ("text", "language")
JOINT_FACTS = ("text", "language", "agreed_on")
DIFFERENCE_FACTS = ("text", "resolution", "resolved_on")
ORIGIN_FACTS = ("how", "since", "note")
RESPONSIBLE, CONTRIBUTES = "responsible", "contributes"


def _goal(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))


def _past(day: Any) -> Any:
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come."))
    return day


class VisionForm(ChoicesForm):
    """The goal in one partner's own words."""

    text = _goal(gettext_lazy("What it will be like when we have succeeded"))
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"))
    language_fields = ("language",)


class _Ticked(ChoicesForm):
    """With partners to tick. partners_field: the name of that field."""

    partners_field = "partners"

    def __init__(self, *args: Any, partners: Iterable[ProjectPartner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_id = {str(row.pk): row for row in partners}
        self.choose(self.partners_field, [(pk, row.name) for pk, row in self._by_id.items()])

    def chosen(self) -> list[ProjectPartner]:
        return [self._by_id[pk] for pk in self.cleaned_data[self.partners_field]]


class JointForm(_Ticked):
    """The text that all agree on; without a day it is a proposal."""

    partners_field = "agreed_by"
    text = _goal(gettext_lazy("The goal we share"))
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"))
    agreed_on = date_field(
        gettext_lazy("Agreed on"), help_text=gettext_lazy("Empty while it is a proposal.")
    )
    agreed_by = forms.MultipleChoiceField(
        label=gettext_lazy("Who agreed"), widget=forms.CheckboxSelectMultiple, required=False
    )
    language_fields = ("language",)

    def clean_agreed_on(self) -> Any:
        return _past(self.cleaned_data["agreed_on"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("agreed_on") and not cleaned.get("agreed_by"):
            self.add_error("agreed_by", _("Say who agreed."))
        return cleaned


class DifferenceForm(_Ticked):
    """Where partners differ, and how it was settled."""

    text = forms.CharField(
        label=gettext_lazy("Where we differ"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    partners = forms.MultipleChoiceField(
        label=gettext_lazy("Between whom"), widget=forms.CheckboxSelectMultiple, required=False
    )
    resolution = text_area(gettext_lazy("How it was settled"), 600, rows=3)
    resolved_on = date_field(gettext_lazy("Settled on"))

    def clean_resolved_on(self) -> Any:
        return _past(self.cleaned_data["resolved_on"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("resolved_on") and not cleaned.get("resolution", "").strip():
            self.add_error("resolution", _("Say how."))
        return cleaned


class OriginForm(forms.Form):
    """How the partnership came about."""

    how = forms.MultipleChoiceField(
        label=gettext_lazy("How it came about"),
        choices=PartnershipOrigin.How.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    since = forms.IntegerField(
        label=gettext_lazy("Since which year"), min_value=1900, max_value=2100, required=False
    )
    note = text_area(gettext_lazy("The story in short"), 2000)


class RolesForm(forms.Form):
    """One activity: what each partner does for it. One is responsible at most."""

    def __init__(self, *args: Any, partners: Iterable[ProjectPartner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._partners = list(partners)
        for partner in self._partners:
            self.fields[f"part_{partner.pk}"] = forms.ChoiceField(
                label=partner.name,
                choices=[
                    ("", _("has no part")),
                    (RESPONSIBLE, _("Responsible")),
                    (CONTRIBUTES, _("Contributes")),
                    *Consulted.Part.choices,
                ],
                required=False,
            )

    def parts(self) -> dict[ProjectPartner, str]:
        return {row: self.cleaned_data[f"part_{row.pk}"] for row in self._partners}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        answering = [row for row in self._partners if cleaned.get(f"part_{row.pk}") == RESPONSIBLE]
        if len(answering) > 1:
            self.add_error(f"part_{answering[1].pk}", _("Only one is responsible."))
        return cleaned
