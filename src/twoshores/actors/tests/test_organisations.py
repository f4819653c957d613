"""Organisations: who sees, makes and changes one; drafts of its form."""

import csv
import io
import re

import pytest
from django.core.exceptions import PermissionDenied

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.actors.selectors.organisations import organisations_written_for
from twoshores.actors.services.organisations import (
    OrganisationFacts,
    organisation_update,
)
from twoshores.common.editing import StaleVersion
from twoshores.common.models import AuditEvent, Draft, Translation

from .organisation_fixtures import FORM, as_text

pytestmark = pytest.mark.django_db


# The list


def test_the_list_narrows_counts_and_finds_without_accents(
    client, own, ownerless, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        shown = as_text(client.get("/organisations/"))
    assert "Café Loja" in shown
    assert "?kind=ngo" in shown
    assert "Town hall" not in as_text(client.get("/organisations/?kind=ngo"))
    assert "Café Loja" not in as_text(client.get("/organisations/?country=ML"))
    found = as_text(client.get("/organisations/?q=ORGANICO"))
    assert "Café Loja" in found
    assert "Town hall" not in found
    assert "No organisation matches" in as_text(client.get("/organisations/?q=nothing&kind=ngo"))
    assert client.get("/organisations/?kind=%00&country=<&page=x").status_code == 200


def test_names_stand_in_the_readers_language_beside_the_original(client, own):
    Translation.objects.create(
        subject_kind="actors.organisation",
        subject_id=str(own.pk),
        field="name",
        language="en",
        text="Coffee of Loja",
        status="human",
    )
    shown = as_text(client.get("/organisations/"))
    assert "Coffee of Loja" in shown
    assert "Café Loja" in shown
    assert "Coffee of Loja" in as_text(client.get(f"/organisations/{own.pk}/"))


def test_the_csv_holds_public_facts_and_nothing_that_runs(client, own):
    Organisation.objects.filter(pk=own.pk).update(name="=cmd()", contact_email="in@example.org")
    answer = client.get("/organisations/list.csv?kind=ngo")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][1] == "'=cmd()"
    assert "in@example.org" not in str(rows)


# Who sees what


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("public", {"nobody", "outsider", "coordinator", "steward"}),
        ("members", {"outsider", "coordinator", "steward"}),
        ("owners", {"coordinator", "steward"}),
    ],
)
def test_for_outsiders_what_they_may_not_know_of_does_not_exist(
    client, own, coordinator, outsider, demo_steward, visibility, seen_by
):
    Organisation.objects.filter(pk=own.pk).update(visibility=visibility)
    readers = {
        "nobody": None,
        "outsider": outsider,
        "coordinator": coordinator,
        "steward": demo_steward,
    }
    for name, user in readers.items():
        client.logout()
        if user:
            client.force_login(user)
        for path in (f"/organisations/{own.pk}/", f"/organisations/{own.pk}/ties/"):
            assert client.get(path).status_code == (200 if name in seen_by else 404), name
        assert ("Café Loja" in as_text(client.get("/organisations/"))) == (name in seen_by)
        listed = client.get("/organisations/list.csv").content.decode()
        assert ("Café Loja" in listed) == (name in seen_by)
        if name not in seen_by and user:
            assert client.get(f"/organisations/{own.pk}/edit/").status_code == 404


def test_members_are_seen_by_members_only(client, own, coordinator, outsider, demo_steward):
    path = f"/organisations/{own.pk}/members/"
    assert client.get(path).status_code == 302
    for user in (outsider, demo_steward):
        client.force_login(user)
        assert client.get(path).status_code == 404
        assert client.post(path, {"act": "invite", "email": "x@example.org"}).status_code == 404
        assert "coordinator@example.org" not in as_text(client.get(f"/organisations/{own.pk}/"))
    client.force_login(coordinator)
    assert "coordinator@example.org" in as_text(client.get(path))


# Make and change


def test_whoever_makes_one_coordinates_it(client, coordinator, ecuador):
    assert client.get("/organisations/new/").status_code == 302
    client.force_login(coordinator)
    assert client.get("/organisations/new/").status_code == 200
    answer = client.post("/organisations/new/", FORM | {"places_text": "ecuador"})
    made = Organisation.objects.get()
    assert answer["Location"] == f"/organisations/{made.pk}/ties/"
    assert (made.recognised_since, made.languages) == (2004, ["es", "qu"])
    assert made.sectors == ["café", "formación"]
    assert made.website == "https://cafe.example.org"
    assert made.description_language == "es"
    assert list(made.places.all()) == [ecuador]
    assert organisations_written_for(coordinator) == [made]
    event = AuditEvent.objects.get(verb="organisation.create")
    assert event.about_id == str(made.pk)


