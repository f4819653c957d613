"""What the pages of introductions show, in words: dictionaries for the templates."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.filters import filter_group
from twoshores.common.formatting import format_day

from .. import hooks
from ..forms.introductions import DeclineForm, WordsForm
from ..introduction_states import OPEN_STATES
from ..models import Actor, Introduction, Look
from ..permissions.introductions import Standing
from ..selectors.introductions import contact_of, shown_name
from ..services.people import people_looked_at
from ..subjects import Shown, Subject, resolve, resolve_many, shown

S = Introduction.State
STATE_TAGS = {
    S.ASKED: "mind",
    S.QUESTION: "mind",
    S.ACCEPTED: "go",
    S.DECLINED: "bad",
    S.EXPIRED: "unknown",
    S.WITHDRAWN: "unknown",
}
OVER_WITHOUT_ANSWER = (S.EXPIRED, S.WITHDRAWN)


@dataclass(slots=True)
class Forms:
    """The forms of the page: words (a question or an answer) and a reason for a no."""

    words: WordsForm
    decline: DeclineForm
    words_initial: dict[str, str]

    def bind_words(self, data: QueryDict) -> WordsForm:
        self.words = WordsForm(data, initial=self.words_initial)
        return self.words

    def bind_decline(self, data: QueryDict) -> DeclineForm:
        self.decline = DeclineForm(data)
        return self.decline

    def report(self, error: ValidationError) -> None:
        """Put a service's refusal on top of the form that was sent."""
        form = self.decline if self.decline.is_bound else self.words
        if not form.is_bound:
            form = self.bind_words(QueryDict())
            form.errors.clear()
        form.add_error(None, error.messages)


def forms_for(introduction: Introduction, standing: Standing) -> Forms:
    reader = (get_language() or "en").split("-")[0]
    initial = {"language": reader if not standing.follows else introduction.message_language}
    return Forms(WordsForm(initial=initial), DeclineForm(), initial)


def context(
    introduction: Introduction, standing: Standing, by: User | None, forms: Forms, here: str
) -> dict[str, Any]:
    """Everything of the page of one introduction."""
    subject = resolve(introduction.subject_kind, introduction.subject_id)
    about = shown(introduction.subject_kind, introduction.subject_id)
    is_open = introduction.state in OPEN_STATES
    accepted = introduction.state == S.ACCEPTED
    return {
        "introduction": introduction,
        "record": _record(introduction, subject, about, by),
        "facts": about.facts if about else [],
        "subject": subject,
        "asking": shown_name(introduction.asking),
        "asking_language": name_language(introduction.asking),
        "asked": shown_name(introduction.asked),
        "asked_language": name_language(introduction.asked),
        "what_next": what_next(introduction, standing),
        "messages_written": list(introduction.messages.order_by("at", "pk")),
        "standing": standing,
        "may_accept": is_open and standing.answers,
        "may_question": introduction.state == S.ASKED and standing.answers,
        "may_answer": introduction.state == S.QUESTION and standing.follows,
        "may_withdraw": is_open and standing.follows,
        "forms": forms,
        "here": here,
        "contacts": contacts(introduction, standing, by),
        "next_step": hooks.next_step(introduction, by_link=by is None) if accepted else None,
    }


def _record(
    introduction: Introduction, subject: Subject | None, about: Shown | None, by: User | None
) -> dict[str, Any]:
    crumbs = [{"label": _("Introductions"), "href": reverse("introductions")}] if by else []
    reader = (get_language() or "en").split("-")[0]
    return {
        "crumbs": crumbs,
        "tags": [
            {"kind": STATE_TAGS[S(introduction.state)], "text": introduction.get_state_display()}
        ],
        "notes": [_("asked on %(day)s") % {"day": format_day(introduction.asked_at)}],
        "title": subject.title if subject else _("What this was about is no longer here"),
        "text": subject.text if subject else "",
        "language": subject.language if subject else reader,
        **(about.record if about else {}),
    }


