"""The public page of what a call funds: contracts that may be told, no person, no rejected one."""

from datetime import date

import pytest
from django.urls import reverse

from twoshores.programmes.models import GrantContract, Proposal
from twoshores.projects.models import Project

from .test_files import grants, other_grant  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
MOST_BYTES = 40_000


@pytest.fixture
def call(grants):  # noqa: F811
    """Decided, with a proposal that was not selected beside the funded one."""
    call = grants[0].proposal.call
    refused = Project.objects.create(
        code="R-1", title="Rejected rafts", language="en", owner=grants[0].proposal.project.owner
    )
    call.proposals.create(project=refused, state="refused", number=8)
    call.versions.create(number=1, body={})
    return call


def shown(client, call, name: str = "call_projects"):
    return client.get(reverse(name, args=[call.code]))


def test_everybody_reads_title_partners_countries_money(client, call, grants):  # noqa: F811
    page = shown(client, call)
    text = page.content.decode()
    for words in ("Ponds for Tiznit", "Tiznit Water", "Ponds and Fish", "Morocco", "54,321.50"):
        assert words in text
    project = grants[0].proposal.project
    link = reverse("project", args=[project.code])
    assert link not in text
    data = shown(client, call, "call_projects_json").json()
    [row] = data["projects"]
    assert row["url"] is None
    assert [(g["amount"], g["currency"]) for g in row["grants"]] == [
        ("10000.00", "EUR"),
        ("54321.50", "MAD"),
    ]
    project.visibility = "public"
    project.save()
    assert link in shown(client, call).content.decode()
    address = reverse("call", args=[call.code])
    assert reverse("call_projects", args=[call.code]) in client.get(address).content.decode()


def test_nothing_of_rejected_ones_of_people_or_of_reasons(client, call, grants, officer):  # noqa: F811
    version = grants[0].versions.create(number=1, body=[], sha256="0" * 64)
    version.signatures.create(
        side="partner",
        signed_by="Perpetua Thornquist",
        capacity="President",
        signed_on=date(2026, 3, 5),
        sha256="0" * 64,
    )
    hidden = grants[1].partner.organisation
    hidden.visibility = "members"
    hidden.save()
    for user in (None, officer):
        if user:
            client.force_login(user)
        for name in ("call_projects", "call_projects_json"):
            text = shown(client, call, name).content.decode()
            for secret in (
                *("Rejected rafts", "Perpetua", "Secret reason", "families dig"),
                *("Tiznit Water", "54,321", "54321"),
            ):
                assert secret not in text, (name, secret)
    assert "@" not in shown(client, call, "call_projects_json").content.decode()
    assert "1 further contract is with" in shown(client, call).content.decode()


@pytest.mark.parametrize("state", ["draft", "published", "appraising", "cancelled"])
def test_before_it_is_decided_there_is_no_such_page(client, call, state):
    type(call).objects.filter(pk=call.pk).update(state=state)
    for name in ("call_projects", "call_projects_json"):
        assert shown(client, call, name).status_code == 404
    answer = client.get(reverse("call", args=[call.code]))
    assert reverse("call_projects", args=[call.code]) not in answer.content.decode()


def test_unsigned_or_taken_up_again_is_not_told(client, call, grants):  # noqa: F811
    GrantContract.objects.filter(pk=grants[1].pk).update(state="proposed")
    assert "Tiznit Water" not in shown(client, call).content.decode()
    Proposal.objects.filter(pk=grants[0].proposal_id).update(state="eligible")
    assert "No contract is signed yet." in shown(client, call).content.decode()


def test_a_long_call_stays_light(client, call, programme, django_assert_max_num_queries):
    for number in range(30):
        contract = other_grant(programme, f"N{number}")
        Proposal.objects.filter(pk=contract.proposal_id).update(call=call, number=100 + number)
    client.get("/")
    with django_assert_max_num_queries(15):
        page = shown(client, call)
    assert len(page.content) <= MOST_BYTES
    with django_assert_max_num_queries(15):
        assert len(shown(client, call, "call_projects_json").json()["projects"]) == 31
    second = client.get(reverse("call_projects", args=[call.code]), {"page": "2"})
    assert "Title N29" in second.content.decode()
    assert client.get(reverse("call_projects", args=[call.code]), {"page": "x"}).status_code == 200
