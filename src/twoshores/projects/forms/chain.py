"""The results chain, what it assumes, and who drafted it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.common.forms import ChooseField, WholeField

from ..models import DraftingPart, Result
from .fields import RowField, date_field, text_area

RESULT_FACTS = ("parent", "text", "description", "verification")
ASSUMPTION_FACTS = ("result", "text", "verification")
DRAFTING_FACTS = ("who", "organisation", "how", "people", "on")
Level = Result.Level
# What a level hangs on.
ABOVE = {Level.OUTCOME: Level.GOAL, Level.OUTPUT: Level.OUTCOME}


class ResultForm(forms.Form):
    """A goal, an outcome or an output. The level is given by where one came from."""

    parent = RowField(label=_("It serves"), none=_("nothing yet"))
    text = forms.CharField(
        label=_("What will be true"),
        help_text=_("A state, not a doing: “twelve villages have clean water”."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    verification = forms.CharField(label=_("How one will see it"), max_length=600, required=False)
    description = text_area(_("More about it"), 4000)

    def __init__(self, *args: Any, level: str, results: Iterable[Result], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if level == Level.GOAL:
            del self.fields["parent"]
            return
        parent = self.fields["parent"]
        assert isinstance(parent, RowField)
        parent.offer(row for row in results if row.level == ABOVE[Level(level)])


class AssumptionForm(forms.Form):
    """What must hold outside the project."""

    result = RowField(label=_("For what"), none=_("the project as a whole"))
    text = forms.CharField(
        label=_("What must hold"),
        help_text=_("Something the project cannot bring about itself: prices, rules, the weather."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    verification = forms.CharField(
        label=_("How one will notice if it does not"), max_length=600, required=False
    )

    def __init__(self, *args: Any, results: Iterable[Result], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        result = self.fields["result"]
        assert isinstance(result, RowField)
        result.offer(results)


class DraftingForm(forms.Form):
    """Who took part in drafting: groups and organisations, never names of people."""

    who = ChooseField(label=_("Who"), choices=DraftingPart.Who.choices)
    organisation = RowField(label=_("Which organisation"), none=_("none, or not known"))
    how = forms.CharField(
        label=_("How they took part"),
        help_text=_("A meeting, a walk through the village, a call. No names of people."),
        max_length=300,
    )
    people = WholeField(
        label=_("How many people"), required=False, min_value=0, max_value=1_000_000
    )
    on = date_field(_("When"))

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, RowField)
        organisation.offer(organisations)
