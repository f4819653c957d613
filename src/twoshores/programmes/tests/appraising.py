"""A call past its deadline with two proposals in, criteria at three levels, and assessors."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.programmes.models import Assessment, Call, Office, Programme, Proposal
from twoshores.programmes.selectors.assessing import places_of
from twoshores.programmes.services.marking import marks_save
from twoshores.projects.models import Project

from .conftest import make_organisation

WORDS = {"language": "en", "strengths": "", "weaknesses": "", "for_programme": ""}


@dataclass
class Appraising:
    programme: Programme
    call: Call
    proposals: list[Proposal]
    offices: list[Office]
    keepers: list[User]
    partner: User

    def give(self, proposal: Proposal, *numbers: int) -> list[Assessment]:
        """The proposal in the hands of these assessors."""
        return [
            Assessment.objects.create(proposal=proposal, office=self.offices[n]) for n in numbers
        ]


def mark_all(assessment: Assessment, mark: int | str, **words: str) -> None:
    """Every place gets the same mark, and it is handed in."""
    assessment = Assessment.objects.get(pk=assessment.pk)
    places = places_of(assessment)
    marks = {(c.pk, p.pk if p else None): (Decimal(mark), "") for c, p in places}
    marks_save(
        by=assessment.office.user,
        assessment=assessment,
        opened_version=assessment.version,
        marks=marks,
        facts=WORDS | words,
        hand_in=True,
    )


def make_proposal(call: Call, number: int, country: str, language: str = "en") -> Proposal:
    """A proposal of two partners, handed in in time, that passed the check."""
    keeping = make_organisation(f"Keeper {number}", country, coordinator=f"k{number}@example.org")
    helping = make_organisation(f"Helper {number}", "FR", coordinator=f"h{number}@example.org")
    project = Project.objects.create(
        code=f"P-{number}",
        title=f"Wells {number}",
        language=language,
        stage="design",
        owner=keeping,
    )
    project.countries.create(country=country, role="origin")
    project.countries.create(country="FR", role="residence")
    partners = [
        project.partners.create(
            position=position,
            name=row.name,
            country=row.country,
            organisation=row,
            is_lead=position == 1,
        )
        for position, row in enumerate((keeping, helping), start=1)
    ]
    proposal = call.proposals.create(project=project, state="eligible", number=number)
    shares = [
        {"partner": row.pk, "currency": "EUR", "asked": "50000.00", "own": None, "paid_in": "EUR"}
        for row in partners
    ]
    body = {
        "form": 1,
        "project": {"code": project.code, "title": project.title, "language": language},
        "partners": [
            {"id": row.pk, "name": row.name, "country": row.country, "leads": row.is_lead}
            for row in partners
        ],
        "shares": shares,
        "answers": [
            {
                "question": 1,
                "asked": "Why this project?",
                "partner": None,
                "language": language,
                "text": "Because the wells are dry.",
            }
        ],
        "design": {"form": 1, "parts": {"project": [{"id": "1", "title": project.title}]}},
    }
    proposal.submissions.create(
        stage="proposal",
        number=1,
        version=call.versions.get(),
        body=body,
        sha256="0" * 64,
        in_time=True,
        by=User.objects.get(email=f"k{number}@example.org"),
        at=timezone.now() - timedelta(days=3),
    )
    return proposal


def make_appraising(programme: Programme) -> Appraising:
    call = programme.calls.create(
        code="C-9",
        title="Water for all",
        language="en",
        summary="Water",
        state="appraising",
        budget=Decimal(100_000),
        deadline=timezone.now() - timedelta(days=1),
    )
    call.versions.create(number=1, body={})
    for position, (level, component, least) in enumerate(
        [
            ("organisation", "both", None),
            ("partnership", "migration", None),
            ("stakeholders", "development", Decimal(2)),
        ]
    ):
        call.criterions.create(
            position=position,
            level=level,
            component=component,
            title=f"Criterion {position}",
            least=least,
        )
    proposals = [make_proposal(call, 1, "ML"), make_proposal(call, 2, "EG")]
    offices = [
        Office.objects.create(
            programme=programme,
            user=User.objects.create_user(f"assessor{n}@example.org"),
            role="assessor",
        )
        for n in range(4)
    ]
    users = {user.email: user for user in User.objects.all()}
    return Appraising(
        programme,
        call,
        proposals,
        offices,
        [users["k1@example.org"], users["k2@example.org"]],
        users["h1@example.org"],
    )
