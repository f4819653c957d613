"""Load the demo: organisations, people, needs. Everything is marked as demo.

Runs once, in one transaction: a start that was killed begins again from nothing. Nobody is
linked to skills here; `link.py` reads what people wrote once the labels are ready, as it does
for real people, and `story.py` then lets some of them meet.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.capacities.models import DigestSubscription, Need, NeedBeneficiaries
from twoshores.capacities.services.needs import (
    RequirementData,
    index_need_text,
    write_requirements,
)
from twoshores.common import search
from twoshores.common.folding import fold
from twoshores.common.models import Place, Translation

from . import load_people
from .grants import load_demo_grants
from .logins import demo_user
from .programme import load_demo_programme
from .project import load_demo_project
from .ties import load_demo_ties

DATA = Path(__file__).parent / "needs.json"


def is_loaded() -> bool:
    return Organisation.objects.filter(is_demo=True).exists()


@transaction.atomic
def load_demo() -> bool:
    """Load what is not loaded yet; returns whether anything was."""
    if is_loaded():
        return load_demo_programme() is not None
    data = json.loads(DATA.read_text("utf-8"))
    organisations = {row["code"]: _organisation(row) for row in data["organisations"]}
    _owners(data["organisations"], organisations)
    load_demo_ties(organisations)
    for days_ago, row in enumerate(data["needs"]):
        _need(row, organisations[row["organisation"]], days_ago)
    load_people.load(registrars=_registrars(data["organisations"], organisations))
    load_demo_project(organisations)
    load_demo_programme()
    load_demo_grants(organisations)
    return True


def _owners(rows: list[dict[str, Any]], organisations: dict[str, Organisation]) -> None:
    """A coordinator for each organisation that has an owner, and the other personas."""
    for row in rows:
        if row["has_owner"]:
            user = demo_user(
                f"{row['code']}@demo.example.org",
                f"Coordinator, {row['name']}",
                row["name_language"],
            )
            Membership.objects.create(
                user=user, organisation=organisations[row["code"]], role="coordinator"
            )
    demo_user("steward@demo.example.org", gettext_noop("Steward"), "en", is_steward=True)


def _registrars(
    rows: list[dict[str, Any]], organisations: dict[str, Organisation]
) -> list[Organisation]:
    """Associations on the shore of residence: they register people."""
    return [organisations[row["code"]] for row in rows if row["side"] == "residence"]


def _organisation(row: dict[str, Any]) -> Organisation:
    place = place_of(row["place"])
    organisation = Organisation.objects.create(
        kind=Organisation.Kind.ORGANISATION,
        is_demo=True,
        name=row["name"],
        name_language=row["name_language"],
        organisation_kind=row["kind"],
        recognition=row["recognition"],
        recognised_since=row["recognised_since"],
        description=row["description"],
        description_language=row["description_language"],
        languages=row["languages"],
        sectors=row["sectors"],
        country=row["place"]["country"],
    )
    organisation.places.add(place)
    for language, translation in row["name_translations"].items():
        _translation(organisation, "name", language, translation["text"], translation["status"])
    names = [translation["text"] for translation in row["name_translations"].values()]
    search.put("organisation", organisation.pk, row["name"], [*names, row["description"]])
    return organisation


def _translation(record: Any, field: str, language: str, text: str, status: str) -> None:
    Translation.objects.create(
        subject_kind=record._meta.label_lower,
        subject_id=str(record.pk),
        field=field,
        language=language,
        text=text,
        status=status,
    )


def place_of(row: dict[str, Any]) -> Place:
    """The place of the file, by any of its names under its region, or in its country.

    A missing town is added, as people do.
    """
    country = Place.objects.get(kind=Place.Kind.COUNTRY, country=row["country"])
    regions = Place.objects.filter(kind=Place.Kind.REGION, country=row["country"])
    region = _named(regions, row["region"]) or country
    if not row["locality"]:
        return region
    towns = Place.objects.filter(kind=Place.Kind.LOCALITY, country=row["country"])
    for name in (row["locality"], *row["names"].values()):
        town = _named(towns.filter(parent=region), name) or _named(towns, name)
        if town is not None:
            return town
    return Place.objects.create(
        key=f"own:{fold(row['country'] + row['locality'])}"[:40],
        kind=Place.Kind.LOCALITY,
        country=row["country"],
        parent=region,
        name=row["locality"],
        names=row["names"],
        folded=fold(" ".join([row["locality"], *row["names"].values()])),
        latitude=row["latitude"],
        longitude=row["longitude"],
        is_confirmed=False,
    )


def _named(rows: Any, name: str) -> Place | None:
    found: Place | None = rows.filter(name=name).order_by("-population").first()
    if found is None:
        wanted = fold(name)
        for place in rows.filter(folded__contains=wanted).order_by("-population")[:5]:
            if wanted in fold(place.name) or wanted in place.folded.split(" | "):
                return place  # type: ignore[no-any-return]
    return found


def _need(row: dict[str, Any], organisation: Organisation, days_ago: int) -> None:
    owner = User.objects.filter(memberships__organisation=organisation).first()
    need = Need.objects.create(
        organisation=organisation,
        state=Need.State.OPEN,
        language=row["language"],
        title=row["title"],
        description=row["description"],
        place=place_of(row["place"]),
        modes=row["modes"],
        times=row["times"],
        starts=date.fromisoformat(row["from"]),
        ends=date.fromisoformat(row["until"]),
        languages=row["languages_spoken"],
        excluded_countries=row["excluded_countries"],
        terms=row["offered"]["terms"],
        offered=row["offered"]["text"],
        established_how=row["established_how"] or "",
        plan=row["plan"] or "",
        example_project=row["project"],
        created_by=owner,
        opened_at=timezone.now() - timedelta(days=days_ago),
        is_demo=True,
    )
    write_requirements(need, [_requirement(line, row) for line in row["requirements"]])
    NeedBeneficiaries.objects.bulk_create(
        NeedBeneficiaries(need=need, **served)
        for served in row["serves"]
        if served["number"] is not None
    )
    _need_translations(need, row)
    index_need_text(need)
    DigestSubscription.objects.create(kind=DigestSubscription.Kind.NEED, need=need)


def _requirement(line: dict[str, Any], row: dict[str, Any]) -> RequirementData:
    return RequirementData(
        said=line["said"],
        language=row["language"],
        kind=line["kind"],
        required=line["required"],
        strict=line["strict"],
        weight=line["weight"],
        read_later=True,
        second_said=line.get("said_second", ""),
        second_language=line.get("second_language", "") if line.get("said_second") else "",
    )


def _need_translations(need: Need, row: dict[str, Any]) -> None:
    for language, texts in row["translations"].items():
        for field in ("title", "description"):
            _translation(need, field, language, texts[field], texts["status"])
    second = row.get("second_language")
    if second and second not in row["translations"]:
        for field in ("title", "description"):
            _translation(need, field, second, row[f"second_{field}"], "human")
