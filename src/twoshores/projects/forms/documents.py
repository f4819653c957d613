"""Files: sending one, saying what it is."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.file_kinds import KINDS
from twoshores.common.formatting import format_number, to_reader_digits

from ..services.documents import Upload

DOCUMENT_FACTS = ("name", "caption", "is_public")
# Django's stubs take a type for the file within; at run time there is none, so this stays lazy.
type Uploaded = UploadedFile[Any]
ACCEPT = ",".join(kind.ending for kind in KINDS)


class UploadField(forms.FileField):
    """A file under the limit of uploads, not read yet."""

    def __init__(self, **kwargs: Any) -> None:
        accept = kwargs.pop("accept", ACCEPT)
        kwargs.setdefault("error_messages", {"empty": gettext_lazy("This file is empty.")})
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Uploaded | None:
        """What is too large is refused before it is read."""
        file: Uploaded | None = super().clean(data, initial)
        if file and (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("This file is too large. At most %(megabytes)s MB can be kept.")
                % {"megabytes": format_number(settings.UPLOAD_MAX_BYTES // 1_000_000)}
            )
        return file


def caption_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy("Needed for pictures: some of your readers do not see them."),
        max_length=300,
        required=False,
    )


class DocumentNewForm(forms.Form):
    """A file to keep."""

    file = UploadField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "A picture, a PDF, a Word, Excel or OpenDocument text, a CSV or plain text; 10 MB at "
            "most. Pictures are made smaller, and where and when they were taken is removed."
        ),
    )
    caption = caption_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = to_reader_digits(str(self.fields["file"].help_text))

    def upload(self) -> Upload:
        file: Uploaded = self.cleaned_data["file"]
        return Upload(file.name or "", file.read(), self.cleaned_data["caption"])


class DocumentForm(forms.Form):
    """What a kept file is called, what it shows, and, for the keeper, whether others read it."""

    name = forms.CharField(label=gettext_lazy("Name of the file"), max_length=160)
    caption = caption_field()
    is_public = forms.BooleanField(
        label=gettext_lazy("Others may read it"),
        help_text=gettext_lazy(
            "On the public page, if that shows papers. See first that no names, signatures or "
            "account numbers stand in it, and ask those whom a picture shows."
        ),
        required=False,
    )

    def __init__(self, *args: Any, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keeps:
            del self.fields["is_public"]
