"""Forms of somebody's own record: facts, consents, the end."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.context import LANGUAGE_NAMES
from twoshores.common.formatting import format_day
from twoshores.common.languages import parse_digits
from twoshores.common.places.fields import PlaceField

from .. import consent_texts
from ..models import ConsentPurpose, Person
from ..services.consents import LONGEST
from ..services.people import PersonFacts

# Days from today that a consent may be chosen to last; the longest is the law of the house.
SPANS = (365, 183, 92, 31)
CONSENT_LABELS = {
    ConsentPurpose.LISTED: gettext_lazy("List me under a pseudonym"),
    ConsentPurpose.MATCHED: gettext_lazy("Compare me with needs"),
    ConsentPurpose.ASKED: gettext_lazy("Let organisations ask me"),
    ConsentPurpose.STATISTICS: gettext_lazy("Count me in totals"),
}
_EMPTY = [("", "–")]


class ConsentsForm(forms.Form):
    """A box and an end for each purpose. Nothing is ticked that was not agreed to before."""

    def __init__(
        self, *args: Any, until: Mapping[str, datetime | None] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.until = dict(until or {})
        for purpose in ConsentPurpose.values:
            end = self._end_day(purpose)
            self.fields[purpose] = forms.BooleanField(
                label=CONSENT_LABELS[ConsentPurpose(purpose)],
                help_text=consent_texts.text(purpose),
                required=False,
                initial=end is not None,
            )
            self.fields[f"{purpose}_until"] = forms.ChoiceField(
                label=gettext_lazy("Until"),
                choices=_until_choices(end),
                initial=end.isoformat() if end else None,
            )

    def _end_day(self, purpose: str) -> date | None:
        end = self.until.get(purpose)
        if end is None or end <= timezone.now():
            return None
        return timezone.localtime(end).date()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for purpose in ConsentPurpose.values:
            if not cleaned.get(purpose):
                self.errors.pop(f"{purpose}_until", None)  # an end without a yes means nothing
        return cleaned

    def choices(self) -> dict[str, datetime | None]:
        """What was chosen for every purpose: an end for a yes, None for a no."""
        return {
            purpose: end_of_day(date.fromisoformat(self.cleaned_data[f"{purpose}_until"]))
            if self.cleaned_data[purpose]
            else None
            for purpose in ConsentPurpose.values
        }

    def changes(self) -> dict[str, datetime | None]:
        """Of `choices`, those that say something new."""
        found = {}
        for purpose, until in self.choices().items():
            before = self._end_day(purpose)
            after = timezone.localtime(until).date() if until else None
            if before != after:
                found[purpose] = until
        return found

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """For components/consent.html: statistics stand apart, they depend on nothing."""
        return [
            {
                "purpose": purpose,
                "box": self[purpose],
                "until": self[f"{purpose}_until"],
                "apart": purpose == ConsentPurpose.STATISTICS,
            }
            for purpose in ConsentPurpose.values
        ]


def end_of_day(day: date) -> datetime:
    """The last second of a day in the instance's time zone."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def longest_end() -> datetime:
    """Twelve months from today, or less where an instance says so."""
    days = min(SPANS[0], LONGEST.days - 1)
    return end_of_day(timezone.localdate() + timedelta(days=days))


def _until_choices(current: date | None) -> list[tuple[str, str]]:
    today = timezone.localdate()
    days = {today + timedelta(days=span) for span in SPANS if span < LONGEST.days}
    if current is not None:
        days.add(current)
    return [(day.isoformat(), format_day(day)) for day in sorted(days, reverse=True)]


class FactsForm(forms.Form):
    """Name, contacts and the few facts that others see under the pseudonym."""

    full_name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Nobody sees it before you say yes to an introduction."),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Your telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    residence = PlaceField(
        label=gettext_lazy("Where you live"),
        help_text=gettext_lazy("Others see the country, and the region if five people live there."),
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("The language we write to you in"), choices=list(LANGUAGE_NAMES.items())
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("You are"),
        help_text=gettext_lazy("Only for totals, never shown beside your pseudonym."),
        choices=[*_EMPTY, *Person.Sex.choices],
        required=False,
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("Your age"),
        help_text=gettext_lazy("Only for totals, never shown beside your pseudonym."),
        choices=[*_EMPTY, *Person.AgeBand.choices],
        required=False,
    )

    def clean_phone(self) -> str:
        return parse_digits(self.cleaned_data["phone"]).strip()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["email"] and not cleaned["phone"]:
            self.add_error("email", _("Give an e-mail address or a telephone number."))
        return cleaned

    def facts(self) -> PersonFacts:
        return PersonFacts(**self.cleaned_data)


def facts_initial(person: Person) -> dict[str, Any]:
    """What the form shows of a stored person. The caller has been scoped to their own record."""
    identity = person.identity
    return {
        "full_name": identity.full_name,
        "email": identity.email,
        "phone": identity.phone,
        "residence": person.residence,
        "language": person.language,
        "sex": person.sex,
        "age_band": person.age_band,
    }


class EraseForm(forms.Form):
    """The second step of erasing: the pseudonym, typed."""

    code = forms.CharField(
        label=gettext_lazy("Your pseudonym"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )

    KEEP, END = "keep", "end"

    def __init__(
        self, *args: Any, pseudonym: str, asks_about_login: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pseudonym = pseudonym
        if asks_about_login:
            self.fields["login"] = forms.ChoiceField(
                label=_("And your login?"),
                choices=[
                    (self.KEEP, _("I still act for others here: keep it")),
                    (self.END, _("End it too, with my seat in every organisation")),
                ],
                widget=forms.RadioSelect,
            )
        self.fields["code"].help_text = _("Type %(code)s to say that you mean it.") % {
            "code": pseudonym
        }

    @property
    def ends_login(self) -> bool:
        """Whether a login goes with the record: unless somebody asked to keep it."""
        return bool(self.cleaned_data.get("login", self.END) == self.END)

    def clean_code(self) -> str:
        typed = parse_digits(self.cleaned_data["code"]).strip().upper()
        if typed != self.pseudonym.upper():
            raise forms.ValidationError(
                _("This is not your pseudonym. It is %(code)s.") % {"code": self.pseudonym}
            )
        return typed


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
