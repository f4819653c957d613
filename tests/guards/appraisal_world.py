"""A call past its deadline, for walks over its pages: one proposal, marked and decided."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone

if TYPE_CHECKING:
    from .world import World

RUNS = "programmes/<uuid:pk>/"
FUNDING = "workbench/<uuid:pk>/funding/<uuid:proposal>/"


def appraised(world: "World", assessor: Any) -> dict[str, tuple[Any, ...]]:
    """Beginning of an address -> the arguments to try it with; longer beginnings first."""
    programme, project = world.programme, world.project
    now = timezone.now()
    call = programme.calls.create(
        code="C-2",
        title="Nets that last",
        language="en",
        summary="Nets",
        state="appraising",
        deadline=now - timedelta(days=9),
    )
    version = call.versions.create(number=1, body={})
    criterion = call.criterions.create(level="partnership", component="both", title="Trust")
    proposal = call.proposals.create(project=project, state="selected", number=1)
    proposal.submissions.create(
        stage="proposal",
        number=1,
        version=version,
        body={"project": {"title": project.title, "language": "en"}, "partners": []},
        sha256="0" * 64,
        in_time=True,
        at=now - timedelta(days=10),
    )
    office = programme.offices.create(user=assessor, role="assessor")
    assessment = proposal.assessments.create(office=office, state="done", done_at=now)
    assessment.marks.create(criterion=criterion, mark=4)
    award = proposal.awards.create(outcome="selected", amount=1, reasons="Sound", language="en")
    letter = award.letters.create(language="en", body=[], sent_at=now)
    asked = proposal.clarifications.create(
        language="en", question="How many nets?", due_at=now + timedelta(days=9)
    )
    complaint = proposal.complaints.create(language="en", text="Too little")
    scenario = call.scenarios.create(title="Less money")

    def of(*rows: Model) -> tuple[Any, ...]:
        return tuple(row.pk for row in rows)

    return {
        f"{RUNS}appraising/<uuid:call>/ranking/<uuid:scenario>/": of(programme, call, scenario),
        f"{RUNS}appraising/<uuid:call>/": of(programme, call),
        f"{RUNS}proposals/<uuid:proposal>/complaints/<uuid:complaint>/": of(
            programme, proposal, complaint
        ),
        f"{RUNS}proposals/<uuid:proposal>/": of(programme, proposal),
        f"{RUNS}assessing/<uuid:assessment>/": of(programme, assessment),
        f"{FUNDING}outcome/letters/": of(project, proposal, letter),
        f"{FUNDING}outcome/asked/": of(project, proposal, asked),
        f"{FUNDING}outcome/": of(project, proposal),
    }
