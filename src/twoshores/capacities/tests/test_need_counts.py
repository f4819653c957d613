"""The counts beside the list of needs: kept between readings, right after every write."""

import pytest
from django.contrib.auth.models import AnonymousUser

from twoshores.capacities.models import Need
from twoshores.capacities.selectors.need_lists import NeedFilters, needs_listed
from twoshores.capacities.services.needs import need_move
from twoshores.common.models import AuditEvent


def _facets(reader, **chosen):
    return needs_listed(reader, NeedFilters.of(chosen)).facets


@pytest.fixture
def kept(need):
    """The facets after they were read once, as the next reader gets them."""
    _facets(AnonymousUser())
    return _facets(AnonymousUser())


def test_counts_follow_a_need_that_is_filled_and_opened_again(need, officer, kept):
    assert kept["language"] == [(need.language, 1)]
    need_move(by=officer, need=need, move="fill")
    assert _facets(AnonymousUser())["language"] == []
    assert _facets(AnonymousUser(), state="filled")["language"] == [(need.language, 1)]
    need.refresh_from_db()
    need_move(by=officer, need=need, move="reopen")
    assert _facets(AnonymousUser())["language"] == [(need.language, 1)]


def test_counts_follow_an_edit_whose_event_came_out_of_order(need, kept):
    events = AuditEvent.objects.count()
    Need.objects.filter(pk=need.pk).update(terms="paid", version=99)
    assert AuditEvent.objects.count() == events
    assert _facets(AnonymousUser())["terms"] == [("paid", 1)]


def test_an_officers_draft_is_counted_for_nobody(need, officer, kept):
    Need.objects.filter(pk=need.pk).update(state=Need.State.DRAFT)
    for reader in (officer, AnonymousUser()):
        assert not any(_facets(reader).values())


def test_a_facet_keeps_the_other_filters_and_not_its_own(need, kept):
    assert _facets(AnonymousUser(), language="xx")["language"] == [(need.language, 1)]
    assert _facets(AnonymousUser(), language="xx")["terms"] == []
    assert _facets(AnonymousUser(), language="xx", q=need.title)["language"] == kept["language"]


def test_counts_are_not_counted_again_while_nothing_is_written(
    need, kept, django_assert_num_queries
):
    with django_assert_num_queries(2):
        assert _facets(AnonymousUser()) == kept


def test_the_total_is_the_number_of_needs_in_the_list(need, kept):
    for chosen in ({}, {"language": need.language}, {"language": "xx"}, {"q": need.title}):
        found = needs_listed(AnonymousUser(), NeedFilters.of(chosen))
        assert found.total == len(found.needs)


def test_the_list_reads_what_it_shows_in_one_query(client, need, kept, django_assert_num_queries):
    with django_assert_num_queries(4):  # two for whether anything changed, one for translations
        text = client.get("/needs/").text
    assert need.title in text
    assert need.organisation.name in text
    with django_assert_num_queries(3):
        assert need.title in client.get("/needs.csv").text
