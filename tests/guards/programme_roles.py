"""Everybody who has, or has not, to do with a call: their logins, and what each is told apart by.

Built on the guards' world: its project was put before two calls of the association abroad. One
is open and sealed; the other is past its deadline, marked and decided.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.programmes.models import Assessment, Proposal
from twoshores.projects.models import Project

from . import world as world_module
from .world import World

# Words that stand in one place each, and are looked for on every page.
SEALED = "Hatcheries nobody may read of yet"  # an answer of a proposal before its deadline
RIVALS = "Rivals raise carp in silence"  # the title of another proposal to the same call
INNER = "They owe us a report from before"  # what an assessor wrote for the programme only
EARLY = "A mark that came in first"  # of a proposal whose other reader has not marked yet
MEDIATED = "They keep our money back"  # a request for help between partners
READER = "seen-reader"  # how the addresses of all assessors begin

ROLES = (
    *("public", "outsider", "steward"),
    *("coordinator", "officer", "viewer"),  # of the programme's organisation
    *("focal_point", "focal_elsewhere"),
    *("assessor", "assessor_before", "conflicted"),
    *("applicant", "applicant_viewer", "partner", "rival"),
)
RUNS = frozenset({"coordinator", "officer"})
READS = RUNS | {"viewer"}
ASSESSES = frozenset({"assessor", "assessor_before", "conflicted"})
FOLLOWS = frozenset({"focal_point", "focal_elsewhere"})
INSIDE = READS | ASSESSES | FOLLOWS
KEEPS = frozenset({"applicant"})
APPLIES = frozenset({"applicant", "applicant_viewer", "partner"})
SIGNED_IN = frozenset(ROLES) - {"public"}
ALL = frozenset(ROLES)


@dataclass
class Seen:
    world: World
    users: dict[str, User | None] = field(default_factory=dict)
    before: Assessment = None  # type: ignore[assignment]  # given, and not marked yet


def build() -> Seen:
    world = world_module.build()
    seen = Seen(world)
    abroad, home = world.registrar, world.organisation
    seen.users = {
        "public": None,
        "outsider": world.users["stranger"],
        "steward": world.users["steward"],
        "coordinator": world.users["registrar"],
        "officer": _member(abroad, "fund-officer", "officer"),
        "viewer": _member(abroad, "fund-viewer", "viewer"),
        "applicant": _member(home, "applicant", "coordinator"),
        "applicant_viewer": _member(home, "applicant-viewer", "viewer"),
        "partner": _partner(world),
    }
    seen.users |= {
        "focal_point": _office(world, "focal", "focal_point", ["EG"]),
        "focal_elsewhere": _office(world, "focal-elsewhere", "focal_point", ["PE"]),
    }
    _sealed(world)
    _assessors(seen)
    world.mission.state, world.mission.shared_at = "made", timezone.now()
    world.mission.save()
    world.help.kind = "mediation"
    world.help.text = MEDIATED
    world.help.routed_to = world.programme.offices.get(user=seen.users["focal_point"])
    world.help.save()
    User.objects.update(language="en")
    return seen


def _user(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org")


def _member(organisation: Organisation, name: str, role: str) -> User:
    user = _user(name)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def _organisation(name: str, country: str) -> Organisation:
    return Organisation.objects.create(
        kind="organisation",
        name=name,
        name_language="en",
        organisation_kind="ngo",
        country=country,
    )


def _partner(world: World) -> User:
    """The project's second partner, who may not change the project."""
    helping = _organisation("Ponds of Kavala", "GR")
    world.project.partners.create(position=2, name=helping.name, country="GR", organisation=helping)
    return _member(helping, "partner", "officer")


def _office(world: World, name: str, role: str, countries: list[str]) -> User:
    user = _user(name)
    world.programme.offices.create(user=user, role=role, countries=countries)
    return user


def _sealed(world: World) -> None:
    """The proposal to the open call says something that only its partners read."""
    prompt = world.call.prompts.get(whom="all")
    world.proposal.answers.create(prompt=prompt, language="en", text=SEALED)
    world.submission.body = {
        "project": {"title": world.project.title, "language": "en"},
        "partners": [],
        "answers": [
            {"question": prompt.pk, "asked": "Why?", "partner": None, "language": "en",
             "text": SEALED}
        ],
    }  # fmt: skip
    world.submission.save()


def _assessors(seen: Seen) -> None:
    """Three who read proposals: both marks in; none in yet; gone out for a conflict."""
    world = seen.world
    decided = Proposal.objects.get(call__code="C-2")
    first = decided.assessments.get()
    first.office.user.email = f"{READER}-1@example.org"
    first.office.user.save()
    seen.users["assessor"] = first.office.user
    first.for_programme = INNER
    first.save()
    seen.users["conflicted"] = _office(world, f"{READER}-3", "assessor", [])
    out = decided.assessments.create(
        office=world.programme.offices.get(user=seen.users["conflicted"]),
        state="withdrawn",
        withdrawn_because="A cousin",
    )
    out.proposal.conflicts.create(office=out.office, source="declared", reason="A cousin")
    rivals = _rivals(seen, decided)
    seen.users["assessor_before"] = _office(world, f"{READER}-2", "assessor", [])
    seen.before = rivals.assessments.create(
        office=world.programme.offices.get(user=seen.users["assessor_before"])
    )
    rivals.assessments.create(
        office=first.office,
        state="done",
        done_at=timezone.now(),
        strengths=EARLY,
        for_programme=EARLY,
    )


def _rivals(seen: Seen, decided: Proposal) -> Proposal:
    """Another proposal to the decided call, of an association that has nothing to do with it."""
    owner = _organisation("Carp of Fayoum", "EG")
    seen.users["rival"] = _member(owner, "rival", "coordinator")
    project = Project.objects.create(
        code="Egypt-99", title=RIVALS, language="en", owner=owner, stage="design"
    )
    project.partners.create(
        position=1, name=owner.name, country="EG", organisation=owner, is_lead=True
    )
    made = decided.call.proposals.create(project=project, state="eligible", number=2)
    made.submissions.create(
        stage="proposal",
        number=1,
        version=decided.call.versions.get(),
        body={"project": {"title": RIVALS, "language": "en"}, "partners": []},
        sha256="0" * 64,
        in_time=True,
        at=decided.submissions.get().at,
    )
    return made
