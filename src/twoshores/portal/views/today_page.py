"""The page of today, built from what was read. No queries."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.actors.selectors.introductions import shown_name
from twoshores.capacities.models import Need
from twoshores.common.formatting import format_day, isolated, labelled
from twoshores.common.translations import Facing
from twoshores.common.verbs import verb_words
from twoshores.programmes.waiting import InProject

from ..addresses import address_or
from ..selectors.today import Change, Desk, Today, Wait

type Texts = Mapping[object, Facing]


def context(found: Today, texts: Texts) -> dict[str, Any]:
    waits = [wait(one, texts) for one in found.waits]
    waits += [_in_project(one) for one in found.projects]
    if waits:
        waits[0]["main"] = True  # one filled button a page: what is most urgent
    return {
        "waits": waits,
        "changes": [change(one, found.desk, texts) for one in found.changes],
        "organisations": [
            {
                "name": row.organisation.name,
                "language": row.organisation.name_language,
                "role": row.get_role_display(),
                "href": reverse("organisation", args=[row.organisation_id]),
            }
            for row in found.desk.memberships
        ],
        "links": [*_programmes(found), *links(found.desk)],
    }


def wait(one: Wait, texts: Texts) -> dict[str, Any]:
    """For components/waits.html."""
    return {
        "answer": _answer,
        "question": _question,
        "write_terms": _write_terms,
        "agree": _agree,
        "draft": _draft,
        "claim": _claim,
    }[one.kind](one, texts)


def _title(need: Need | None, texts: Texts) -> str:
    return texts[need.pk].texts["title"] if need else _("An introduction")


def _answer(one: Wait, texts: Texts) -> dict[str, Any]:
    assert one.introduction is not None
    return {
        "when": _("answer by %(day)s") % {"day": format_day(one.introduction.expires_at)},
        "title": _title(one.need, texts),
        "text": _("%(who)s asks for an introduction.")
        % {"who": shown_name(one.introduction.asking)},
        "href": reverse("introduction_detail", args=[one.introduction.pk]),
        "action": _("Read and answer"),
    }


def _question(one: Wait, texts: Texts) -> dict[str, Any]:
    assert one.introduction is not None
    return {
        "when": _("answer by %(day)s") % {"day": format_day(one.introduction.expires_at)},
        "title": _title(one.need, texts),
        "text": _("%(who)s asks something back before deciding.")
        % {"who": shown_name(one.introduction.asked)},
        "href": reverse("introduction_detail", args=[one.introduction.pk]),
        "action": _("Answer the question"),
    }


def _write_terms(one: Wait, texts: Texts) -> dict[str, Any]:
    return _terms(one, texts) | {
        "text": _("They said yes. Write down what is to be done, when and for what."),
        "action": _("Write the terms"),
    }


def _agree(one: Wait, texts: Texts) -> dict[str, Any]:
    return _terms(one, texts) | {
        "text": _("The terms of reference wait for your side to agree."),
        "action": _("Read the terms"),
    }


def _terms(one: Wait, texts: Texts) -> dict[str, Any]:
    assert one.engagement is not None
    fallback = reverse("need", args=[one.engagement.need_id])
    return {
        "when": _("since %(day)s") % {"day": format_day(one.engagement.created_at)},
        "title": _title(one.need, texts),
        "href": address_or(fallback, "engagement", one.engagement.pk),
    }


def _draft(one: Wait, texts: Texts) -> dict[str, Any]:
    assert one.need is not None
    return {
        "tag": {"kind": "mind", "text": str(one.need.get_state_display())},
        "title": _title(one.need, texts),
        "text": _("Not published yet: nobody sees it but your organisation."),
        "href": reverse("need", args=[one.need.pk]),
        "action": _("Finish and publish"),
    }


def _claim(one: Wait, texts: Texts) -> dict[str, Any]:
    assert one.claim is not None
    return {
        "when": _("since %(day)s") % {"day": format_day(one.claim.asked_at)},
        "title": one.claim.organisation.name,
        "text": _("Somebody says that they act for this organisation. A steward decides."),
        "href": reverse("claim", args=[one.claim.pk]),
        "action": _("Look and decide"),
    }


def _in_project(one: InProject) -> dict[str, Any]:
    return {
        "when": _("until %(day)s") % {"day": format_day(one.item.due)} if one.item.due else "",
        "title": labelled(one.item.text, isolated(one.item.said)),
        "said": one.title,
        "language": one.language,
        "href": one.item.href,
        "action": _("Look at it"),
    }


def change(one: Change, desk: Desk, texts: Texts) -> dict[str, Any]:
    """For components/history.html: what was done, with what, and whether by the reader."""
    words = verb_words(one.event.verb)
    if one.need is not None:
        words = _("%(done)s: %(title)s") % {"done": words, "title": _title(one.need, texts)}
    mine = one.event.by_id is not None and one.event.by_id == desk.user.pk
    return {"when": one.event.at, "who": _("by you") if mine else "", "text": words}


def _programmes(found: Today) -> list[dict[str, str]]:
    """What waits in a programme stands on its own page, which is one step from here."""
    return [
        {
            "label": labelled(_("The programme"), isolated(row.title)),
            "href": reverse("programme", args=[row.pk]),
        }
        for row in found.programmes
    ]


def links(desk: Desk) -> list[dict[str, str]]:
    """Where the reader may want to go next."""
    found = [{"label": _("All introductions"), "href": reverse("introductions")}]
    if desk.memberships:
        found.append({"label": _("Our needs"), "href": reverse("own_needs")})
        found.append(
            {"label": _("Publish a need"), "href": address_or(reverse("needs"), "need_new")}
        )
    if desk.person:
        found.append({"label": _("What is kept about me"), "href": reverse("me")})
    else:
        found.append(
            {
                "label": _("Offer your own skills"),
                "href": address_or(reverse("needs"), "join"),
            }
        )
    return found
