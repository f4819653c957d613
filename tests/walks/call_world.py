"""The world in which the walk of a call begins: a programme, a call that is ready to be
published, three assessors, two associations on two shores."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.common.models import ExchangeRate
from twoshores.programmes.models import Call, Office, Programme

RULES = [
    {"rule": "partners", "least": 2, "most": 4},
    {"rule": "countries", "group": "the south", "countries": ["EG", "ML"], "least": 1},
]
LANGUAGES = {
    "officer": "en",
    "keeper": "fr",
    "helper": "ar",
    **{f"reader{number}": "en" for number in range(3)},
}


@dataclass
class World:
    programme: Programme
    call: Call
    keeping: Organisation
    helping: Organisation
    users: dict[str, User]


def build() -> World:
    users = {
        name: User.objects.create_user(f"{name}@example.org", language=language)
        for name, language in LANGUAGES.items()
    }
    fund = _organisation("Fund of two shores", "BE", users["officer"])
    fund.iati_identifier = "XI-IATI-TWOSHORESFUND"
    fund.save()
    programme = Programme.objects.create(
        organisation=fund, title="From shore to shore", language="en"
    )
    for number in range(3):
        Office.objects.create(programme=programme, user=users[f"reader{number}"], role="assessor")
    for code, per_usd in (("EUR", "0.9"), ("EGP", "47.5")):
        ExchangeRate.objects.create(
            currency=code,
            date=timezone.localdate() - timedelta(days=30),
            per_usd=Decimal(per_usd),
            kind="month_end",
            source="A bank",
        )
    return World(
        programme,
        _call(programme),
        _organisation("Association de Marseille", "FR", users["keeper"]),
        _organisation("صيادو رشيد", "EG", users["helper"]),
        users,
    )


def _organisation(name: str, country: str, coordinator: User) -> Organisation:
    made = Organisation.objects.create(
        kind="organisation",
        name=name,
        name_language="en",
        organisation_kind="migrant_association",
        country=country,
    )
    Membership.objects.create(user=coordinator, organisation=made, role="coordinator")
    return made


def _call(programme: Programme) -> Call:
    now = timezone.now()
    call = programme.calls.create(
        code="RIVER-1",
        title="From the river to the sea",
        language="en",
        summary="Fish that pay",
        about="Ponds that feed those who dig them",
        opens_at=now,
        deadline=now + timedelta(days=10),
        questions_until=now + timedelta(days=5),
        time_zone="Europe/Brussels",
        budget=20_000,
        grant_least=1000,
        grant_most=20_000,
        rules=RULES,
    )
    call.themes.create(title="Ponds")
    call.criterions.create(level="organisation", component="development", title="Record")
    call.criterions.create(level="partnership", component="migration", title="Ties")
    call.prompts.create(position=1, title="Why this project?", whom="all")
    call.prompts.create(position=2, title="What do you bring?", whom="each")
    return call
