"""The home page, built from what was read. No queries."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twoshores.capacities.matching.counts import FEWEST
from twoshores.capacities.matching.shortlist import SHORTLIST_LENGTH
from twoshores.capacities.views.need_list import item
from twoshores.common.formatting import format_number
from twoshores.projects.views.shore_map import MapOfShores
from twoshores.taxonomy.linking import LinkStatus

from ..addresses import address_or
from ..selectors.home import LatestNeeds


def context(latest: LatestNeeds, map_of_shores: MapOfShores, labels: LinkStatus) -> dict[str, Any]:
    return {
        "labels_note": labels_note(labels),
        "doors": doors(),
        "map_of_shores": map_of_shores,
        "needs": [
            item(need, latest.texts[need.pk]) | {"help": help_words(latest.numbers.get(need.pk))}
            for need in latest.needs
        ],
        "needs_total": latest.total,
        "publish_href": address_or(reverse("needs"), "need_new"),
    }


def labels_note(labels: LinkStatus) -> str:
    """That the names of skills are still being read, while they are: it takes a minute."""
    if labels.is_complete or not labels.total:
        return ""
    return _(
        "The names of skills are still being read: %(done)s of %(total)s. "
        "Until they are, fewer people are found."
    ) % {"done": format_number(labels.done), "total": format_number(labels.total)}


def help_words(number: int | None) -> str:
    """How many could help. Fewer than five are not told apart; nothing while nobody counted."""
    if number is None:
        return ""
    if number < FEWEST:
        return _("Fewer than five people could help")
    if number >= SHORTLIST_LENGTH:
        return _("%(number)s people or more could help with all or part of it") % {
            "number": format_number(number)
        }
    return ngettext(
        "%(number)s person could help with all or part of it",
        "%(number)s people could help with all or part of it",
        number,
    ) % {"number": format_number(number)}


def doors() -> list[dict[str, str]]:
    """For components/door.html."""
    return [
        {
            "shore": "residence",
            "href": address_or(reverse("account_signup"), "join"),
            "title": _("I live abroad"),
            "text": _(
                "Offer skills, time or money to the place you come from. "
                "You are found under a pseudonym, and you can say no."
            ),
        },
        {
            "shore": "origin",
            "href": address_or(reverse("needs"), "need_new"),
            "title": _("We have a need"),
            "text": _(
                "Say what is missing, in your own language. "
                "See within a minute who could help, and why."
            ),
        },
        {
            "shore": "both",
            "href": reverse("projects"),
            "title": _("We run projects"),
            "text": _(
                "See what others did between the same two countries, with whom, "
                "and where the handbook tells of it."
            ),
        },
        {
            "shore": "policy",
            "href": address_or(reverse("projects_map"), "skill_map"),
            "title": _("We fund or make policy"),
            "text": _(
                "See which shores are joined and which skills are there, in numbers "
                "that show nobody, each traced to its source."
            ),
        },
    ]
