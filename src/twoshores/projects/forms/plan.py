"""Activities: what is done, when, by whom, behind what; how far it is; where it is shifted to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twoshores.common.forms import DayField, WholeField

from ..models import Activity, Project, ProjectPartner
from .fields import ChoicesForm, RowField, date_field, text_area, yes_no_unknown

ACTIVITY_FACTS = (
    *("result", "title", "description", "is_milestone", "starts", "ends", "times"),
    *("has_volunteers", "country"),
)


class RowsField(forms.MultipleChoiceField):
    """A choice of several rows of the project; cleans to the rows."""

    def __init__(self, *, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
        )
        self._by_id: dict[str, Any] = {}

    def offer(self, rows: Iterable[Any]) -> None:
        self._by_id = {str(row.pk): row for row in rows}
        self.choices = [(pk, str(row)) for pk, row in self._by_id.items()]

    def clean(self, value: Any) -> Any:
        return [self._by_id[pk] for pk in super().clean(value)]


class ActivityForm(ChoicesForm):
    """One activity with its part in the plan."""

    title = forms.CharField(label=_("What is done"), max_length=300)
    result = RowField(label=_("It brings about"), none=_("no output yet"))
    starts = date_field(_("From"))
    ends = date_field(_("Until"))
    is_milestone = forms.BooleanField(
        label=_("A milestone"),
        help_text=_("Something is there on its last day: a text, a keeper, a signature."),
        required=False,
    )
    responsible = RowField(label=_("Responsible"), none=_("nobody yet"))
    contributing = RowsField(label=_("Who else contributes"))
    waits_for = RowsField(
        label=_("It begins when these have ended"), help_text=_("Leave empty if it waits for none.")
    )
    lag_days = WholeField(
        label=_("Days in between, at least"),
        required=False,
        min_value=0,
        max_value=1000,
    )
    has_volunteers = yes_no_unknown(_("Do volunteers take part?"))
    times = forms.MultipleChoiceField(
        label=_("At what times"),
        help_text=_("People who have a job come in the evening and on weekends."),
        choices=Activity.Time.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    country = forms.ChoiceField(label=_("In which country"), required=False)
    description = text_area(_("How"), 4000)
    country_fields = ("country",)

    def __init__(
        self, *args: Any, project: Project, activity: Activity | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        partners: list[ProjectPartner] = [p for p in project.partners.all() if not p.left_on]
        others = [row for row in project.activities.all() if row != activity]
        for name, rows in (
            ("result", project.results.filter(level="output")),
            ("responsible", partners),
            ("contributing", partners),
            ("waits_for", others),
        ):
            field = self.fields[name]
            assert isinstance(field, RowField | RowsField)
            field.offer(rows)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The end lies before the beginning."))
        return cleaned


def parts_initial(activity: Activity) -> dict[str, Any]:
    """What the form shows of an activity's partners and of what it waits for."""
    links = list(activity.waits_for.all())
    partners = list(activity.partners.all())
    return {
        "responsible": next(
            (str(row.partner_id) for row in partners if row.part == "responsible"), ""
        ),
        "contributing": [str(row.partner_id) for row in partners if row.part == "contributes"],
        "waits_for": [str(link.before_id) for link in links],
        "lag_days": max((link.lag_days for link in links), default=0) or None,
    }


class ProgressForm(forms.Form):
    """How far an activity is."""

    on = DayField(label=_("On"))
    done_percent = WholeField(
        label=_("How much of it is done, in percent"),
        help_text=_("Leave it empty if you cannot tell."),
        required=False,
        min_value=0,
        max_value=100,
    )
    text = text_area(_("What happened"), 2000)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("done_percent") is None and not cleaned.get("text", "").strip():
            raise ValidationError(_("Say how much is done, or what happened."))
        return cleaned


class ShiftForm(forms.Form):
    """New days for an activity and for all that waits for it."""

    starts = DayField(label=_("From"))
    ends = DayField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            self.add_error("ends", _("The end lies before the beginning."))
        return cleaned
