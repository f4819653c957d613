"""Grants of a programme as IATI 2.03: an activity for each contract, and above them the programme.

Steps, for each contract: 1. who, where, what for, when, out of contract and project; 2. budgets
and transactions out of instalments, journal and payments; 3. results of the project, once, where
its public page shows them; 4. held against schema and ruleset: what breaks them stays out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from twoshores.common.formatting import isolated
from twoshores.engines import iati
from twoshores.projects.iati import codes
from twoshores.projects.iati.kept import Kept
from twoshores.projects.iati.lacking import lacks_of_countries, lacks_of_sectors, recipients
from twoshores.projects.iati.outgoing import locations_of
from twoshores.projects.iati.outgoing_results import results_of
from twoshores.projects.iati.scope import public_scope
from twoshores.projects.models import Project, ProjectPartner

from ..contract_states import S
from ..models import GrantContract, Programme
from ..selectors.awarded import Awarded, Signed
from ..selectors.flows import Flows, flows_of
from .activity_money import budgets_of, transactions_of
from .gaps import Gap
from .identifiers import number_of

PROGRAMME, GRANT = 1, 2  # hierarchy
PARENT, CHILD, SIBLING = "1", "2", "3"  # RelatedActivityType
PIPELINE, UNDER_WAY, CLOSED, CANCELLED = "1", "2", "4", "5"  # ActivityStatus

type Results = Callable[[Project, list[str]], list[iati.Result]]


@dataclass(slots=True)
class Told:
    """activities: of the contracts; gaps: what keeps others out; notes: what stays behind of those
    that leave; amounts: of each activity, in the order of activities."""

    activities: list[iati.Activity] = field(default_factory=list)
    amounts: list[tuple[Decimal, str]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def activities_of(
    programme: Programme, awarded: Awarded, today: date, results: Results | None = None
) -> Told:
    """An activity for each grant that may be told and lacks nothing. Three queries, and those of
    `results` for each project that shows some; without it no results are told."""
    found = Told()
    owner = programme.organisation
    if not owner.iati_identifier:
        text = _("The public identifier of %(organisation)s, as it is known in IATI.")
        words = text % {"organisation": isolated(owner.name)}
        found.gaps.append(Gap(words, "organisation_edit", (owner.pk,)))
        return found
    flows = flows_of([row.contract for row in awarded.signed])
    together: dict[UUID, list[Signed]] = {}
    for row in awarded.signed:
        together.setdefault(row.project.pk, []).append(row)
    for row in awarded.signed:
        lacks = lacks_of_countries(row.project) + lacks_of_sectors(row.project)
        if lacks:
            found.gaps += [Gap(f"{_named(row.contract)}: {lack.what}") for lack in lacks]
            continue
        siblings = together[row.project.pk]
        activity = _activity(row, siblings, flows[row.contract.pk], today, found.notes)
        if results is not None and row is _teller(siblings):
            activity.results = results(row.project, found.notes)
        _keep(found, row, activity, today)
    return found


def public_results(project: Project, notes: list[str]) -> list[iati.Result]:
    """What the project's public page shows of its results: confirmed values only. Four queries."""
    scope = public_scope(project.shown)
    if not (scope.shows("chain") and scope.shows("indicators")):
        return []
    return results_of(project, Kept(), scope, notes)


def identifier_of(contract: GrantContract) -> str:
    owner = contract.proposal.call.programme.organisation
    return f"{owner.iati_identifier}-{number_of(contract)}"


def programme_identifier(programme: Programme) -> str:
    return f"{programme.organisation.iati_identifier}-P-{programme.pk.hex[:8]}"


def _named(contract: GrantContract) -> str:
    return isolated(f"{contract.number} {contract.proposal.project.title}")


def _teller(rows: list[Signed]) -> Signed | None:
    """Which activity tells the project's results: of its lead, so that they are told once."""
    shown = [row for row in rows if row.has_page]
    return next((row for row in shown if row.partner.is_lead), shown[0] if shown else None)


