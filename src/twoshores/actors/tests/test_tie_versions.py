"""Two organisations that say a tie otherwise: found, shown to those who may mend it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from twoshores.actors.models import Organisation, Tie
from twoshores.actors.services.ties import TieFacts, tie_add
from twoshores.actors.tie_versions import contradictions

from .organisation_fixtures import as_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(outsider) -> Organisation:
    made = Organisation.objects.create(
        kind="organisation", name="Tostadores", name_language="es", organisation_kind="company"
    )
    made.memberships.create(user=outsider, role="officer")
    return made


def said(one, other, **facts) -> Tie:
    return Tie.objects.create(actor=one, other=other, **({"kind": "partner"} | facts))


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        ({"since": 2010}, {"since": 2014}, ["since"]),
        ({"since": 2010}, {}, []),  # nothing said is no contradiction
        ({"until": 2020}, {}, ["until"]),
        ({"strength": 1}, {"strength": 3}, ["strength"]),
        ({"strength": 1}, {"strength": 2}, []),
        ({"direction": "out"}, {"direction": "both"}, []),  # partners have no direction
        ({"kind": "supports", "direction": "out"}, {"kind": "work"}, []),
        ({"kind": "supports", "direction": "out"}, {"kind": "supports", "direction": "in"}, []),
        (
            {"kind": "supports", "direction": "both"},
            {"kind": "supports", "direction": "in"},
            ["direction"],
        ),
        ({"kind": "supports"}, {"kind": "supports", "since": 2010}, []),  # two ties of two
        ({"kind": "member"}, {"kind": "member"}, ["direction"]),  # who belongs to whom?
    ],
)
def test_what_contradicts_and_what_does_not(own, other, mine, theirs, found):
    one, two = said(own, other, **mine), said(other, own, **theirs)
    assert contradictions(one, two) == contradictions(two, one) == found


def test_both_versions_are_shown_to_those_who_may_mend_them_and_to_nobody_else(
    client, own, other, coordinator, outsider, django_assert_max_num_queries
):
    said(own, other, since=2010, kind="serves", direction="both")
    said(other, own, since=2014, kind="serves", direction="in")
    pages = f"/organisations/{own.pk}/ties/", f"/organisations/{other.pk}/ties/"
    for user, page, mine, theirs in (
        (coordinator, pages[0], "2010", "2014"),
        (outsider, pages[1], "2014", "2010"),
    ):
        client.force_login(user)
        with django_assert_max_num_queries(15):
            shown = as_text(client.get(page))
        assert f"you: {mine} · they: {theirs}" in shown
        assert "both ways" in shown
        other_page = pages[1 - pages.index(page)]
        assert "says it otherwise" not in as_text(client.get(other_page))
    client.logout()
    assert "says it otherwise" not in as_text(client.get(pages[0]))


def test_one_that_hides_is_not_found_out_by_what_it_says(client, own, other, coordinator):
    said(own, other, since=2010)
    said(other, own, since=2014)
    Organisation.objects.filter(pk=other.pk).update(visibility="owners")
    client.force_login(coordinator)
    assert "says it otherwise" not in as_text(client.get(f"/organisations/{own.pk}/ties/"))


def test_impossible_ties_are_refused_by_service_and_database(client, own, other, coordinator):
    with pytest.raises(ValidationError) as refused:
        tie_add(
            by=coordinator,
            actor=own,
            facts=TieFacts("partner", other=other, since=2014, until=2010),
        )
    assert list(refused.value.error_dict) == ["until"]
    for facts in ({"other": own}, {"other": other, "since": 2014, "until": 2010}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tie.objects.create(actor=own, kind="partner", **facts)
    client.force_login(coordinator)
    sent = {"add": "1", "kind": "partner", "strength": "2", "direction": "out", "since": "2004"}
    sent |= {"other": "Tostadores", "until": "٢٠١٠"}
    assert client.post(f"/organisations/{own.pk}/ties/", sent).status_code == 302
    assert "until 2010" in as_text(client.get(f"/organisations/{own.pk}/ties/"))
