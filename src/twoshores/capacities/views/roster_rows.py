"""What the list of people and one offer say, in words. No queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twoshores.actors.models import Tie
from twoshores.common.filters import Addressed, filter_group
from twoshores.common.formatting import format_day, format_number, join_words
from twoshores.common.models import Place
from twoshores.common.templatetags.ui import language_name
from twoshores.common.territories import country_name

from ..models import Profile, ProfileSkill
from ..selectors.offers_in_order import Listed
from ..selectors.rosters import RosterFound
from .shortlist_rows import LABELS, Words, availability_words, place_words, residence_words

FEW = 12  # values of a filter that are shown; those with most people
SKILLS_SHOWN = 4
CSV_HEADER = (
    *("code", "lives_in", "comes_from", "said", "language", "languages", "modes", "times"),
    *("hours_per_week", "available_from", "available_until", "terms", "confirmed"),
)


def filter_links(
    request: Addressed, found: RosterFound, groups: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Links with counts. groups: the label of each code in the facet of that name."""
    titles = {
        "lives": _("Lives in"),
        "region": _("Region"),
        "origin": _("Comes from"),
        "group": _("Kind of work"),
        "language": _("Speaks"),
        "mode": _("How"),
        "terms": _("Terms"),
    }
    words: dict[str, Callable[[str], str]] = {
        "lives": country_name,
        "region": lambda key: found.regions.get(key, key),
        "origin": country_name,
        # ESCO has "K07" and "K", but no "K0" between them.
        "group": lambda code: groups.get(code) or groups.get(code[:1], code),
        "language": language_name,
        "mode": lambda value: str(LABELS["modes"].get(value, value)),
        "terms": lambda value: str(LABELS["terms"].get(value, value)),
    }
    shown = [
        filter_group(
            request,
            name=name,
            title=titles[name],
            values=_most(values, getattr(found.filters, name)),
            chosen=getattr(found.filters, name),
            words=words[name],
        )
        for name, values in found.facets.items()
    ]
    return [group for group in shown if group is not None]


def _most(values: Sequence[tuple[str, int]], chosen: str) -> list[tuple[str, int]]:
    """The values with most people, and the chosen one."""
    return [pair for place, pair in enumerate(values) if place < FEW or pair[0] == chosen]


def origins(offer: Profile) -> list[Place]:
    return [
        tie.place
        for tie in offer.person.ties.all()
        if tie.kind == Tie.Kind.ORIGIN and tie.place is not None
    ]


def item(offer: Listed, words: Words) -> dict[str, Any]:
    """One person of the list."""
    return {
        "code": offer.pseudonym,
        "href": reverse("person_offer", args=[offer.pseudonym]),
        "is_demo": offer.is_demo,
        "language": offer.language,
        "headline": offer.headline,
        "said": [
            {"text": text, "language": language}
            for text, language in offer.said[:SKILLS_SHOWN]
            if text != offer.headline
        ],
        "more": max(0, len(offer.said) - SKILLS_SHOWN),
        "meta": _meta(offer, words),
        "sunk": offer.state == Profile.State.SUNK,
    }


def _origin_words(places: Iterable[Place], words: Words) -> list[str]:
    """Each once: two villages of one region read the same."""
    return list(dict.fromkeys(place_words(place, words.named.ties) for place in places))


def _meta(offer: Listed, words: Words) -> str:
    lives = residence_words(offer, words)
    comes = join_words(_origin_words(offer.origins, words))
    parts = [
        _("lives in %(place)s") % {"place": lives} if offer.residence else "",
        _("comes from %(place)s") % {"place": comes} if comes else "",
        join_words(language_name(language) for language in offer.languages),
        join_words(str(LABELS["modes"][mode]).lower() for mode in offer.modes),
        str(LABELS["terms"][offer.terms]).lower(),
    ]
    return " · ".join(part for part in parts if part)


def facts(offer: Profile, words: Words) -> list[tuple[str, str]]:
    """How, when, where and on which terms; places no finer than a region with five people."""
    spoken = [
        f"{language_name(row.language)} ({row.get_level_display()})"
        for row in offer.languages.all()
    ]
    times = [str(LABELS["times"][time]) for time in offer.times]
    if offer.hours_per_week:
        hours = _("%(n)s hours a week") % {"n": format_number(offer.hours_per_week)}
        times.append(hours)
    comes = _origin_words(origins(offer), words)
    trained = {True: _("yes"), False: _("no"), None: ""}[offer.has_trained]
    lives = residence_words(offer.person, words) if offer.person.residence else ""
    return [
        (_("Lives in"), lives),
        (_("Comes from"), join_words(comes)),
        (_("Languages"), join_words(spoken)),
        (_("How"), join_words(str(LABELS["modes"][mode]) for mode in offer.modes)),
        (
            _("When"),
            " · ".join(part for part in (join_words(times), availability_words(offer)) if part),
        ),
        (_("Terms"), str(offer.get_terms_display())),
        (_("Has trained others"), trained),
        (_("Confirmed"), format_day(offer.confirmed_at)),
    ]


def skills(offer: Profile, labels: Mapping[int, str]) -> list[dict[str, Any]]:
    """Each skill as it was said, what it is read as, how well and how long."""
    return [
        {
            "said": skill.said,
            "language": skill.language,
            "second_said": skill.second_said,
            "second_language": skill.second_language,
            "label": labels.get(skill.concept_id or 0, ""),
            "meta": _skill_meta(skill),
        }
        for skill in offer.skills.all()
    ]


def _skill_meta(skill: ProfileSkill) -> str:
    parts = [str(skill.get_level_display())]
    if skill.years is not None:
        parts.append(
            ngettext("%(n)s year", "%(n)s years", skill.years) % {"n": format_number(skill.years)}
        )
    if skill.recognised is not None:
        parts.append(_("recognised") if skill.recognised else _("not recognised"))
    if skill.working_below:
        parts.append(_("working below it"))
    if skill.linked == ProfileSkill.Linked.SUGGESTED:
        parts.append(_("read from the words, not confirmed"))
    return " · ".join(parts)


def csv_rows(offers: Iterable[Listed], words: Words) -> Iterable[list[Any]]:
    """Pseudonyms and what the page shows, nothing that identifies."""
    for offer in offers:
        yield [
            offer.pseudonym,
            residence_words(offer, words) if offer.residence else "",
            "; ".join(_origin_words(offer.origins, words)),
            "; ".join(dict.fromkeys([offer.headline, *(text for text, _lang in offer.said)])),
            offer.language,
            " ".join(offer.languages),
            " ".join(offer.modes),
            " ".join(offer.times),
            offer.hours_per_week,
            offer.available_from,
            offer.available_until,
            offer.terms,
            offer.confirmed_at.date(),
        ]
