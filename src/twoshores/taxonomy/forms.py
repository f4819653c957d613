"""Words that may mean an occupation or a skill."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import Concept

KINDS = (
    ("", _("Occupations and skills")),
    (Concept.Kind.OCCUPATION, Concept.Kind.OCCUPATION.label),
    (Concept.Kind.SKILL, Concept.Kind.SKILL.label),
)


class WordsForm(forms.Form):
    """A trade or a skill in somebody's own words; the language decides what can be suggested."""

    q = forms.CharField(label=_("A trade or a skill, in your own words"), max_length=300)
    language = forms.ChoiceField(label=_("Language of these words"), required=False)
    kind = forms.ChoiceField(label=_("Look among"), required=False, choices=KINDS)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Another, or I do not know")), *settings.LANGUAGES]
