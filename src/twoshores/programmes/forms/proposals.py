"""What partners type into a proposal: answers, what each asks for, its theme, where it begins."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twoshores.common.formatting import format_number
from twoshores.projects.forms.fields import ChoicesForm, RowField, number_field

from ..models import Theme
from ..selectors.proposals import Slot
from ..services.proposals import Typed

MOST_TYPED = 10_000  # signs; what a question allows is counted, but never cut off


def plain(text: str) -> str:
    """A text as it is stored: line ends of one kind, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def mark_of(text: str) -> str:
    """A short mark of the text that somebody had before them, to know whether they touched it."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:16]


def counted(text: str, most: int) -> str:
    """As in: 812 of 2,000 characters."""
    return _("%(n)s of %(most)s characters") % {
        "n": format_number(len(text)),
        "most": format_number(most),
    }


class AnswersForm(ChoicesForm):
    """The answers of one part, each with the version and the mark of what was before the writer."""

    language = forms.ChoiceField(label=gettext_lazy("Language you write in"))
    language_fields = ("language",)

    def __init__(self, *args: Any, slots: Sequence[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = slots
        for slot in slots:
            key = slot.prompt.pk
            self.fields[f"a{key}"] = forms.CharField(
                label=slot.prompt.worded.title,
                required=False,
                max_length=MOST_TYPED,
                initial=slot.text,
                widget=forms.Textarea(
                    attrs={
                        "rows": 8,
                        "data-most": slot.prompt.most_characters,
                        "aria-describedby": f"about-{key}",
                    }
                ),
            )
            for name, value in (("v", slot.version), ("o", mark_of(slot.text))):
                self.fields[f"{name}{key}"] = forms.CharField(
                    initial=value, required=False, widget=forms.HiddenInput
                )

    def typed(self) -> list[Typed]:
        """What was typed, for the service. Call it when the form is valid."""
        found = []
        for slot in self.slots:
            key = slot.prompt.pk
            text = plain(self.cleaned_data[f"a{key}"])
            opened = str(self.cleaned_data[f"v{key}"])
            found.append(
                Typed(
                    slot,
                    text,
                    int(opened) if opened.isdecimal() and len(opened) < 9 else 0,
                    mark_of(text) != self.cleaned_data[f"o{key}"],
                )
            )
        return found

    def reopen(self, key: int, version: int, text: str) -> None:
        """Let a question be sent again over what stands there now."""
        data: Any = self.data
        data = data.copy()
        data[f"v{key}"], data[f"o{key}"] = str(version), mark_of(text)
        self.data = data

    def rows(self) -> list[dict[str, Any]]:
        """Each question with its fields, its help and how long its answer may be."""
        return [
            {
                "field": self[f"a{slot.prompt.pk}"],
                "hidden": [self[f"v{slot.prompt.pk}"], self[f"o{slot.prompt.pk}"]],
                "id": f"about-{slot.prompt.pk}",
                "key": slot.prompt.pk,
                "help": slot.prompt.worded.more,
                "language": slot.prompt.worded.language,
                "required": slot.prompt.required,
                "count": counted(text, slot.prompt.most_characters),
                "over": over(text, slot.prompt.most_characters),
                "most": slot.prompt.most_characters,
            }
            for slot in self.slots
            for text in [plain(str(self[f"a{slot.prompt.pk}"].value() or ""))]
        ]


def over(text: str, most: int) -> str:
    """How many characters too many, in words; nothing if it fits."""
    many = len(text) - most
    if many <= 0:
        return ""
    return ngettext("%(n)s character too many", "%(n)s characters too many", many) % {
        "n": format_number(many)
    }


class ShareForm(ChoicesForm):
    """What a partner asks for and brings, in the call's currency. Blank is not zero."""

    asked = number_field(gettext_lazy("Asked of the programme"), digits=18, places=2)
    own = number_field(gettext_lazy("Brought by the partner itself, in money"), digits=18, places=2)
    paid_in = forms.ChoiceField(
        label=gettext_lazy("In which currency it should be paid"), required=False
    )
    currency_fields = ("paid_in",)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("In %(currency)s. Write 0 if it is nothing; blank means not known yet.")
        for name in ("asked", "own"):
            self.fields[name].help_text = said % {"currency": currency}
        listed = [row for row in self.fields["paid_in"].choices if row[0]]  # type: ignore[attr-defined]
        as_call = _("in the currency of the call (%(currency)s)") % {"currency": currency}
        self.fields["paid_in"].choices = [("", as_call), *listed]  # type: ignore[attr-defined]


class ThemeForm(forms.Form):
    """Which theme of the call a proposal belongs to."""

    theme = RowField(label=gettext_lazy("Theme of the call"), none=gettext_lazy("not chosen yet"))

    def __init__(self, *args: Any, themes: Iterable[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = self.fields["theme"]
        assert isinstance(made, RowField)
        made.offer(themes)
