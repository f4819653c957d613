"""What people write in a report, and when it is due."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import ChoicesForm, date_field, text_area

REPORT_FACTS = ("language", "done", "changed", "difficulties", "lessons", "following")


class ReportForm(ChoicesForm):
    """The words of a report. Its figures come from what was noted during the period."""

    language = forms.ChoiceField(label=_("Language it is written in"))
    done = text_area(
        _("What was done"),
        6000,
        help_text=_("The figures stand beside your text: say what they do not say."),
        rows=6,
    )
    changed = text_area(_("What changed for people"), 6000, rows=6)
    difficulties = text_area(_("What was difficult, and what was done about it"), 6000)
    lessons = text_area(_("What others can learn from it"), 6000)
    following = text_area(_("What comes next"), 6000)
    language_fields = ("language",)


class DueForm(forms.Form):
    """When the reports of a period are due."""

    due_on = date_field(_("Due on"))


class RemarkForm(forms.Form):
    """What is said when a report is sent back or accepted."""

    remark = text_area(_("What you say to it"), 4000, rows=3)
