"""What holds of every page, whoever opens it: all of it is looked at in one walk for each role.

A name is read by those whom `World.may_read` lists and by no other; visitors read no pseudonym;
a list in a form begins with nobody's answer; and opening a page changes no row and writes nobody
into the log. A new question about every page becomes a line here: walks take a minute each.
"""

import logging

import pytest

from .routes import Route
from .test_hostile_privacy import OUTBOX, logged, rows, signed_in
from .test_names_stay_hidden import addresses, headers_of, holder, leaks, words_of
from .test_nothing_is_answered_unasked import answered_unasked
from .world import ROLES, World
from .world_alliance import SIGNATORY
from .world_money import GRANT_PAGES, GRANT_SIGNATORY

KNOWN_PROJECTS = True  # for the world of this file: without them many public pages are not there

# Who signed an agreement is read by those who work on its project, on these pages and no export.
SIGNATURE_PAGES = {"alliance_agreement", "agreement_version"}
# Of the 872 forms of queries of this walk, these ask none that the other roles do not ask too:
# nothing else would be asked of PostgreSQL.
ASKS_NOTHING_MORE = {"stranger", "viewer", "coordinator"}

pytestmark = pytest.mark.usefixtures("no_contexts")


def named(world: World, role: str, route: Route, response) -> set[str]:
    """Whom or what an answer names although this role may not read it on this page."""
    may_read = world.may_read
    if key := holder(route):
        may_read = may_read | {(role, key)}
    text = words_of(b"".join(response) if response.streaming else response.content)
    found = set(leaks(text, role, may_read))
    # Headers, cookies and file names, which others write down, name nobody to anybody.
    found |= {"header" for _key in leaks(headers_of(response), "header", set())}
    if SIGNATORY in text and route.name not in SIGNATURE_PAGES:
        found.add("signatory")
    if GRANT_SIGNATORY in text and route.name not in GRANT_PAGES:
        found.add("signatory of a contract")
    if role == "anonymous" and not holder(route):  # the register is for those who sign in
        found |= {person.pseudonym for person in world.people.values() if person.pseudonym in text}
    return found


def unasked(response) -> list[str]:
    if response.status_code != 200 or response.streaming or b"<select" not in response.content:
        return []
    return answered_unasked(response.text)


def changed(before: dict[str, str]) -> set[str]:
    """Rows that are there or read otherwise now; of a login, that it was used is no change."""
    now = rows()
    both = before.keys() | now.keys()
    return {
        key for key in both if before.get(key) != now.get(key) and not key.startswith("accounts.")
    }


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=pytest.mark.one_database if role in ASKS_NOTHING_MORE else ())
        for role in ROLES
    ],
)
def test_a_page_names_nobody_to_others_and_changes_nothing(world, settings, caplog, role):
    settings.MAILERS = OUTBOX
    caplog.set_level(logging.DEBUG)
    before, client, found = rows(), signed_in(world, role), []
    for route, address in addresses(world):
        response = client.get(address)
        assert response.status_code < 500, address
        found += [(address, "names", whom) for whom in named(world, role, route, response)]
        found += [(route.name, "is answered unasked", name) for name in unasked(response)]
    assert found == []
    assert changed(before) == set()
    text = logged(caplog)
    assert "Not Found" in text or "Forbidden" in text, "nothing was logged: it proves nothing"
    assert leaks(text, "", set()) == []
