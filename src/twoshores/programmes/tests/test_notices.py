"""Find a partner: notices, what each would bring, asking, a yes, a partner."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction
from twoshores.actors.services.introductions import introduction_accept
from twoshores.alliances.models import OrganisationStrength, PartnerNeed
from twoshores.programmes.models import Call, PartnerNotice
from twoshores.programmes.services.notices import notice_remove, notice_write, partner_take_in

from .applying import *  # noqa: F403 - fixtures
from .conftest import make_organisation

TEXT = "We teach young people to weld, in Kayes."


@pytest.fixture
def joiner(db):
    """An organisation in Mali that could join."""
    User.objects.create_user("moussa@example.org")
    return make_organisation("Welders of Kayes", "ML", coordinator="moussa@example.org")


@pytest.fixture
def notice(joiner, call):
    facts = {"kind": "offers", "theme": None, "countries": ["FR"], "language": "fr", "text": TEXT}
    return notice_write(
        by=User.objects.get(email="moussa@example.org"),
        call=call,
        organisation=joiner,
        notice=None,
        opened_version=0,
        facts=facts,
    )


def test_an_organisation_puts_up_a_notice_that_everybody_reads(client, keeper, keeping, call):
    client.force_login(keeper)
    page = reverse("partner_notice_new", args=[call.code])
    typed = {"organisation": str(keeping.pk), "kind": "seeks", "language": "fr", "text": TEXT}
    assert client.post(page, typed).status_code == 302
    assert client.post(page, typed).status_code == 422  # one of a kind
    client.logout()
    shown = client.get(reverse("call_partners", args=[call.code])).content.decode()
    assert "Association of Marseille" in shown
    assert TEXT in shown
    assert keeper.email not in shown


def test_nobody_writes_for_others_and_nothing_after_the_deadline(client, keeper, notice, joiner):
    client.force_login(keeper)
    assert (
        client.get(reverse("partner_notice_edit", args=[notice.call.code, notice.pk])).status_code
        == 404
    )
    with pytest.raises(PermissionDenied):
        notice_remove(by=keeper, notice=notice)
    Call.objects.update(deadline=timezone.now())
    notice.call.refresh_from_db()
    with pytest.raises(PermissionDenied):
        notice_write(
            by=User.objects.get(email="moussa@example.org"),
            call=notice.call,
            organisation=joiner,
            notice=notice,
            opened_version=1,
            facts={"text": "More"},
        )


def test_those_who_run_the_call_take_a_notice_down(officer, notice):
    notice_remove(by=officer, notice=notice)
    assert not PartnerNotice.objects.exists()


def test_filters_are_links_with_counts(client, notice, call):
    page = reverse("call_partners", args=[call.code])
    shown = client.get(page).content.decode()
    assert "?country=ML" in shown
    assert "Welders" in client.get(page, {"country": "ML", "kind": "offers"}).content.decode()
    for other in ({"country": "EG"}, {"kind": "seeks"}, {"theme": "7"}):
        assert "Welders" not in client.get(page, other).content.decode()


def test_what_the_project_needs_and_the_organisation_has(
    client, keeper, proposal, notice, joiner, django_assert_max_num_queries
):
    project = proposal.project
    PartnerNeed.objects.create(project=project, subject="sector", text="Welding")
    PartnerNeed.objects.create(project=project, subject="sector", text="Radio")
    OrganisationStrength.objects.create(organisation=joiner, subject="sector", text="Welding")
    client.force_login(keeper)
    page = reverse("call_partners", args=[proposal.call.code])
    with django_assert_max_num_queries(20):
        shown = client.get(page, {"for": str(proposal.pk)}).content.decode()
    part = shown.split("States that it has what your project needs")[1]
    assert "Welding" in part
    assert "Radio" not in part


def test_asked_and_after_a_yes_a_partner(client, keeper, keeping, proposal, notice, joiner):
    client.force_login(keeper)
    page = reverse("partner_ask", args=[proposal.call.code, notice.pk])
    with pytest.raises(ValidationError):
        partner_take_in(by=keeper, proposal=proposal, notice=notice)
    typed = {"asking": str(keeping.pk), "message": "Shall we?", "language": "fr"}
    assert client.post(page, typed).status_code == 302
    asked = Introduction.objects.get()
    assert (asked.asked_id, asked.subject_kind) == (joiner.pk, "programmes.call")
    detail = client.get(reverse("introduction_detail", args=[asked.pk])).content.decode()
    assert "From the river to the sea" in detail
    introduction_accept(by=User.objects.get(email="moussa@example.org"), introduction=asked)
    assert "You said yes to each other" in client.get(page).content.decode()
    address = reverse("partner_take_in", args=[proposal.call.code, notice.pk])
    assert client.post(address, {"proposal": str(proposal.pk)}).status_code == 302
    made = proposal.project.partners.get(organisation=joiner)
    assert (made.name, made.country) == ("Welders of Kayes", "ML")
    client.post(address, {"proposal": str(proposal.pk)})
    assert proposal.project.partners.filter(organisation=joiner).count() == 1
