"""Migrants' part, risks, plans and goals that a project serves, skills it lacks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.common.formatting import to_reader_digits
from twoshores.common.forms import WholeField, begin_unanswered

from ..models import Activity, Assumption, MigrantsPart, ProjectPartner, Risk
from .fields import RowField, date_field, text_area

PART_FACTS = ("say", "who", "how")
RISK_FACTS = (
    *("kind", "text", "likelihood", "effect", "owner", "response", "review_on", "assumption"),
    "closed_on",
)
SKILL_FACTS = ("text", "people", "activity")


class MigrantsPartForm(forms.Form):
    """Who of the migrants takes part in one phase, how, with what say."""

    say = forms.ChoiceField(
        label=_("With what say"), choices=MigrantsPart.Say.choices, widget=forms.RadioSelect
    )
    who = forms.CharField(
        label=_("Who"),
        help_text=_("Groups and associations, not names."),
        max_length=300,
        required=False,
    )
    how = text_area(_("How"), 600, rows=3)


class RiskForm(forms.Form):
    """Something that may go wrong and what is done about it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Risk.Kind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What may happen"), max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    likelihood = forms.TypedChoiceField(label=_("How likely, 1 to 5"), coerce=int)
    effect = forms.TypedChoiceField(label=_("How bad, 1 to 5"), coerce=int)
    response = text_area(_("What is done about it"), 2000)
    owner = RowField(label=_("Who watches it"), none=_("nobody yet"))
    review_on = date_field(_("Looked at again on"))
    assumption = RowField(label=_("It would break this assumption"), none=_("none"))
    closed_on = date_field(_("No longer a risk since"))

    def __init__(
        self,
        *args: Any,
        partners: Iterable[ProjectPartner],
        assumptions: Iterable[Assumption],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("likelihood", "effect"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [(step, to_reader_digits(str(words))) for step, words in STEPS[name]]
            begin_unanswered(field)
            field.label = to_reader_digits(str(field.label))
        for name, rows in (("owner", partners), ("assumption", assumptions)):
            field = self.fields[name]
            assert isinstance(field, RowField)
            field.offer(rows)


STEPS = {
    "likelihood": [
        (1, _("1: hardly ever")),
        (2, _("2: seldom")),
        (3, _("3: may well be")),
        (4, _("4: likely")),
        (5, _("5: nearly certain")),
    ],
    "effect": [
        (1, _("1: hardly felt")),
        (2, _("2: a delay")),
        (3, _("3: part of the results is lost")),
        (4, _("4: most results are lost")),
        (5, _("5: the project ends")),
    ],
}


class SkillNeedForm(forms.Form):
    """A skill that the project lacks."""

    text = forms.CharField(
        label=_("What somebody must be able to do"),
        help_text=_("In your own words: “repair solar pumps and teach it”."),
        max_length=300,
    )
    people = WholeField(label=_("How many people"), required=False, min_value=1, max_value=1000)
    activity = RowField(label=_("For which activity"), none=_("the project as a whole"))

    def __init__(self, *args: Any, activities: Iterable[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activity = self.fields["activity"]
        assert isinstance(activity, RowField)
        activity.offer(activities)
