"""Forms of appraising: marks, checks, decisions, questions to applicants, what-ifs."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twoshores.common.formatting import isolated, labelled
from twoshores.projects.forms.fields import (
    ChoicesForm,
    date_field,
    number_field,
    text_area,
    yes_no_unknown,
)
from twoshores.projects.models import ProjectPartner

from ..check_points import Point
from ..models import Award, Complaint, Criterion, Office, Scenario, Theme
from ..services.marking import field_of

type Places = Iterable[tuple[Criterion, ProjectPartner | None]]


def number_of_place(criterion: Criterion, partner: ProjectPartner | None) -> str:
    return field_of((criterion.pk, partner.pk if partner else None))


def ends_by(clock: str) -> str:
    return gettext("Until the end of this day, by the clock of %(place)s.") % {"place": clock}


class MarksForm(ChoicesForm):
    """A mark and a remark for each place, and what is said of the whole."""

    marks_optional = False  # a draft may have blanks, what is handed in may not

    language = forms.ChoiceField(label=_("Language you write in"))
    strengths = text_area(_("What is strong"), 4000, help_text=_("Applicants read this."), rows=5)
    weaknesses = text_area(_("What is weak"), 4000, help_text=_("Applicants read this."), rows=5)
    for_programme = text_area(
        _("For the programme only"), 4000, help_text=_("Applicants never read this."), rows=3
    )
    language_fields = ("language",)

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = list(places)
        for criterion, partner in self.places:
            name = number_of_place(criterion, partner)
            label = criterion.worded.title
            if partner is not None:
                label = labelled(isolated(label), isolated(partner.name))
            mark = number_field(label, digits=6, places=2)
            mark.max_value = criterion.most
            mark.help_text = _("From 0 to %(most)s; blank is not zero.") % {"most": criterion.most}
            mark.widget.attrs |= {
                "data-weight": str(criterion.weight),
                "data-most": str(criterion.most),
                "data-criterion": str(criterion.pk),
            }
            self.fields[name] = mark
            self.fields[f"r{name}"] = text_area(labelled(_("Remark"), label), 2000, rows=2)

    def marks(self) -> dict[tuple[int, int | None], tuple[Decimal | None, str]]:
        found = {}
        for criterion, partner in self.places:
            name = number_of_place(criterion, partner)
            place = (criterion.pk, partner.pk if partner else None)
            remark = self.cleaned_data.get(f"r{name}", "").strip()
            found[place] = (self.cleaned_data.get(name), remark)
        return found

    def facts(self) -> dict[str, Any]:
        names = ("language", "strengths", "weaknesses", "for_programme")
        return {name: self.cleaned_data[name] for name in names}


class CheckForm(forms.Form):
    """Each point: met, not met, not looked at; and why."""

    marks_optional = False

    def __init__(self, *args: Any, points: Iterable[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(points)
        for point in self.points:
            self.fields[point.key] = yes_no_unknown(point.label)
            self.fields[f"note-{point.key}"] = forms.CharField(
                label=labelled(_("Why"), point.label), max_length=1000, required=False
            )

    def checked(self) -> dict[str, tuple[bool | None, str]]:
        return {
            point.key: (
                self.cleaned_data[point.key],
                self.cleaned_data[f"note-{point.key}"],
            )
            for point in self.points
        }


class DecisionForm(ChoicesForm):
    outcome = forms.ChoiceField(label=_("What is decided"), widget=forms.RadioSelect)
    amount = number_field(
        _("Amount of the grant"),
        places=2,
        help_text=_("In the currency of the call. Needed where the proposal is selected."),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Applicants read them in the letter."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)

    def __init__(self, *args: Any, outcomes: Iterable[Award.Outcome], **kwargs: Any) -> None:
        """outcomes: what may be decided; a concept gets no money yet."""
        super().__init__(*args, **kwargs)
        offered = list(outcomes)
        self.choose("outcome", [(one.value, one.label) for one in offered])
        if Award.Outcome.SELECTED not in offered:
            del self.fields["amount"]


class ClarifyForm(ChoicesForm):
    question = forms.CharField(
        label=_("What is not clear"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    due_on = date_field(_("Answer until the end of"))
    language_fields = ("language",)

    def __init__(self, *args: Any, clock: str, **kwargs: Any) -> None:
        """clock: the city by whose clock the day ends."""
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = True
        self.fields["due_on"].help_text = ends_by(clock)


class SayForm(ChoicesForm):
    """An applicant's own words: an answer, or a complaint."""

    text = forms.CharField(
        label=_("In your words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)


class TakeBackForm(ChoicesForm):
    """Why a decision on a concept is taken back."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It stays on record. Applicants who had the letter read it at once."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)


class ComplaintForm(ChoicesForm):
    state = forms.ChoiceField(
        label=_("What was found"),
        choices=[row for row in Complaint.State.choices if row[0] != Complaint.State.MADE],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)


class ConflictForm(forms.Form):
    reason = forms.CharField(
        label=_("What it is"),
        help_text=_("The programme reads it, nobody else. It may stay blank."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GiveForm(forms.Form):
    """One reader chosen by hand."""

    office = forms.ChoiceField(label=_("Assessor"))
    due_on = date_field(_("Due on"))
    is_third = forms.BooleanField(
        label=_("As one more reader, because the others disagree"), required=False
    )

    def __init__(self, *args: Any, offices: Iterable[Office], clock: str, **kwargs: Any) -> None:
        """clock: the city by whose clock the day ends."""
        super().__init__(*args, **kwargs)
        self.fields["due_on"].help_text = ends_by(clock)
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(row.pk), row.user.email) for row in offices]


class ScenarioForm(forms.Form):
    """A ranking to try: blanks take what the call has."""

    marks_optional = False

    title = forms.CharField(label=_("Name"), max_length=120)
    budget = number_field(_("Money to give"), places=2)
    corrected = forms.BooleanField(label=_("Correct marks for severity"), required=False)
    reserve = forms.IntegerField(label=_("Length of the reserve list"), min_value=0, max_value=999)

    def __init__(
        self,
        *args: Any,
        criteria: Iterable[Criterion],
        themes: Iterable[Theme],
        countries: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for row in criteria:
            label = labelled(_("Weight"), isolated(row.title))
            self.fields[f"w{row.pk}"] = number_field(label, digits=6, places=2)
        for theme in themes:
            label = labelled(_("At least so many grants"), isolated(theme.title))
            self.fields[f"t{theme.pk}"] = number_field(label, digits=3, places=0)
        for code, name in countries.items():
            label = labelled(_("At least so many grants"), name)
            self.fields[f"n{code}"] = number_field(label, digits=3, places=0)

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        counts = {
            kind: {
                name[1:]: int(value)
                for name, value in said.items()
                if name[0] == letter and name[1:] and name in self.fields and _counts(name, value)
            }
            for kind, letter in (("theme", "t"), ("country", "n"))
        }
        return {
            "title": said["title"],
            "budget": said["budget"],
            "corrected": said["corrected"],
            "reserve": said["reserve"],
            "weights": {
                name[1:]: f"{value:f}"
                for name, value in said.items()
                if name[0] == "w" and name[1:].isdigit() and value is not None
            },
            "balance": {kind: row for kind, row in counts.items() if row},
        }


def _counts(name: str, value: Any) -> bool:
    return name != "title" and isinstance(value, int | Decimal) and value > 0


def initial_of_scenario(row: Scenario) -> dict[str, Any]:
    """What a scenario says, by the fields of its form."""
    found: dict[str, Any] = {
        "title": row.title,
        "budget": row.budget,
        "corrected": row.corrected,
        "reserve": row.reserve,
    }
    found |= {f"w{key}": Decimal(value) for key, value in row.weights.items()}
    found |= {f"t{key}": value for key, value in row.balance.get("theme", {}).items()}
    found |= {f"n{key}": value for key, value in row.balance.get("country", {}).items()}
    return found
