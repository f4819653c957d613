"""Organisations of the register as partners: what they have, and who would close gaps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation, Tie
from twoshores.actors.selectors.organisations import organisations_visible_to
from twoshores.actors.tie_versions import contradictions
from twoshores.common.models import Visibility
from twoshores.engines.additions import Additions, Candidate, smallest_additions
from twoshores.projects.models import Project

from ..fitting import Asked, Facts, Fit, Stated, fits, texts_of, told, told_text, words_of
from ..models import OrganisationStrength, PartnerNeed
from .words import near_words


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Sets of organisations that close the gaps; the organisations by id, what each has by need."""

    additions: Additions
    organisations: dict[str, Organisation]
    fits: dict[str, dict[str, Fit]]


def asked_of(needs: Sequence[PartnerNeed], facts: Iterable[Facts]) -> list[Asked]:
    """What needs ask for, and which words of these organisations answer it. Two queries."""
    said = {text for one in facts for text in texts_of(one)}
    near = near_words((told_text(need.text) for need in needs), said)
    return [
        Asked(
            str(need.pk),
            need.subject,
            words_of(need.text),
            need.country,
            need.place_id,
            need.spoken,
            need.authority_id,
            near.get(told_text(need.text), {}),
        )
        for need in needs
    ]


def facts_of_organisations(rows: Sequence[Organisation]) -> dict[UUID, Facts]:
    """Four queries, whatever their number. Ties that have ended count for nothing any more."""
    ids = [row.pk for row in rows]
    stated: dict[UUID, list[Stated]] = defaultdict(list)
    for strength in OrganisationStrength.objects.filter(organisation__in=ids):
        stated[strength.organisation_id].append(_stated(strength))
    ties: dict[UUID, list[Tie]] = defaultdict(list)
    lasting = Q(until=None) | Q(until__gte=timezone.localdate().year)
    for tie in Tie.objects.filter(lasting, actor__in=ids):
        ties[tie.actor_id].append(tie)
    disputed = _disputed([tie for of in ties.values() for tie in of])
    places: dict[UUID, set[int]] = defaultdict(set)
    through = Organisation.places.through.objects.filter(organisation__in=ids)
    for organisation_id, place_id in through.values_list("organisation", "place"):
        places[organisation_id].add(place_id)
    return {
        row.pk: _facts(row, stated[row.pk], ties[row.pk], places[row.pk], disputed[row.pk])
        for row in rows
    }


def _disputed(ties: Sequence[Tie]) -> dict[UUID, set[UUID]]:
    """By organisation those at the other end who say publicly that the tie is otherwise."""
    theirs = Tie.objects.filter(
        other__in={tie.actor_id for tie in ties if tie.other_id is not None},
        actor__organisation__visibility=Visibility.PUBLIC,
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    of: dict[tuple[UUID, UUID], list[Tie]] = defaultdict(list)
    for tie in theirs:
        if tie.other_id is not None:
            of[tie.actor_id, tie.other_id].append(tie)
    for tie in ties:
        if tie.other_id is not None and any(
            contradictions(tie, other) for other in of.get((tie.other_id, tie.actor_id), ())
        ):
            found[tie.actor_id].add(tie.other_id)
    return found


def _stated(row: OrganisationStrength) -> Stated:
    return Stated(
        row.subject,
        told(row.text),
        row.country,
        row.place_id,
        row.spoken,
        row.authority_id,
        bool(row.evidence.strip()),
    )


def _facts(
    row: Organisation,
    stated: Iterable[Stated],
    ties: Sequence[Tie],
    places: Iterable[int],
    disputed: Iterable[UUID],
) -> Facts:
    return Facts(
        kind=row.organisation_kind,
        country=row.country,
        languages=frozenset(row.languages),
        sectors=tuple(told(sector) for sector in row.sectors),
        places=frozenset(places),
        tie_places=frozenset(tie.place_id for tie in ties if tie.place_id is not None),
        tie_actors=frozenset(tie.other_id for tie in ties if tie.other_id is not None),
        disputed=frozenset(disputed),
        tie_groups=tuple(told(tie.group) for tie in ties if tie.group),
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
    asked = asked_of(gaps, facts.values())
    has = {str(row.pk): _has(asked, facts[row.pk]) for row in rows}
    candidates = [
        Candidate(
            str(row.pk),
            frozenset(has[str(row.pk)]),
            frozenset(gap for gap, fit in has[str(row.pk)].items() if fit.shown),
            shores.get(row.country, ""),
            len((facts[row.pk].tie_actors - facts[row.pk].disputed) & partners),
        )
        for row in rows
    ]
    found = smallest_additions(
        [one.id for one in asked], candidates, missing_shores=tuple(missing_shores)
    )
    named = {member.id for one in found.sets for member in one.members}
    named |= {pk for one in found.sets for member in one.members for pk in member.instead}
    return Suggestions(found, {str(row.pk): row for row in rows if str(row.pk) in named}, has)


def _has(asked: Iterable[Asked], facts: Facts) -> dict[str, Fit]:
    return {one.id: fit for one in asked if (fit := fits(one, facts))}


def shores_of(project: Project) -> dict[str, str]:
    """Country -> "origin" or "abroad", of the project's countries."""
    words = {"origin": "origin", "residence": "abroad"}
    return {row.country: words[row.role] for row in project.countries.all() if row.role in words}
