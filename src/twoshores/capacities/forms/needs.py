"""Forms of a need. They parse; services decide."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twoshores.actors.models import Organisation
from twoshores.common.formatting import join_words, to_reader_digits
from twoshores.common.forms import DayField, WholeField
from twoshores.common.languages import country_choices, language_choices
from twoshores.common.places.fields import PlaceField
from twoshores.taxonomy.models import Concept

from ..models import Need, NeedBeneficiaries, Terms, Time, WorkMode
from ..services.needs import BeneficiariesData

# The groups a form asks for; a need may hold others. Blank is "not counted".
GROUPS = [
    (sex, band)
    for sex in (NeedBeneficiaries.Sex.FEMALE, NeedBeneficiaries.Sex.MALE)
    for band in (
        NeedBeneficiaries.AgeBand.CHILDREN,
        NeedBeneficiaries.AgeBand.YOUNG,
        NeedBeneficiaries.AgeBand.ADULT,
        NeedBeneficiaries.AgeBand.OLD,
    )
] + [(NeedBeneficiaries.Sex.ALL, NeedBeneficiaries.AgeBand.ALL)]
MOST_PEOPLE = 2_000_000_000  # what an integer column of PostgreSQL holds, roughly


class NeedForm(forms.Form):
    """What is missing, for whom, when and on which terms."""

    title = forms.CharField(
        label=_("What is missing, in one line"),
        help_text=_("In your own language. Example: somebody to train nurses in newborn screening"),
        max_length=160,
    )
    language = forms.ChoiceField(label=_("Language you write in"), choices=[])
    description = forms.CharField(
        label=_("Tell it as you would tell a friend abroad"),
        help_text=_("What you have, what you lack, what somebody would do, with whom."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    place = PlaceField(label=_("Where it is"), required=False)
    modes = forms.MultipleChoiceField(
        label=_("How somebody could help"),
        choices=WorkMode.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    times = forms.MultipleChoiceField(
        label=_("At what times"),
        help_text=_("Evenings and weekends reach people who have a job."),
        choices=Time.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    starts = DayField(label=_("From"), required=False)
    ends = DayField(label=_("Until"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages useful there"),
        help_text=_("One in common is enough. Leave empty if any will do."),
        choices=[],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    excluded_countries = forms.MultipleChoiceField(
        label=_("Countries of residence to leave out"),
        help_text=_("If people who live there cannot come or cannot be paid. Mostly empty."),
        choices=[],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )
    terms = forms.ChoiceField(
        label=_("On what terms"), choices=Terms.choices, widget=forms.RadioSelect
    )
    offered = forms.CharField(
        label=_("What you offer"),
        help_text=_("Travel, lodging, a stipend, an interpreter ..."),
        max_length=500,
        required=False,
    )
    established_how = forms.CharField(
        label=_("How you found out that this is needed"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    plan = forms.CharField(
        label=_("Local or national plan it serves"), max_length=300, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        reader_language: str = "en",
        groups: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """groups: (sex, age band) that the need counts; those are asked for besides `GROUPS`."""
        super().__init__(*args, **kwargs)
        self.groups = list(dict.fromkeys([*GROUPS[:-1], *groups, GROUPS[-1]]))
        choices = language_choices(reader_language)
        for name in ("language", "languages"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        countries = self.fields["excluded_countries"]
        assert isinstance(countries, forms.ChoiceField)
        countries.choices = country_choices(reader_language)
        for sex, band in self.groups:
            self.fields[f"served_{sex}_{band}"] = WholeField(
                label=group_label(sex, band),
                required=False,
                min_value=0,
                max_value=MOST_PEOPLE,
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            self.add_error("ends", _("The end lies before the beginning."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Fields of Need as the services take them."""
        plain = {name: self.cleaned_data[name] for name in FACT_FIELDS}
        return plain | {"modes": list(plain["modes"]), "times": list(plain["times"])}

    def beneficiaries(self) -> list[BeneficiariesData]:
        """Only groups that were counted; a typed 0 is a counted zero."""
        return [
            BeneficiariesData(sex, band, number)
            for sex, band in self.groups
            if (number := self.cleaned_data.get(f"served_{sex}_{band}")) is not None
        ]


FACT_FIELDS = (
    "title",
    "language",
    "description",
    "place",
    "modes",
    "times",
    "starts",
    "ends",
    "languages",
    "excluded_countries",
    "terms",
    "offered",
    "established_how",
    "plan",
)


def group_label(sex: str, band: str) -> str:
    who = NeedBeneficiaries.Sex(sex).label
    if band == NeedBeneficiaries.AgeBand.ALL:
        return str(_("People served, if you cannot tell them apart"))
    return join_words((who, to_reader_digits(str(NeedBeneficiaries.AgeBand(band).label))))


def groups_of(need: Need) -> list[tuple[str, str]]:
    """(sex, age band) of the numbers that a need holds."""
    return [(row.sex, row.age_band) for row in need.beneficiaries.all()]


def initial_of(need: Need) -> dict[str, Any]:
    """What the form shows of a stored need."""
    initial: dict[str, Any] = {name: getattr(need, name) for name in FACT_FIELDS}
    initial["version"] = need.version
    for row in need.beneficiaries.all():
        initial[f"served_{row.sex}_{row.age_band}"] = row.number
    return initial


def field_labels() -> dict[str, Any]:
    """What the fields of a need are called in its history: as its forms call them."""
    asked = {name: field.label for name, field in NeedForm.base_fields.items()}
    return asked | {"requirements": _("What a helper can do"), "beneficiaries": _("Serves")}


def labels_of(form: NeedForm) -> dict[str, str]:
    """Field name -> label, for conflicts in words."""
    return {name: str(field.label) for name, field in form.fields.items()}


class OrganisationChoice(forms.Form):
    """For which of the reader's organisations."""

    organisation = forms.ChoiceField(label=_("Your organisation"))

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_id = {str(organisation.pk): organisation for organisation in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, organisation.name) for pk, organisation in self._by_id.items()]

    def chosen(self) -> Organisation:
        return self._by_id[self.cleaned_data["organisation"]]


class SaidForm(forms.Form):
    """A skill or trade in somebody's own words, to be understood."""

    said = forms.CharField(
        label=_("A skill or a trade, in your own words"),
        help_text=_("One at a time. Example: feeding fish in ponds"),
        max_length=300,
    )
    kind = forms.ChoiceField(
        label=_("It is"),
        choices=[
            (Concept.Kind.SKILL, pgettext_lazy("it is", "something somebody can do")),
            (Concept.Kind.OCCUPATION, pgettext_lazy("it is", "a trade or profession")),
        ],
        initial=Concept.Kind.SKILL,
        widget=forms.RadioSelect,
    )


class LineForm(forms.Form):
    """How much one requirement counts."""

    weight = forms.IntegerField(
        label=_("Weight"), min_value=1, max_value=85, help_text=_("Shares; we scale them to 85.")
    )
    rank = forms.ChoiceField(
        label=_("It is"),
        choices=[
            ("strict", _("a must: without it nobody is shown")),
            ("required", _("a must")),
            ("wished", _("a wish")),
        ],
    )
    remove = forms.BooleanField(label=_("Take it off the list"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weight"].help_text = to_reader_digits(str(self.fields["weight"].help_text))
