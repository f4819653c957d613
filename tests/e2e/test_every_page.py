"""Every page that a route leads to, read by axe as somebody who may open it.

The routes come from the map of addresses, so that a new page is read without being added here.
They are dealt to several tests, so that all workers have some. One world for each of these, in
which the pages are looked for once and read in both looks; one browser window for each role.
"""

from collections import defaultdict
from typing import Any

import pytest
from django.test import Client

from tests.guards import world as world_module
from tests.guards.test_names_stay_hidden import addresses
from tests.guards.world import World

from .conftest import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = (("en", 1280, "light"), ("ar", 360, "dark"))
HANDS = 8  # to so many tests the routes are dealt, like cards
# The first of these who is shown a page reads it: those with the fewest rights come first.
READERS = ("anonymous", "zainab", "officer", "coordinator", "registrar", "steward")
# Pieces of a page that htmx asks for: no page stands around them.
PIECES = {"places_find"}
# Kinds of pages that somebody with a task sees all day, and who must have been the one to read.
MUST_BE_READ = {
    "network": "anonymous",
    "introductions": "zainab",
    "engagements": "zainab",
    "me": "zainab",
    "person_link": "anonymous",
    "introduction_link": "anonymous",
    "engagement_link": "anonymous",
    "need_who": "officer",
    "organisation_import": "officer",
    "stewards": "steward",
    "steward_audit": "steward",
    "steward_merge": "steward",
    "steward_reveal": "steward",
    "places_waiting": "steward",
}


def hand_of(world: World, number: int) -> dict[str, list[str]]:
    """Name of a route -> its addresses, for one hand: each route is in exactly one."""
    tried: dict[str, list[str]] = defaultdict(list)
    for route, address in addresses(world):
        tried[route.name].append(address)
    assert not MUST_BE_READ.keys() - tried.keys(), "no route has such a name"
    return {name: tried[name] for name in sorted(tried.keys() - PIECES)[number::HANDS]}


def pages_by_reader(world: World, hand: dict[str, list[str]]) -> dict[str, dict[str, str]]:
    """Role -> {name of the route: address}: each route once, as a page that the role is shown."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    left = dict(hand)
    for role in READERS:
        client = Client()
        user = world.users[role]
        if user is not None:
            client.force_login(user)
        for name, tried in list(left.items()):
            for address in tried:
                answer = client.get(address)
                if answer.status_code == 405:  # it only takes forms, whoever asks
                    del left[name]
                    break
                if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                    found[role][name] = address
                    del left[name]
                    break
    return found


def faults_of(one, axe, name: str, photograph) -> list[str]:
    """What is wrong with the page that a reader has open."""
    photograph(one.page, name)
    found = axe(one.page) + one.console
    one.console.clear()
    if too_wide := overflow(one.page):
        found.append(f"{too_wide} px wider than the window")
    return found


@pytest.mark.parametrize("number", range(HANDS))
def test_every_page_that_somebody_may_open(reader, axe, photograph, number):
    world = world_module.build()
    world_module.load_known_projects()
    hand = hand_of(world, number)
    pages = pages_by_reader(world, hand)
    readers = {name: role for role, names in pages.items() for name in names}
    expected = {name: role for name, role in MUST_BE_READ.items() if name in hand}
    assert {name: readers.get(name) for name in expected} == expected

    wrong: dict[str, Any] = {}
    for role, addresses_of_role in pages.items():
        user = world.users[role]
        for language, width, scheme in LOOKS:
            one = reader(language, width, scheme)
            if user is not None:
                user.language = language
                user.save(update_fields=["language"])
                one.sign_in(user)
            for name, address in addresses_of_role.items():
                one.open(address)
                picture = f"every-{name}-{language}-{width}"
                if found := faults_of(one, axe, picture, photograph):
                    wrong[f"{role}: {name} ({language})"] = found
            one.context.close()
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())
