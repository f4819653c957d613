"""People under their pseudonyms, for everybody who is signed in: the list, and one offer."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from twoshores.accounts.models import User
from twoshores.actors.models import Look, Organisation, Person, Tie
from twoshores.actors.permissions.people import WRITERS
from twoshores.actors.selectors.organisations import organisations_of
from twoshores.actors.services.people import people_looked_at
from twoshores.common.decisions import access
from twoshores.common.drawn import Address, drawing
from twoshores.common.filters import kept_filters
from twoshores.common.formatting import join_words
from twoshores.common.models import Place
from twoshores.common.tables import csv_response
from twoshores.taxonomy.selectors import group_labels, labels_of

from ..selectors.needs import needs_owned_by
from ..selectors.offers_in_order import Listed
from ..selectors.places_shown import named_regions
from ..selectors.rosters import (
    RosterFilters,
    RosterFound,
    offer_listed_or_404,
    offers_listed,
)
from . import roster_rows
from .shortlist_rows import Words

PAGE_LENGTH = 30
MOST_ROWS = 1_000
MOST_NEEDS = 12


def _reader() -> str:
    return (get_language() or "en").split("-")[0]


def _words(homes: Iterable[Place | None], origins: Iterable[Place]) -> Words:
    """Which regions of these places may be named beside people. One query."""
    return Words({}, named_regions(homes, origins, _reader(), kind=Tie.Kind.ORIGIN))


def _words_for(offers: Sequence[Listed]) -> Words:
    return _words(
        (offer.residence for offer in offers),
        (place for offer in offers for place in offer.origins),
    )


def _groups(found: RosterFound) -> dict[str, str]:
    """The labels of the groups that people can be narrowed to, and of those above them."""
    codes = [code for code, _n in found.facets["group"]]
    return group_labels([*codes, *(code[:1] for code in codes)], _reader())


def _acts_for(user: User) -> list[Organisation]:
    """Whose look it is: the organisations that the reader writes for, else is a member of."""
    memberships = list(organisations_of(user))
    writing = [each for each in memberships if each.role in WRITERS]
    return [each.organisation for each in writing or memberships]


def _remember(user: User, people: list[Person], what: str) -> list[Organisation]:
    """Write down who looked; the people read it on their own page."""
    acting = _acts_for(user)
    looking: list[Organisation | None] = [*acting] or [None]
    for organisation in looking:
        people_looked_at(organisation=organisation, by=user, people=people, what=what)
    return acting


@access("signed_in")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who offers what: narrowed by links, searched in people's own words."""
    assert isinstance(request.user, User)
    found = offers_listed(request.user, RosterFilters.of(request.GET.dict()))
    drawn = drawing("capacities/roster_list.html", request, found.state, _listing(found))
    return render(request, "capacities/roster.html", {"drawing": drawn})


def _listing(found: RosterFound) -> Callable[[Address], tuple[dict[str, Any], None]]:
    """What the list's template needs, read when it has to be drawn anew."""

    def read(address: Address) -> tuple[dict[str, Any], None]:
        page = Paginator(found.offers, PAGE_LENGTH).get_page(address.GET.get("page"))
        offers = list(page.object_list)
        words = _words_for(offers)
        context = {
            "page": page,
            "query": found.filters.query,
            "total": found.total,
            "kept": kept_filters(address, found.facets),
            "filters": roster_rows.filter_links(address, found, _groups(found)),
            "people": [roster_rows.item(offer, words) for offer in offers],
            "address": address.GET.urlencode(),
        }
        return context, None

    return read


@access("signed_in")
@require_safe
def people_csv(request: HttpRequest) -> HttpResponse:
    """The first thousand of the same list as a table; those who stand in it learn of it."""
    assert isinstance(request.user, User)
    found = offers_listed(request.user, RosterFilters.of(request.GET.dict()))
    offers = found.offers[:MOST_ROWS]
    _remember(request.user, [offer.person for offer in offers], Look.What.EXPORT)
    rows = roster_rows.csv_rows(offers, _words_for(offers))
    return csv_response("people", roster_rows.CSV_HEADER, rows)


@access("object")
@require_safe
def person_offer(request: HttpRequest, code: str) -> HttpResponse:
    """One offer under its pseudonym. That it was opened is written down for its owner."""
    assert isinstance(request.user, User)
    offer = offer_listed_or_404(request.user, code)
    acting = _remember(request.user, [offer.person], Look.What.PROFILE)
    concepts = {skill.concept_id for skill in offer.skills.all() if skill.concept_id}
    words = _words([offer.person.residence], roster_rows.origins(offer))
    needs = needs_owned_by(request.user).filter(state="open").order_by("-opened_at")
    context = {
        "offer": offer,
        "person": offer.person,
        "is_own": offer.person.user_id == request.user.pk,
        "acting": join_words(each.name for each in acting),
        "facts": roster_rows.facts(offer, words),
        "skills": roster_rows.skills(offer, labels_of(concepts, _reader())),
        "needs": [] if not acting else list(needs[:MOST_NEEDS]),
    }
    return render(request, "capacities/person_offer.html", context)
