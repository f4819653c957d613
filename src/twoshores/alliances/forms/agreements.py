"""A new agreement, its text, a file, a signature, a hand-over."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.forms import DayField
from twoshores.common.languages import currency_choices
from twoshores.projects.forms.documents import Uploaded, UploadField
from twoshores.projects.forms.fields import ChoicesForm, RowField, date_field, number_field
from twoshores.projects.models import ProjectPartner
from twoshores.projects.services.documents import Upload

from ..models import AgreementParty, Stakeholder
from ..services.agreement_moves import LEAST_DIGEST
from ..services.agreements import LONGEST_TEXT

FACTS = ("title", "starts_on", "expires_on", "remind_days")
NEW_FACTS = (*FACTS, "language", "stakeholder")
SIGNATURE_FACTS = ("signed_by", "capacity", "signed_on")
TEMPLATES = [
    ("memorandum", gettext_lazy("Memorandum of understanding: goal, roles, how we work together")),
    ("partnership", gettext_lazy("Partnership agreement: with money, accounts and reports too")),
    ("contract", gettext_lazy("Contract between the lead and one partner")),
    ("support", gettext_lazy("Letter of support or intent")),
    ("first_contact", gettext_lazy("First letter to a stakeholder")),
]


def remind_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Remind us so many days before it ends"),
        min_value=1,
        max_value=730,
        initial=60,
    )


class AgreementForm(forms.Form):
    """Title and days of an agreement; once it was put forward, the reminder alone."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    starts_on = date_field(gettext_lazy("Holds from"))
    expires_on = date_field(gettext_lazy("Holds until"))
    remind_days = remind_field()

    def __init__(self, *args: Any, drafted: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not drafted:
            for name in ("title", "starts_on", "expires_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_days(self, cleaned)
        return cleaned


def check_days(form: forms.Form, cleaned: dict[str, Any]) -> None:
    starts, ends = cleaned.get("starts_on"), cleaned.get("expires_on")
    if starts and ends and ends < starts:
        form.add_error("expires_on", _("It would end before it begins."))


class AgreementNewForm(ChoicesForm):
    """Which paper, in which language, between whom."""

    template = forms.ChoiceField(
        label=gettext_lazy("Which paper"), choices=TEMPLATES, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Written in"),
        help_text=gettext_lazy(
            "The text begins in English, French, Spanish, Portuguese or Arabic; for another "
            "language it begins in English."
        ),
    )
    partners = forms.MultipleChoiceField(
        label=gettext_lazy("Partners who sign"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stakeholders = forms.MultipleChoiceField(
        label=gettext_lazy("Stakeholders who sign"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stakeholder = RowField(
        label=gettext_lazy("To whom a letter goes"), none=gettext_lazy("nobody in particular")
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Left empty, the paper's own is taken."),
        max_length=200,
        required=False,
    )
    starts_on = date_field(gettext_lazy("Holds from"))
    expires_on = date_field(gettext_lazy("Holds until"))
    remind_days = remind_field()
    language_fields = ("language",)

    def __init__(
        self,
        *args: Any,
        partners: Iterable[ProjectPartner],
        stakeholders: Iterable[Stakeholder],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._partners = {str(row.pk): row for row in partners}
        self._stakeholders = {str(row.pk): row for row in stakeholders}
        self.choose("partners", [(pk, row.name) for pk, row in self._partners.items()])
        if self._stakeholders:
            named = [(pk, row.name) for pk, row in self._stakeholders.items()]
            self.choose("stakeholders", named)
            field = self.fields["stakeholder"]
            assert isinstance(field, RowField)
            field.offer(self._stakeholders.values())
        else:
            del self.fields["stakeholders"], self.fields["stakeholder"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_days(self, cleaned)
        return cleaned

    def chosen_partners(self) -> list[ProjectPartner]:
        return [self._partners[pk] for pk in self.cleaned_data["partners"]]

    def chosen_stakeholders(self) -> list[Stakeholder]:
        return [self._stakeholders[pk] for pk in self.cleaned_data.get("stakeholders", [])]


def note_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("What changed, in a word"), max_length=300, required=False
    )


class AmountsForm(forms.Form):
    """Money that an agreement gives each partner: a sum and its currency, one more row each."""

    def __init__(
        self,
        *args: Any,
        parties: Iterable[AgreementParty],
        reader_language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._rows: list[tuple[AgreementParty, str]] = []
        for party in parties:
            assert party.partner is not None
            for number in range(party.amounts.count() + 1):
                end = f"{party.pk}" if number == 0 else f"{party.pk}_{number}"
                label = party.partner.name
                self.fields[f"amount_{end}"] = number_field(label, places=2)
                self.fields[f"currency_{end}"] = forms.ChoiceField(
                    label=gettext_lazy("Currency"),
                    choices=[("", "–"), *currency_choices(reader_language)],
                    initial=party.partner.currency,
                    required=False,
                )
                self._rows.append((party, end))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen: set[tuple[int, str]] = set()
        for party, end in self._rows:
            if cleaned.get(f"amount_{end}") is None:
                continue
            currency = cleaned.get(f"currency_{end}")
            if not currency:
                self.add_error(f"currency_{end}", _("Say in which currency."))
            elif (party.pk, currency) in seen:
                self.add_error(f"currency_{end}", _("One sum for each currency."))
            else:
                seen.add((party.pk, currency))
        return cleaned

    def amounts(self) -> dict[AgreementParty, dict[str, Decimal]]:
        """By party and currency; one without a sum is there with none."""
        found: dict[AgreementParty, dict[str, Decimal]] = {party: {} for party, _end in self._rows}
        for party, end in self._rows:
            amount = self.cleaned_data.get(f"amount_{end}")
            if amount is not None:
                found[party][self.cleaned_data[f"currency_{end}"]] = amount
        return found


def amounts_initial(parties: Iterable[AgreementParty]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for party in parties:
        for number, row in enumerate(party.amounts.all()):
            end = f"{party.pk}" if number == 0 else f"{party.pk}_{number}"
            found |= {f"amount_{end}": row.amount, f"currency_{end}": row.currency}
    return found


class TextForm(forms.Form):
    """The text of an agreement; saved, it is a further version."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "A line is a paragraph. “# ” before a line makes it a heading, “- ” an item of a list."
        ),
        max_length=LONGEST_TEXT + 5_000,
        widget=forms.Textarea(attrs={"rows": 28}),
    )
    note = note_field()


class FileForm(forms.Form):
    """A version that was written or signed elsewhere."""

    file = UploadField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "A Word document (.docx) without macros and links, or a PDF, a scan of the signed "
            "paper for example."
        ),
        accept=".docx,.pdf",
    )
    note = note_field()

    def upload(self) -> Upload:
        file: Uploaded = self.cleaned_data["file"]
        return Upload(file.name or "", file.read())


class SignatureForm(forms.Form):
    """Who signed for a party, in which office, when, and which text."""

    signed_by = forms.CharField(
        label=gettext_lazy("Who signed"),
        help_text=gettext_lazy("Read by those who work on this project, and by nobody else."),
        max_length=160,
    )
    capacity = forms.CharField(
        label=gettext_lazy("In which office"),
        help_text=gettext_lazy(
            "President, for example: the organisation is bound, not the person."
        ),
        max_length=160,
    )
    signed_on = DayField(label=gettext_lazy("Signed on"))
    sha256 = forms.CharField(
        label=gettext_lazy("Digest on the signed paper"),
        help_text=gettext_lazy(
            "It stands at the foot of each page. The first eight signs are enough."
        ),
        min_length=LEAST_DIGEST,
        max_length=64,
        widget=forms.TextInput(
            attrs={
                "dir": "ltr",
                "autocomplete": "off",
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
    )
    login = forms.EmailField(
        label=gettext_lazy("Their address here"),
        help_text=gettext_lazy(
            "If they sign in here for this organisation: when they leave it, you are told to "
            "hand over. It is not shown to anybody."
        ),
        required=False,
    )

    def clean_signed_on(self) -> Any:
        on = self.cleaned_data["signed_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return on


class HandOverForm(forms.Form):
    """What the next one was told."""

    note = forms.CharField(
        label=gettext_lazy("What the next one was told"),
        help_text=gettext_lazy("No names of people."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