def _keep(found: Told, row: Signed, activity: iati.Activity, today: date) -> None:
    """Into the file if it holds to schema and ruleset, else its gaps."""
    broken = broken_rules(activity, today)
    if broken:
        found.gaps += [Gap(f"{_named(row.contract)}: {text}") for text in broken]
        return
    found.activities.append(activity)
    found.amounts.append((row.contract.amount, row.contract.currency))


def broken_rules(activity: iati.Activity, today: date) -> list[str]:
    """What schema and ruleset forbid, in IATI's own words."""
    element = iati.activity_element(activity)
    broken = [problem.message for problem in iati.schema_problems(element)]
    rules = iati.rule_problems(element, today=today)
    return broken + [f"{rule.rule} {rule.message}" for rule in rules if rule.is_error]


def _activity(
    row: Signed, siblings: list[Signed], flows: Flows, today: date, notes: list[str]
) -> iati.Activity:
    contract, project = row.contract, row.project
    programme = row.call.programme
    giver, taker = organisation_party(programme), _partner(row.partner)
    parties = (_as(giver, activity=programme_identifier(programme)), taker)
    return iati.Activity(
        identifier=identifier_of(contract),
        reporter=giver,
        title=project.title,
        language=project.language,
        currency=contract.currency,
        description=_description(row),
        status=_status(contract, today),
        updated=row.modified,
        days=days_of(contract.starts, contract.ends, today),
        parties=[
            _as(giver, role=codes.FUNDING),
            _as(giver, role=codes.ACCOUNTABLE),
            _as(taker, role=codes.IMPLEMENTING),
        ],
        countries=_alone([iati.Share(one.country, one.percent) for one in recipients(project)]),
        locations=locations_of(project) if row.has_page else [],
        sectors=_alone(
            [
                iati.Share(one.code, one.percent, codes.DAC)
                for one in project.alignments.all()
                if one.kind == codes.SECTOR and one.code
            ]
        ),
        budgets=budgets_of(contract, flows, notes),
        transactions=transactions_of(contract, flows, parties, today, notes),
        hierarchy=GRANT,
        related=[
            iati.Related(programme_identifier(programme), PARENT),
            *(
                iati.Related(identifier_of(other.contract), SIBLING)
                for other in siblings
                if other is not row
            ),
        ],
    )


def organisation_party(programme: Programme) -> iati.Party:
    """Whose programme it is."""
    owner = programme.organisation
    kind = codes.ORGANISATION_TYPES[owner.organisation_kind]
    return iati.Party(owner.name, ref=owner.iati_identifier, kind=kind)


def _partner(partner: ProjectPartner) -> iati.Party:
    known = partner.organisation
    kind = known.organisation_kind if known else partner.kind
    return iati.Party(
        name=known.name if known else partner.name,
        ref=known.iati_identifier if known else "",
        kind=codes.ORGANISATION_TYPES.get(kind, ""),
    )


def _as(party: iati.Party, *, role: str = "", activity: str = "") -> iati.Party:
    return iati.Party(party.name, party.ref, party.kind, role, activity)


def _description(row: Signed) -> str:
    """The project in short where everybody may read it; else what it is, if its language is one
    of ours; else its title again, since IATI demands words."""
    project, programme = row.project, row.call.programme
    if row.has_page and project.summary.strip():
        return project.summary.strip()
    if project.language not in dict(settings.LANGUAGES):
        return project.title
    with translation.override(project.language):
        text = _("A grant of the programme “%(programme)s” under its call “%(call)s”.")
        return text % {"programme": programme.title, "call": row.call.title}


def _status(contract: GrantContract, today: date) -> str:
    if contract.state == S.CLOSED:
        return CLOSED
    if contract.state == S.ENDED:
        return CANCELLED
    return PIPELINE if contract.starts > today else UNDER_WAY


def days_of(starts: date, ends: date | None, today: date) -> list[iati.Day]:
    """It began on the day on which it holds; its end is what is planned."""
    began = codes.ACTUAL_START if starts <= today else codes.PLANNED_START
    found = [iati.Day(began, starts)]
    return [*found, iati.Day(codes.PLANNED_END, ends)] if ends else found


def _alone(shares: list[iati.Share]) -> list[iati.Share]:
    """The only one has all of it."""
    if len(shares) == 1:
        shares[0].percent = None
    return shares
