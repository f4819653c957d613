"""Two who hand in at the same moment: a number each, and nothing lost, on both databases."""

from datetime import timedelta

from django.utils import timezone

from twoshores.actors.models import Membership
from twoshores.programmes.models import Call, Proposal, ProposalAnswer
from twoshores.programmes.selectors.proposals import paper_of
from twoshores.programmes.services.proposals import Typed, answers_write, proposal_begin
from twoshores.programmes.services.submissions import proposal_submit
from twoshores.projects.services.projects import project_create

from . import world as world_module
from .test_hostile_hands import at_once, shared  # noqa: F401 - a fixture


def _proposals(world) -> list[Proposal]:
    coordinator = world.users["coordinator"]
    Call.objects.update(deadline=timezone.now() + timedelta(days=1))
    made = []
    for title in ("Nets", "Boats"):
        facts = {"title": title, "language": "en"}
        project = project_create(by=coordinator, owner=world.organisation, facts=facts)
        call = Call.objects.get(pk=world.call.pk)
        made.append(proposal_begin(by=coordinator, project=project, call=call))
    return made


def test_two_proposals_twice_each_at_once(shared):  # noqa: F811
    world = world_module.build()
    Membership.objects.filter(user=world.users["viewer"]).update(role="officer")
    made = _proposals(world)

    def hand_in(name, one):
        return lambda: proposal_submit(
            by=world.users[name], proposal=Proposal.objects.get(pk=one.pk)
        )

    people = ("coordinator", "viewer")
    results = at_once(*[hand_in(name, one) for name in people for one in made])
    assert [row for row in results if isinstance(row, Exception)] == []
    # The world's own proposal has number 1.
    numbers = Proposal.objects.filter(pk__in=[one.pk for one in made]).values_list("number")
    assert sorted(number for (number,) in numbers) == [2, 3]
    for one in made:
        rows = one.submissions.order_by("number")
        assert [(row.number, row.in_time) for row in rows] == [(1, True), (2, True)]


def test_two_first_answers_at_once(shared):  # noqa: F811
    world = world_module.build()
    made, _other = _proposals(world)
    coordinator = world.users["coordinator"]

    def write(text):
        def run():
            one = Proposal.objects.get(pk=made.pk)
            slots = paper_of(one).slots_of(None)
            typed = [Typed(slot, text, opened=0) for slot in slots]
            return answers_write(
                by=coordinator, proposal=one, partner=None, typed=typed, language="en"
            )

        return run

    results = at_once(write("One"), write("Two"))
    row = ProposalAnswer.objects.get()
    won = [done for done in results if done.saved]
    disputed = [done for done in results if done.conflicts]
    assert (len(won), len(disputed)) == (1, 1)
    conflict = next(iter(disputed[0].conflicts.values()))
    assert {conflict.theirs, conflict.mine} == {"One", "Two"}
    assert row.text == conflict.theirs
