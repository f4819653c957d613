"""A small world with one of everything, and names that are easy to find on a page.

Three people: Zainab registered herself and said yes to one organisation; Yero was registered by
an association that holds his consent; Xenia registered herself and was asked, no answer yet.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import (
    ConsentPurpose,
    Introduction,
    Membership,
    Organisation,
    Person,
    Tie,
)
from twoshores.actors.services.consents import Evidence, consent_record
from twoshores.actors.services.introductions import introduction_accept, introduction_ask
from twoshores.actors.services.people import PersonFacts, person_register
from twoshores.alliances.models import Mediation
from twoshores.alliances.services.network import network_measure
from twoshores.capacities.matching.roster_index import note_changes
from twoshores.capacities.models import Engagement, Need, Profile, ProfileLanguage, ProfileSkill
from twoshores.capacities.services.needs import RequirementData, need_create, need_publish
from twoshores.catalogue.services import catalogue_load
from twoshores.common.models import Place
from twoshores.programmes.models import (
    Call,
    GrantContract,
    Mission,
    MissionAction,
    PartnerNotice,
    Programme,
    ProgrammeEvent,
    ProgrammePaper,
    Proposal,
    ReportDuty,
    Submission,
    SupportRequest,
)
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.services.documents import Upload, document_add
from twoshores.projects.services.examples import projects_load_examples
from twoshores.projects.services.projects import project_create
from twoshores.projects.services.reconstructions import reconstructions_load
from twoshores.projects.services.snapshots import design_snapshot
from twoshores.taxonomy.models import Concept

from .appraisal_world import appraised
from .world_alliance import alliance_parts
from .world_money import contract_of
from .world_programme import add_programme

SECRETS = {
    "zainab": ("Zainab Quixzil", "zainab.quixzil@example.org", "+39 555 0101"),
    "yero": ("Yero Vandermoth", "yero.vandermoth@example.org", "+223 555 0202"),
    "xenia": ("Xenia Plurabelk", "xenia.plurabelk@example.org", "+30 555 0303"),
}
SURNAMES = {key: texts[0].split()[1] for key, texts in SECRETS.items()}


@dataclass
class World:
    users: dict[str, User | None] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    need: Need = None  # type: ignore[assignment]
    draft: Need = None  # type: ignore[assignment]
    asked: Introduction = None  # type: ignore[assignment]
    accepted: Introduction = None  # type: ignore[assignment]
    engagement: Engagement = None  # type: ignore[assignment]
    organisation: Organisation = None  # type: ignore[assignment]
    registrar: Organisation = None  # type: ignore[assignment]
    place: Place = None  # type: ignore[assignment]
    project: Project = None  # type: ignore[assignment]
    partner: ProjectPartner = None  # type: ignore[assignment]
    mediation: Mediation = None  # type: ignore[assignment]
    programme: Programme = None  # type: ignore[assignment]
    call: Call = None  # type: ignore[assignment]
    proposal: Proposal = None  # type: ignore[assignment]
    mission: Mission = None  # type: ignore[assignment]
    action: MissionAction = None  # type: ignore[assignment]
    duty: ReportDuty = None  # type: ignore[assignment]
    event: ProgrammeEvent = None  # type: ignore[assignment]
    paper: ProgrammePaper = None  # type: ignore[assignment]
    help: SupportRequest = None  # type: ignore[assignment]
    submission: Submission = None  # type: ignore[assignment]
    notice: PartnerNotice = None  # type: ignore[assignment]
    # The beginning of an address of appraising -> the arguments to try it with.
    appraising: dict[str, tuple[object, ...]] = field(default_factory=dict)
    contract: GrantContract = None  # type: ignore[assignment]
    # The beginning of an address behind the project's -> the part that it is tried with.
    parts: dict[str, Model] = field(default_factory=dict)
    more: dict[str, tuple[object, ...]] = field(default_factory=dict)  # what such an address adds

    # Who may read whose name, and nobody else (acceptance 4 of the first issue).
    @property
    def may_read(self) -> set[tuple[str, str]]:
        return {
            ("zainab", "zainab"),
            ("xenia", "xenia"),
            ("officer", "zainab"),  # an accepted introduction
            ("coordinator", "zainab"),
            ("registrar", "yero"),  # registered him, consent lasts
        }


ROLES = (
    *("anonymous", "stranger", "officer", "coordinator", "viewer"),
    *("registrar", "zainab", "xenia", "steward"),
)


def load_known_projects() -> None:
    """For walks over all pages: without them the public pages of known projects are not there,
    and the network has nothing to show."""
    projects_load_examples()
    reconstructions_load()
    network_measure()


def build() -> World:
    catalogue_load()
    world = World()
    _users(world)
    _organisations(world)
    _people(world)
    _need(world)
    _introductions(world)
    _project(world)
    add_programme(world)
    world.appraising = appraised(world, User.objects.create_user("reads@example.org"))
    world.contract = contract_of(world)
    return world


def _users(world: World) -> None:
    world.users["anonymous"] = None
    for name in ROLES[1:]:
        address = SECRETS[name][1] if name in SECRETS else f"{name}@example.org"
        world.users[name] = User.objects.create_user(
            address, is_steward=name == "steward", is_demo=name == "steward"
        )


def _organisations(world: World) -> None:
    def make(name: str, roles: dict[str, str]) -> Organisation:
        organisation = Organisation.objects.create(
            kind="organisation",
            name=name,
            name_language="en",
            organisation_kind="ngo",
            country="EG",
        )
        for user, role in roles.items():
            Membership.objects.create(user=world.users[user], organisation=organisation, role=role)
        return organisation

    world.organisation = make(
        "Fishers of Motobas",
        {"officer": "officer", "coordinator": "coordinator", "viewer": "viewer"},
    )
    world.registrar = make("Association abroad", {"registrar": "coordinator"})


def _people(world: World) -> None:
    country = Place.objects.create(key="t:EG", kind="country", country="EG", name="Egypt")
    region = Place.objects.create(
        key="t:EG.1", kind="region", country="EG", name="Delta", parent=country
    )
    world.place = Place.objects.create(
        key="t:EG.1.1", kind="locality", country="EG", name="Motobas", parent=region
    )
    concept = Concept.objects.create(uri="urn:t:1", kind="skill", label="feed fish")
    for number, (key, (name, email, phone)) in enumerate(SECRETS.items(), start=1):
        facts = PersonFacts(name, "en", email=email, phone=phone, residence=world.place)
        own = key != "yero"
        person = person_register(
            by=world.users[key] if own else world.users["registrar"],
            facts=facts,
            registrar=None if own else world.registrar,
        )
        _offer(person, number, concept, world.place)
        consent_record(
            by=None,
            person=person,
            choices=dict.fromkeys(ConsentPurpose.values, timezone.now() + timedelta(days=300)),
            evidence=Evidence(
                channel="web" if own else "spoken", text_language="en", witness="somebody"
            ),
            registrar=None if own else world.registrar,
        )
        world.people[key] = Person.objects.get(pk=person.pk)


def _offer(person: Person, number: int, concept: Concept, place: Place) -> None:
    profile = Profile.objects.create(
        person=person,
        number=number,
        language="en",
        headline="I fed fish abroad",
        modes=["remote"],
        times=["evenings"],
        confirmed_at=timezone.now(),
    )
    ProfileSkill.objects.create(
        profile=profile,
        position=1,
        said="feeding fish",
        language="en",
        kind="skill",
        concept=concept,
        linked="confirmed",
    )
    ProfileLanguage.objects.create(profile=profile, language="ar")
    Tie.objects.create(actor=person, place=place, kind="origin")
    note_changes([number])


def _need(world: World) -> None:
    facts: dict[str, Any] = {
        "language": "en",
        "title": "Somebody who fed fish",
        "description": "Ponds, forty families",
        "place": world.place,
        "modes": ["remote"],
    }
    line = RequirementData("feeding fish", "en", concept=Concept.objects.get(), confirmed=True)
    officer = world.users["officer"]
    assert officer is not None
    world.need = need_publish(
        by=officer,
        need=need_create(
            by=officer, organisation=world.organisation, facts=facts, requirements=[line]
        ),
    )
    world.draft = need_create(
        by=officer, organisation=world.organisation, facts=facts | {"title": "A secret draft"}
    )


def _introductions(world: World) -> None:
    officer = world.users["officer"]
    assert officer is not None

    def ask(key: str) -> Introduction:
        return introduction_ask(
            by=officer,
            asking=world.organisation,
            asked=world.people[key],
            subject_kind="capacities.need",
            subject_id=str(world.need.pk),
            message="Would you?",
            language="en",
        )

    world.asked = ask("xenia")
    world.accepted = introduction_accept(by=None, introduction=ask("zainab"))
    world.engagement = Engagement.objects.get(introduction=world.accepted)


def _project(world: World) -> None:
    coordinator = world.users["coordinator"]
    assert coordinator is not None
    world.project = project_create(
        by=coordinator,
        owner=world.organisation,
        facts={"title": "Ponds that pay", "language": "en"},
        countries=[("EG", "origin"), ("GR", "residence")],
    )
    world.partner = world.project.partners.get()
    project = world.project
    period = project.periods.create(
        position=1, name="First half", starts="2027-01-01", ends="2027-06-30"
    )
    indicator = project.indicators.create(text="Kilos of fish sold", kind="number")
    line = project.budget_lines.create(
        partner=world.partner, category="equipment", text="Nets", currency="EGP"
    )
    activity = project.activities.create(title="Digging ponds")
    world.parts = {
        "results/<uuid:result>/": project.results.create(text="Fish to sell", level="goal"),
        "assumptions/<int:assumption>/": project.assumptions.create(text="Feed stays cheap"),
        "drafting/<int:part>/": project.drafting.create(who="women", how="A walk round the ponds"),
        "people/skills/<uuid:skill>/": project.skill_needs.create(text="Hatching fry"),
        "indicators/<uuid:indicator>/measure/": indicator,
        "indicators/<uuid:indicator>/": indicator,
        "measurements/<uuid:measurement>/": indicator.measurements.create(
            period=period, on="2027-03-01", number=3, entered_by=coordinator
        ),
        "periods/<int:period>/": period,
        "reports/open/<int:period>/": period,
        "reports/<uuid:report>/": project.reports.create(
            period=period, partner=world.partner, language="en", done="Ponds were dug."
        ),
        "budget/<uuid:line>/": line,
        "expenses/<uuid:expense>/": project.expenses.create(
            line=line, partner=world.partner, period=period, on="2027-03-01", amount=5, text="Fry"
        ),
        "rates/<int:rate>/": project.rates.create(
            currency="EGP", per_unit=50, on="2027-01-01", source="The bank"
        ),
        "ceilings/<int:ceiling>/": project.ceilings.create(category="travel", percent=5),
        "plans/<int:alignment>/": project.alignments.create(kind="local_plan", text="Of Motobas"),
        "plan/<uuid:activity>/": activity,
        "documents/<uuid:document>/": document_add(
            by=coordinator, project=project, upload=Upload("ponds.csv", b"pond;depth\n1;2\n")
        ),
        "news/<uuid:update>/": project.updates.create(
            title="Fry in the pond", language="en", on="2026-03-01"
        ),
        "reached/<int:period>/<uuid:activity>/": period,
        "risks/<uuid:risk>/": project.risks.create(
            kind="external", text="A drought", likelihood=3, effect=4
        ),
    }
    world.parts |= alliance_parts(world)
    project.amendments.create(
        number=1,
        on="2026-03-01",
        what="Fewer ponds",
        why="Cost",
        language="en",
        before=design_snapshot(project),
    )
    world.more |= {
        "alliances/stakeholders/<uuid:stakeholder>/steps/<int:step>/": (
            project.stakeholder_steps.get().pk,
        ),
        "alliances/allies/<uuid:ally>/parts/<int:part>/": (project.ally_parts.get().pk,),
        "indicators/<uuid:indicator>/measure/": (period.pk,),
        "reached/<int:period>/<uuid:activity>/": (activity.pk,),
    }
