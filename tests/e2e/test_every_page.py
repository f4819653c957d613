"""Every page that a route leads to, read by axe as somebody who may open it.

The routes come from the map of addresses, so that a new page is read without being added here.
One world and one browser window for each role: loading them takes longer than reading a page.
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


def pages_by_reader(world: World) -> dict[str, dict[str, str]]:
    """Role -> {name of the route: address}: each route once, as a page that the role is shown."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    shown: set[str] = set()
    for role in READERS:
        client = Client()
        user = world.users[role]
        if user is not None:
            client.force_login(user)
        for route, address in addresses(world):
            if route.name in shown | PIECES:
                continue
            answer = client.get(address)
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                found[role][route.name] = address
                shown.add(route.name)
    return found


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1280, "light"), ("ar", 360, "dark")]
)
def test_every_page_that_somebody_may_open(reader, axe, photograph, language, width, scheme):
    world = world_module.build()
    world_module.load_known_projects()
    pages = pages_by_reader(world)
    readers = {name: role for role, names in pages.items() for name in names}
    assert {name: readers.get(name) for name in MUST_BE_READ} == MUST_BE_READ

    wrong: dict[str, Any] = {}
    for role, addresses_of_role in pages.items():
        one = reader(language, width, scheme)
        user = world.users[role]
        if user is not None:
            user.language = language
            user.save(update_fields=["language"])
            one.sign_in(user)
        for name, address in addresses_of_role.items():
            page = one.open(address)
            photograph(page, f"every-{name}-{language}-{width}")
            found = axe(page) + one.console
            one.console.clear()
            if too_wide := overflow(page):
                found.append(f"{too_wide} px wider than the window")
            if found:
                wrong[f"{role}: {name}"] = found
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())
