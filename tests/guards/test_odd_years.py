"""Every page of a call holds on rows whose days were typed with a wrong year before forms refused
it: 9999, the last that a calendar knows, or the first one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import models

from tests.kept import kept_for_a_file
from twoshores.programmes.models import Call, GrantContract, ProgrammeEvent
from twoshores.projects.models import Project, Report

from . import programme_roles as roles
from .programme_roles import Seen
from .test_who_sees_a_call import own_addresses, signed_in

pytestmark = pytest.mark.usefixtures("no_contexts")
MOMENTS = {"opens_at", "concept_deadline", "deadline", "questions_until"}
MOMENTS |= {"starts_at", "ends_at", "due_at"}  # the others are of the server's clock
# What the journal and payments say is not typed freely: their services look at the day.
ELSEWHERE = {"JournalEntry", "JournalLine", "Payment"}


@pytest.fixture(scope="module")
def odd_seen(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[Seen, Path]]:
    folder = tmp_path_factory.mktemp("odd")
    for made in kept_for_a_file(django_db_blocker, folder, roles.build):
        yield made, folder


def typed_days(model: type[models.Model]) -> list[models.Field]:
    fields = [one for one in model._meta.concrete_fields if isinstance(one, models.DateField)]
    return [
        one for one in fields if not isinstance(one, models.DateTimeField) or one.name in MOMENTS
    ]


def edge(day: date, zone: str) -> datetime:
    """The first or last moment that both UTC and the zone know: what a form could store."""
    outermost = datetime.combine(day, time(23, 59, 59) if day == date.max else time.min)
    try:
        return outermost.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        return outermost.replace(tzinfo=UTC)


def write_everywhere(day: date, zone: str) -> None:
    moment = edge(day, zone)
    for model in [*apps.get_app_config("programmes").get_models(), Project, Report]:
        if model.__name__ in ELSEWHERE:
            continue
        for row in model.objects.all():
            typed = {
                one.name: moment if isinstance(one, models.DateTimeField) else day
                for one in typed_days(model)
                if getattr(row, one.name) is not None
            }
            if typed:
                model.objects.filter(pk=row.pk).update(**typed)


@pytest.mark.parametrize("role", ["coordinator", "applicant"])
@pytest.mark.parametrize(("day", "zone"), [(date.max, "UTC"), (date.min, "Pacific/Kiritimati")])
def test_pages_hold_on_days_of_odd_years(odd_seen, db, role, zone, day):
    seen, _folder = odd_seen
    Call.objects.update(time_zone=zone)
    ProgrammeEvent.objects.update(time_zone=zone)
    GrantContract.objects.update(ends=date.max)
    write_everywhere(day, zone)
    client = signed_in(seen, role)
    client.raise_request_exception = False
    broken = [
        name for name, address in own_addresses(seen) if client.get(address).status_code >= 500
    ]
    assert broken == []
