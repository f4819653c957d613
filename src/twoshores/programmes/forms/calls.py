"""A call, its themes, criteria, questions and documents."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.forms import WholeField
from twoshores.common.upload_field import BytesField
from twoshores.common.years import check_year
from twoshores.projects.forms.fields import Across, ChoicesForm, number_field, text_area

from ..models import Call, Criterion, Prompt

CALL_FACTS = (
    *("code", "title", "language", "summary", "about", "stages", "time_zone"),
    *("opens_at", "concept_deadline", "deadline", "questions_until"),
    *("currency", "budget", "grant_least", "grant_most", "months_least", "months_most"),
)
MOMENTS = ("opens_at", "concept_deadline", "deadline", "questions_until")
THEME_FACTS = ("title", "about")
CRITERION_FACTS = ("level", "component", "title", "guidance", "weight", "most", "least")
PROMPT_FACTS = ("whom", "stage", "title", "help", "most_characters", "required")
ACCEPT = ".pdf,.docx,.xlsx,.odt,.csv,.txt"


class ClockField(forms.CharField):
    """A day and a time by a clock that another field names: cleans to a naive datetime."""

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"
    )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("Write day and time like this: %(example)s.") % {"example": "2027-03-01 17:00"}
            ) from error
        check_year(found.date())
        return found.replace(tzinfo=None)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%Y-%m-%dT%H:%M:%S") if isinstance(value, datetime) else value


def moment_by(clock: datetime, zone: str) -> datetime:
    """The moment at which the clocks of a zone show this; the first of two in autumn.

    Raises ValidationError for an hour that the clocks leave out in spring.
    """
    moment = clock.replace(tzinfo=ZoneInfo(zone))
    try:
        back = moment.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except OverflowError as error:  # in the first or the last hours that a calendar knows
        raise forms.ValidationError(_("This is no day.")) from error
    if back != clock:
        raise forms.ValidationError(_("On this day the clocks there leave this hour out."))
    return moment


class NotedForm(ChoicesForm):
    """A form of a call; once it is published, it asks what changed, for those who read it."""

    def __init__(self, *args: Any, noted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if noted:
            self.fields["note"] = forms.CharField(
                label=gettext_lazy("What changed, in a few words"),
                help_text=gettext_lazy(
                    "The call is public: saving publishes a further version, and applicants read "
                    "this beside it."
                ),
                max_length=300,
            )


class CallForm(NotedForm):
    """The facts of a call."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Short, for its address and for letters: letters, digits, dashes."),
        max_length=40,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9-]*$")],
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"))
    summary = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    about = text_area(
        gettext_lazy("What is sought"),
        10_000,
        help_text=gettext_lazy(
            "What projects shall bring about, for whom, and what is not funded."
        ),
        rows=10,
    )
    stages = forms.ChoiceField(
        label=gettext_lazy("How it goes"), choices=Call.Stages.choices, widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("The clock of all dates below"),
        help_text=gettext_lazy("Applicants read the dates by this clock and by their own."),
    )
    opens_at = ClockField(label=gettext_lazy("Opens"), required=False)
    concept_deadline = ClockField(
        label=gettext_lazy("Concepts until"),
        help_text=gettext_lazy("Only where a concept comes first."),
        required=False,
    )
    deadline = ClockField(
        label=gettext_lazy("Proposals until"),
        help_text=gettext_lazy("What arrives at this second is late."),
        required=False,
    )
    questions_until = ClockField(label=gettext_lazy("Questions until"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency of the grants"))
    budget = number_field(gettext_lazy("Money for all grants"), places=2)
    grant_least = number_field(gettext_lazy("Smallest grant"), places=2)
    grant_most = number_field(gettext_lazy("Largest grant"), places=2)
    months_least = WholeField(
        label=gettext_lazy("Shortest, months"), required=False, min_value=1, max_value=600
    )
    months_most = WholeField(
        label=gettext_lazy("Longest, months"), required=False, min_value=1, max_value=600
    )
    language_fields = ("language",)
    currency_fields = ("currency",)

    def __init__(
        self,
        *args: Any,
        zones: Iterable[tuple[str, str]],
        fixed: Iterable[str],
        passed: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        """zones: (name in the IANA list, words). fixed: facts that no longer change. passed:
        deadlines that have passed, which are shown and stay."""
        super().__init__(*args, **kwargs)
        self.choose("time_zone", zones)
        for name in fixed:
            del self.fields[name]
        self.passed = tuple(passed)
        for name in self.passed:
            self.fields[name].help_text = _(
                "This deadline has passed, so it stays. To take more, publish a new call."
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        zone = cleaned.get("time_zone")
        for name in MOMENTS if zone else ():
            clock = cleaned.get(name)
            if isinstance(clock, datetime) and self._is_untouched(name, clock, zone):
                del cleaned[name]  # its moment stays, to the split second, by whatever clock
            elif isinstance(clock, datetime):
                try:
                    cleaned[name] = moment_by(clock, str(zone))
                except forms.ValidationError as error:
                    self.add_error(name, error)
        self._in_order(cleaned, "grant_least", "grant_most")
        self._in_order(cleaned, "months_least", "months_most")
        return cleaned

    def _is_untouched(self, name: str, clock: datetime, zone: Any) -> bool:
        """Whether a moment is as the form showed it. A deadline that has passed is meant to stay
        also where another clock was chosen for the dates."""
        shown = self.initial.get(name)
        if not isinstance(shown, datetime) or shown.replace(microsecond=0) != clock:
            return False
        return name in self.passed or zone == self.initial.get("time_zone")

    def _in_order(self, cleaned: Mapping[str, Any], least: str, most: str) -> None:
        low, high = cleaned.get(least), cleaned.get(most)
        if low is not None and high is not None and low > high:
            self.add_error(most, _("This is less than the bound above."))


def initial_of_call(call: Call) -> dict[str, Any]:
    """What the form shows of a stored call: its moments by its own clock."""
    zone = ZoneInfo(call.time_zone)
    shown = {name: getattr(call, name) for name in CALL_FACTS}
    for name in MOMENTS:
        if shown[name] is not None:
            shown[name] = shown[name].astimezone(zone).replace(tzinfo=None)
    return shown


class ThemeForm(NotedForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    about = text_area(gettext_lazy("What belongs to it"), 2000)


class CriterionForm(NotedForm):
    """What is weighed: at which level, for which component, how heavily."""

    level = forms.ChoiceField(
        label=gettext_lazy("What is looked at"),
        choices=Criterion.Level.choices,
        widget=forms.RadioSelect,
    )
    component = forms.ChoiceField(
        label=gettext_lazy("Which component"), choices=Criterion.Component.choices, widget=Across
    )
    title = forms.CharField(label=gettext_lazy("Criterion"), max_length=200)
    guidance = text_area(
        gettext_lazy("How to mark it"),
        2000,
        help_text=gettext_lazy("Applicants read it too: say what makes a good mark."),
    )
    weight = number_field(gettext_lazy("Weight"), digits=6, places=2)
    most = WholeField(label=gettext_lazy("Best mark"), min_value=1, max_value=100)
    least = number_field(
        gettext_lazy("Needed at least"),
        help_text=gettext_lazy(
            "A proposal below this mark is not funded, whatever its total. Empty: no such bar."
        ),
        digits=6,
        places=2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weight"].required = True  # 0 is an answer: asked about and not counted

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("least", _("This is more than the best mark."))
        return cleaned


class PromptForm(NotedForm):
    """A question that proposals answer in words."""

    title = forms.CharField(label=gettext_lazy("Question"), max_length=300)
    help = text_area(gettext_lazy("What helps to answer it"), 2000)
    whom = forms.ChoiceField(
        label=gettext_lazy("Who answers"), choices=Prompt.Whom.choices, widget=forms.RadioSelect
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("When"), choices=Prompt.Stage.choices, widget=forms.RadioSelect
    )
    most_characters = WholeField(
        label=gettext_lazy("At most, characters"), min_value=100, max_value=10_000
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)


class CallDocumentForm(NotedForm):
    """A paper that everybody may fetch."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Written in"))
    file = BytesField(
        label=gettext_lazy("File"),
        accept=ACCEPT,
        help_text=gettext_lazy(
            "A PDF, a Word, Excel or OpenDocument text without macros, a CSV or plain text."
        ),
    )
    language_fields = ("language",)


class TranslationForm(forms.Form):
    """All texts of a call in another language, each below its original."""

    def __init__(self, *args: Any, texts: Iterable[Mapping[str, Any]], **kwargs: Any) -> None:
        """texts: name, label, original, longest, translated (of each text that says something)."""
        super().__init__(*args, **kwargs)
        for text in texts:
            long = text["longest"] > 300
            self.fields[text["name"]] = forms.CharField(
                label=text["label"],
                help_text=text["original"],
                initial=text["translated"],
                required=False,
                max_length=text["longest"],
                widget=forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput(),
            )
