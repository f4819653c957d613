"""You should know each other: who is suggested, asked, and not suggested again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.actors.models import Introduction, Membership, Organisation, Tie
from twoshores.actors.services.introductions import introduction_decline
from twoshores.alliances.selectors.acquaintances import acquaintances_of
from twoshores.alliances.services.acquaintances import (
    acquaintance_ask,
    acquaintance_put_aside,
)
from twoshores.common.models import AuditEvent, Place


def organisation(name, country="ML", **facts) -> Organisation:
    whole = {"kind": "organisation", "name": name, "name_language": "fr", "country": country}
    return Organisation.objects.create(**whole | {"organisation_kind": "ngo"} | facts)


@pytest.fixture
def near(design) -> Organisation:
    """An organisation that the keeper's friend knows, with a field of work in common."""
    made = organisation("Mopti Health", sectors=["Eau potable", "santé"])
    design.keeper.sectors = ["eau  potable"]
    design.keeper.version += 1
    design.keeper.save()
    Tie.objects.create(actor=design.keeper, other=design.partner_organisation, kind="partner")
    Tie.objects.create(actor=made, other=design.partner_organisation, kind="supports")
    return made


def suggested(organisation) -> list[str]:
    return [row.other.label for row in acquaintances_of(organisation)]


def ask(design, other, by=None):
    return acquaintance_ask(
        by=by or design.coordinator,
        organisation=design.keeper,
        other=other,
        message="Shall we dig together?",
        language="en",
    )


def test_two_steps_away_with_a_trade_in_common(design, near):
    organisation("Far away", sectors=["eau potable"])
    [row] = acquaintances_of(design.keeper)
    assert row.other.id == str(near.pk)
    assert [node.label for node in row.through] == ["Kayes in Paris"]
    assert (row.fields, row.kind, row.places) == (["eau potable"], "", [])
    assert suggested(near) == ["Kayes Water"]
    assert suggested(design.partner_organisation) == []  # it knows them both


def test_a_kind_that_is_a_trade_and_a_place_join_too(design, near):
    Organisation.objects.filter(pk=near.pk).update(sectors=[], version=2)
    assert suggested(design.keeper) == []

    Organisation.objects.filter(pk__in=[near.pk, design.keeper.pk]).update(
        organisation_kind="school", version=3
    )
    [row] = acquaintances_of(design.keeper)
    assert row.kind == "school"

    region = Place.objects.create(key="t:ML.1", kind="region", country="ML", name="Kayes")
    town = Place.objects.create(
        key="t:ML.1.1", kind="locality", country="ML", name="Yélimané", parent=region
    )
    Tie.objects.create(actor=near, place=town, kind="serves")
    design.keeper.places.add(town)
    Organisation.objects.filter(pk=design.keeper.pk).update(version=4)
    [row] = acquaintances_of(design.keeper)
    assert row.places == [town]  # and not its region, which says less


def test_who_shows_itself_to_nobody_is_not_suggested(design, near):
    near.visibility = "members"
    near.save()
    assert suggested(design.keeper) == []
    assert suggested(near) == []


def test_whoever_was_asked_does_not_come_back(design, near):
    introduction = ask(design, near)
    assert (introduction.asking_id, introduction.asked_id) == (design.keeper.pk, near.pk)
    assert suggested(design.keeper) == []
    assert suggested(near) == []
    with pytest.raises(ValidationError):
        ask(design, near)

    member = design.stranger
    Membership.objects.create(user=member, organisation=near, role="officer")
    introduction_decline(by=member, introduction=introduction)
    assert suggested(design.keeper) == []
    assert suggested(near) == []


def test_whoever_was_put_aside_does_not_come_back(design, near):
    acquaintance_put_aside(by=design.coordinator, organisation=design.keeper, other=near)
    acquaintance_put_aside(by=design.coordinator, organisation=design.keeper, other=near)
    assert suggested(design.keeper) == []
    assert suggested(near) == ["Kayes Water"]
    assert AuditEvent.objects.filter(verb="acquaintance.put_aside").count() == 1


def test_only_officers_ask_and_only_whom_is_suggested(design, near):
    for user in (design.viewer, design.abroad, design.stranger):
        with pytest.raises(PermissionDenied):
            ask(design, near, by=user)
    with pytest.raises(ValidationError, match="not suggested"):
        ask(design, organisation("Far away", sectors=["eau potable"]))


def test_the_pages_are_for_those_who_write(client, design, near, django_assert_max_num_queries):
    page = reverse("organisation_acquaintances", args=[design.keeper.pk])
    one = reverse("organisation_acquaintance", args=[design.keeper.pk, near.pk])
    for user, status in ((design.viewer, 403), (design.abroad, 404), (design.stranger, 404)):
        client.force_login(user)
        assert client.get(page).status_code == status
        assert client.post(one, {"aside": "1"}).status_code == status

    client.force_login(design.coordinator)
    design.project.visibility, design.project.shown = "public", ["partners"]
    design.project.save()
    with django_assert_max_num_queries(15):
        shown = client.get(page).content.decode()
    assert "Mopti Health" in shown
    assert "You both work on" in shown
    assert (
        "Whom you should know"
        in client.get(reverse("organisation", args=[design.keeper.pk])).content.decode()
    )
    assert client.post(one, {"message": "", "language": "en"}).status_code == 422
    sent = client.post(one, {"message": "Shall we dig?", "language": "en"}, follow=True)
    assert "They were asked" in sent.content.decode()
    asked = Introduction.objects.get()
    told = client.get(reverse("introduction_detail", args=[asked.pk])).content.decode()
    assert "Kayes Water" in told
    assert client.post(one, {"message": "Again?", "language": "en"}).status_code == 422


def test_the_page_puts_aside(client, design, near):
    client.force_login(design.coordinator)
    one = reverse("organisation_acquaintance", args=[design.keeper.pk, near.pk])
    gone = client.post(one, {"aside": "1"}, follow=True).content.decode()
    assert "It will not be suggested again" in gone
    assert suggested(design.keeper) == []
