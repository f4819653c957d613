"""Sending a file to a project or to the workbench."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import format_number
from twoshores.common.territories import country_name

from ..models import ProjectCountry
from .fields import number_field


class IatiForm(forms.Form):
    organisation = forms.ChoiceField(label=gettext_lazy("Your organisation"))
    file = forms.FileField(
        label=gettext_lazy("IATI file of activities"),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def __init__(self, *args: Any, organisations: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.choices = list(organisations.items())
        if len(organisations) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(organisations))
        most = format_number(settings.UPLOAD_MAX_BYTES // 1_000_000)
        self.fields["file"].help_text = _("XML, version 2.01 to 2.03, %(n)s MB at most.") % {
            "n": most
        }

    def clean_file(self) -> bytes:
        """The bytes; what is too large is refused before it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("This file is too large. At most %(megabytes)s MB can be read; split it.")
                % {"megabytes": format_number(settings.UPLOAD_MAX_BYTES // 1_000_000)}
            )
        data: bytes = file.read()
        return data


class SharesForm(forms.Form):
    """Which percentage of the money goes to each country; together 100, or nothing said."""

    def __init__(self, *args: Any, countries: list[ProjectCountry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in countries:
            share = number_field(country_name(row.country), digits=5, places=2)
            share.initial = None if row.percent is None else format(row.percent.normalize(), "f")
            self.fields[row.country] = share

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        said = [value for value in cleaned.values() if value is not None]
        if not self.errors and said and (len(said) < len(cleaned) or sum(said) != Decimal(100)):
            raise forms.ValidationError(_("Together the shares of all countries are 100 percent."))
        return cleaned
