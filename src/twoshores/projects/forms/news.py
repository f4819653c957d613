"""News of a project."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.forms import DayField

from ..models import Document
from ..services.documents import Upload
from .documents import Uploaded, UploadField
from .fields import ChoicesForm, text_area

NEWS_FACTS = ("title", "text", "language", "on", "is_public")


class NewsForm(ChoicesForm):
    """What happened, with pictures from the project's own or one sent along."""

    title = forms.CharField(label=gettext_lazy("What happened"), max_length=160)
    text = text_area(gettext_lazy("Tell it"), 6000, rows=8)
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"))
    on = DayField(label=gettext_lazy("When"))
    pictures = forms.MultipleChoiceField(
        label=gettext_lazy("Pictures"), widget=forms.CheckboxSelectMultiple, required=False
    )
    picture = UploadField(
        label=gettext_lazy("A picture to add"),
        help_text=gettext_lazy("It is made smaller, and where it was taken is removed."),
        accept=".jpg,.jpeg,.png,.webp",
        required=False,
    )
    caption = forms.CharField(
        label=gettext_lazy("What that picture shows"),
        help_text=gettext_lazy("For those who do not see it."),
        max_length=300,
        required=False,
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Others may read it"),
        help_text=gettext_lazy(
            "On the public page, if that shows news. Ask those whom a picture shows first."
        ),
        required=False,
    )
    language_fields = ("language",)

    def __init__(self, *args: Any, pictures: Iterable[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_id = {str(row.pk): row for row in pictures}
        self.choose("pictures", [(pk, row.caption) for pk, row in self._by_id.items()])
        if not self._by_id:
            del self.fields["pictures"]

    def clean_pictures(self) -> list[Document]:
        return [self._by_id[pk] for pk in self.cleaned_data["pictures"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("picture") and not cleaned.get("caption", "").strip():
            self.add_error("caption", _("Say what the picture shows: not everybody sees it."))
        return cleaned

    def chosen(self) -> list[Document]:
        found: list[Document] = self.cleaned_data.get("pictures", [])
        return found

    def upload(self) -> Upload | None:
        file: Uploaded | None = self.cleaned_data.get("picture")
        if file is None:
            return None
        return Upload(file.name or "", file.read(), self.cleaned_data["caption"])
