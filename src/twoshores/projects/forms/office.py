"""Sending a Word or Excel file back, and deciding on what it changes."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import format_number
from twoshores.common.upload_field import BytesField

from ..office.told import Words, only_differing
from ..services.office import Check, Decisions

MINE, THEIRS, LEAVE = "mine", "theirs", "leave"


class OfficeForm(forms.Form):
    file = BytesField(label=gettext_lazy("The file that you changed"), accept=".xlsx,.docx")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = format_number(settings.UPLOAD_MAX_BYTES // 1_000_000)
        words = _("Excel (.xlsx) or Word (.docx), %(n)s MB at most.")
        self.fields["file"].help_text = words % {"n": most}


class DecisionsForm(forms.Form):
    """A field for each conflict, each unclear cell, each row to be taken out or added anew."""

    stamp = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, check: Check, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stamp"].initial = check.stamp
        self._check = check
        self.sent_stamp = str(self.data.get("stamp", ""))
        self._add_choices(words)
        self._add_boxes(words)

    def _add_choices(self, words: Words) -> None:
        for number, conflict in enumerate(self._check.found.conflicts):
            mine = words.value(conflict.row, conflict.field, conflict.mine)
            theirs = words.value(conflict.row, conflict.field, conflict.theirs)
            left = words.value(conflict.row, conflict.field, conflict.left)
            left = only_differing(left, theirs)[0]
            mine, theirs = only_differing(mine, theirs)
            self.fields[f"conflict-{number}"] = forms.ChoiceField(
                label=words.cell(conflict.row, conflict.field),
                help_text=_("When the file left: %(value)s") % {"value": left},
                widget=forms.RadioSelect,
                choices=[
                    (MINE, _("From the file: %(value)s") % {"value": mine}),
                    (THEIRS, _("What stands there now: %(value)s") % {"value": theirs}),
                ],
            )
        for number, question in enumerate(self._check.reading.questions):
            readings = [
                (reading, words.value(question.row, question.field, reading))
                for reading in question.readings
            ]
            self.fields[f"question-{number}"] = forms.ChoiceField(
                label=words.cell(question.row, question.field),
                help_text=_("“%(typed)s” (%(table)s, %(where)s) can mean several things.")
                % {"typed": question.typed, "table": question.table, "where": question.where},
                widget=forms.RadioSelect,
                choices=[*readings, (LEAVE, words.leave(question))],
            )

    def _add_boxes(self, words: Words) -> None:
        for kind, rows in (
            ("remove", self._check.found.removed),
            ("anew", self._check.found.vanished),
        ):
            for number, row in enumerate(rows):
                self.fields[f"{kind}-{number}"] = forms.BooleanField(
                    label=words.row(row), required=False
                )

    def group(self, kind: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{kind}-")]

    def decisions(self) -> Decisions:
        said, found = self.cleaned_data, self._check.found
        readings = {
            (question.row, question.field): said[f"question-{number}"]
            for number, question in enumerate(self._check.reading.questions)
            if said[f"question-{number}"] != LEAVE
        }
        return Decisions(
            mine=frozenset(
                (conflict.row, conflict.field)
                for number, conflict in enumerate(found.conflicts)
                if said[f"conflict-{number}"] == MINE
            ),
            readings=readings,
            removed=frozenset(r for n, r in enumerate(found.removed) if said[f"remove-{n}"]),
            anew=frozenset(r for n, r in enumerate(found.vanished) if said[f"anew-{n}"]),
        )
