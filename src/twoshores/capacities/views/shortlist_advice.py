"""What a shortlist says when nobody covers the need alone, in words. No queries."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from twoshores.common.filters import Addressed
from twoshores.common.formatting import format_number, join_words
from twoshores.engines.teams import Obstacle

from ..matching.advice import Advice, Helper
from ..matching.shortlist import Shortlist
from ..models import Need
from ..selectors.shortlists import FACETS, Narrowed, narrow
from . import shortlist_rows as rows

OBSTACLES_SHOWN = 4
MANY = 15  # some twenty are looked at: beyond this the number says nothing


def context(
    request: Addressed,
    need: Need,
    shortlist: Shortlist,
    narrowed: Narrowed,
    advice: Advice,
    *,
    words: rows.Words,
    page_length: int,
    writes: bool,
) -> dict[str, Any]:
    """For need_advice.html: `team`, `way` and `loosen`, each empty if there is nothing to say."""
    names = _names(shortlist, words)
    places = Places(request, need, narrowed, page_length)
    return {
        "team": team(advice, names, places),
        "way": way(need, shortlist, advice, names, writes),
        "loosen": loosen(request, shortlist, narrowed),
    }


def _names(shortlist: Shortlist, words: rows.Words) -> dict[int, str]:
    """What is asked, by concept, in the words in which the list above says it."""
    lines = shortlist.question.lines if shortlist.question else {}
    return {concept: rows.line_words(line, concept, words) for concept, line in lines.items()}


class Places:
    """Where the entry of a person stands: on which page of the list as it is narrowed now."""

    def __init__(
        self, request: Addressed, need: Need, narrowed: Narrowed, page_length: int
    ) -> None:
        self.query, self.need = request.GET, need
        self.pages = {
            entry.found["person_id"]: at // page_length + 1
            for at, entry in enumerate(narrowed.entries)
        }

    def link(self, helper: Helper) -> SafeString:
        code = helper.person.pseudonym
        page = self.pages.get(helper.person.pk)
        if page is None:  # filtered out, or beyond the list: asking is what is left to do
            href = reverse("need_ask", args=[self.need.pk, code])
        else:
            query = self.query.copy()
            query["page"], query["open"] = str(page), code
            href = f"?{query.urlencode()}#{code}"
        return format_html('<a href="{}"><bdi>{}</bdi></a>', href, code)


def team(advice: Advice, names: dict[int, str], places: Places) -> dict[str, Any]:
    if not advice.teams:
        return {}
    best = advice.teams[0]
    title = {
        2: _("Nobody covers everything alone. Two together do."),
        3: _("Nobody covers everything alone. Three together do."),
        4: _("Nobody covers everything alone. Four together do."),
    }[len(best)]
    if advice.missing:
        title = {
            2: _("Nobody covers everything. Two together cover the most."),
            3: _("Nobody covers everything. Three together cover the most."),
            4: _("Nobody covers everything. Four together cover the most."),
        }[len(best)]
    why = {2: _("Why these two"), 3: _("Why these three"), 4: _("Why these four")}[len(best)]
    return {
        "title": title,
        "text": _sentence(best, names, places),
        "missing": join_words(names[c] for c in advice.missing),
        "why": why,
        "reasons": [_reason(concept, advice, names, places) for concept in _covered(best)],
        "others": [_sentence(other, names, places) for other in advice.teams[1:]],
    }


def _covered(team: tuple[Helper, ...]) -> list[int]:
    return [concept for helper in team for concept in helper.takes]


def _sentence(team: tuple[Helper, ...], names: dict[int, str], places: Places) -> SafeString:
    """ "K7-204 for water and training; H5-877 for disease prevention"."""
    template = pgettext("K7-204 for water, training", "%(code)s for %(skills)s")
    parts = [
        format_html(
            template.replace("%(code)s", "{code}").replace("%(skills)s", "{skills}"),
            code=places.link(helper),
            skills=join_words(names[c] for c in helper.takes),
        )
        for helper in team
    ]
    return format_html_join(_("; "), "{}", ((part,) for part in parts))


def _reason(concept: int, advice: Advice, names: dict[int, str], places: Places) -> dict[str, Any]:
    able = [helper for helper in advice.teams[0] if concept in helper.covers]
    others = advice.able[concept] - len(able)
    if others >= MANY:
        otherwise = _("many others cover it")
    elif others:
        otherwise = ngettext(
            "%(n)s other person covers it", "%(n)s other people cover it", others
        ) % {"n": format_number(others)}
    else:
        otherwise = _("nobody else covers it")
    return {
        "asked": names[concept],
        "who": format_html_join(_(", "), "{}", ((places.link(helper),) for helper in able)),
        "otherwise": otherwise,
    }


def way(
    need: Need, shortlist: Shortlist, advice: Advice, names: dict[int, str], writes: bool
) -> dict[str, Any]:
    """What stands in the way: conditions that, dropped alone, would let more people fit."""
    found = advice.obstacles
    if found is None:
        return {}
    unlinked = _unlinked(shortlist)
    helping = [o for o in found.obstacles if o.would_fit > found.fits and o.concept not in unlinked]
    edit = reverse("need_edit", args=[need.pk]) if writes else ""
    skills = reverse("need_skills", args=[need.pk]) if writes else ""
    items = [_unlinked_item(names[concept], skills) for concept in unlinked]
    items += [_obstacle(o, names, edit, skills) for o in helping[:OBSTACLES_SHOWN]]
    nothing = "" if items else _nothing_helps(advice, names)
    return {
        "title": _("What stands in the way"),
        "items": items,
        "nothing": nothing,
        "href": skills if nothing else "",
    }


def _nothing_helps(advice: Advice, names: dict[int, str]) -> str:
    if advice.missing:
        return _("Nobody covers %(skills)s; those on the list only come near.") % {
            "skills": join_words(names[concept] for concept in advice.missing)
        }
    if advice.anybody:
        return _("No single condition keeps them out: two or more would have to give way.")
    return _("Nobody on the roster claims a skill near these. Other words may find more.")


def _unlinked(shortlist: Shortlist) -> list[int]:
    assert shortlist.question is not None
    return [
        number
        for number, line in shortlist.question.lines.items()
        if line.concept_id is None and line.required
    ]


def _unlinked_item(name: str, href: str) -> dict[str, str]:
    text = _("“%(skill)s” is not linked to a skill yet, so nobody can meet it.") % {"skill": name}
    return {"text": text, "href": href, "action": _("Say it in other words")}


def _obstacle(obstacle: Obstacle, names: dict[int, str], edit: str, skills: str) -> dict[str, str]:
    count = obstacle.would_fit
    if obstacle.concept is not None:
        text = ngettext(
            "If “%(skill)s” were only wished, %(n)s person would fit.",
            "If “%(skill)s” were only wished, %(n)s people would fit.",
            count,
        ) % {"skill": names[obstacle.concept], "n": format_number(count)}
        return {"text": text, "href": skills, "action": _("Change what must be met")}
    conditions = {
        "mode": (_("How somebody could help"), "id_modes"),
        "language": (_("Languages useful there"), "id_languages"),
        "availability": (_("From when until when"), "id_starts"),
        "country": (_("Countries left out"), ""),
    }
    label, anchor = conditions[obstacle.kind]
    text = ngettext(
        "%(condition)s: if this were left open, %(n)s person would fit.",
        "%(condition)s: if this were left open, %(n)s people would fit.",
        count,
    ) % {"condition": label, "n": format_number(count)}
    href = f"{edit}#{anchor}" if edit and anchor else edit
    return {"text": text, "href": href, "action": _("Change it")}


def loosen(request: Addressed, shortlist: Shortlist, narrowed: Narrowed) -> list[dict[str, str]]:
    """For a list that the reader's own filters left empty: how many each of them keeps out."""
    if narrowed.entries or not shortlist.entries:
        return []
    chosen = {name: request.GET[name] for name in FACETS if request.GET.get(name)}
    items = []
    for name in chosen:
        rest = {key: value for key, value in chosen.items() if key != name}
        count = len(narrow(shortlist, rest, "score").entries)
        query = request.GET.copy()
        for gone in (name, "page", "open"):
            query.pop(gone, None)
        text = ngettext(
            "Without the filter “%(filter)s”, %(n)s person is left.",
            "Without the filter “%(filter)s”, %(n)s people are left.",
            count,
        ) % {"filter": FACET_LABELS[name](), "n": format_number(count)}
        items.append({"text": text, "href": f"?{query.urlencode()}", "action": _("Leave it out")})
    return items


FACET_LABELS = {
    "mode": lambda: _("How they would work"),
    "lives": lambda: _("Lives in"),
    "tie": lambda: _("Tie to the place"),
    "time": lambda: _("Time"),
    "terms": lambda: _("Terms"),
}
