"""A project becomes a proposal: who begins, what the page says is missing, who writes what."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.common.models import Draft
from twoshores.programmes.forms.proposals import mark_of
from twoshores.programmes.models import Call, Proposal, ProposalAnswer, ProposalShare
from twoshores.programmes.services.proposals import proposal_begin, share_write
from twoshores.projects.models import Project
from twoshores.projects.services.projects import partner_remove

from .applying import *  # noqa: F403 - fixtures


def page(proposal, name="proposal", *more):
    return reverse(name, args=[proposal.project_id, proposal.pk, *more])


def typed(text, prompt, answer=None, old=""):
    """The form of a part as it is sent, for one question."""
    return {
        "language": "en",
        f"a{prompt.pk}": text,
        f"v{prompt.pk}": answer.version if answer else 0,
        f"o{prompt.pk}": mark_of(answer.text if answer else old),
    }


def test_one_begins_from_the_call_with_a_project(client, keeper, project, call):
    client.force_login(keeper)
    address = reverse("call_apply", args=[call.code])
    assert "Ponds that pay" in client.get(address).content.decode()
    answer = client.post(address, {"act": "choose", "project": str(project.pk)})
    made = Proposal.objects.get()
    assert answer.headers["Location"] == page(made)
    assert (made.project, made.state, made.number) == (project, "draft", None)
    assert "Ponds that pay" not in client.get(address).content.decode()  # proposed already
    with pytest.raises(ValidationError):
        proposal_begin(by=keeper, project=project, call=call)


def test_one_begins_from_the_call_with_a_title(client, keeper, keeping, call):
    client.force_login(keeper)
    facts = {"act": "new", "title": "Nets", "language": "fr", "owner": str(keeping.pk)}
    client.post(reverse("call_apply", args=[call.code]), facts)
    made = Project.objects.get()
    assert (made.title, made.owner, made.currency) == ("Nets", keeping, call.currency)
    assert made.proposals.get().call == call


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "draft"},
        {"opens_at": timezone.now() + timedelta(days=1)},
        {"deadline": timezone.now()},
    ],
    ids=["not published", "not open yet", "too late"],
)
def test_a_call_that_takes_nothing(keeper, project, call, facts):
    for name, value in facts.items():
        setattr(call, name, value)
    call.save()
    with pytest.raises(PermissionDenied):
        proposal_begin(by=keeper, project=project, call=call)


def test_only_the_keeper_begins(helper, project, call):
    with pytest.raises(PermissionDenied):
        proposal_begin(by=helper, project=project, call=call)


def test_the_page_says_what_is_missing(client, keeper, proposal, django_assert_max_num_queries):
    project = proposal.project
    line = project.budget_lines.create(
        partner=project.partners.first(), category="travel", text="Boat", currency="EGP"
    )
    period = project.periods.create(position=1, name="A", starts="2027-01-01", ends="2027-06-30")
    line.amounts.create(period=period, amount=500)
    client.force_login(keeper)
    with django_assert_max_num_queries(15):
        shown = client.get(page(proposal)).content.decode()
    assert "From 2 to 4 partners." in shown
    # Neither partner is known to mobilise migrants, so the rule cannot be decided.
    assert "mobilise migrants" in shown
    assert "Why this project?" in shown
    assert "Fishers of Rashid" in shown
    assert "9 days left" in shown
    assert "Whether this pays for the budget is not known yet." in shown


def test_what_is_mended_is_no_longer_missing(client, keeper, proposal, second, lead):
    client.force_login(keeper)
    second.mobilises_migrants = True
    second.save()
    for partner in (lead, second):
        ProposalShare.objects.create(proposal=proposal, partner=partner, asked=100, own=0)
    for prompt in proposal.call.prompts.all():
        whose = [None] if prompt.whom == "all" else [lead, second]
        for partner in whose:
            ProposalAnswer.objects.create(
                proposal=proposal, prompt=prompt, partner=partner, language="en", text="Because"
            )
    theme = proposal.call.themes.create(title="Ponds")
    shown = client.get(page(proposal)).content.decode()
    assert "Nothing is missing" not in shown
    assert reverse("project_edit", args=[proposal.project_id]) in shown  # which country?
    assert "no theme of the call is chosen" in shown
    proposal.project.countries.create(country="EG", role="origin")
    proposal.theme = theme
    proposal.save()
    assert "Nothing is missing" in client.get(page(proposal)).content.decode()


def test_a_rule_that_is_not_met_leads_to_its_page(client, keeper, proposal, second):
    client.force_login(keeper)
    second.delete()
    shown = client.get(page(proposal)).content.decode()
    assert "Partners to add: 1." in shown
    assert reverse("workbench_partners", args=[proposal.project_id]) in shown


def test_what_is_asked_stands_beside_the_budget(client, keeper, proposal, lead, second):
    project = proposal.project
    project.rates.create(currency="EGP", per_unit=50, on="2026-01-01", source="The bank")
    period = project.periods.create(position=1, name="A", starts="2027-01-01", ends="2027-06-30")
    for currency, amount in (("EUR", 100), ("EGP", 5000)):
        line = project.budget_lines.create(
            partner=lead, category="travel", text="Boat", currency=currency
        )
        line.amounts.create(period=period, amount=amount)
    ProposalShare.objects.create(proposal=proposal, partner=lead, asked=150, own=20)
    share = ProposalShare.objects.create(proposal=proposal, partner=second, asked=40)
    client.force_login(keeper)
    shown = client.get(page(proposal)).content.decode()
    assert "without 1 partner that has not said it" in shown  # blank is not zero
    share.own = Decimal(0)
    share.save()
    shown = client.get(page(proposal)).content.decode()
    assert "10 more than the budget" in shown.replace("\u2068EUR\xa0", "").replace("\u2069", "")
    assert "The bank" in shown


def test_a_partner_writes_its_own_part_without_the_right_to_edit(
    client, helper, proposal, lead, second, of_each, of_all
):
    client.force_login(helper)
    own, others = (
        page(proposal, "proposal_part_of", second.pk),
        [
            page(proposal, "proposal_part_of", lead.pk),
            page(proposal, "proposal_part"),
        ],
    )
    answer = client.post(own, typed("نحن نعرف النهر", of_each) | {"language": "ar"})
    assert answer.status_code == 302
    row = ProposalAnswer.objects.get()
    assert (row.partner, row.language, row.text) == (second, "ar", "نحن نعرف النهر")
    for address in others:
        assert client.get(address).status_code == 200  # reads
        assert client.post(address, typed("Mine", of_all)).status_code == 404
    share = page(proposal, "proposal_share", second.pk)
    assert client.post(share, {"asked": "1000", "own": "", "version": 0}).status_code == 302
    row = ProposalShare.objects.get()
    assert (row.asked, row.own) == (1000, None)
    assert client.get(page(proposal, "proposal_share", lead.pk)).status_code == 404


def test_the_keeper_does_not_write_for_a_partner_that_has_people(keeper, proposal, second):
    with pytest.raises(PermissionDenied):
        share_write(
            by=keeper, proposal=proposal, partner=second, opened_version=0, facts={"asked": 5}
        )
    second.organisation.memberships.all().delete()
    share_write(by=keeper, proposal=proposal, partner=second, opened_version=0, facts={"asked": 5})


def test_what_waits_and_what_holds_a_partner(client, keeper, proposal, second):
    client.force_login(keeper)
    today = client.get(reverse("workbench_project", args=[proposal.project_id])).content.decode()
    assert "Proposal to be handed in" in today
    ProposalShare.objects.create(proposal=proposal, partner=second, asked=1)
    with pytest.raises(ValidationError, match="what it asks of a programme"):
        partner_remove(by=keeper, project=proposal.project, partner=second)


def test_outsiders_see_nothing(client, stranger, proposal, second):
    client.force_login(stranger)
    for address in (page(proposal), page(proposal, "proposal_part_of", second.pk)):
        assert client.get(address).status_code == 404


def test_two_people_write_one_answer(client, keeper, proposal, of_all):
    client.force_login(keeper)
    address = page(proposal, "proposal_part")
    client.post(address, typed("First", of_all))
    answer = client.post(address, typed("Second", of_all))  # opened before the first was saved
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "First" in shown
    assert "Second" in shown
    row = ProposalAnswer.objects.get()
    assert row.text == "First"
    client.post(address, typed("Second", of_all, row))
    row.refresh_from_db()
    assert (row.text, row.version) == ("Second", 2)


def test_looking_at_an_answer_overwrites_nothing(client, keeper, proposal, of_all):
    client.force_login(keeper)
    row = ProposalAnswer.objects.create(
        proposal=proposal, prompt=of_all, language="en", text="Theirs", version=7
    )
    opened = {f"v{of_all.pk}": 3, f"o{of_all.pk}": mark_of("Old")}
    answer = client.post(page(proposal, "proposal_part"), typed("Old", of_all, old="Old") | opened)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.text, row.version) == ("Theirs", 7)


def test_the_script_is_told_what_came_of_saving(client, keeper, proposal, of_all):
    client.force_login(keeper)
    address = page(proposal, "proposal_part")
    as_json = {"headers": {"accept": "application/json"}}
    said = client.post(address, typed("One\r\n", of_all), **as_json).json()
    assert said["saved"][str(of_all.pk)] == {"version": 1, "mark": mark_of("One"), "text": "One"}
    said = client.post(address, typed("Two", of_all), **as_json)
    assert said.status_code == 409
    assert said.json()["conflicts"][str(of_all.pk)]["theirs"] == "One"


def test_what_is_typed_after_the_deadline_is_refused_and_kept(client, keeper, proposal, of_all):
    client.force_login(keeper)
    proposal.call.deadline = timezone.now()
    proposal.call.save()
    address = page(proposal, "proposal_part")
    answer = client.post(address, typed("Too late", of_all))
    assert answer.status_code == 422
    assert "The deadline has passed" in answer.content.decode()
    assert not ProposalAnswer.objects.exists()
    assert Draft.objects.get().data[f"a{of_all.pk}"] == ["Too late"]


def test_lengths_are_said_and_nothing_is_cut_off(client, keeper, proposal, of_all):
    client.force_login(keeper)
    of_all.most_characters = 100
    of_all.save()
    address = page(proposal, "proposal_part")
    client.post(address, typed("x" * 130, of_all))
    assert len(ProposalAnswer.objects.get().text) == 130
    shown = client.get(address).content.decode()
    assert "130 of 100 characters" in shown
    assert "30 characters too many" in shown
    assert "1 answer is too long" in client.get(page(proposal)).content.decode()


def test_money_that_is_typed_after_the_deadline_is_refused_and_stays(
    client, keeper, proposal, lead, of_all
):
    client.force_login(keeper)
    Call.objects.update(deadline=timezone.now())
    answer = client.post(
        page(proposal, "proposal_share", lead.pk), {"asked": "5000", "own": "70", "version": 0}
    )
    assert answer.status_code == 422
    assert "The deadline has passed" in answer.text
    assert "5000" in answer.text
    assert not ProposalShare.objects.exists()
