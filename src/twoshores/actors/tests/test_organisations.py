"""Organisations: who sees, makes, changes, leaves and claims one; its ties; its history."""

import csv
import io
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from twoshores.accounts.models import User
from twoshores.actors.models import Claim, Invitation, Membership, Organisation
from twoshores.actors.selectors.organisations import organisations_written_for
from twoshores.actors.services.memberships import (
    claim_ask,
    claim_decide,
    invitation_accept,
    membership_change_role,
    membership_end,
    membership_invite,
)
from twoshores.actors.services.organisations import (
    OrganisationFacts,
    organisation_create,
    organisation_update,
)
from twoshores.actors.services.ties import TieFacts, tie_add
from twoshores.common.editing import StaleVersion
from twoshores.common.models import AuditEvent, Draft, Place, Translation
from twoshores.common.places import folded_names

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Asociación de Caficultores",
    "name_language": "es",
    "organisation_kind": "migrant_association",
    "country": "EC",
    "recognition": "registered",
    "recognised_since": "٢٠٠٤",
    "description": "Café orgánico de Loja",
    "languages": ["es", "qu"],
    "sectors": "café, formación",
    "website": "cafe.example.org",
    "visibility": "public",
}


@pytest.fixture(autouse=True)
def demo(settings):
    """The demo's steward needs no second factor, which other tests try."""
    settings.DEMO = True


@pytest.fixture
def coordinator(db) -> User:
    return User.objects.create_user("coordinator@example.org", language="es")


@pytest.fixture
def outsider(db) -> User:
    return User.objects.create_user("outsider@example.org")


@pytest.fixture
def steward(db) -> User:
    return User.objects.create_user("steward@example.org", is_steward=True, is_demo=True)


@pytest.fixture
def own(coordinator) -> Organisation:
    facts = OrganisationFacts("Café Loja", "es", "ngo", description="Café orgánico", country="EC")
    return organisation_create(by=coordinator, facts=facts)


@pytest.fixture
def ownerless(db) -> Organisation:
    return Organisation.objects.create(
        kind="organisation", name="Town hall", organisation_kind="local_authority", country="ML"
    )


@pytest.fixture
def ecuador(db) -> Place:
    return Place.objects.create(
        key="EC", kind="country", country="EC", name="Ecuador", folded=folded_names("Ecuador", {})
    )


def as_text(answer) -> str:
    return answer.content.decode()


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
    client, own, coordinator, outsider, steward, visibility, seen_by
):
    Organisation.objects.filter(pk=own.pk).update(visibility=visibility)
    readers = {"nobody": None, "outsider": outsider, "coordinator": coordinator, "steward": steward}
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


def test_members_are_seen_by_members_only(client, own, coordinator, outsider, steward):
    path = f"/organisations/{own.pk}/members/"
    assert client.get(path).status_code == 302
    for user in (outsider, steward):
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


# Members


def test_somebody_invited_joins_once_by_the_link(
    client, own, coordinator, outsider, django_capture_on_commit_callbacks
):
    client.force_login(coordinator)
    path = f"/organisations/{own.pk}/members/"
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(path, {"act": "invite", "email": "New@Example.org", "role": "officer"})
    assert answer.status_code == 302
    invitation = Invitation.objects.get()
    assert invitation.email == "new@example.org"
    from twoshores.actors.services.memberships import invitation_mail

    mail.outbox.clear()
    invitation_mail(str(invitation.pk))
    link = re.search(r"http\S+/organisations/invitation/\S+", mail.outbox[0].body).group(0)
    link = "/" + link.split("/", 3)[3]
    assert mail.outbox[0].to == ["new@example.org"]
    client.logout()
    assert "Café Loja" in as_text(client.get(link))
    assert client.post(link)["Location"].startswith("/account/login/?next=/organisations/inv")
    client.force_login(outsider)
    assert client.post(link)["Location"] == f"/organisations/{own.pk}/"
    assert Membership.objects.get(user=outsider).role == "officer"
    assert client.get(link).status_code == 410
    assert client.get("/organisations/invitation/forged/").status_code == 410


def test_an_invitation_taken_back_is_dead(client, own, coordinator, outsider):
    from twoshores.common.links import BadLink, make_token

    made = membership_invite(by=coordinator, organisation=own, email="a@example.org", role="viewer")
    token = make_token("invitation", made.pk, str(made.nonce))
    client.force_login(coordinator)
    client.post(
        f"/organisations/{own.pk}/members/", {"act": "withdraw", "invitation": str(made.pk)}
    )
    with pytest.raises(BadLink):
        invitation_accept(by=outsider, token=token)


def test_the_last_coordinator_stays(client, own, coordinator, outsider):
    membership = Membership.objects.get(user=coordinator)
    client.force_login(coordinator)
    path = f"/organisations/{own.pk}/members/"
    answer = client.post(path, {"act": "end", "membership": membership.pk})
    assert answer.status_code == 403
    with pytest.raises(ValidationError):
        membership_change_role(by=coordinator, membership=membership, role="viewer")
    other = Membership.objects.create(user=outsider, organisation=own, role="viewer")
    client.post(path, {"act": "role", "membership": other.pk, "role": "coordinator"})
    assert client.post(path, {"act": "end", "membership": membership.pk}).status_code == 302
    assert list(own.memberships.values_list("user", "role")) == [(outsider.pk, "coordinator")]


