"""The programme of the guards' world, and what follows its grant."""

from typing import TYPE_CHECKING

from django.utils import timezone

from twoshores.programmes.models import GrantContract, Programme
from twoshores.programmes.services.papers import paper_add

if TYPE_CHECKING:
    from .world import World


def add_programme(world: "World") -> None:
    """The association abroad runs a programme; the project is given a grant and followed."""
    world.programme = Programme.objects.create(
        organisation=world.registrar, title="Two shores, one pond", language="en"
    )
    world.call = world.programme.calls.create(
        code="C-1",
        title="Ponds and nets",
        language="en",
        summary="Fish",
        state="published",
        rules=[{"rule": "partners", "least": 2}],
    )
    version = world.call.versions.create(number=1, body={})
    world.call.themes.create(title="Ponds")
    world.call.questions.create(
        asked_by=world.users["zainab"], language="en", text="May cats fish?", shown_text="Cats?"
    )
    world.proposal = world.call.proposals.create(project=world.project, state="submitted", number=1)
    for whom in ("all", "each"):
        world.call.prompts.create(title=f"Why fish, for {whom}?", whom=whom)
    world.notice = world.call.notices.create(
        organisation=world.organisation, kind="seeks", language="en", text="Who knows ponds?"
    )
    world.submission = world.proposal.submissions.create(
        stage="proposal",
        number=1,
        version=version,
        body={},
        sha256="0" * 64,
        in_time=True,
        at=timezone.now(),
    )
    contract = GrantContract.objects.create(
        proposal=world.proposal,
        partner=world.partner,
        number="G-1",
        language="en",
        amount=1000,
        currency="EUR",
        starts="2027-01-01",
        ends="2027-12-31",
    )
    world.duty = contract.duties.create(title="Half-way report", due_on="2027-06-30")
    world.mission = world.programme.missions.create(
        project=world.project,
        country="EG",
        language="en",
        title="Are the ponds dug",
        starts="2027-03-01",
        ends="2027-03-02",
    )
    world.mission.points.create(position=1, text="The ponds")
    world.action = world.mission.actions.create(
        partner=world.partner, text="Fence the ponds", due_on="2027-04-01"
    )
    world.help = world.programme.support_requests.create(
        project=world.project,
        organisation=world.organisation,
        kind="question",
        country="EG",
        language="en",
        text="Who may sign for us",
        asked_by=world.users["coordinator"],
    )
    world.event = world.programme.events.create(
        title="Fair of ponds",
        language="en",
        starts_at="2027-05-01T09:00Z",
        ends_at="2027-05-01T17:00Z",
    )
    registrar = world.users["registrar"]
    assert registrar is not None
    world.paper = paper_add(
        by=registrar,
        programme=world.programme,
        title="Rules of visibility",
        language="en",
        name="rules.csv",
        data=b"where;what\nfence;sign\n",
    )
