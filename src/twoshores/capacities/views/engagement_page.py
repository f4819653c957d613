"""What the pages of engagements show, in words: dictionaries for the templates."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page as ListPage
from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.selectors.introductions import introduction_token, shown_name
from twoshores.actors.views.introduction_page import name_language
from twoshores.common.editing import Conflict, StaleVersion
from twoshores.common.filters import filter_group
from twoshores.common.formatting import format_day, format_money, join_words

from ..engagement_states import MACHINE
from ..forms.engagements import FeedbackForm, MaterialForm, NoteForm, TermsForm, terms_initial
from ..models import Engagement, EngagementEvent, Side
from ..selectors.engagements import feedback_shown

S = Engagement.State
STATE_TAGS = {S.TERMS: "mind", S.AGREED: "go", S.RUNNING: "go", S.DONE: "go", S.ENDED: "unknown"}
NOTES_SHOWN = 50


def reader() -> str:
    return (get_language() or "en").split("-")[0]


@dataclass(slots=True)
class Page:
    """One engagement before one reader. side None: looks on. by None: the person's link."""

    engagement: Engagement
    side: str | None
    by: User | None
    here: str
    forms: dict[str, Any] = field(default_factory=dict)
    sent: str = ""
    conflicts: list[Conflict] = field(default_factory=list)

    def bind(self, name: str, data: QueryDict) -> Any:
        self.sent = name
        self.forms[name] = self._make(name, data)
        return self.forms[name]

    def form(self, name: str) -> Any:
        return self.forms.get(name) or self._make(name, None)

    def sent_form(self) -> Any:
        return self.forms.get(self.sent)

    def reopen_terms(self, data: QueryDict, stale: StaleVersion, conflicts: list[Conflict]) -> None:
        """What was typed, on the version that stands now; beside it what the other wrote."""
        again = data.copy()
        again["version"] = str(stale.current_version)
        self.conflicts = conflicts
        self.bind("terms", again)
        self.engagement.refresh_from_db()

    def _make(self, name: str, data: QueryDict | None) -> Any:
        if name == "terms":
            return TermsForm(data, initial=terms_initial(self.engagement))
        if name == "note":
            return NoteForm(data, prefix="note", initial={"language": reader()})
        if name == "feedback":
            return FeedbackForm(data, prefix="feedback", initial={"language": reader()})
        return MaterialForm(
            data, prefix="material", reader_language=reader(), initial={"language": reader()}
        )


def context(page: Page) -> dict[str, Any]:
    """Everything of the page of one engagement."""
    engagement, side = page.engagement, page.side
    moves = MACHINE.open_moves(engagement.state) if side else []
    events = list(engagement.events.order_by("-at", "-pk")[:NOTES_SHOWN])
    feedback = feedback_shown(engagement, side or "")
    over = engagement.state in {S.DONE, S.ENDED}
    agreed = _agreed(engagement)
    return {
        "engagement": engagement,
        "record": _record(page),
        "facts": _facts(engagement),
        "texts": _texts(engagement),
        "what_next": what_next(engagement, side),
        "agreed": agreed,
        "here": page.here,
        "moves": moves,
        "may_agree": "agree" in moves and side is not None and not agreed[side]["yes"],
        "may_rewrite": "rewrite" in moves,
        "may_note": side is not None and engagement.state in {S.AGREED, S.RUNNING},
        "may_add": side is not None and engagement.state != S.TERMS,
        "may_say": over and side is not None and not any(row.side == side for row in feedback),
        "terms_form": page.form("terms"),
        "note_form": page.form("note"),
        "feedback_form": page.form("feedback"),
        "material_form": page.form("material"),
        "sent": page.sent,
        "conflicts": page.conflicts,
        "events": [_event(page, row) for row in events],
        "done": _done(events),
        "feedback": [
            {"who": _who(page, row.side), "row": row, "rating": _rating(row.rating)}
            for row in feedback
        ],
        "materials": list(engagement.materials.order_by("at", "pk")),
        "introduction_href": _introduction_href(page),
    }


def _record(page: Page) -> dict[str, Any]:
    engagement = page.engagement
    need = engagement.need
    crumbs = [{"label": _("Engagements"), "href": reverse("engagements")}] if page.by else []
    tags = [{"kind": STATE_TAGS[S(engagement.state)], "text": engagement.get_state_display()}]
    if engagement.is_demo:
        tags.append({"kind": "demo", "text": _("demo")})
    return {
        "crumbs": crumbs,
        "tags": tags,
        "notes": [
            shown_name(engagement.introduction.asking),
            shown_name(engagement.introduction.asked),
        ],
        "title": need.title,
        "language": need.language,
    }


