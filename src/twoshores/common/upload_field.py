"""The form field that takes a file as bytes, within the limit of every upload."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .formatting import format_number


class BytesField(forms.FileField):
    """An uploaded file as bytes; what is too large is refused before it is read."""

    default_error_messages = {"empty": gettext_lazy("This file is empty.")}

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if file is None:
            return b""
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("This file is too large. At most %(megabytes)s MB can be read; split it.")
                % {"megabytes": format_number(settings.UPLOAD_MAX_BYTES // 1_000_000)}
            )
        return file.read()
