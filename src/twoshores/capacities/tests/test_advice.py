"""When nobody covers a need alone: who could together, or what stands in the way."""

import pytest
from django.urls import reverse

from twoshores.actors.models import Membership
from twoshores.actors.services.consents import Evidence, consent_withdraw
from twoshores.capacities.matching.advice import advice_on
from twoshores.capacities.matching.shortlist import shortlist_of
from twoshores.capacities.models import Need, NeedRequirement
from twoshores.capacities.services.needs import shortlist_keep


@pytest.fixture
def officer_client(client, officer):
    officer.language = "en"
    officer.save()
    client.force_login(officer)
    return client


@pytest.fixture
def halves(make_member, concepts):
    """Three people: two know water, one of them better; one knows food."""
    water, food, _disease = concepts
    return (
        make_member("water", [(water, 4, "l'eau")]),
        make_member("food", [(food, 3, "nourrir")]),
        make_member("some", [(water, 1, "un peu d'eau")]),
    )


def advice(need):
    return advice_on(shortlist_of(Need.objects.get(pk=need.pk), teams=True))


def page(client, need, **query):
    return client.get(reverse("need_who", args=[need.pk]), query).text


def test_two_cover_what_one_does_not(need, halves, concepts):
    water, food, some = halves
    found = advice(need)
    assert [{h.person.pk for h in team} for team in found.teams] == [
        {water.pk, food.pk},
        {some.pk, food.pk},
    ]
    assert {c for h in found.teams[0] for c in h.takes} == {concepts[0].pk, concepts[1].pk}
    assert found.missing == ()
    assert found.obstacles is None


def test_the_page_names_the_two_and_links_to_their_entries(officer_client, need, halves):
    water, food, _some = halves
    text = page(officer_client, need)
    together = text[text.index('id="together"') :]
    assert "Two together do" in together
    for person in (water, food):
        assert f"open={person.pseudonym}#{person.pseudonym}" in together
        assert f'id="{person.pseudonym}"' in text
        assert list(person.looks.values_list("what", flat=True)) == ["shortlist"]
    assert "in-the-way" not in text
    assert "1 other person covers it" in together  # water
    assert "nobody else covers it" in together  # food


def test_one_who_covers_all_needs_no_advice(officer_client, need, halves, make_member, concepts):
    make_member("both", [(concepts[0], 2, "x"), (concepts[1], 2, "y")])
    assert advice(need).teams == []
    text = page(officer_client, need)
    assert "together" not in text
    assert "in-the-way" not in text


def test_nobody_is_proposed_against_their_will_or_the_organisations(need, officer, halves):
    water, food, some = halves
    shortlist_keep(by=officer, need=need, person_id=water.pk, verdict="unsuitable")
    assert {h.person.pk for h in advice(need).teams[0]} == {some.pk, food.pk}
    own = Evidence(channel="link", text_language="fr")
    consent_withdraw(by=None, person=food, purposes=["listed"], evidence=own)
    found = advice(need)
    assert found.teams == []
    assert found.missing


def test_a_requirement_nobody_covers_is_named_with_what_would_help(
    officer_client, need, make_member, concepts
):
    make_member("one", [(concepts[0], 4, "x")])
    found = advice(need)
    assert found.missing == (concepts[1].pk,)
    assert found.obstacles is not None
    assert {o.concept: o.would_fit for o in found.obstacles.obstacles if o.concept} == {
        concepts[0].pk: 0,
        concepts[1].pk: 1,
    }
    text = page(officer_client, need)
    assert "If “feed fish” were only wished, 1 person would fit." in text
    assert reverse("need_skills", args=[need.pk]) in text[text.index("in-the-way") :]


def test_a_filter_of_the_need_that_leaves_nobody_is_named(
    officer_client, need, make_member, concepts
):
    for name in ("a", "b"):
        make_member(name, [(concepts[0], 4, "x")], languages=("el",))
    text = page(officer_client, need)
    assert "Languages useful there: if this were left open, 2 people would fit." in text
    assert f"{reverse('need_edit', args=[need.pk])}#id_languages" in text


def test_viewers_read_the_advice_without_links_to_forms_they_may_not_open(
    officer_client, need, officer, make_member, concepts
):
    make_member("a", [(concepts[0], 4, "x")], languages=("el",))
    Membership.objects.filter(user=officer).update(role="viewer")
    text = page(officer_client, need)
    assert "if this were left open" in text
    assert reverse("need_edit", args=[need.pk]) not in text[text.index("in-the-way") :]


def test_two_conditions_at_once_and_an_empty_roster_are_told_apart(
    officer_client, need, make_member, concepts
):
    assert "Nobody on the roster claims" in page(officer_client, need)
    make_member("a", [(concepts[0], 4, "x")], languages=("el",), modes=("return",))
    assert "two or more would have to give way" in page(officer_client, need)


def test_an_unlinked_requirement_is_said_to_be_unlinked(
    officer_client, need, make_member, concepts
):
    NeedRequirement.objects.filter(need=need, concept=concepts[1]).update(
        concept=None, linked="none"
    )
    make_member("a", [(concepts[0], 4, "x")])
    text = page(officer_client, need)
    assert "“تغذية الأسماك” is not linked to a skill yet" in text


def test_filters_of_the_page_that_leave_nobody_say_how_many_each_keeps_out(
    officer_client, need, halves
):
    text = page(officer_client, need, mode="short", time="evenings")
    assert "Without the filter “How they would work”, 3 people are left." in text
    assert "Without the filter “Time”, 0 people are left." in text


def test_links_to_entries_on_other_pages_lead_there(officer_client, need, make_member, concepts):
    for number in range(11):
        make_member(f"w{number}", [(concepts[0], 4, "x")])
    food = make_member("food", [(concepts[1], 1, "y")])
    text = page(officer_client, need)
    assert f"page=2&amp;open={food.pseudonym}#{food.pseudonym}" in text
    assert f'id="{food.pseudonym}"' in page(officer_client, need, page=2, open=food.pseudonym)


def test_the_page_stays_within_15_queries_with_advice(
    officer_client, need, make_member, concepts, django_assert_max_num_queries
):
    NeedRequirement.objects.filter(concept=concepts[0]).update(strict=True)
    for number in range(12):
        make_member(f"m{number}", [(concepts[0], 4, "x")])
    page(officer_client, need)
    with django_assert_max_num_queries(15):
        assert "in-the-way" in page(officer_client, need)