def name_language(actor: Actor) -> str:
    return actor.organisation.name_language if actor.kind == Actor.Kind.ORGANISATION else ""


def what_next(introduction: Introduction, standing: Standing) -> str:
    """One sentence: where the ask stands, and what this reader can do now."""
    day = format_day(introduction.expires_at)
    for_asked = {
        S.ASKED: _("Say yes, say no, or ask something first, by %(day)s.") % {"day": day},
        S.QUESTION: _("Your question waits for an answer. You can also say yes or no now."),
        S.ACCEPTED: _("You said yes: you both see each other's contacts."),
        S.DECLINED: _("You said no. Your name was not shown."),
        S.EXPIRED: _(
            "The time to answer has run out, and your name was not shown. The organisation may "
            "ask you again."
        ),
        S.WITHDRAWN: _("The organisation took its ask back. Your name was not shown."),
    }
    for_asking = {
        S.ASKED: _("They have until %(day)s to answer.") % {"day": day},
        S.QUESTION: _("They asked you something. Answer by %(day)s.") % {"day": day},
        S.ACCEPTED: _("They said yes: you both see each other's contacts."),
        S.DECLINED: _("They said no. You see nothing more of them."),
        S.EXPIRED: _("They did not answer in time. You may ask once more."),
        S.WITHDRAWN: _("You took this ask back."),
    }
    return (for_asked if standing.answers else for_asking)[S(introduction.state)]


def contacts(
    introduction: Introduction, standing: Standing, by: User | None
) -> list[dict[str, Any]]:
    """Names and contacts of both sides after a yes; that somebody's was seen is remembered.

    Viewers of an organisation see that there was a yes, not who it is.
    """
    if introduction.state != S.ACCEPTED or not (standing.answers or standing.follows):
        return []
    sides = [(introduction.asked, standing.answers), (introduction.asking, standing.follows)]
    asking, asked = introduction.asking, introduction.asked
    is_office = asking.kind == Actor.Kind.ORGANISATION and asked.kind == Actor.Kind.PERSON
    if by is not None and standing.follows and is_office:
        people_looked_at(
            organisation=asking.organisation,
            by=by,
            people=[asked.person],
            what=Look.What.CONTACT,
            subject=introduction,
        )
    return [
        {"contact": contact, "own": own, "language": name_language(actor)}
        for actor, own in sides
        if (contact := contact_of(actor, introduction)) is not None
    ]


def list_context(
    request: HttpRequest,
    user: User,
    every: QuerySet[Introduction],
    page: Page[Introduction],
    state: str,
) -> dict[str, Any]:
    """The list: filters with counts, and rows with what each is about, in bounded queries."""
    counts = dict(every.order_by().values_list("state").annotate(number=Count("pk", distinct=True)))
    subjects = resolve_many((row.subject_kind, row.subject_id) for row in page.object_list)
    group = filter_group(
        request,
        name="state",
        title=_("Where they stand"),
        values=[(state, counts[state]) for state in Introduction.State if counts.get(state)],
        chosen=state if state in counts else "",
        words=lambda value: str(Introduction.State(value).label),
    )
    return {
        "title": _("Introductions"),
        "page": page,
        "total": page.paginator.count,
        "filters": [group] if group else [],
        "rows": [_row(user, row, subjects) for row in page.object_list],
    }


def _row(
    user: User, introduction: Introduction, subjects: dict[tuple[str, str], Subject]
) -> dict[str, Any]:
    asked = introduction.asked
    to_me = asked.kind == Actor.Kind.PERSON and asked.person.user_id == user.pk
    other = introduction.asking if to_me else asked
    return {
        "href": reverse("introduction_detail", args=[introduction.pk]),
        "subject": subjects.get((introduction.subject_kind, introduction.subject_id)),
        "tag": {
            "kind": STATE_TAGS[S(introduction.state)],
            "text": introduction.get_state_display(),
        },
        "to_me": to_me,
        "other": shown_name(other),
        "other_language": name_language(other),
        "at": introduction.asked_at,
    }
