"""What of a programme's grants leaves in files: valid, of what may be told, and nothing more."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from tests.engines.giving_schema import package_check
from twoshores.common.models import AuditEvent
from twoshores.programmes.exchange.gaps import NotReady
from twoshores.programmes.models import GrantContract, Programme, Proposal
from twoshores.programmes.selectors.awarded import Why, awarded_in
from twoshores.programmes.services.exports import call_giving_export, giving_export
from twoshores.programmes.services.programmes import programme_update

from .conftest import make_organisation

pytestmark = pytest.mark.django_db
DECIDED = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


@pytest.fixture
def grants(programme: Programme, proposal: Proposal, foundation) -> list[GrantContract]:
    """Two signed contracts of a project without a public page: 10,000 euro and 54,321.50 dirham,
    of which 20,000 were paid and 500 came back; the partner abroad has no public identifier."""
    foundation.iati_identifier = "BE-BCE_KBO-0123456789"
    foundation.save()
    programme.giving_prefix = "360G-twoshores"
    programme.save()
    proposal.call.time_zone = "Asia/Tbilisi"
    proposal.call.save()
    project = proposal.project
    project.summary = "Ponds that Tiznit's families dig"
    project.save()
    project.countries.create(country="MA", role="origin")
    project.countries.create(country="FR", role="residence")
    project.alignments.create(kind="dac_sector", code="14030")
    award = proposal.awards.create(
        outcome="selected", amount=Decimal(15000), reasons="Secret reason", language="en"
    )
    type(award).objects.filter(pk=award.pk).update(at=DECIDED)
    days = {"starts": date(2026, 4, 1), "ends": date(2027, 9, 30), "language": "en"}
    lead, abroad = [share.partner for share in proposal.shares.all()]
    lead.organisation.iati_identifier = "FR-RNA-W000000001"
    lead.organisation.save()
    here = proposal.contracts.create(
        partner=lead, number="C1-7-1", currency="EUR", amount=10000, state="running", **days
    )
    there = proposal.contracts.create(
        partner=abroad,
        number="C1/7 2",
        currency="MAD",
        amount=Decimal("54321.50"),
        state="running",
        **days,
    )
    on = date(2026, 5, 1)
    there.payments.create(on=on, amount=20000, counts=20000, currency="MAD")
    there.payments.create(on=on, amount=500, counts=500, currency="MAD", is_recovery=True)
    there.payments.create(on=on, amount=9, counts=9, currency="MAD", is_void=True)
    return [here, there]


def other_grant(programme: Programme, code: str) -> GrantContract:
    """A signed contract of another call, with another project."""
    lead = make_organisation(f"Lead {code}", "FR", coordinator=f"lead{code}@example.org")
    call = programme.calls.create(code=code, title=f"Call {code}", language="en", state="decided")
    project = lead.projects.create(
        code=f"P-{code}", title=f"Title {code}", language="en", stage="running"
    )
    row = call.proposals.create(project=project, state="selected", number=1)
    row.awards.create(outcome="selected", amount=1, reasons="Good", language="en")
    partner = project.partners.create(position=0, name=lead.name, organisation=lead, is_lead=True)
    return row.contracts.create(
        partner=partner,
        number=f"{code}-1",
        currency="EUR",
        amount=1,
        state="running",
        starts=date(2026, 1, 1),
        ends=date(2026, 6, 30),
        language="en",
    )


def exported(officer, programme) -> dict:
    data = json.loads(json.dumps(giving_export(by=officer, programme=programme)))
    package_check()(data)
    return data


def test_one_grant_a_contract_in_its_own_currency(officer, programme, grants):
    first, second = exported(officer, programme)["grants"]
    assert [first["amountAwarded"], first["currency"]] == [10000, "EUR"]
    assert [second["amountAwarded"], second["currency"]] == [54321.5, "MAD"]
    assert second["amountDisbursed"] == 19500
    # By the call's clock it was decided the day after.
    assert first["awardDate"] == "2026-03-02"
    assert first["recipientOrganization"][0]["id"] == "FR-RNA-W000000001"
    there = grants[1].partner.organisation
    assert second["recipientOrganization"][0]["id"] == f"360G-twoshores-ORG-{there.pk.hex}"
    assert second["id"] == f"360G-twoshores-C1-7-2-{grants[1].pk.hex[:6]}"
    assert second["relatedActivity"] == [first["id"]]
    assert first["beneficiaryLocation"] == [{"name": "Morocco", "countryCode": "MA"}]
    assert first["plannedDates"] == [{"startDate": "2026-04-01", "endDate": "2027-09-30"}]
    assert AuditEvent.objects.get(verb="programme.export").fields == ["giving"]


def test_a_summary_leaves_with_a_public_page_only(officer, programme, grants):
    text = json.dumps(exported(officer, programme))
    assert "families dig" not in text
    assert "Secret reason" not in text
    project = grants[0].proposal.project
    project.visibility = "public"
    project.save()
    grant = exported(officer, programme)["grants"][0]
    assert grant["description"] == "Ponds that Tiznit's families dig"
    assert grant["url"].endswith("/projects/Morocco-1/")


def test_nothing_undecided_unsigned_or_unnamed_leaves(officer, programme, grants):
    open_call = other_grant(programme, "OPEN")
    open_call.proposal.call.state = "appraising"
    open_call.proposal.call.save()
    again = other_grant(programme, "AGAIN")
    Proposal.objects.filter(pk=again.proposal_id).update(state="eligible")
    draft = other_grant(programme, "DRAFT")
    dropped = other_grant(programme, "DROPPED")
    GrantContract.objects.filter(pk=draft.pk).update(state="proposed")
    GrantContract.objects.filter(pk=dropped.pk).update(state="ended")
    hidden = other_grant(programme, "HIDDEN")
    hidden.partner.organisation.visibility = "members"
    hidden.partner.organisation.save()
    found = {row.number: why for row, why in awarded_in(programme).left_out}
    assert found == {
        "OPEN-1": Why.UNDECIDED,
        "AGAIN-1": Why.UNDECIDED,
        "DRAFT-1": Why.UNSIGNED,
        "DROPPED-1": Why.UNSIGNED,
        "HIDDEN-1": Why.UNNAMED,
    }
    data = exported(officer, programme)
    assert len(data["grants"]) == 2
    assert "Lead" not in json.dumps(data)


def test_ended_early_after_it_was_signed_still_counts(programme, proposal, officer, grants):
    GrantContract.objects.filter(pk=grants[0].pk).update(state="ended")
    entry = programme.journal_entries.create(
        number=1, kind="commitment", on=date(2026, 4, 1), source=f"contract:{grants[0].pk}"
    )
    for account, amount in (("committed", 10000), ("commitments", -10000)):
        entry.lines.create(account=account, contract=grants[0], amount=amount, currency="EUR")
    assert len(awarded_in(programme).signed) == 2


def test_it_does_not_leave_while_the_publisher_lacks_something(officer, programme, grants, client):
    programme.giving_prefix = ""
    programme.save()
    programme.organisation.iati_identifier = ""
    programme.organisation.save()
    with pytest.raises(NotReady) as refused:
        giving_export(by=officer, programme=programme)
    assert len(refused.value.gaps) == 2
    assert not AuditEvent.objects.filter(verb="programme.export").exists()
    client.force_login(officer)
    page = client.get(reverse("programme_files", args=[programme.pk])).content.decode()
    assert "public identifier of \u2068Fund of two shores\u2069" in page
    file = reverse("programme_giving", args=[programme.pk])
    assert file not in page
    assert client.get(file).status_code == 302


def test_a_grant_that_lacks_something_keeps_no_other_back(officer, programme, grants, client):
    grants[1].currency = "ZZZ"
    grants[1].save()
    assert len(exported(officer, programme)["grants"]) == 1
    client.force_login(officer)
    page = client.get(reverse("programme_files", args=[programme.pk])).content.decode()
    assert "does not know the currency ZZZ" in page


def test_a_wrong_prefix_is_refused(officer, programme, client):
    with pytest.raises(ValidationError):
        programme_update(
            by=officer, programme=programme, opened_version=1, facts={"giving_prefix": "our fund"}
        )
    client.force_login(officer)
    page = reverse("programme_files_settings", args=[programme.pk])
    good = {"giving_prefix": "360G-fund", "data_licence": Programme.Licence.CC_BY, "version": 1}
    wrong = client.post(page, good | {"giving_prefix": "360G-fund\n<b>"})
    assert wrong.status_code == 422
    assert client.post(page, good).status_code == 302
    programme.refresh_from_db()
    assert programme.giving_prefix == "360G-fund"


def test_the_page_names_what_stays_out_in_few_queries(
    officer, programme, grants, client, django_assert_max_num_queries
):
    draft = other_grant(programme, "DRAFT")
    GrantContract.objects.filter(pk=draft.pk).update(state="draft")
    client.force_login(officer)
    page = reverse("programme_files", args=[programme.pk])
    with django_assert_max_num_queries(15):
        shown = client.get(page).content.decode()
    assert "The contract is not signed by both sides." in shown
    assert "DRAFT-1" in shown
    assert "Tiznit Water" in shown  # without a public identifier
    answer = client.get(reverse("programme_giving", args=[programme.pk]))
    package_check()(answer.json())
    assert 'filename="360giving.json"' in answer["Content-Disposition"]


def test_who_may_fetch(officer, stranger, programme, grants, client, django_user_model):
    reader = django_user_model.objects.get(email="reader@example.org")
    names = ("programme_files", "programme_giving")
    client.force_login(reader)
    for name in names:
        assert client.get(reverse(name, args=[programme.pk])).status_code == 200
    settings_page = reverse("programme_files_settings", args=[programme.pk])
    assert client.get(settings_page).status_code == 403
    focal = django_user_model.objects.create_user("focal@example.org")
    programme.offices.create(user=focal, role="focal_point", countries=["MA"])
    partner = django_user_model.objects.get(email="lead@example.org")
    for outsider in (stranger, focal, partner):
        client.force_login(outsider)
        for name in (*names, "programme_files_settings"):
            assert client.get(reverse(name, args=[programme.pk])).status_code == 404
        with pytest.raises(PermissionDenied):
            giving_export(by=outsider, programme=programme)


def test_the_grants_of_one_call_leave_alone(officer, programme, grants, client):
    other = other_grant(programme, "OTHER")
    call = grants[0].proposal.call
    client.force_login(officer)
    desk = client.get(reverse("programme_call", args=[programme.pk, call.pk])).text
    file = reverse("call_giving", args=[programme.pk, call.pk])
    assert file in desk
    answer = client.get(file)
    data = answer.json()
    package_check()(data)
    assert 'filename="360giving-C1.json"' in answer["Content-Disposition"]
    whole = exported(officer, programme)
    assert len(whole["grants"]) == 3
    assert data["grants"] == [
        row for row in whole["grants"] if row["grantProgramme"][0]["code"] == "C1"
    ]
    assert (data["title"], whole["title"]) == (call.title, programme.title)
    assert data["identifier"].startswith("360G-twoshores-C1-2")
    event = AuditEvent.objects.get(verb="call.export")
    assert (event.subject_id, event.fields) == (str(call.pk), ["giving"])
    assert other.number not in json.dumps(data)


def test_a_call_without_grants_leads_to_what_lacks(officer, programme, grants, client):
    call = grants[0].proposal.call
    type(call).objects.update(state="appraising")
    client.force_login(officer)
    file = reverse("call_giving", args=[programme.pk, call.pk])
    assert file not in client.get(reverse("programme_call", args=[programme.pk, call.pk])).text
    shown = client.get(file, follow=True)
    assert shown.redirect_chain == [(reverse("programme_files", args=[programme.pk]), 302)]
    assert "No grant of this call can leave yet" in shown.text
    assert not AuditEvent.objects.filter(verb="call.export").exists()


def test_who_may_fetch_the_grants_of_a_call(
    officer, stranger, programme, grants, client, django_user_model
):
    call = grants[0].proposal.call
    file = reverse("call_giving", args=[programme.pk, call.pk])
    client.force_login(django_user_model.objects.get(email="reader@example.org"))
    assert client.get(file).status_code == 200
    for outsider in (stranger, django_user_model.objects.get(email="lead@example.org")):
        client.force_login(outsider)
        assert client.get(file).status_code == 404
        with pytest.raises(PermissionDenied):
            call_giving_export(by=outsider, call=call)
    elsewhere = make_organisation("Elsewhere", "FR", coordinator="else@example.org")
    another = elsewhere.programmes.create(title="Another", language="en")
    client.force_login(django_user_model.objects.get(email="else@example.org"))
    assert client.get(reverse("call_giving", args=[another.pk, call.pk])).status_code == 404


def test_partners_without_an_identifier_lead_to_where_it_is_written(
    officer, programme, grants, client, foundation
):
    _first, second = grants
    outside = other_grant(programme, "OUT")
    outside.partner.organisation = None
    outside.partner.name = "Villagers"
    outside.partner.save()
    client.force_login(officer)
    page = reverse("programme_files", args=[programme.pk])

    def links() -> dict[str, str]:
        rows = client.get(page).context["giving"]["unregistered"]
        return {row["name"]: row["href"] for row in rows}

    there = reverse("organisation", args=[second.partner.organisation_id])
    assert links()["Tiznit Water"] == there
    assert client.get(there).status_code == 200
    contract = reverse("contract", args=[programme.pk, outside.pk])
    assert links()["Villagers"] == contract
    assert client.get(contract).status_code == 200
    shown = client.get(page).text
    assert f'href="{there}"' in shown
    assert "is not here yet" in shown
    # Who keeps the project too is led to the partner itself.
    project = outside.proposal.project
    project.owner = foundation
    project.save()
    mending = reverse("partner_edit", args=[project.pk, outside.partner.pk])
    assert links()["Villagers"] == mending
    assert client.get(mending).status_code == 200
