"""The living page of all components, in the demo only: photographed and read by axe in tests."""

from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twoshores.common.forms import DayField

from . import gallery_samples as samples
from .decisions import access

COMPONENTS = Path(__file__).parent / "templates" / "components"


class SampleForm(forms.Form):
    """Every kind of control, with errors when it is sent empty."""

    error_css_class: ClassVar[str] = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = samples.say
        email = forms.EmailField(label=say("Your e-mail address", "بريدكم الإلكتروني"))
        email.help_text = say("Nobody sees it before you say yes.", "لا يراه أحد قبل أن توافقوا.")
        self.fields["email"] = email
        self.fields["trade"] = forms.ChoiceField(
            label=say("Your trade", "مهنتكم"),
            choices=[("", "–"), ("b", say("Beekeeper", "نحّال"))],
        )
        self.fields["words"] = forms.CharField(
            label=say("In your own words", "بكلماتكم"), widget=forms.Textarea, required=False
        )
        self.fields["how"] = forms.MultipleChoiceField(
            label=say("How would you work?", "كيف تودّون العمل؟"),
            choices=[("v", say("Short visits", "زيارات قصيرة")), ("r", say("Remote", "عن بُعد"))],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["terms"] = forms.ChoiceField(
            label=say("On what terms?", "بأي شروط؟"),
            choices=[("f", say("As a volunteer", "تطوّعًا")), ("p", say("Paid", "بأجر"))],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields["trained"] = forms.BooleanField(
            label=say("I have trained others", "سبق أن درّبت غيري"), required=False
        )
        self.fields["from"] = DayField(
            label=say("Free from", "متفرّغ من"),
            required=False,
        )


class SampleConsentForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = samples.say
        until = [("2027-05", say("31 May 2027", "٣١ مايو ٢٠٢٧"))]
        for name, label, seen in [
            (
                "listed",
                say("List me under a pseudonym", "أدرجوني باسم مستعار"),
                say(
                    "Seen: “Member B4-731, Lleida”. Never your name.", "يُرى: «العضو B4-731، ليدا»."
                ),
            ),
            (
                "asked",
                say("Let organisations ask me", "لتسألني المنظمات"),
                say("Through us, three asks at a time.", "عن طريقنا، ثلاثة طلبات في آن."),
            ),
            (
                "statistics",
                say("Count me in totals", "عدّوني في المجاميع"),
                say("Never a group under five people.", "لا مجموعة دون خمسة أشخاص."),
            ),
        ]:
            self.fields[name] = forms.BooleanField(label=label, required=False, help_text=seen)
            self.fields[f"{name}_until"] = forms.ChoiceField(
                label=say("Until", "حتى"), choices=until
            )


@cache
def component_docs() -> list[tuple[str, str]]:
    """Each component's name and what it takes: the comment on the first line of its template."""
    docs = []
    for path in sorted(COMPONENTS.glob("*.html")):
        first = path.read_text("utf-8").partition("\n")[0]
        docs.append((path.stem, first.removeprefix("{#").removesuffix("#}").strip()))
    return docs


@access("demo")
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state that a page can show it in."""
    consents = SampleConsentForm(initial={"listed": True})
    context = {
        "record": samples.record(),
        "facts": samples.facts(),
        "tabs": samples.tabs(),
        "filters": samples.filters(),
        "matches": samples.matches(),
        "finding": samples.finding(),
        "table": samples.table(),
        "amounts": samples.money(),
        "waits": samples.waits(),
        "events": samples.events(),
        "doors": samples.doors(),
        "say": samples.words(),
        "key": samples.key(),
        "figures": samples.figures(),
        "form": SampleForm(),
        "wrong_form": SampleForm({"email": "bee"}, prefix="w"),
        "consents": [
            {"box": consents[name], "until": consents[f"{name}_until"], "apart": apart}
            for name, apart in [("listed", False), ("asked", False), ("statistics", True)]
        ],
        "page_of_many": Paginator(range(90), 10).get_page(2),
        "steps": ["1", "2", "3", "4"],
        "docs": component_docs(),
    }
    return render(request, "common/components.html", context)
