"""Who acts for an organisation: invited, given a role, gone; claims of one without owner."""

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from twoshores.actors.models import Claim, Invitation, Membership
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
)
from twoshores.common.models import AuditEvent

from .organisation_fixtures import as_text

pytestmark = pytest.mark.django_db


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
    client, ownerless, outsider, demo_steward, django_capture_on_commit_callbacks
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
    client.force_login(demo_steward)
    assert "Town hall" in as_text(client.get("/claims/"))
    assert "See the site" in as_text(client.get(f"/claims/{claim.pk}/"))
    assert client.post(f"/claims/{claim.pk}/", {"grant": "no"}).status_code == 422
    assert client.post(f"/claims/{claim.pk}/", {"grant": "yes"}).status_code == 302
    assert Membership.objects.get(organisation=ownerless).role == "coordinator"
    assert AuditEvent.objects.filter(verb="claim.grant", by_id=demo_steward.pk).exists()
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


def test_nobody_decides_about_their_own_claim(ownerless, demo_steward):
    claim = claim_ask(by=demo_steward, organisation=ownerless, evidence="I am the mayor")
    with pytest.raises(PermissionDenied):
        claim_decide(by=demo_steward, claim=claim, grant=True)


def test_of_two_claims_one_is_granted(ownerless, outsider, coordinator, demo_steward):
    first = claim_ask(by=outsider, organisation=ownerless, evidence="a")
    second = claim_ask(by=coordinator, organisation=ownerless, evidence="b")
    claim_decide(by=demo_steward, claim=first, grant=True)
    with pytest.raises(ValidationError):
        claim_decide(by=demo_steward, claim=second, grant=True)
