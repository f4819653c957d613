"""Everybody on every page of a call: what each is given, and what never stands on it."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.kept import kept_for_a_file
from twoshores.programmes.models import Proposal

from . import programme_roles as roles
from .programme_roles import (
    APPLIES,
    EARLY,
    INNER,
    MEDIATED,
    READS,
    RIVALS,
    ROLES,
    RUNS,
    SEALED,
    Seen,
)
from .programme_table import ASKED, LED_ON, NOTHING_THERE, ONLY_SENT, PAGES
from .routes import all_routes
from .test_names_stay_hidden import addresses, words_of

# Words that are told apart, and who may read them anywhere.
READERS = {
    SEALED: APPLIES,  # before the deadline not even those who run the programme
    RIVALS: READS | {"assessor", "assessor_before", "rival"},
    INNER: READS | {"assessor"},
    EARLY: READS | {"assessor"},
    MEDIATED: {"applicant", "focal_point"},  # not even others who run the programme
}
# Which queries a role makes the pages ask was counted: these roles, with those who open all pages
# (test_opening_pages.py), ask all of the 266 forms of queries for reading, and of the 55 for
# sending. Who may what is decided in Python, the same on each database.
READ_ON_BOTH = {"applicant", "focal_point", "assessor"}
SEND_ON_BOTH = {"applicant_viewer", "focal_elsewhere", "partner"}
ASSESSORS = [f"{roles.READER}-{number}@example.org" for number in (1, 2, 3)]


pytestmark = pytest.mark.usefixtures("no_contexts")


def each_role(on_both: set[str]) -> list[ParameterSet]:
    """All roles on SQLite; those named on PostgreSQL too."""
    return [
        pytest.param(role, marks=() if role in on_both else pytest.mark.one_database)
        for role in ROLES
    ]


@pytest.fixture(scope="module")
def kept_seen(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[Seen, Path]]:
    folder = tmp_path_factory.mktemp("seen")
    for made in kept_for_a_file(django_db_blocker, folder, roles.build):
        yield made, folder


@pytest.fixture
def seen(kept_seen, db) -> Seen:
    return deepcopy(kept_seen[0])


def signed_in(seen: Seen, role: str) -> Client:
    client = Client()
    user = seen.users[role]
    if user is not None:
        client.force_login(user)
    return client


def own_addresses(seen: Seen) -> list[tuple[str, str]]:
    return [
        (route.name, address + ASKED.get(route.name, ""))
        for route, address in addresses(seen.world)
        if route.callback.__module__.startswith("twoshores.programmes.")
    ]


def test_every_route_of_the_app_stands_in_the_table():
    own = {
        route.name
        for route in all_routes()
        if route.callback.__module__.startswith("twoshores.programmes.")
    }
    assert own == {*PAGES, *ONLY_SENT, *NOTHING_THERE}, "say who is given this page"
    assert not set(PAGES) & {*ONLY_SENT, *NOTHING_THERE}


def wanted(name: str, role: str) -> int:
    gets, told_no = PAGES[name]
    if role in gets:
        return 302 if name in LED_ON else 200
    return 302 if role == "public" else 403 if role in told_no else 404


@pytest.mark.parametrize("role", each_role(READ_ON_BOTH))
def test_each_is_given_what_is_theirs_and_nothing_more(seen, role):
    client, user = signed_in(seen, role), seen.users[role]
    wrong = []
    for name, address in own_addresses(seen):
        answer = client.get(address)
        text = words_of(b"".join(answer) if answer.streaming else answer.content)
        if name in PAGES and answer.status_code != wanted(name, role):
            wrong.append((name, answer.status_code))
        if name not in PAGES and answer.status_code == 200:
            wrong.append((name, "is shown"))
        wrong += [(name, words) for words, may in READERS.items() if words in text
                  and role not in may]  # fmt: skip
        if role not in READS:
            others = [email for email in ASSESSORS if user is None or email != user.email]
            wrong += [(name, email) for email in others if email in text]
    assert wrong == []


def test_a_partner_that_left_without_a_contract_is_given_what_an_outsider_is(seen):
    """What it is bound to stays before it; this one is bound to nothing."""
    user = seen.users["partner"]
    left = seen.world.project.partners.filter(organisation__memberships__user=user)
    assert left.update(left_on=timezone.localdate()) == 1
    client = signed_in(seen, "partner")
    wrong = []
    for name, address in own_addresses(seen):
        answer = client.get(address)
        if name in PAGES and answer.status_code != wanted(name, "outsider"):
            wrong.append((name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", each_role(SEND_ON_BOTH))
def test_nobody_changes_what_is_not_theirs(seen, role):
    """Sent without being looked at first: the same answer, or that nothing is sent there."""
    client = signed_in(seen, role)
    may = {name: gets for name, (gets, _told_no) in PAGES.items()} | ONLY_SENT | NOTHING_THERE
    let_through = []
    for name, address in own_addresses(seen):
        if role in may[name]:
            continue
        answer = client.post(address)
        login = reverse(settings.LOGIN_URL)
        to_login = role == "public" and answer.headers.get("Location", "").startswith(login)
        if not to_login and answer.status_code not in (403, 404, 405, 410):
            let_through.append((name, answer.status_code))
    assert let_through == []


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["viewer", "applicant_viewer"])
def test_who_only_reads_sends_nothing(seen, role):
    client = signed_in(seen, role)
    let_through = []
    for name, address in own_addresses(seen):
        gets, _told_no = PAGES.get(name, (frozenset(), frozenset()))
        if role in gets and "outsider" not in gets:  # what anybody signed in may do
            answer = client.post(address)
            if answer.status_code not in (403, 404, 405):
                let_through.append((name, answer.status_code))
    assert let_through == []


def test_marks_of_others_are_shown_once_ones_own_are_in(seen):
    page = reverse("assessment", args=[seen.world.programme.pk, seen.before.pk])
    client = signed_in(seen, "assessor_before")
    assert EARLY not in client.get(page).text
    seen.before.state = "done"
    seen.before.save()
    shown = client.get(page).text
    assert EARLY in shown
    assert ASSESSORS[0] not in shown
    for role in ("assessor", "conflicted", "viewer", "rival"):
        assert signed_in(seen, role).get(page).status_code == 404


def test_those_who_run_it_read_what_assessors_wrote(seen):
    rivals = Proposal.objects.get(project__title=RIVALS)
    page = reverse("proposal_readers", args=[seen.world.programme.pk, rivals.pk])
    for role in ROLES:
        shown = signed_in(seen, role).get(page)
        assert (EARLY in shown.text) == (role in RUNS), role


def test_a_sealed_proposal_is_opened_by_its_deadline_alone(seen):
    """Even its address says nothing before, and its rivals never open it."""
    page = reverse("appraised_proposal", args=[seen.world.programme.pk, seen.world.proposal.pk])
    assert signed_in(seen, "coordinator").get(page).status_code == 404
    call = seen.world.call
    call.deadline = timezone.now() - timedelta(seconds=1)
    call.save()
    assert SEALED in signed_in(seen, "coordinator").get(page).text
    for role in sorted(set(ROLES) - READS - {"public"}):
        assert signed_in(seen, role).get(page).status_code == 404, role


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("draft", {"contract_edit", "contract_text", "instalment_new", "instalment_edit"}),
        ("proposed", {"contract_sign"}),
    ],
)
def test_a_contract_is_shown_as_far_as_it_goes(seen, state, shown):
    """A partner reads the text of its contract once it is put forward, and signs it then."""
    contract = seen.world.contract
    contract.state = state
    contract.save()
    pages = {name: address for name, address in own_addresses(seen) if name.startswith("contract_")
             or name.startswith(("instalment_", "grant"))}  # fmt: skip
    client = signed_in(seen, "officer")
    for name in ("contract_edit", "contract_text", "instalment_new", "contract_sign"):
        assert client.get(pages[name]).status_code == (200 if name in shown else 404), name
    client = signed_in(seen, "applicant")
    assert client.get(pages["grant"]).status_code == 200
    read = 404 if state == "draft" else 200
    for name in ("grant_version", "grant_file", "grant_sign"):
        assert client.get(pages[name]).status_code == read, name
    reader = signed_in(seen, "applicant_viewer").get(pages["grant_sign"])
    assert reader.status_code == (404 if state == "draft" else 403)
    assert signed_in(seen, "partner").get(pages["grant"]).status_code == 404
