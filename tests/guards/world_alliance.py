"""The alliance of the project in the guards' world."""

from typing import TYPE_CHECKING

from django.db.models import Model

from twoshores.projects.models import Project

if TYPE_CHECKING:
    from .world import World

SIGNATORY = "Ignatius Morrowind"  # who signed an agreement of the project


def alliance_parts(world: "World") -> dict[str, Model]:
    """Parts of the project's alliance, by the beginning of an address behind `alliances/`."""
    project = world.project
    meeting = project.meetings.create(
        title="Which ponds first", language="en", starts_at="2027-01-01T09:00Z", state="held"
    )
    world.mediation = project.mediations.create(
        asked_for_by=world.partner, about="Who pays the feed", language="en"
    )
    other = project.partners.create(position=9, name="Port of Volos", country="GR")
    rows: dict[str, Model] = {
        "meetings/<uuid:meeting>": meeting,
        "steps/<int:step>/": project.next_steps.create(text="Ask the mayor", meeting=meeting),
        "partners/needs/<uuid:need>/": project.partner_needs.create(
            subject="sector", text="Fish farming"
        ),
        "goal/differences/<int:difference>/": project.differences.create(text="Which ponds"),
        "goal/roles/<uuid:activity>/": project.activities.get(),
        "stakeholders/<uuid:stakeholder>/steps/<int:step>/": (stake := _stakeholder(world)),
        "stakeholders/score/<uuid:stakeholder>/": stake,
        "stakeholders/<uuid:stakeholder>/": stake,
        **_allies(project),
        **_agreement(world),
        "learning/<int:transfer>/": project.transfers.create(
            learner=world.partner, teacher=other, what="Hatching fry", means="doing"
        ),
    }
    return {f"alliances/{beginning}": row for beginning, row in rows.items()}


def _agreement(world: "World") -> dict[str, Model]:
    """An agreement that is put forward, a version with a signature, and a hand-over."""
    project = world.project
    made = project.agreements.create(
        kind="memorandum", title="Who digs, who feeds", language="en", state="proposed"
    )
    party = made.parties.create(partner=world.partner)
    version = made.versions.create(
        number=1, body=[{"style": "text", "text": "We dig."}], sha256="0" * 64
    )
    version.signatures.create(
        party=party, signed_by=SIGNATORY, capacity="Chair", signed_on="2026-01-01", sha256="0" * 64
    )
    one = "agreements/<uuid:agreement>/"
    for tail, more in (("sign/", (party.pk,)), ("versions/", (1,))):
        world.more[f"alliances/{one}{tail}"] = more
    hand_over = project.hand_overs.create(partner=world.partner, why="coordinator")
    return {
        f"{one}sign/": made,
        f"{one}versions/": made,
        one: made,
        "hand-overs/<int:hand_over>/": hand_over,
    }


def _stakeholder(world: "World") -> Model:
    """A stakeholder with a step, a round of opinions that is open and one in it."""
    project, coordinator = world.project, world.users["coordinator"]
    assert coordinator is not None
    made = project.stakeholders.create(name="The port", group="public", country="GR")
    project.stakeholder_steps.create(stakeholder=made, text="Visit them")
    round_ = project.rounds.create(kind="stakeholders", number=1, opened_on="2027-01-01")
    round_.scores.create(
        stakeholder=made, by=coordinator, interest=2, influence=4, reason="They wait and see"
    )
    return made


def _allies(project: Project) -> dict[str, Model]:
    """What stands under a project's strategic allies."""
    change = project.changes.create(text="A licence for ponds", language="en")
    ally = project.strategic_allies.create(name="The governorate", level="regional")
    project.ally_parts.create(ally=ally, what="steering")
    force = project.forces.create(change=change, side="for", text="Fish is dear", ally=ally)
    return {
        "allies/<uuid:ally>/parts/<int:part>/": ally,
        "allies/<uuid:ally>/": ally,
        "forces/score/<uuid:force>/": force,
        "forces/<uuid:force>/": force,
        "changes/<uuid:change>/": change,
        "moments/<int:moment>/": project.moments.create(
            kind="budget", title="Next year's budget", opens_on="2027-01-01"
        ),
        "advocacy/<uuid:action>/": project.advocacy.create(
            change=change, message="Ponds feed a town", channel="letter", language="en"
        ),
        "briefs/<uuid:brief>/": project.briefs.create(
            change=change, title="Ponds", language="en", problem="No licence", ask="One form"
        ),
    }
