""" "We look for a partner", "we could join": what an organisation says on a call's page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.common.forms import ChooseField
from twoshores.projects.forms.fields import ChoicesForm, RowField

from ..models import PartnerNotice, Proposal, Theme

FACTS = ("kind", "theme", "countries", "language", "text")


def _organisation() -> RowField:
    return RowField(label=_("In whose name"), none=_("choose one"), required=True)


class NoticeForm(ChoicesForm):
    """A notice of one organisation."""

    organisation = _organisation()
    kind = ChooseField(label=_("What you want"), choices=PartnerNotice.Kind.choices)
    theme = RowField(label=_("Theme of the call"), none=_("any"))
    countries = forms.MultipleChoiceField(
        label=_("Where the partner should be, or whom you could join"),
        required=False,
        help_text=_("None chosen means any."),
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    text = forms.CharField(
        label=_("In your words"),
        help_text=_("What you do, what you bring, what you look for. Everybody can read it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    country_fields = ("countries",)
    language_fields = ("language",)

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation],
        themes: Sequence[Theme],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        organisation, theme = self.fields["organisation"], self.fields["theme"]
        assert isinstance(organisation, RowField)
        assert isinstance(theme, RowField)
        organisation.offer(organisations)
        theme.offer(themes)
        if not themes:
            del self.fields["theme"]


class AskForm(ChoicesForm):
    """The message to an organisation that put up a notice."""

    asking = _organisation()
    message = forms.CharField(
        label=_("What you would like to ask"),
        help_text=_("Who you are, and what you could do together."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = self.fields["asking"]
        assert isinstance(made, RowField)
        made.offer(organisations)


class TakeInForm(forms.Form):
    """Into which of one's proposals a partner is taken."""

    proposal = RowField(label=_("Into which project"), none=_("choose one"), required=True)

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = self.fields["proposal"]
        assert isinstance(made, RowField)
        made.offer(proposals, lambda row: row.project.title)
