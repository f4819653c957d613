"""Forms about organisations. They parse; services decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from twoshores.common.forms import ChooseField, WebAddressField
from twoshores.common.languages import country_choices, language_choices, parse_digits
from twoshores.common.models import Visibility
from twoshores.common.places.fields import PlaceField

from ..models import Actor, Claim, Membership, Organisation, OrganisationKind, Tie
from ..services.organisations import OrganisationFacts
from ..services.ties import TieFacts


def _reader() -> str:
    return (get_language() or "en").split("-")[0]


class YearField(forms.IntegerField):
    """A year, in any digits, never with a grouping comma."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"})
        super().__init__(required=False, min_value=1000, max_value=9999, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(parse_digits(value) if isinstance(value, str) else value)


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    name_language = forms.ChoiceField(label=_("Language of the name"))
    organisation_kind = ChooseField(
        label=_("What kind of organisation"), choices=OrganisationKind.choices
    )
    country = forms.ChoiceField(label=_("Country where it is based"), required=False)
    places = PlaceField(
        label=_("Places where it works"),
        help_text=_("Name one, save, and name the next; or pick them as you type."),
        multiple=True,
        required=False,
    )
    description = forms.CharField(
        label=_("What you do, for whom, with whom"),
        help_text=_("In your own language."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    description_language = forms.ChoiceField(label=_("Language of this text"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"), required=False, widget=forms.SelectMultiple
    )
    sectors = forms.CharField(
        label=_("Fields of work"),
        help_text=_("In your own words, with commas between them."),
        max_length=500,
        required=False,
    )
    recognition = forms.ChoiceField(
        label=_("Legal recognition"), choices=Organisation.Recognition.choices
    )
    recognised_since = YearField(label=_("Recognised since (year)"))
    website = WebAddressField(label=_("Website"), required=False)
    iati_identifier = forms.CharField(
        label=_("Identifier in IATI"),
        help_text=_(
            "Only for those who publish IATI files. It is the code of the register that knows you "
            "and your number there, for example GB-CHC-1234567; org-id.guide lists the registers. "
            "Who is in none asks IATI for one, which begins with XI-IATI. Spaces and the signs "
            "/ & | ? cannot be in it."
        ),
        max_length=100,
        required=False,
    )
    contact_email = forms.EmailField(
        label=_("E-mail for introductions"),
        help_text=_("Shown only to those whose introduction was accepted."),
        required=False,
    )
    visibility = forms.ChoiceField(label=_("Who may see this page"), choices=Visibility.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = language_choices(_reader())
        for name in ("name_language", "description_language", "languages"):
            self._choose(name, languages)
        self._choose("description_language", [("", "–"), *languages])
        self._choose("country", [("", "–"), *country_choices(_reader())])

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer choices, and keep offering what the record already holds."""
        held = self.initial.get(name) or []
        known = {code for code, _label in choices}
        more = [(code, code) for code in ([held] if isinstance(held, str) else held)]
        field: Any = self.fields[name]
        field.choices = [*choices, *(pair for pair in more if pair[0] not in known)]

    def clean_sectors(self) -> list[str]:
        text: str = self.cleaned_data["sectors"]
        return [word.strip() for word in text.replace("،", ",").split(",") if word.strip()]

    def facts(self) -> OrganisationFacts:
        left_out = {"places", "version"}
        return OrganisationFacts(
            **{name: value for name, value in self.cleaned_data.items() if name not in left_out}
        )


def initial_of(organisation: Organisation) -> dict[str, Any]:
    """What stands about an organisation, as the form shows it."""
    names = set(OrganisationForm.base_fields) - {"places", "sectors"}
    return {name: getattr(organisation, name) for name in names} | {
        "places": list(organisation.places.all()),
        "sectors": ", ".join(organisation.sectors),
    }


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        initial=Membership.Role.OFFICER,
        help_text=_(
            "Coordinators also invite people and change roles; officers write for the "
            "organisation; viewers read."
        ),
    )


class TieForm(forms.Form):
    """One tie of an organisation; `others` are organisations that the reader may name."""

    kind = ChooseField(label=_("It"), choices=Tie.Kind.choices)
    place = PlaceField(label=_("a place"), required=False)
    group = forms.CharField(
        label=_("or a group"),
        help_text=_("A family, a cooperative, a community that is not on this site."),
        max_length=120,
        required=False,
    )
    other = forms.CharField(
        label=_("or an organisation on this site"),
        help_text=_("Its name, or the address of its page."),
        max_length=300,
        required=False,
    )
    since = YearField(label=_("Since (year)"))
    until = YearField(label=_("Until (year)"), help_text=_("Only if it has ended."))
    strength = forms.TypedChoiceField(
        label=_("How close it is"),
        choices=Tie.Strength.choices,
        coerce=int,
        initial=Tie.Strength.STEADY,
    )
    direction = forms.ChoiceField(
        label=_("Which way it goes"), choices=Tie.Direction.choices, initial=Tie.Direction.OUT
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def facts(self, other: Actor | None) -> TieFacts:
        return TieFacts(**(self.cleaned_data | {"other": other}))


class ClaimForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Claim
        fields = ["evidence"]
        labels = {"evidence": _("How can a steward see that you act for it?")}
        help_texts = {
            "evidence": _("A page that names you, an address at its website, a person to ask.")
        }


class DecisionForm(forms.Form):
    grant = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Grant: this person becomes coordinator")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("A word to the claimant"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
