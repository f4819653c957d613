"""Organisations of the register as partners: what they have, and who would close gaps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation, Tie
from twoshores.actors.selectors.organisations import organisations_visible_to
from twoshores.engines.additions import Additions, Candidate, smallest_additions
from twoshores.projects.models import Project

from ..fitting import Asked, Facts, Stated, fits, words_of
from ..models import OrganisationStrength, PartnerNeed


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Sets of organisations that close the gaps; the organisations by id."""

    additions: Additions
    organisations: dict[str, Organisation]


def asked_of(need: PartnerNeed) -> Asked:
    return Asked(
        str(need.pk),
        need.subject,
        words_of(need.text),
        need.country,
        need.place_id,
        need.spoken,
        need.authority_id,
    )


def facts_of_organisations(rows: Sequence[Organisation]) -> dict[UUID, Facts]:
    """Three queries, whatever their number."""
    ids = [row.pk for row in rows]
    stated: dict[UUID, list[Stated]] = defaultdict(list)
    for strength in OrganisationStrength.objects.filter(organisation__in=ids):
        stated[strength.organisation_id].append(_stated(strength))
    ties: dict[UUID, list[Tie]] = defaultdict(list)
    for tie in Tie.objects.filter(actor__in=ids):
        ties[tie.actor_id].append(tie)
    places: dict[UUID, set[int]] = defaultdict(set)
    through = Organisation.places.through.objects.filter(organisation__in=ids)
    for organisation_id, place_id in through.values_list("organisation", "place"):
        places[organisation_id].add(place_id)
    return {row.pk: _facts(row, stated[row.pk], ties[row.pk], places[row.pk]) for row in rows}


def _stated(row: OrganisationStrength) -> Stated:
    return Stated(
        row.subject,
        words_of(row.text),
        row.country,
        row.place_id,
        row.spoken,
        row.authority_id,
        bool(row.evidence.strip()),
    )


def _facts(row: Organisation, stated: list[Stated], ties: list[Tie], places: set[int]) -> Facts:
    return Facts(
        kind=row.organisation_kind,
        country=row.country,
        languages=frozenset(row.languages),
        sectors=tuple(words_of(sector) for sector in row.sectors),
        places=frozenset(places),
        tie_places=frozenset(tie.place_id for tie in ties if tie.place_id is not None),
        tie_actors=frozenset(tie.other_id for tie in ties if tie.other_id is not None),
        tie_groups=tuple(words_of(tie.group) for tie in ties if tie.group),
        stated=tuple(stated),
    )


def who_would_close(
    project: Project, reader: User, gaps: Sequence[PartnerNeed], missing_shores: Iterable[str]
) -> Suggestions:
    """The smallest sets of organisations that the reader may know of. Five queries.

    missing_shores: "origin", "abroad": those on which the project has no partner.
    """
    partners = {row.organisation_id for row in project.partners.all()} - {None}
    rows = [
        row
        for row in organisations_visible_to(reader).order_by("pk")
        if row.pk not in partners and row.pk != project.owner_id
    ]
    facts = facts_of_organisations(rows)
    shores = shores_of(project)
    asked = [asked_of(need) for need in gaps]
    candidates = [_candidate(row, facts[row.pk], asked, shores, partners) for row in rows]
    found = smallest_additions(
        [one.id for one in asked], candidates, missing_shores=tuple(missing_shores)
    )
    named = {member.id for one in found.sets for member in one.members}
    named |= {pk for one in found.sets for member in one.members for pk in member.instead}
    return Suggestions(found, {str(row.pk): row for row in rows if str(row.pk) in named})


def shores_of(project: Project) -> dict[str, str]:
    """Country -> "origin" or "abroad", of the project's countries."""
    words = {"origin": "origin", "residence": "abroad"}
    return {row.country: words[row.role] for row in project.countries.all() if row.role in words}


def _candidate(
    row: Organisation, facts: Facts, asked: list[Asked], shores: dict[str, str], partners: set[Any]
) -> Candidate:
    has = {one.id: fits(one, facts) for one in asked}
    return Candidate(
        str(row.pk),
        frozenset(pk for pk, (holds, _shown) in has.items() if holds),
        frozenset(pk for pk, (holds, shown) in has.items() if holds and shown),
        shores.get(row.country, ""),
        len(facts.tie_actors & partners),
    )
