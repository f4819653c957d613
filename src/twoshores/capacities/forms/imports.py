"""Forms of associations that register people: one by one, and by a file."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.actors.consent_texts import CURRENT_VERSION, TEXTS
from twoshores.actors.forms.people import CONSENT_LABELS
from twoshores.actors.models import Consent, ConsentPurpose, Person
from twoshores.actors.services.consents import Evidence
from twoshores.actors.services.people import PersonFacts
from twoshores.actors.services.registrations import Entry
from twoshores.common.context import LANGUAGE_NAMES
from twoshores.common.formatting import to_reader_digits
from twoshores.common.forms import DayField
from twoshores.common.languages import language_choices, parse_digits
from twoshores.common.places.fields import PlaceField
from twoshores.common.upload_field import BytesField
from twoshores.taxonomy.models import Concept

from ..importing.rows import consent_end, consent_start, last_day, said_lines
from ..public_text import check_public_text
from ..services.profiles import MAX_SKILLS, Lines, TieData
from ..services.registering import Registering
from .profiles import HowForm, LanguagesForm

YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
_EMPTY = [("", "–")]


class UploadForm(forms.Form):
    file = BytesField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), 10 MB and 5,000 people at most."),
        accept=".csv,.tsv,.txt,.xlsx",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = to_reader_digits(str(self.fields["file"].help_text))


class SaidConsentForm(forms.Form):
    """What somebody agreed to on paper or before a witness."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did they agree?"),
        choices=[
            (Consent.Channel.PAPER.value, gettext_lazy("On paper, signed")),
            (Consent.Channel.SPOKEN.value, gettext_lazy("Spoken, before a witness")),
        ],
        widget=forms.RadioSelect,
    )
    witness = forms.CharField(
        label=gettext_lazy("Witness"),
        help_text=gettext_lazy("Who was present. A must for a spoken consent."),
        max_length=120,
        required=False,
    )
    given_on = DayField(
        label=gettext_lazy("Day on which they agreed"),
    )
    until = DayField(
        label=gettext_lazy("It lasts until"),
        help_text=gettext_lazy("Twelve months at most; empty: twelve months."),
        required=False,
    )
    text_language = forms.ChoiceField(
        label=gettext_lazy("Language of the text they agreed to"), choices=[]
    )
    text_version = forms.TypedChoiceField(
        label=gettext_lazy("Version of the text they agreed to"),
        help_text=gettext_lazy("It stands at the foot of the form."),
        choices=[(version, str(version)) for version in TEXTS],
        initial=CURRENT_VERSION,
        coerce=int,
    )

    def __init__(self, *args: Any, reader_language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_on"].initial = timezone.localdate
        field = self.fields["text_language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = language_choices(reader_language)
        field.initial = reader_language
        for purpose in ConsentPurpose.values:
            self.fields[f"consent_{purpose}"] = forms.ChoiceField(
                label=_said_label(purpose), choices=YES_NO, widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("channel") == Consent.Channel.SPOKEN and not cleaned.get("witness"):
            self.add_error("witness", _("A spoken consent needs a witness: who was present?"))
        self._check_days(cleaned.get("given_on"), cleaned.get("until"))
        answers = [cleaned.get(f"consent_{purpose}") for purpose in ConsentPurpose.values]
        if all(answer == "no" for answer in answers):
            self.add_error(
                None, _("Without a yes to at least one purpose we may not keep this person.")
            )
        return cleaned

    def _check_days(self, given: date | None, until: date | None) -> None:
        if given is None:
            return
        if given > timezone.localdate():
            self.add_error("given_on", _("A consent cannot be dated in the future."))
        elif (until or last_day(given)) < timezone.localdate():
            name = "until" if until else "given_on"
            self.add_error(name, _("This consent has run out. Ask the person again."))
        elif until is not None and until > last_day(given):
            message = _("A consent lasts twelve months at most, then it is asked again.")
            self.add_error("until", message)

    def choices(self) -> dict[str, Any]:
        said = self.cleaned_data
        end = consent_end(said["given_on"], said["until"])
        return {
            purpose: end if said[f"consent_{purpose}"] == "yes" else None
            for purpose in ConsentPurpose.values
        }

    def evidence(self) -> Evidence:
        said = self.cleaned_data
        return Evidence(
            channel=said["channel"],
            text_language=said["text_language"],
            text_version=said["text_version"],
            witness=said["witness"],
            at=consent_start(said["given_on"]),
        )

    def groups(self) -> list[dict[str, Any]]:
        """The fields in sections, for the page."""
        return [
            {
                "title": _("What they agreed to"),
                "fields": [self[f"consent_{purpose}"] for purpose in ConsentPurpose.values],
            },
            {
                "title": _("How we know"),
                "fields": [self[name] for name in SaidConsentForm.base_fields],
            },
        ]


def _said_label(purpose: str) -> str:
    return {
        ConsentPurpose.LISTED: _("Is listed under a pseudonym"),
        ConsentPurpose.MATCHED: _("Is compared with needs"),
        ConsentPurpose.ASKED: _("May be asked by organisations"),
        ConsentPurpose.STATISTICS: _("Is counted in totals"),
    }[ConsentPurpose(purpose)]


assert set(CONSENT_LABELS) == set(ConsentPurpose)


class RegisterForm(SaidConsentForm, HowForm, LanguagesForm):
    """Somebody whom an association registers: who, where, what, how, and what they agreed to."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("Only you read it, as long as their consent lasts."),
        max_length=160,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("They get the link to their own page there."),
        max_length=254,
        required=False,
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone number"),
        help_text=gettext_lazy("An address or a telephone number must be there."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    own_reference = forms.CharField(
        label=gettext_lazy("Your number for the person"), max_length=60, required=False
    )
    contact_language = forms.ChoiceField(
        label=gettext_lazy("Language of our mails"), choices=list(LANGUAGE_NAMES.items())
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=[*_EMPTY, *Person.Sex.choices], required=False
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("Age group"), choices=[*_EMPTY, *Person.AgeBand.choices], required=False
    )
    residence = PlaceField(
        label=gettext_lazy("Lives in"),
        help_text=gettext_lazy(
            "The town, or only the country. Others see no more than the region."
        ),
    )
    origin = PlaceField(label=gettext_lazy("Comes from"))
    occupations = forms.CharField(
        label=gettext_lazy("Occupations, in their own words"),
        help_text=gettext_lazy("One on each line."),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    skills = forms.CharField(
        label=gettext_lazy("Skills, in their own words"),
        help_text=gettext_lazy("One on each line. Example: teaching deaf children"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, reader_language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, reader_language=reader_language, **kwargs)
        self.fields["contact_language"].initial = reader_language
        for name, label in _of_others().items():
            self.fields[name].label = label

    def clean_phone(self) -> str:
        return parse_digits(self.cleaned_data["phone"]).strip()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_occupations(self) -> list[str]:
        return self._said("occupations")

    def clean_skills(self) -> list[str]:
        return self._said("skills")

    def _said(self, name: str) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data[name].splitlines()]
        said = list(dict.fromkeys(line for line in lines if line))
        for line in said:
            check_public_text(line)
            if len(line) > 300:
                raise forms.ValidationError(_("This is too long: 300 characters at most."))
        return said

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("email") and not cleaned.get("phone") and "email" not in self.errors:
            self.add_error("email", _("Give an e-mail address or a telephone number."))
        occupations, skills = cleaned.get("occupations"), cleaned.get("skills")
        if occupations is not None and skills is not None:
            if not occupations and not skills:
                self.add_error("occupations", _("Write an occupation or a skill."))
            if len(occupations) + len(skills) > MAX_SKILLS:
                message = _("Twelve skills at most: name those that others could use.")
                self.add_error("skills", message)
        return cleaned

    def registering(self) -> Registering:
        said = self.cleaned_data
        facts = PersonFacts(
            full_name=said["full_name"],
            language=said["contact_language"],
            email=said["email"],
            phone=said["phone"],
            residence=said["residence"],
            sex=said["sex"],
            age_band=said["age_band"],
        )
        language = said["language"]
        skills = said_lines(said["occupations"], language, Concept.Kind.OCCUPATION)
        skills += said_lines(said["skills"], language, Concept.Kind.SKILL)
        offer = {name: said[name] for name in HowForm.base_fields} | {"language": language}
        return Registering(
            entry=Entry(facts, self.choices(), self.evidence(), said["own_reference"]),
            offer=offer,
            lines=Lines(skills, self.spoken(), [TieData(said["origin"])]),
        )

    def groups(self) -> list[dict[str, Any]]:
        return [
            {
                "title": _("Who"),
                "fields": self._named(
                    *("full_name", "email", "phone", "contact_language"),
                    *("own_reference", "sex", "age_band"),
                ),
            },
            {
                "title": _("Where and in which languages"),
                "fields": self._named("residence", "origin", "language", "languages"),
            },
            {
                "title": _("What they can do"),
                "fields": self._named("occupations", "skills", *HowForm.base_fields),
            },
            *super().groups(),
        ]

    def _named(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]


def _of_others() -> dict[str, str]:
    """Labels of fields that people who register alone read as "you"."""
    return {
        "language": _("Language they know best"),
        "languages": _("Other languages they can work in"),
        "headline": _("The offer in one sentence"),
        "modes": _("How would they help?"),
        "times": _("When do they have time?"),
        "has_trained": _("Have they trained others?"),
    }