def _facts(engagement: Engagement) -> list[tuple[str, str]]:
    """The short terms. What was not written stays blank: the component says "not known"."""
    amount, paid = engagement.compensation_amount, []
    if amount is not None:
        paid = [(_("Amount"), format_money(amount, engagement.compensation_currency))]
    return [
        (_("How"), str(engagement.get_mode_display()) if engagement.mode else ""),
        (_("From"), format_day(engagement.starts) if engagement.starts else ""),
        (_("Until"), format_day(engagement.ends) if engagement.ends else ""),
        (_("Terms"), str(engagement.get_terms_display())),
        *paid,
    ]


def _texts(engagement: Engagement) -> list[tuple[str, str]]:
    """The longer terms that somebody wrote, each under its heading."""
    written = [
        (_("Tasks"), engagement.tasks),
        (_("What will be there at the end"), engagement.deliverables),
        (_("Expenses and fees"), engagement.compensation_note),
    ]
    return [(heading, text) for heading, text in written if text.strip()]


def _agreed(engagement: Engagement) -> dict[str, dict[str, Any]]:
    """Who agreed to the terms as they stand: an older yes counts no more."""
    versions = {
        Side.ORGANISATION.value: engagement.organisation_agreed_version,
        Side.PERSON.value: engagement.person_agreed_version,
    }
    names = {
        Side.ORGANISATION.value: shown_name(engagement.introduction.asking),
        Side.PERSON.value: shown_name(engagement.introduction.asked),
    }
    return {
        side: {"yes": version == engagement.version, "who": names[side]}
        for side, version in versions.items()
    }


def what_next(engagement: Engagement, side: str | None) -> str:
    """One sentence: where the work stands, and what comes now."""
    if engagement.state == S.TERMS and side is not None:
        agreed = _agreed(engagement)
        other = Side.PERSON.value if side == Side.ORGANISATION else Side.ORGANISATION.value
        if agreed[side]["yes"]:
            return _("You agree to the terms. The other side reads them now.")
        if agreed[other]["yes"]:
            return _("The other side agrees to these terms. Read them: agree, or change them.")
        return _("Read the terms, change what should be otherwise, then agree to them.")
    return {
        S.TERMS: _("The two sides write down what they agree on."),
        S.AGREED: _("Both sides agreed. When the work begins, say so here."),
        S.RUNNING: _("The work is under way. Note what is done; when it is finished, say so."),
        S.DONE: _("The work is done. What was learned, and what stays, stands here."),
        S.ENDED: _("This ended early. What was done stands here."),
    }[S(engagement.state)]


def _who(page: Page, side: str) -> str:
    introduction = page.engagement.introduction
    actor = introduction.asking if side == Side.ORGANISATION else introduction.asked
    return shown_name(actor)


def _event(page: Page, row: EngagementEvent) -> dict[str, Any]:
    return {"row": row, "who": _who(page, row.side)}


def _done(events: list[EngagementEvent]) -> float | None:
    """The last share that somebody could say, 0..1; None if nobody could."""
    said = [row.done_percent for row in events if row.done_percent is not None]
    return said[0] / 100 if said else None


def _rating(rating: int) -> str:
    choices = dict(FeedbackForm.base_fields["rating"].choices)  # type: ignore[attr-defined]
    return str(choices[rating])


def _introduction_href(page: Page) -> str:
    introduction = page.engagement.introduction
    if page.by is None:
        return reverse("introduction_link", args=[introduction_token(introduction)])
    return reverse("introduction_detail", args=[introduction.pk])


def missing_words(error: ValidationError) -> str:
    """A refusal without a form in words: which parts of the terms are missing, or why not."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    labels = [str(TermsForm.base_fields[name].label) for name in error.error_dict]
    return _("Write this down before you agree: %(fields)s.") % {"fields": join_words(labels)}


def list_context(
    request: HttpRequest, every: QuerySet[Engagement], page: ListPage[Engagement], state: str
) -> dict[str, Any]:
    """The list: filters with counts, and rows. No queries per row."""
    counts = dict(every.order_by().values_list("state").annotate(n=Count("pk", distinct=True)))
    group = filter_group(
        request,
        name="state",
        title=_("Where they stand"),
        values=[(state, counts[state]) for state in Engagement.State if counts.get(state)],
        chosen=state if state in counts else "",
        words=lambda value: str(Engagement.State(value).label),
    )
    return {
        "title": _("Engagements"),
        "page": page,
        "total": page.paginator.count,
        "filters": [group] if group else [],
        "rows": [_row(row) for row in page.object_list],
    }


def _row(engagement: Engagement) -> dict[str, Any]:
    introduction = engagement.introduction
    return {
        "href": reverse("engagement", args=[engagement.pk]),
        "title": engagement.need.title,
        "language": engagement.need.language,
        "tag": {
            "kind": STATE_TAGS[S(engagement.state)],
            "text": engagement.get_state_display(),
        },
        "is_demo": engagement.is_demo,
        "organisation": shown_name(introduction.asking),
        "organisation_language": name_language(introduction.asking),
        "person": shown_name(introduction.asked),
        "starts": engagement.starts,
        "ends": engagement.ends,
    }
