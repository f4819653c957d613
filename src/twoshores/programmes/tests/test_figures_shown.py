"""Of what is kept of a call: no name, nothing to whoever may not see it, in pages."""

from datetime import timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.programmes.models import Assessment, Mark, Office, Scenario
from twoshores.programmes.services.proposals import proposal_withdraw
from twoshores.programmes.views import assigning

from .appraising import mark_all
from .figures_world import *  # noqa: F403 - fixtures
from .figures_world import KEPT, pages, set_to


def test_no_name_is_kept_and_a_new_one_is_read_at_once(client, world, officer, scenario):
    client.force_login(officer)
    progress, ranked = (client.get(page).text for page in pages(world))
    assert "assessor1@example.org" in progress
    assert "Wells 1" in ranked
    kept = repr([getattr(module, name)._kept for module, name in KEPT])
    for name in ("@example.org", "Wells", "Keeper", "Helper", "Tried"):
        assert name not in kept
    User.objects.filter(email="assessor1@example.org").update(email="renamed@example.org")
    Scenario.objects.update(title="Called otherwise")
    progress, ranked = (client.get(page).text for page in pages(world))
    assert "assessor1@example.org" not in progress
    assert "renamed@example.org" in progress
    assert "Called otherwise" in ranked


def test_what_is_kept_is_shown_to_nobody_who_may_not_see_it(client, world, officer, stranger):
    client.force_login(officer)
    shown = [client.get(page) for page in pages(world)]
    assert shown[0].context["severity"] is not None
    client.force_login(stranger)
    assert [client.get(page).status_code for page in pages(world)] == [404, 404]
    client.force_login(world.keepers[0])
    assert [client.get(page).status_code for page in pages(world)] == [404, 404]
    Office.objects.create(programme=world.programme, user=officer, role="assessor")
    office = Office.objects.get(user=officer)
    waiting = Assessment.objects.create(proposal=world.proposals[5], office=office)
    client.force_login(officer)
    progress, ranked = (client.get(page) for page in pages(world))
    assert progress.context["blind"]
    assert progress.context["severity"] is None
    assert progress.context["apart"] == []
    assert ranked.context["blind"]
    assert "rows" not in ranked.context
    mark_all(waiting, 3)
    assert client.get(pages(world)[1]).context["rows"]


def test_another_programme_is_shown_nothing_of_this_call(client, world, foundation, officer):
    client.force_login(officer)
    for page in pages(world):
        client.get(page)
    other = type(world.programme).objects.create(organisation=foundation, title="Other")
    chief = User.objects.create_user("other@example.org")
    Membership.objects.create(user=chief, organisation=foundation, role="officer")
    client.force_login(chief)
    for name in ("appraisal_progress", "appraisal_ranking"):
        assert client.get(reverse(name, args=[other.pk, world.call.pk])).status_code == 404


def test_where_assessors_disagree_is_listed_in_pages(client, world, officer, monkeypatch):
    monkeypatch.setattr(assigning, "PAGE_LENGTH", 2)
    set_to(Mark.objects.all(), mark=Decimal(3))
    for proposal in world.proposals[:3]:
        for one, mark in zip(proposal.assessments.all(), (0, 5), strict=False):
            set_to(one.marks.all(), mark=Decimal(mark))
    client.force_login(officer)
    first = client.get(pages(world)[0])
    assert len(first.context["apart"]) == 2
    assert first.context["page"].paginator.count == 3
    (last,) = client.get(pages(world)[0], {"page": 2}).context["apart"]
    assert last["pk"] == world.proposals[2].pk


def test_counts_of_assessors_are_those_of_proposals_that_are_appraised(client, world, officer):
    late = Assessment.objects.create(
        proposal=world.proposals[2],
        office=world.offices[0],
        due_on=timezone.localdate() - timedelta(days=2),
    )
    client.force_login(officer)
    rows = {row["email"]: row for row in client.get(pages(world)[0]).context["rows"]}
    mine = rows[late.office.user.email]
    others = Assessment.objects.filter(office=late.office, state="done").count()
    assert (mine["given"], mine["done"], mine["late"]) == (others + 1, others, 1)
    proposal_withdraw(by=world.keepers[0], proposal=world.proposals[0])
    rows = {row["email"]: row for row in client.get(pages(world)[0]).context["rows"]}
    assert rows[late.office.user.email]["given"] == others
