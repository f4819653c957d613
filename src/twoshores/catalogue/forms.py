"""The forms with which a steward changes what a block or a threat says in one language."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twoshores.common.formatting import labelled

from . import content
from .models import BlockText, ThreatText

GROUP_LABELS: dict[str, Promise] = {
    "outcomes": _("Outcome"),
    "outputs": _("Output"),
    "activities": _("Activity"),
    "indicators": _("Indicator"),
    "assumptions": _("What must hold"),
    "costs": _("Cost"),
    "allies": _("Usual ally"),
    "pitfalls": _("What goes wrong"),
}
PART_LABELS: dict[str, Promise] = {
    "unit": _("unit"),
    "numerator": _("what is counted above the line"),
    "denominator": _("what is counted below the line"),
    "wrong": _("what went wrong"),
    "done": _("what was done about it"),
}


def line_label(key: str) -> str:
    """What a line is called in the form: "Indicator reserve: unit"."""
    group, name, *part = key.split(".")
    label = f"{GROUP_LABELS[group]} {name}"
    return labelled(label, PART_LABELS[part[0]]) if part else label


class BlockTextForm(forms.Form):
    """Every text of a block in one language. Lists are typed one item a line."""

    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = forms.CharField(
        label=_("What it is for"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )
    fits = forms.CharField(
        label=_("When it fits"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )
    fits_not = forms.CharField(
        label=_("When it does not fit"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )
    steps = forms.CharField(
        label=_("Steps"),
        help_text=_("One a line."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    factors = forms.CharField(
        label=_("What to weigh"),
        help_text=_("One a line."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, data: Any, *, text: BlockText) -> None:
        initial = {name: getattr(text, name) for name in ("title", "purpose", "fits", "fits_not")}
        initial |= {name: "\n".join(getattr(text, name)) for name in ("steps", "factors")}
        super().__init__(data, initial=initial)
        self.keys = self._in_order(text)
        for key in self.keys:
            self.fields[key] = forms.CharField(
                label=line_label(key),
                max_length=600,
                required=False,  # emptied, a line is offered to no design
                initial=text.lines[key],
            )
        for field in self.fields.values():
            field.widget.attrs |= {"lang": text.language, "dir": "auto"}

    @staticmethod
    def _in_order(text: BlockText) -> list[str]:
        groups = list(content.GROUPS)
        return sorted(text.lines, key=lambda key: groups.index(key.split(".")[0]))

    def words(self) -> dict[str, Any]:
        """For services.block_text_edit."""
        cleaned = self.cleaned_data
        found = {name: cleaned[name] for name in ("title", "purpose", "fits", "fits_not")}
        found |= {name: _items(cleaned[name]) for name in ("steps", "factors")}
        return found | {"lines": {key: cleaned[key] for key in self.keys}}


class ThreatTextForm(forms.Form):
    """What is said of a threat in one language. Lists are typed one item a line."""

    title = forms.CharField(label=_("Title"), max_length=200)
    signs = forms.CharField(
        label=_("How one notices"),
        help_text=_("One a line."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    answers = forms.CharField(
        label=_("What helps"),
        help_text=_("One a line."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data: Any, *, text: ThreatText) -> None:
        initial = {"title": text.title}
        initial |= {name: "\n".join(getattr(text, name)) for name in ("signs", "answers")}
        super().__init__(data, initial=initial)
        for field in self.fields.values():
            field.widget.attrs |= {"lang": text.language, "dir": "auto"}

    def words(self) -> dict[str, Any]:
        """For services.threat_text_edit."""
        cleaned = self.cleaned_data
        lists = {name: _items(cleaned[name]) for name in ("signs", "answers")}
        return {"title": cleaned["title"], **lists}


def _items(typed: str) -> list[str]:
    """One item a line; empty lines are none."""
    lines = (line.strip() for line in typed.splitlines())
    return [line for line in lines if line]
