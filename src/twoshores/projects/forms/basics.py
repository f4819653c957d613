"""The project itself and its partners."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation, OrganisationKind
from twoshores.common.languages import country_choices
from twoshores.common.models import Visibility
from twoshores.common.places.fields import PlaceField

from ..models import Capital, Project, ProjectCountry, ProjectPartner
from ..public_parts import PARTS
from .fields import ChoicesForm, date_field, text_area, yes_no_unknown

Role = ProjectCountry.Role
SEVERAL = _("Several may be chosen; with a keyboard, hold Ctrl or Cmd.")


class ProjectForm(ChoicesForm):
    """What a design begins with. Everything but the title may wait."""

    title = forms.CharField(
        label=_("What the project is called"),
        help_text=_("In your own language. It can be changed later."),
        max_length=300,
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    problem = text_area(
        _("What is wrong today, and for whom"),
        6000,
        help_text=_("As the people of the place say it. Numbers help, if you know where from."),
    )
    summary = text_area(_("The project in short, for others"), 4000)
    origin = forms.MultipleChoiceField(
        label=_("Countries where it shall change something"),
        help_text=SEVERAL,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    residence = forms.MultipleChoiceField(
        label=_("Countries where the migrants live who take part"),
        help_text=SEVERAL,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    place = PlaceField(label=_("Where exactly"), required=False)
    capital = forms.ChoiceField(
        label=_("What migrants bring to it, above all"),
        choices=Capital.choices,
        required=False,
        initial=Capital.NOT_KNOWN,
    )
    starts = date_field(_("From"))
    ends = date_field(_("Until"))
    currency = forms.ChoiceField(
        label=_("Currency of the totals"),
        help_text=_("Partners plan and spend in their own; totals are shown in this one."),
    )
    rates_on = date_field(
        _("Convert at the rates of"),
        help_text=_("Totals name this day. Left empty, it is the first day of the project."),
    )
    language_fields = ("language",)
    country_fields = ("origin", "residence")
    currency_fields = ("currency",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The end lies before the beginning."))
        if both := set(cleaned.get("origin", [])) & set(cleaned.get("residence", [])):
            names = dict(country_choices(self.reader_language))
            self.add_error(
                "residence",
                _("A country is either one or the other: %(names)s.")
                % {"names": ", ".join(str(names.get(code, code)) for code in sorted(both))},
            )
        return cleaned

    def countries(self) -> list[tuple[str, str]]:
        return [(code, Role.ORIGIN) for code in self.cleaned_data["origin"]] + [
            (code, Role.RESIDENCE) for code in self.cleaned_data["residence"]
        ]

    def facts(self) -> dict[str, Any]:
        """Fields of Project as the services take them."""
        facts = {name: self.cleaned_data[name] for name in FACTS}
        facts["capital"] = facts["capital"] or Capital.NOT_KNOWN
        return facts


FACTS = (
    *("title", "language", "problem", "summary", "place", "capital"),
    *("starts", "ends", "currency", "rates_on"),
)


def initial_of(project: Project) -> dict[str, Any]:
    """What the form shows of a stored project."""
    initial = {name: getattr(project, name) for name in FACTS}
    for role in (Role.ORIGIN, Role.RESIDENCE):
        initial[role.value] = [row.country for row in project.countries.all() if row.role == role]
    return initial


class PartnerForm(ChoicesForm):
    """A partner: who it is, what it does, how that is agreed."""

    organisation = forms.ChoiceField(
        label=_("On Twoshores"),
        help_text=_(
            "Choose it here if it has a page of its own, so that its people can join. Name, "
            "country and kind may then stay empty: they are taken from there."
        ),
        required=False,
    )
    name = forms.CharField(label=_("Name"), max_length=300, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[("", _("not known")), *OrganisationKind.choices],
        required=False,
    )
    mobilises_migrants = yes_no_unknown(_("Is it of migrants, or does it reach them?"))
    role = text_area(
        _("What it does in the project"),
        2000,
        help_text=_("A partner without a role is a name on paper."),
    )
    currency = forms.ChoiceField(label=_("Currency it works in"), required=False)
    agreement = forms.ChoiceField(
        label=_("Its role in writing"),
        choices=[("", _("not known")), *ProjectPartner.Agreement.choices],
        required=False,
    )
    agreed_on = date_field(_("Signed on"))
    left_on = date_field(_("Left the project on"))
    country_fields = ("country",)
    currency_fields = ("currency",)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_id = {str(row.pk): row for row in organisations}
        names = [(pk, row.name) for pk, row in self._by_id.items()]
        self.choose("organisation", [("", _("not on Twoshores, or not known")), *names])

    def clean_organisation(self) -> Organisation | None:
        return self._by_id.get(self.cleaned_data["organisation"])

    def clean(self) -> dict[str, Any]:
        """What was left empty is what the chosen organisation's own page says."""
        cleaned = super().clean() or {}
        chosen = cleaned.get("organisation")
        if chosen is not None:
            own = {"name": chosen.name, "country": chosen.country, "kind": chosen.organisation_kind}
            cleaned |= {name: own[name] for name in own if not cleaned.get(name)}
        elif not cleaned.get("name"):
            self.add_error("name", _("Write its name, or choose it above."))
        return cleaned


class ShownForm(forms.Form):
    """What others see."""

    visibility = forms.ChoiceField(
        label=_("Who may see it"), choices=Visibility.choices, widget=forms.RadioSelect
    )
    shown = forms.MultipleChoiceField(
        label=_("What its public page shows"),
        choices=[(key, label) for key, label in PARTS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