def test_errors_stand_at_the_field_and_keep_what_was_typed(client, coordinator):
    client.force_login(coordinator)
    answer = client.post(
        "/organisations/new/", FORM | {"recognised_since": "2999", "website": "not a site"}
    )
    assert answer.status_code == 422
    shown = as_text(answer)
    assert "Asociación de Caficultores" in shown
    assert 'href="#id_website"' in shown
    answer = client.post("/organisations/new/", FORM | {"recognised_since": "2999"})
    assert "has come already" in as_text(answer)
    assert not Organisation.objects.exists()


def test_letters_of_any_script_and_ten_thousand_of_them(client, coordinator):
    client.force_login(coordinator)
    names = FORM | {"name": "جمعية 🐝 <script>", "name_language": "ar"}
    assert client.post("/organisations/new/", names).status_code == 302
    made = Organisation.objects.get()
    assert "<script>" not in as_text(client.get(f"/organisations/{made.pk}/"))
    long = FORM | {"description": "ن" * 10_000}
    assert client.post("/organisations/new/", long).status_code == 422


def test_the_second_editor_sees_the_firsts_change_and_keeps_both_texts(
    client, own, coordinator, ecuador
):
    client.force_login(coordinator)
    page = as_text(client.get(f"/organisations/{own.pk}/edit/"))
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    path = f"/organisations/{own.pk}/edit/"
    first = FORM | {"name": "First name", "version": version, "places": "EC"}
    assert client.post(path, first).status_code == 302
    second = FORM | {"name": "Second name", "version": version}
    answer = client.post(path, second)
    assert answer.status_code == 409
    shown = as_text(answer)
    assert "First name" in shown
    assert "Second name" in shown
    assert "Ecuador" in shown
    own.refresh_from_db()
    assert own.name == "First name"
    again = re.search(r'name="version" value="(\d+)"', shown).group(1)
    assert client.post(path, second | {"version": again}).status_code == 302
    own.refresh_from_db()
    assert own.name == "Second name"
    assert not own.places.exists()
    events = AuditEvent.objects.filter(verb="organisation.update").order_by("pk")
    assert "name" in events[0].fields
    assert "First name" not in str([event.fields for event in events])


def test_viewers_and_outsiders_change_nothing(client, own, outsider, coordinator):
    viewer = User.objects.create_user("viewer@example.org")
    Membership.objects.create(user=viewer, organisation=own, role="viewer")
    facts = OrganisationFacts("Taken", "es", "ngo")
    for user in (viewer, outsider):
        client.force_login(user)
        assert client.get(f"/organisations/{own.pk}/edit/").status_code == 403
        assert client.post(f"/organisations/{own.pk}/edit/", FORM).status_code == 403
        assert client.post(f"/organisations/{own.pk}/ties/", {"add": 1}).status_code == 403
        with pytest.raises(PermissionDenied):
            organisation_update(by=user, organisation=own, facts=facts, places=[], opened_version=1)
    own.refresh_from_db()
    assert own.name == "Café Loja"


def test_a_stale_save_writes_nothing(own, coordinator):
    facts = OrganisationFacts("One", "es", "ngo")
    organisation_update(by=coordinator, organisation=own, facts=facts, places=[], opened_version=1)
    with pytest.raises(StaleVersion):
        organisation_update(
            by=coordinator,
            organisation=own,
            facts=OrganisationFacts("Two", "es", "ngo"),
            places=[],
            opened_version=1,
        )
    assert Organisation.objects.get(pk=own.pk).name == "One"


def test_a_draft_comes_back_until_it_is_sent_or_thrown_away(client, coordinator):
    client.force_login(coordinator)
    typed = {"name": "Half a name", "country": "EC"}
    answer = client.post("/drafts/organisation/?of=", typed, headers={"HX-Request": "true"})
    assert "Draft kept" in as_text(answer)
    page = as_text(client.get("/organisations/new/"))
    assert "Half a name" in page
    assert "things to mend" not in page
    assert client.post("/organisations/new/", FORM).status_code == 302
    assert not Draft.objects.exists()
    client.post("/drafts/organisation/?of=", typed | {"draft": "keep"})
    client.post("/drafts/organisation/?of=", typed | {"draft": "drop"})
    assert not Draft.objects.exists()
