"""Applying to a call: with one of one's projects, or with a design that begins here."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.projects.forms.fields import ChoicesForm, RowField
from twoshores.projects.models import Project

from ..models import Theme


def _theme() -> RowField:
    return RowField(label=_("Theme of the call"), none=_("not chosen yet"))


def _offer(form: forms.Form, name: str, rows: Iterable[Any], words: Any = str) -> None:
    made = form.fields[name]
    assert isinstance(made, RowField)
    made.offer(rows, words)


class BeginForm(forms.Form):
    """Which of the reader's projects goes to a call."""

    project = RowField(label=_("Which of your projects"), none=_("choose one"), required=True)
    theme = _theme()

    def __init__(
        self, *args: Any, projects: Sequence[Project], themes: Sequence[Theme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_projects = bool(projects)
        _offer(self, "project", projects, lambda row: f"{row.title} ({row.code})")
        if themes:
            _offer(self, "theme", themes)
        else:
            del self.fields["theme"]


class NewDesignForm(ChoicesForm):
    """A design that begins with the call: a title is enough."""

    title = forms.CharField(label=_("What the project is called"), max_length=300)
    language = forms.ChoiceField(label=_("Language you write in"))
    owner = RowField(label=_("Which organisation applies"), none=_("choose one"), required=True)
    theme = _theme()
    language_fields = ("language",)

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation],
        themes: Sequence[Theme],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id="new_%s", **kwargs)
        _offer(self, "owner", organisations)
        if len(organisations) == 1:
            self.initial["owner"] = str(organisations[0].pk)
        if themes:
            _offer(self, "theme", themes)
        else:
            del self.fields["theme"]