def test_officers_invite_nobody_but_may_leave(own, coordinator, outsider):
    officer = Membership.objects.create(user=outsider, organisation=own, role="officer")
    with pytest.raises(PermissionDenied):
        membership_invite(by=outsider, organisation=own, email="b@example.org", role="viewer")
    with pytest.raises(PermissionDenied):
        membership_end(by=outsider, membership=Membership.objects.get(user=coordinator))
    membership_end(by=outsider, membership=officer)
    assert not Membership.objects.filter(user=outsider).exists()


@pytest.mark.parametrize(
    "data",
    [
        {"act": "role", "membership": "x", "role": "viewer"},
        {"act": "end", "membership": ""},
        {"act": "withdraw", "invitation": "no uuid"},
        {"act": "unheard of"},
        {},
    ],
)
def test_nonsense_is_not_found(client, own, coordinator, data):
    client.force_login(coordinator)
    assert client.post(f"/organisations/{own.pk}/members/", data).status_code == 404


def test_members_of_others_cannot_be_reached_through_ones_own(client, own, coordinator, outsider):
    facts = OrganisationFacts("Theirs", "es", "ngo")
    theirs = organisation_create(by=outsider, facts=facts)
    membership = theirs.memberships.get()
    client.force_login(coordinator)
    data = {"act": "end", "membership": membership.pk}
    assert client.post(f"/organisations/{own.pk}/members/", data).status_code == 404


# Claims


def test_a_claim_is_asked_read_by_a_steward_and_granted(
    client, ownerless, outsider, steward, django_capture_on_commit_callbacks
):
    path = f"/organisations/{ownerless.pk}/claim/"
    client.force_login(outsider)
    assert "I act for this" in as_text(client.get(f"/organisations/{ownerless.pk}/"))
    assert client.get(path).status_code == 200
    assert client.post(path, {"evidence": " "}).status_code == 422
    assert client.post(path, {"evidence": "See the site of the town"}).status_code == 302
    assert client.get(path).status_code == 403
    claim = Claim.objects.get()
    assert client.get("/claims/").status_code == 404
    assert client.post(f"/claims/{claim.pk}/", {"grant": "yes"}).status_code == 404
    client.force_login(steward)
    assert "Town hall" in as_text(client.get("/claims/"))
    assert "See the site" in as_text(client.get(f"/claims/{claim.pk}/"))
    assert client.post(f"/claims/{claim.pk}/", {"grant": "no"}).status_code == 422
    assert client.post(f"/claims/{claim.pk}/", {"grant": "yes"}).status_code == 302
    assert Membership.objects.get(organisation=ownerless).role == "coordinator"
    assert AuditEvent.objects.filter(verb="claim.grant", by_id=steward.pk).exists()
    from twoshores.actors.services.memberships import claim_mail

    claim_mail(str(claim.pk))
    assert mail.outbox[-1].to == [outsider.email]
    assert client.post(f"/claims/{claim.pk}/", {"grant": "no", "answer": "x"}).status_code == 403


def test_an_organisation_with_an_owner_cannot_be_claimed(client, own, outsider):
    client.force_login(outsider)
    path = f"/organisations/{own.pk}/claim/"
    assert client.get(path).status_code == 403
    assert client.post(path, {"evidence": "mine"}).status_code == 403
    with pytest.raises(PermissionDenied):
        claim_ask(by=outsider, organisation=own, evidence="mine")


def test_nobody_decides_about_their_own_claim(ownerless, steward):
    claim = claim_ask(by=steward, organisation=ownerless, evidence="I am the mayor")
    with pytest.raises(PermissionDenied):
        claim_decide(by=steward, claim=claim, grant=True)


def test_of_two_claims_one_is_granted(ownerless, outsider, coordinator, steward):
    first = claim_ask(by=outsider, organisation=ownerless, evidence="a")
    second = claim_ask(by=coordinator, organisation=ownerless, evidence="b")
    claim_decide(by=steward, claim=first, grant=True)
    with pytest.raises(ValidationError):
        claim_decide(by=steward, claim=second, grant=True)


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


def test_nobody_else_reads_it_but_stewards(client, own, outsider, steward):
    assert client.get("/history/").status_code == 302
    client.force_login(outsider)
    assert client.get(f"/history/?about={own.pk}").status_code == 404
    assert client.get("/history/?about=all").status_code == 404
    assert "Nothing was done yet" in as_text(client.get("/history/"))
    client.force_login(steward)
    shown = as_text(client.get("/history/"))
    assert "Organisation made" in shown
    assert client.get(f"/history/?about={own.pk}").status_code == 200


def test_stewards_read_pseudonyms_and_no_offices_in_everything(client, person, own, steward):
    Membership.objects.create(user=person.user, organisation=own, role="officer")
    client.force_login(steward)
    shown = as_text(client.get("/history/?about=all"))
    assert person.pseudonym in shown
    assert "Aïcha" not in shown
    assert "Officer" not in shown


def test_somebody_reads_the_history_of_their_own_record(client, person):
    client.force_login(person.user)
    shown = as_text(client.get("/history/"))
    assert person.pseudonym in shown
    assert "Consent recorded" in shown
