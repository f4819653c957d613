"""The demo's programme: a fund with one open call, by the same services that real people use."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.programmes.models import Call, CallQuestion, Criterion, Programme, Prompt, Theme
from twoshores.programmes.services.call_parts import call_part_create, call_translate
from twoshores.programmes.services.calls import call_create, call_publish
from twoshores.programmes.services.programmes import programme_create

from .call_words import (
    CALL,
    CRITERIA,
    CRITERIA_IN,
    PROMPTS,
    PROMPTS_IN,
    QUESTION,
    RULES,
    THEMES,
)
from .logins import demo_user

OFFICER = "fund@demo.example.org"
CODE = "DEMO-SHORES"
CLOCK = "Europe/Brussels"
LANGUAGE = "en"
CALL_TEXTS = ("title", "summary", "about")


@dataclass(frozen=True, slots=True)
class CallWords:
    """Texts of a call and its parts, in its language and in others, as `call_words.py` has them."""

    call: dict[str, tuple[str, str, str]]  # by language: title, in a few words, what is sought
    themes: list[dict[str, tuple[str, str]]]
    criteria: list[tuple[str, str, int, int | None, str, str]]
    criteria_in: dict[str, list[tuple[str, str]]]
    prompts: list[tuple[str, str, str, int]]
    prompts_in: dict[str, list[tuple[str, str]]]


@transaction.atomic
def load_demo_programme() -> Call | None:
    """A fund, its officer, its programme and an open call. None where they are loaded already."""
    if Programme.objects.filter(is_demo=True).exists():
        return None
    by = demo_user(OFFICER, gettext_noop("Officer of a programme that funds projects"), LANGUAGE)
    programme = programme_create(
        by=by,
        organisation=_fund(by),
        facts={
            "title": "Two shores",
            "language": LANGUAGE,
            "about": "Money, courses and people to ask, for small organisations on both shores.",
            "currency": "EUR",
            "visibility": "public",
            "giving_prefix": "360G-demo",
            "data_licence": Programme.Licence.CC_BY,
        },
    )
    call = _call(by, programme)
    words = CallWords(CALL, THEMES, CRITERIA, CRITERIA_IN, PROMPTS, PROMPTS_IN)
    call_parts(by, call, words)
    call_publish(by=by, call=call)
    _question(call)
    return call


def _fund(officer: User) -> Organisation:
    fund = Organisation.objects.create(
        kind=Organisation.Kind.ORGANISATION,
        is_demo=True,
        name="Tidewater Fund",
        name_language=LANGUAGE,
        organisation_kind="donor",
        recognition="registered",
        country="BE",
        languages=["en", "fr", "ar"],
        iati_identifier="XI-IATI-DEMO",  # given to nobody: files of the demo say whose they are
        description="A fund of several donors for small projects of migrants and their places.",
        description_language=LANGUAGE,
    )
    Membership.objects.create(user=officer, organisation=fund, role="coordinator")
    return fund


def _call(by: User, programme: Programme) -> Call:
    """Open for three weeks; three months are left, until five in the afternoon in Brussels."""
    now = timezone.now().astimezone(ZoneInfo(CLOCK))
    five = now.replace(hour=17, minute=0, second=0, microsecond=0)
    title, summary, about = CALL[LANGUAGE]
    return call_create(
        by=by,
        programme=programme,
        facts={
            "code": CODE,
            "title": title,
            "summary": summary,
            "about": about,
            "language": LANGUAGE,
            "time_zone": CLOCK,
            "opens_at": five - timedelta(days=21),
            "questions_until": five + timedelta(days=60),
            "deadline": five + timedelta(days=90),
            "currency": "EUR",
            "budget": Decimal(10_000_000),
            "grant_least": Decimal(50_000),
            "grant_most": Decimal(200_000),
            "months_least": 9,
            "months_most": 18,
            "rules": RULES,
        },
    )


def call_parts(by: User, call: Call, words: CallWords) -> None:
    """Themes, criteria and questions, and the texts of all in other languages."""
    translated: dict[str, dict[tuple[models.Model, str], str]] = {
        language: {(call, name): text for name, text in zip(CALL_TEXTS, texts, strict=True)}
        for language, texts in words.call.items()
        if language != LANGUAGE
    }
    for said in words.themes:
        title, about = said[LANGUAGE]
        theme = call_part_create(
            by=by, call=call, model=Theme, facts={"title": title, "about": about}
        )
        for language, texts in translated.items():
            texts[theme, "title"], texts[theme, "about"] = said[language]
    for number, (level, component, weight, least, title, guidance) in enumerate(words.criteria):
        criterion = call_part_create(
            by=by,
            call=call,
            model=Criterion,
            facts={
                "level": level,
                "component": component,
                "weight": Decimal(weight),
                "least": least,
                "title": title,
                "guidance": guidance,
            },
        )
        for language, texts in translated.items():
            title, guidance = words.criteria_in[language][number]
            texts[criterion, "title"], texts[criterion, "guidance"] = title, guidance
    for number, (whom, title, help, most) in enumerate(words.prompts):
        prompt = call_part_create(
            by=by,
            call=call,
            model=Prompt,
            facts={"whom": whom, "title": title, "help": help, "most_characters": most},
        )
        for language, texts in translated.items():
            texts[prompt, "title"], texts[prompt, "help"] = words.prompts_in[language][number]
    for language, texts in translated.items():
        call_translate(by=by, call=call, language=language, texts=texts)


def _question(call: Call) -> None:
    """Answered already; written directly, so that no mail goes out for it."""
    text, answer = QUESTION
    call.questions.create(
        language=LANGUAGE,
        text=text,
        shown_text=text,
        answer=answer,
        answer_language=LANGUAGE,
        state=CallQuestion.State.PUBLISHED,
        answered_at=timezone.now() - timedelta(days=2),
    )
