"""What an organisation states about its ties, and who reads what was done."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from twoshores.actors.models import Membership
from twoshores.actors.services.organisations import (
    OrganisationFacts,
    organisation_create,
    organisation_update,
)
from twoshores.actors.services.ties import TieFacts, tie_add

from .organisation_fixtures import as_text

pytestmark = pytest.mark.django_db


# Ties


def test_ties_to_a_place_a_group_and_an_organisation(
    client, own, coordinator, ownerless, ecuador, django_assert_max_num_queries
):
    client.force_login(coordinator)
    path = f"/organisations/{own.pk}/ties/"
    tie = {"add": "1", "kind": "serves", "strength": "3", "direction": "out"}
    assert client.post(path, tie | {"place_text": "Ecuador", "since": "1998"}).status_code == 302
    assert client.post(path, tie | {"group": "Familias de Vilcabamba"}).status_code == 302
    assert client.post(path, tie | {"other": "town HALL"}).status_code == 302
    with django_assert_max_num_queries(15):
        shown = as_text(client.get(path))
    assert all(word in shown for word in ("Ecuador", "Familias de Vilcabamba", "Town hall", "1998"))
    page = f"http://testserver/organisations/{ownerless.pk}/"
    assert client.post(path, tie | {"other": page}).status_code == 422  # stated already
    assert client.post(path, tie | {"other": "Nobody"}).status_code == 422
    assert client.post(path, tie).status_code == 422
    assert client.post(path, tie | {"group": "A", "other": "Town hall"}).status_code == 422
    first = own.ties.order_by("pk").first()
    client.post(path, {"remove": first.pk})
    assert own.ties.count() == 2
    assert client.post(path, {"remove": "999999"}).status_code == 404
    assert client.post(path, {"remove": "x"}).status_code == 404


def test_a_hidden_organisation_cannot_be_found_out_by_naming_it(client, own, coordinator, outsider):
    hidden = organisation_create(
        by=outsider, facts=OrganisationFacts("Hidden", "en", "ngo", visibility="owners")
    )
    client.force_login(coordinator)
    tie = {"add": "1", "kind": "partner", "strength": "2", "direction": "both"}
    for name in ("Hidden", str(hidden.pk)):
        answer = client.post(f"/organisations/{own.pk}/ties/", tie | {"other": name})
        assert answer.status_code == 422


def test_ties_are_bound_by_rules(own, coordinator, outsider):
    with pytest.raises(ValidationError):
        tie_add(by=coordinator, actor=own, facts=TieFacts("partner", other=own.actor_ptr))
    with pytest.raises(ValidationError):
        tie_add(by=coordinator, actor=own, facts=TieFacts("partner", group="A", since=2999))
    with pytest.raises(PermissionDenied):
        tie_add(by=outsider, actor=own, facts=TieFacts("partner", group="A"))


# History


def test_members_read_the_history_of_their_organisation(
    client, own, coordinator, outsider, django_assert_max_num_queries
):
    facts = OrganisationFacts("Café Loja", "es", "ngo", country="EC", website="https://a.example")
    organisation_update(by=coordinator, organisation=own, facts=facts, places=[], opened_version=1)
    Membership.objects.create(user=outsider, organisation=own, role="officer")
    client.force_login(outsider)
    with django_assert_max_num_queries(15):
        shown = as_text(client.get(f"/history/?about={own.pk}"))
    assert "Organisation changed (description" in shown
    assert "Coordinator, Café Loja" in shown
    assert "https://a.example" not in shown
    client.force_login(coordinator)
    assert "> you" in as_text(client.get("/history/"))


def test_nobody_else_reads_it_but_stewards(client, own, outsider, demo_steward):
    assert client.get("/history/").status_code == 302
    client.force_login(outsider)
    assert client.get(f"/history/?about={own.pk}").status_code == 404
    assert client.get("/history/?about=all").status_code == 404
    assert "Nothing was done yet" in as_text(client.get("/history/"))
    client.force_login(demo_steward)
    shown = as_text(client.get("/history/"))
    assert "Organisation made" in shown
    assert client.get(f"/history/?about={own.pk}").status_code == 200


def test_stewards_read_pseudonyms_and_no_offices_in_everything(client, person, own, demo_steward):
    Membership.objects.create(user=person.user, organisation=own, role="officer")
    client.force_login(demo_steward)
    shown = as_text(client.get("/history/?about=all"))
    assert person.pseudonym in shown
    assert "Aïcha" not in shown
    assert "Officer" not in shown


def test_somebody_reads_the_history_of_their_own_record(client, person):
    client.force_login(person.user)
    shown = as_text(client.get("/history/"))
    assert person.pseudonym in shown
    assert "Consent recorded" in shown
